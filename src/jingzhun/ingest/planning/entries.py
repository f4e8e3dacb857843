"""Sheets of entries, many rows a subject and year: incomes and costs, sales, wages, measures, collective income.

A row is known again by its key: the fields that tell rows apart, and which of equal ones it is. ``已收齐`` sets the mark
by which no row means nought; a file without that column counts as complete for the subjects and years it names. A file
whose years are those of its days (sales) names them for all of its subjects: one that sold only in January 2019 sold
nothing in 2018, where others of the file did. No mark is set where a row of the subject and year was refused or says 否.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from jingzhun.areas.resolve import AreaIndex
from jingzhun.registry import models as registry
from jingzhun.registry.actions.plan import plan_entries, plan_facts
from jingzhun.registry.fields import described
from jingzhun.registry.models import Completeness, IncomeEntry

from ..checking import reasons
from ..checking.batch import Batch
from .income import flag_income_differences
from .outcome import Outcome, values_or_blank
from .subjects import find_subjects

COST = "e"


def plan_sheet_of_entries(batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    subjects = find_subjects(batch, index, outcome)
    layout = batch.table.layout
    model = getattr(registry, layout.entry)
    targets = batch.targets_of(layout.entry)
    years = row_years(batch)
    if model is IncomeEntry:
        _directions(batch)
        targets = batch.targets_of(layout.entry)
    empty = [all(batch.values[target][row] is None for target in targets) for row in range(len(batch))]
    _check_filled(batch, model, years, empty)
    keys = row_keys(batch, subjects, years)
    accepted = [row for row in range(len(batch)) if row not in batch.refused and subjects[row] is not None]
    fields = [target.partition(".")[2] for target in targets]
    columns = [
        values_or_blank(batch.values[target], model._meta.get_field(field), clear=batch.frame.clear_blanks)
        for target, field in zip(targets, fields, strict=True)
    ]
    if any(field.name == "year" for field in described(model)) and "year" not in fields:
        fields, columns = ["year", *fields], [years, *columns]
    rows = [(subjects[row], keys[row], *(column[row] for column in columns)) for row in accepted if not empty[row]]
    new = outcome.provisional
    plan = plan_entries(model=model, fields=fields, rows=rows, new=new)
    outcome.plans.append(plan)
    marks = _marks(batch, subjects, years)
    outcome.plans.append(plan_facts(model=Completeness, fields=["table"], rows=marks, new=new, even_empty=True))
    if model is IncomeEntry:
        flag_income_differences(batch, subjects, plan, {(subject, year) for subject, year, _ in marks})
    return outcome


def row_keys(batch: Batch, subjects: Sequence[int | None], years: Sequence[int | None]) -> list[str]:
    """The key of each row: given by the file (a returned workbook), or a digest of what tells rows apart, and its count."""
    layout = batch.table.layout
    given = batch.column("key")
    parts = [
        years if name == "year" else batch.column(f"{layout.entry}.{name}") for name in layout.key
    ]  # fmt: skip
    count: Counter[Any] = Counter()
    keys = []
    for row, subject in enumerate(subjects):
        telling = tuple("" if column[row] is None else str(column[row]) for column in parts)
        who = subject if subject is not None else (batch.column("household")[row], batch.column("village")[row])
        count[(who, telling)] += 1
        keys.append(given[row] or f"{digest_of(telling)}.{count[(who, telling)]}")
    return keys


def digest_of(telling: Sequence[str]) -> str:
    """What tells an entry of a subject from its others, as a short key."""
    return hashlib.sha256("|".join(telling).encode()).hexdigest()[:24]


def row_years(batch: Batch) -> list[int | None]:
    """The year of each row: written, or of its day."""
    written = batch.column("year")
    days = next((batch.values[t] for t in ("ProductSale.sold_on",) if t in batch.values), [None] * len(batch))
    return [year if year is not None else (day.year if day else None) for year, day in zip(written, days, strict=True)]


def _check_filled(batch: Batch, model: Any, years: Sequence[int | None], empty: Sequence[bool]) -> None:
    """Rows fill what the table needs; a row that holds nothing says 已收齐 or is refused."""
    complete = batch.column("complete")
    needed = [
        f"{model.__name__}.{field.name}"
        for field in described(model)
        if field.name != "year" and not field.null and (field.type_name in ("money", "date") or not field.blank)
    ]
    for row in range(len(batch)):
        told = {target for target, _ in batch.refused.get(row, ())}
        if years[row] is None and not told & {"year", "ProductSale.sold_on"}:
            target = "year" if batch.has("year") else "ProductSale.sold_on"
            batch.refuse(row, target, reasons.BlankCell())
            told.add(target)
        if years[row] is not None and years[row] > batch.frame.today.year:
            batch.refuse(row, "year", reasons.LaterThanToday(text=years[row]))
        if empty[row] and complete[row] and row not in batch.refused:
            continue
        for target in needed:
            if batch.column(target)[row] is None and target not in told:
                batch.refuse(row, target, reasons.BlankCell())


def _directions(batch: Batch) -> None:
    """收 or 支 where the sheet leaves it to the kind: 生产经营费用支出 is a cost, the kinds a–d are incomes (2014 form A17, A18)."""
    kinds, target = batch.column("IncomeEntry.kind"), "IncomeEntry.direction"
    said = batch.column(target)
    batch.values[target] = [
        direction or (None if kind is None else "out" if kind == COST else "in")
        for direction, kind in zip(said, kinds, strict=True)
    ]


def _marks(batch: Batch, subjects: Sequence[int | None], years: Sequence[int | None]) -> list[tuple[int, int, str]]:
    said, asked = batch.column("complete"), batch.has("complete")
    rows = range(len(batch))
    gaps = {(subjects[row], years[row]) for row in rows if row in batch.refused or said[row] is False}
    named = [row for row in rows if row not in batch.refused and subjects[row] is not None and (said[row] or not asked)]
    found = dict.fromkeys((subjects[row], years[row]) for row in named)
    if not asked and not batch.has("year"):
        of_file = sorted({year for _, year in found if year is not None})
        found = dict.fromkeys((subject, year) for subject in dict.fromkeys(s for s, _ in found) for year in of_file)
    return [
        (subject, year, term)
        for subject, year in found
        if (subject, year) not in gaps and (subject, None) not in gaps
        for term in batch.table.layout.marks
    ]
