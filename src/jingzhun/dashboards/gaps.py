"""底数清、情况明: of the households on the register in an area, how many have each asked fact known, unknown or not collected.

Unknown: a row says that nobody knows. Not collected: there is no row. Both are missing, neither is ever counted as no. Counted live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef

from jingzhun.accounts.scope import inside
from jingzhun.areas.models import Area
from jingzhun.core.period import age_on, latest_birth
from jingzhun.registry.models import Completeness, Household, Membership, PersonIdentity
from jingzhun.registry.models.household import HouseholdQuerySet

from .asked import ASKED, HOUSEHOLD, MARKS, MARKS_TITLE, PERSON, Asked, asked_field, asked_mark, is_known
from .tally import Tally, TallyOf


@dataclass(frozen=True)
class FieldGap(Tally):
    """One asked field over an area. ``of`` is 户 or 人; ``homes`` are the households that lack it or have a member who does."""

    label: str
    unit: str
    of: str
    owner: str
    known: int
    unknown: int
    absent: int
    homes: int
    gap: str

    @property
    def lacking(self) -> int:
        return self.unknown + self.absent


@dataclass(frozen=True)
class ThemeGaps(TallyOf):
    title: str
    fields: tuple[FieldGap, ...]

    @property
    def parts(self) -> tuple[FieldGap, ...]:
        return self.fields

    @property
    def open(self) -> tuple[FieldGap, ...]:
        """The fields that lack something, the largest gap first."""
        return tuple(sorted((field for field in self.fields if field.lacking), key=lambda field: -field.lacking))


def gaps_of(
    homes: HouseholdQuerySet, day: date, known_at: datetime | None, *, keeps: Callable[[str], bool] = lambda owner: True
) -> list[ThemeGaps]:
    """The gaps of some households (those of them on the register) by theme. ``keeps`` tells whose fields are asked.

    As many questions as there are tables and fields, whatever the number of households.
    """
    homes = homes.in_register(day, known_at)
    members = Membership.objects.as_of(day, known_at).filter(household_id__in=homes.values("pk"))
    totals = {HOUSEHOLD: homes.count(), PERSON: members.count()}
    themes = []
    for asked in ASKED:
        fields = [field for field in asked.fields if keeps(field.owner)]
        if fields:
            themes.append(ThemeGaps(asked.title, tuple(_counted(asked, fields, homes, members, totals, day, known_at))))
    if keeps(""):
        themes.append(ThemeGaps(MARKS_TITLE, tuple(_marks(homes, totals[HOUSEHOLD], day, known_at))))
    return themes


def _counted(
    asked: Asked, fields: list[Any], homes, members, totals: dict[str, int], day, known_at
) -> Iterable[FieldGap]:
    subjects = homes.values("pk") if asked.of == HOUSEHOLD else members.values("subject_id")
    rows = asked.rows(day, known_at).filter(subject_id__in=subjects)
    counts = rows.aggregate(there=Count("pk"), **{field.name: Count("pk", filter=is_known(field)) for field in fields})
    for field in fields:
        known, there, total = counts[field.name], counts["there"], totals[asked.of]
        if field.from_age:
            old = subjects.filter(~_younger(field.from_age, day, known_at))
            mine = rows.filter(~_younger(field.from_age, day, known_at))
            known, there, total = mine.filter(is_known(field)).count(), mine.count(), old.count()
        lacking = total - known
        behind = lacking
        if asked.of != HOUSEHOLD:
            behind = _lacking_members(asked, field, members, day, known_at).values("household_id").distinct().count()
        yield FieldGap(
            str(field.verbose_name), field.unit, asked.of, field.owner or asked.brought, known, there - known, total - there,
            behind, asked.key_of(field),
        )  # fmt: skip


def _younger(age: int, day: date, known_at: datetime | None) -> Exists:
    """Whether the person of a row is known to be below that age; those whose age nobody knows may be asked.

    Both this and what is known of a person are asked row by row: a list of the whole county's persons would be made anew for
    each field (3 seconds at 400,000 persons).
    """
    born = PersonIdentity.objects.as_of(day, known_at).filter(born_on__gt=latest_birth(age, day))
    return Exists(born.filter(subject_id=OuterRef("subject_id")))


def _lacking_members(asked: Asked, field: Any, members, day: date, known_at: datetime | None) -> Any:
    known = asked.rows(day, known_at).filter(is_known(field), subject_id=OuterRef("subject_id"))
    rows = members.filter(~Exists(known))
    return rows.filter(~_younger(field.from_age, day, known_at)) if field.from_age else rows


def _marks(homes, total: int, day: date, known_at: datetime | None) -> Iterable[FieldGap]:
    years = {mark.term: mark.year(day) for mark in MARKS}
    rows = Completeness.objects.known(known_at).filter(
        subject_id__in=homes.values("pk"), table__in=years, year__in=set(years.values())
    )
    counts = {(table, year): many for table, year, many in rows.values_list("table", "year").annotate(n=Count("pk"))}
    for mark in MARKS:
        known = counts.get((mark.term, years[mark.term]), 0)
        yield FieldGap(mark.title, "", HOUSEHOLD, "", known, 0, total - known, total - known, mark.key)


def lacking(rows: HouseholdQuerySet, key: str, day: date, known_at: datetime | None) -> HouseholdQuerySet:
    """Households on the register that lack the fact or mark, or with a member who lacks it; none for an unknown key."""
    rows = rows.in_register(day, known_at)
    found, mark = asked_field(key), asked_mark(key)
    if mark is not None:
        marked = Completeness.objects.known(known_at).filter(table=mark.term, year=mark.year(day))
        return rows.exclude(pk__in=marked.values("subject_id"))
    if found is None:
        return rows.none()
    asked, field = found
    if asked.of == HOUSEHOLD:
        return rows.exclude(pk__in=asked.rows(day, known_at).filter(is_known(field)).values("subject_id"))
    members = Membership.objects.as_of(day, known_at).filter(household__isnull=False)
    return rows.filter(pk__in=_lacking_members(asked, field, members, day, known_at).values("household_id"))


def is_of_age(field: Any, born_on: date | None, day: date) -> bool:
    """Whether a field is asked of a person."""
    return not field.from_age or born_on is None or age_on(born_on, day) >= field.from_age


def households_of(area: Area) -> HouseholdQuerySet:
    """All households of an area."""
    return inside(Household.objects.all(), area.area_code, field="subject__area_id")


def whole(themes: Iterable[ThemeGaps]) -> ThemeGaps:
    """All themes as one, for the sum."""
    return ThemeGaps("合计", tuple(field for theme in themes for field in theme.fields))
