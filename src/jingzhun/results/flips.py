"""Comparisons as pages and commands show them: who moved from which verdict to which, what programmes cost, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jingzhun.core.area_code import AreaCode
from jingzhun.rules.comparison import AwardChange, Comparison, Flip, StandardChange
from jingzhun.rules.findings import VerdictCode

from .naming import Name, names_of
from .parts import UNITS

LISTED = 100
ABSENT = "不在册"
"""For a subject that one side does not have."""
_UNNAMED = Name("", "")


@dataclass(frozen=True)
class ShownFlip:
    """``causes`` is empty where only one cause is possible (a trial)."""

    name: str
    href: str
    code: str
    before: str
    after: str
    causes: str


@dataclass(frozen=True)
class ShownMove:
    before: str
    after: str
    count: int


@dataclass(frozen=True)
class ShownStandard:
    """``moves`` count every subject in scope that flipped, ``flips`` lists the first :data:`LISTED`."""

    title: str
    unit: str
    flipped: int
    moves: tuple[ShownMove, ...]
    flips: tuple[ShownFlip, ...]

    @property
    def unlisted(self) -> int:
        return self.flipped - len(self.flips)


@dataclass(frozen=True)
class ShownAward:
    """Amounts in fen; ``differs`` is how many subjects get another amount."""

    title: str
    unit: str
    change: AwardChange
    differs: int


@dataclass(frozen=True)
class ShownComparison:
    standards: tuple[ShownStandard, ...]
    awards: tuple[ShownAward, ...]

    @property
    def is_same(self) -> bool:
        return not any(each.flipped for each in self.standards) and not any(each.differs for each in self.awards)


def shown(
    comparison: Comparison, *, day: date, scope: AreaCode, known_at: datetime | None = None,
    causes: Callable[[str, Flip], Iterable[str]] = lambda standard, flip: (),
) -> ShownComparison:  # fmt: skip
    """What a reader of ``scope`` sees. Awards are counted whole: they name nobody."""

    def standard(each: StandardChange) -> ShownStandard:
        flips = [flip for flip in each.flips if scope.covers(AreaCode.parse(flip.area_code).significant)]
        names = names_of(each.kind, [flip.code for flip in flips[:LISTED]], day, known_at)
        moves: dict[tuple[str, str], int] = {}
        for flip in flips:
            key = (word(flip.before), word(flip.after))
            moves[key] = moves.get(key, 0) + 1
        return ShownStandard(
            each.title, UNITS[each.kind], len(flips), tuple(ShownMove(*key, count) for key, count in moves.items()),
            tuple(
                ShownFlip(
                    named.text or flip.code, named.href, flip.code, word(flip.before), word(flip.after),
                    "、".join(causes(each.name, flip)),
                )
                for flip in flips[:LISTED]
                for named in (names.get(flip.code, _UNNAMED),)
            ),
        )  # fmt: skip

    awards = tuple(ShownAward(each.title, UNITS[each.kind], each, len(each.shifts)) for each in comparison.awards)
    return ShownComparison(tuple(standard(each) for each in comparison.standards), awards)


def word(code: VerdictCode | None) -> str:
    return ABSENT if code is None else code.label
