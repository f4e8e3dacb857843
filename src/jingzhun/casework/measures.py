"""分类施策: which measures a pack proposes for a household, and why. A proposal decides nothing.

Class, labour capacity and causes come from the registry. What is not on record is named, never guessed: a household whose
members' capacity is not all known, and of whom nobody is known to be able to work, gets no proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.policy.codes import CodeBook
from jingzhun.policy.models import PackVersion
from jingzhun.registry.models import (
    HouseholdCause,
    HouseholdStatus,
    IncomeEntry,
    Labour,
    MeasureReceived,
    Membership,
    Subject,
)
from jingzhun.rules.measure_table import MeasureTable, measures_in


@dataclass(frozen=True)
class Suggestion:
    """One measure with the reasons for it, and whether one of its kind was given in the year."""

    measure: str
    reasons: tuple[str, ...]
    is_given: bool


@dataclass(frozen=True)
class Proposal:
    """``missing`` names what is not on record; without class or labour there are no suggestions."""

    table: MeasureTable | None
    group: str
    labour: str
    causes: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    missing: tuple[str, ...]


def propose(household: Subject, *, day: date, book: CodeBook) -> Proposal:
    """Measures for a household by the nearest authority's table in force on ``day``."""
    table = table_for(household, day)
    labour = table.labour_of(_capacities(household, day, book)) if table else ""
    group, causes = _group(household, day, book), _causes(household, day, book)
    missing = [
        title
        for title, known in (
            ("分类施策的政策包", table), ("农户类别", group), ("成员的劳动技能", labour), ("致贫原因", causes),
            (f"{day.year} 年或上年收入", IncomeEntry.objects.known().filter(subject=household, year__gte=day.year - 1, year__lte=day.year).exists()),
        )
        if not known
    ]  # fmt: skip
    reasons: dict[str, list[str]] = {}
    row = table.row(group, labour) if table and group and labour else None
    if table and row:
        for measure in row.measures:
            reasons.setdefault(measure, []).append(
                f"{group}，{labour}劳动力{f'（{row.clause}）' if row.clause else ''}"
            )
        for cause in causes:
            for measure in table.added(cause, labour):
                reasons.setdefault(measure, []).append(f"致贫原因：{cause}")
    given = MeasureReceived.objects.known().filter(subject=household, year=day.year).values_list("category", flat=True)
    there = {book.text("帮扶措施类别", code) for code in given}
    found = tuple(Suggestion(each, tuple(why), each in there) for each, why in reasons.items())
    return Proposal(table, group, labour, causes, found, tuple(missing))


def table_for(household: Subject, day: date) -> MeasureTable | None:
    """The table of the nearest authority in force."""
    packs = sorted(PackVersion.objects.in_force(household.area.area_code, day), key=lambda pack: -len(pack.area))
    return next((table for pack in packs for table in measures_in(pack.files)), None)


def _capacities(household: Subject, day: date, book: CodeBook) -> set[str]:
    """What the members can do, in words; empty for those of whom it is not known."""
    people = list(Membership.objects.as_of(day).filter(household_id=household.pk).values_list("subject_id", flat=True))
    known = dict(Labour.objects.as_of(day).filter(subject_id__in=people).values_list("subject_id", "capacity"))
    return {book.text("劳动技能", known.get(person, "")) for person in people}


def _group(household: Subject, day: date, book: CodeBook) -> str:
    rows = HouseholdStatus.objects.as_of(day).filter(subject=household, regime="registered", status="in")
    return book.text("贫困户属性", rows.values_list("attribute", flat=True).first() or "")


def _causes(household: Subject, day: date, book: CodeBook) -> tuple[str, ...]:
    row = HouseholdCause.objects.as_of(day).filter(subject=household).first()
    codes = (row.main_cause, row.other_cause_1, row.other_cause_2) if row else ()
    return tuple(book.text("致贫原因", code) for code in codes if code)
