"""村造册、乡立簿、县归档: the register (建档立卡户 in force on a day, as known at a moment) as books whose sums equal their members.

A book of a village has a line per household; a book above has a part per area below, each a book of its own. Live rows, read in
one pass over the area; whoever prints them asks :func:`read_book`, which refuses a book that does not add up.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime
from functools import cached_property

from jingzhun.accounts.scope import inside
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import (
    HEAD,
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdStatus,
    Membership,
    PersonIdentity,
    VillageConditions,
)
from jingzhun.results.roster_tables import REGISTER


class UnableToAddUp(Problem):
    code = "D-031"
    says = "{area}的册子没有印：合计 {whole}，各部分之和 {parts}"
    remedy = "有在册的户不在任何一个村里（{codes}）；请在导入里改正它们的村，再打印"


class UnableToFindBook(Problem):
    code = "D-032"
    says = "{area}没有册子"
    remedy = "村、乡镇和县有册子；组的户在村册里"


@dataclass(frozen=True)
class HouseholdLine:
    """A household on the register: ``id_number`` is the head's, masked; ``exit`` says 脱贫属性 and year."""

    code: str
    head: str
    id_number: str
    persons: int
    group: str
    attribute: str
    cause: str
    identified_on: str
    exit: str


@dataclass(frozen=True)
class Book:
    """``lines`` of a village, ``parts`` of an area above it; households and persons are sums of either.

    ``is_poor_village`` is None where the village's conditions do not say.
    """

    area: Area
    above: tuple[str, ...]
    day: date
    known_at: datetime | None
    lines: tuple[HouseholdLine, ...] = ()
    parts: tuple[Book, ...] = ()
    is_poor_village: bool | None = None

    @property
    def level(self) -> Level:
        return Level(self.area.level)

    @property
    def place(self) -> str:
        return "".join((*self.above, self.area.title))

    @cached_property
    def households(self) -> int:
        return len(self.lines) + sum(part.households for part in self.parts)

    @cached_property
    def persons(self) -> int:
        return sum(line.persons for line in self.lines) + sum(part.persons for part in self.parts)

    @cached_property
    def villages(self) -> tuple[Book, ...]:
        """The books of villages in it, itself where it is one."""
        if self.level is Level.VILLAGE:
            return (self,)
        return tuple(village for part in self.parts for village in part.villages)

    @property
    def with_households(self) -> tuple[Book, ...]:
        """The villages that have households on the register."""
        return tuple(village for village in self.villages if village.households)

    @property
    def townships(self) -> tuple[Book, ...]:
        """The townships and towns with households on the register, of a county."""
        return tuple(part for part in self.parts if part.level is Level.TOWNSHIP and part.households)

    @cached_property
    def by_attribute(self) -> Counter[str]:
        """贫困户属性 → households."""
        counted = Counter(line.attribute for line in self.lines)
        for part in self.parts:
            counted.update(part.by_attribute)
        return counted

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the lines, or over the digests of the parts: a printed book and the archive can be compared."""
        rows = [repr(astuple(line)) for line in self.lines] or [
            f"{part.area.code} {part.digest}" for part in self.parts
        ]
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def is_town(area: Area) -> bool:
    """统计用区划代码第7至9位100至199为镇、街道一类，200以上为乡: as the indicators count."""
    return area.code[6] == "1"


def read_book(*, area: Area, day: date, known_at: datetime | None) -> Book:
    """Raises :class:`UnableToFindBook` for an area without one, :class:`UnableToAddUp` where sums differ from members.

    About ten queries, whatever the area's size.
    """
    level = Level(area.level)
    if level not in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY):
        raise UnableToFindBook(area=area.title)
    code = area.area_code
    homes = inside(Household.objects.in_register(day, known_at), code, field="subject__area_id")
    lines: dict[str, list[HouseholdLine]] = {}
    for village, line in _lines(homes, day, known_at):
        lines.setdefault(village, []).append(line)
    poor = dict(
        inside(VillageConditions.objects.as_of(day, known_at), code, field="subject__area_id").values_list(
            "subject__area_id", "is_poor_village"
        )
    )
    areas = list(Area.objects.under(code).filter(level__lte=Level.VILLAGE).order_by("code"))
    titles = dict(Area.objects.filter(code__in=area.above(), level__gte=Level.COUNTY).values_list("code", "name"))
    book = _assembled(area, tuple(titles[key] for key in sorted(titles)), areas, lines, poor, day, known_at)
    _require_sum(book, homes, lines, day, known_at)
    return book


def _assembled(area: Area, above: tuple[str, ...], areas: list[Area], lines, poor, day, known_at) -> Book:
    below = [each for each in areas if each.parent_id == area.pk]
    return Book(
        area=area, above=above, day=day, known_at=known_at, lines=tuple(lines.get(area.code, ())) if area.level == Level.VILLAGE else (),
        parts=tuple(_assembled(each, (*above, area.title), areas, lines, poor, day, known_at) for each in below),
        is_poor_village=poor.get(area.code),
    )  # fmt: skip


def _require_sum(
    book: Book, homes, lines: dict[str, list[HouseholdLine]], day: date, known_at: datetime | None
) -> None:
    """Counted afresh at the book's own level, households and persons are what its parts and lines add up to."""
    people = Membership.objects.as_of(day, known_at).filter(household_id__in=homes.values("pk")).count()
    whole, parts = (homes.count(), people), (book.households, book.persons)
    placed = {village.area.code for village in book.villages}
    stray = [line.code for code, of in lines.items() if code not in placed for line in of]
    if whole != parts or stray:
        raise UnableToAddUp(
            area=book.area.title, whole=_said(*whole), parts=_said(*parts), codes="、".join(stray[:5]) or "不明",
        )  # fmt: skip


