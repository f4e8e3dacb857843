"""The export's 人均纯收入 beside what the ledger gives: differences are listed, neither is changed by the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from jingzhun.core.money import round_fen, yuan
from jingzhun.registry.actions.plan import Plan
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.models import Completeness, IncomeEntry, Membership, StatedIncome

from ..checking import reasons
from ..checking.batch import Batch

# Differences below one yuan a head are rounding in the export.
NOTICED = 100


def ledger_per_head(households: Iterable[int], year: int, day: date) -> dict[int, int]:
    """Net income per head in fen of the households whose ledger for the year is complete."""
    found: dict[int, int] = {}
    for part in chunks(sorted(households)):
        marks = Completeness.objects.known().filter(subject_id__in=part, table="收入", year=year)
        complete = set(marks.values_list("subject_id", flat=True))
        totals: dict[int, int] = defaultdict(int)
        rows = IncomeEntry.objects.known().filter(subject_id__in=complete, year=year)
        for key, direction, amount in rows.values_list("subject_id", "direction").annotate(total=Sum("amount")):
            totals[key] += amount if direction == "in" else -amount
        sizes = members(complete, day)
        found.update((key, _average(totals[key], sizes[key])) for key in complete if sizes.get(key))
    return found


def members(households: Iterable[int], day: date) -> dict[int, int]:
    """Persons by household on a day."""
    rows = Membership.objects.as_of(day).filter(household_id__in=list(households))
    return dict(rows.order_by().values_list("household_id").annotate(n=Count("pk")))


def flag_stated(batch: Batch, stated: Mapping[int, tuple[int, int]], year: int) -> None:
    """Point out stated incomes of a file (household → (row, fen)) that differ from the complete ledger."""
    computed = ledger_per_head((key for key in stated if key > 0), year, batch.frame.since)
    for key, per_head in computed.items():
        row, value = stated[key]
        _flag(batch, row, "StatedIncome.per_head", value, per_head)


def flag_income_differences(
    batch: Batch, subjects: Sequence[int | None], plan: Plan, complete: set[tuple[int | None, int | None]]
) -> None:
    """Point out households whose ledger, with this file, differs from what the export stated for the year."""
    years: dict[int, list[int]] = defaultdict(list)
    for subject, year in complete:
        if subject is not None and year is not None:
            years[year].append(subject)
    first: dict[int, int] = {}
    for row, subject in enumerate(subjects):
        if subject is not None:
            first.setdefault(subject, row)
    replaced = set(plan.replaced)
    for year, keys in years.items():
        for part in chunks(sorted(keys)):
            stated = dict(
                StatedIncome.objects.as_of(batch.frame.since)
                .filter(subject_id__in=part, year=year)
                .values_list("subject_id", "per_head")
            )
            totals: dict[int, int] = defaultdict(int)
            known = IncomeEntry.objects.known().filter(subject_id__in=list(stated), year=year)
            for pk, key, direction, amount in known.values_list("pk", "subject_id", "direction", "amount"):
                if pk not in replaced:
                    totals[key] += amount if direction == "in" else -amount
            for key, _, row_year, direction, _, _, amount, *_ in plan.rows:
                if row_year == year and key in stated:
                    totals[key] += amount if direction == "in" else -amount
            sizes = members(stated, batch.frame.since)
            for key, value in stated.items():
                if sizes.get(key):
                    _flag(batch, first[key], "IncomeEntry.amount", value, _average(totals[key], sizes[key]))


def _average(total: int, count: int) -> int:
    return round_fen(Decimal(total) / count)


def _flag(batch: Batch, row: int, target: str, stated: int, computed: int) -> None:
    if abs(stated - computed) >= NOTICED:
        batch.flag(row, target, reasons.IncomeDiffers(stated=yuan(stated), computed=yuan(computed)))
