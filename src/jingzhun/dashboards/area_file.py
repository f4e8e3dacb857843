"""一村一档 and the township and county page of the same form: what is known of an area, and the areas just below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from jingzhun.accounts.scope import inside
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household, Subject, VillageConditions, VillageIncome

from .household_file import Shown, shown_facts

KIND_OF_LEVEL = {
    Level.VILLAGE: Subject.Kind.VILLAGE,
    Level.TOWNSHIP: Subject.Kind.TOWNSHIP,
    Level.COUNTY: Subject.Kind.COUNTY,
}


@dataclass(frozen=True)
class Below:
    """An area below with its households: all of them and those on the register, counted live."""

    area: Area
    households: int
    registered: int


@dataclass(frozen=True)
class IncomeLine:
    kind: str
    item: str
    amount: int


@dataclass(frozen=True)
class AreaFile:
    """``conditions`` and ``incomes`` are a village's; ``income_total`` is the sum of the listed lines in fen."""

    area: Area
    level: Level
    above: tuple[Area, ...]
    below: tuple[Below, ...]
    subject: Subject | None
    conditions: tuple[Shown, ...]
    incomes: tuple[IncomeLine, ...]
    income_total: int
    income_year: int


def open_area(*, area: Area, day: date, known_at: datetime | None) -> AreaFile:
    """Read the file. Its number of queries does not grow with the area."""
    level = Level(area.level)
    book = CodeBook.read()
    subject = Subject.objects.filter(kind=KIND_OF_LEVEL.get(level, ""), area=area).first()
    conditions: tuple[Shown, ...] = ()
    incomes: list[VillageIncome] = []
    if level is Level.VILLAGE and subject is not None:
        row = VillageConditions.objects.as_of(day, known_at).filter(subject=subject).select_related("change").first()
        conditions = tuple(shown_facts(row, book))
        incomes = list(
            VillageIncome.objects.known(known_at).filter(subject=subject, year=day.year).order_by("kind", "id")
        )
    return AreaFile(
        area=area,
        level=level,
        above=tuple(Area.objects.filter(code__in=area.above(), level__gte=Level.COUNTY)),
        below=tuple(_below(area, day, known_at)),
        subject=subject,
        conditions=conditions,
        incomes=tuple(IncomeLine(book.text("集体经济收入类别", row.kind), row.item, row.amount) for row in incomes),
        income_total=sum(row.amount for row in incomes),
        income_year=day.year,
    )


def _below(area: Area, day: date, known_at: datetime | None) -> Iterable[Below]:
    """The next level's areas, each with its own households, counted in two queries."""
    children = list(area.children.exclude(level=Level.GROUP))
    if not children:
        return
    width = Level(children[0].level).value
    rows = inside(Household.objects.all(), area.area_code, field="subject__area_id").there_on(day, known_at)

    def by_child(households) -> dict[str, int]:
        counts: dict[str, int] = {}
        for village, number in households.values_list("subject__area_id").annotate(n=Count("pk")):
            key = AreaCode.parse(village).at(Level(width)).padded
            counts[key] = counts.get(key, 0) + number
        return counts

    every, registered = by_child(rows), by_child(rows.in_register(day, known_at))
    for child in children:
        yield Below(child, every.get(child.code, 0), registered.get(child.code, 0))