def _said(households: int, persons: int) -> str:
    return f"{households} 户 {persons} 人"


def _lines(homes, day: date, known_at: datetime | None) -> Iterator[tuple[str, HouseholdLine]]:
    """(padded code of the village, line) in the order of 户编号; a household that stands above a village keeps its area."""
    book = CodeBook.read()
    keys = homes.values("pk")
    members = Membership.objects.as_of(day, known_at).filter(household_id__in=keys)
    persons: Counter[int] = Counter()
    heads: dict[int, int] = {}
    for person, home, relation in members.values_list("subject_id", "household_id", "relation"):
        persons[home] += 1
        if relation == HEAD:
            heads.setdefault(home, person)
    chiefs = members.filter(relation=HEAD).values("subject_id")
    people = {row.subject_id: row for row in PersonIdentity.objects.as_of(day, known_at).filter(subject_id__in=chiefs)}
    rows = HouseholdStatus.objects.as_of(day, known_at).filter(regime=REGISTER, subject_id__in=keys)
    status = {row.subject_id: row for row in rows}
    causes = dict(
        HouseholdCause.objects.as_of(day, known_at).filter(subject_id__in=keys).values_list("subject_id", "main_cause")
    )
    groups = dict(
        HouseholdProfile.objects.as_of(day, known_at)
        .filter(subject_id__in=keys)
        .values_list("subject_id", "group_name")
    )
    for pk, code, area in homes.order_by("subject__code").values_list("pk", "subject__code", "subject__area_id"):
        who, of = people.get(heads.get(pk, 0)), status[pk]
        year = f"{of.exit_year}年" if of.exit_year else ""
        yield AreaCode.parse(area).at(Level.VILLAGE).padded, HouseholdLine(
            code=code, head=who.name if who else "", id_number=who.id_number_masked if who and who.id_number else "",
            persons=persons[pk], group=groups.get(pk, ""), attribute=book.text("贫困户属性", of.attribute),
            cause=book.text("致贫原因", causes.get(pk, "")),
            identified_on=of.identified_on.isoformat() if of.identified_on else "",
            exit="，".join(filter(None, (book.text("脱贫属性", of.exit_mark), year))),
        )  # fmt: skip
