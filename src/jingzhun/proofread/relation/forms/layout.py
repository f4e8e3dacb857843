"""What every form asks: what is already explained, what else a number comes out of, and how it is judged and said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from ...agreement import is_slip, rounded
from ...figure import Figure, plain
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import HOUSEHOLDS, PEOPLE

_EXACT = (Kind.SUM, Kind.DIFFERENCE, Kind.PRODUCT, Kind.OVERLAP, Kind.RESTATED)
_MOST = 8  # figures of a kind in two sentences: with more of them anything comes out


class Settled:
    """Which figures other arithmetic has explained or called wrong."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._figures: set[tuple[Kind | None, Figure]] = set()
        self._places: set[tuple[Kind | None, int, str]] = set()
        self._held: set[Figure] = set()
        self._called_wrong: set[tuple[int, str]] = set()
        for outcome in outcomes:
            kind = outcome.kind if isinstance(outcome, Holding) else None
            if kind is None:
                self._called_wrong.update((line, outcome.literals[0]) for line in outcome.lines)
            elif kind is not Kind.BOUND:
                self._held.update(outcome.figures)
            self._figures.update((kind, figure) for figure in outcome.figures)
            if not outcome.figures:
                self._places.update((kind, line, said) for line in outcome.lines for said in outcome.literals)

    def _has(self, kind: Kind | None, figure: Figure) -> bool:
        return (kind, figure) in self._figures or (kind, figure.place.line, figure.literal) in self._places

    def is_wrong(self, *figures: Figure) -> bool:
        return any(self._has(None, figure) for figure in figures)

    def is_called_wrong(self, figure: Figure) -> bool:
        """Itself, and not only as one of those that another comes out of."""
        return (figure.place.line, figure.literal) in self._called_wrong

    def is_open(self, figure: Figure) -> bool:
        """No arithmetic of any kind holds it, and nothing calls it wrong."""
        return figure not in self._held and not self.is_called_wrong(figure)

    def is_explained(self, figure: Figure, *more: Kind) -> bool:
        return any(self._has(kind, figure) for kind in (*_EXACT, *more))


_COUNTED = {name: PEOPLE for name in ("名额", "岗位", "学位", "床位", "孩子", "学生", "老人")}
_PLACES = ("村", "乡镇", "镇", "乡", "县", "组", "社区", "街道", "部门", "单位", "项目", "问题")


def counted(reading: Reading, figure: Figure) -> str:
    """The dimension; places are counted as those who fill them: 350 名, 空出 32 个名额."""
    if figure.unit == "个":
        text = reading.block_of(figure).text
        words = text[max(0, figure.start - 8) : figure.start] + figure.noun[:4]
        return next((dimension for name, dimension in _COUNTED.items() if name in words), figure.dimension)
    return figure.dimension


def alike(reading: Reading, stated: Figure, figures: Iterable[Figure], dimension: str = "") -> list[Figure]:
    """Those of its kind (or of ``dimension``); 4 个村 only beside what is told of villages, 19 个 of something else is not."""
    dimension = dimension or counted(reading, stated)
    name = _behind(stated)
    found = [f for f in figures if counted(reading, f) == dimension and not f.is_article]
    if dimension != "个":
        return found
    if name:
        return [f for f in found if (_behind(f) or _ahead(f)) == name]
    return [f for f in found if not _behind(f) or _behind(f) == _ahead(stated)]


def _behind(figure: Figure) -> str:
    return next((place for place in _PLACES if figure.noun.startswith(place)), "")


def _ahead(figure: Figure) -> str:
    last = max(_PLACES, key=lambda place: figure.clause.rfind(place))
    return last if last in figure.clause else ""


def lead(before: Sequence[Figure], figure: Figure) -> str:
    """The words right before it; of 42 人 in 减少 13 户 42 人 those before the households."""
    mate = before[-1] if before else None
    return mate.left if mate and is_pair(mate, figure) else figure.left


def is_pair(one: Figure, other: Figure) -> bool:
    """97 户 351 人: households and, right behind them, their people."""
    beside = one.block == other.block and other.start - one.end <= 1
    return beside and (one.dimension, other.dimension) == (HOUSEHOLDS, PEOPLE)


def around(reading: Reading, *figures: Figure) -> list[Figure]:
    """The other figures of the sentences from the first to the last of ``figures``."""
    block = reading.block_of(figures[0])
    start = block.sentence_at(min(f.start for f in figures)).start
    end = block.sentence_at(max(f.start for f in figures)).end
    return [f for f in reading.by_block[block.number] if start <= f.start < end and f not in figures]


def comes_out(stated: Figure, operands: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether the number is told once more, or is the sum or difference of two figures not all meant by the form."""
    dimensions = {stated.dimension, *(f.dimension for f in operands)}
    near = [f for f in others if f.dimension in dimensions]
    if len(near) > _MOST or any(f.base == stated.base and f.dimension == stated.dimension for f in near):
        return True
    return any(
        stated.base in (abs(a.base - b.base), a.base + b.base)
        for a, b in combinations([*near, *operands], 2)
        if not (a in operands and b in operands)
    )


def judged(
    reading: Reading, settled: Settled, kind: Kind, stated: Figure, operands: Sequence[Figure], computed: Decimal,
    how: str, *, wide: bool = False, sure: bool = False, slack: Decimal = Decimal(0), about: bool = False,
) -> Iterator[Outcome]:  # fmt: skip
    """Held, or wrong: nearly right or a slip of the pen, with ``wide`` also half as much again, if ``sure`` by any amount.

    ``about``: the stated one may be 约 so much. ``computed`` and ``slack`` (what roundings may have taken) are in the base unit of ``stated``.
    """
    gap = abs(computed - stated.base)
    if gap <= slack:
        if not settled.is_explained(stated, kind):
            yield holding(kind, stated, operands, f"{how} = {stated.text}")
        return
    if computed <= 0 or not all(_may_be_held(figure) for figure in (*([] if about else [stated]), *operands)):
        return
    if settled.is_explained(stated) or settled.is_wrong(stated, *operands):
        return
    close = gap <= max(2 * stated.step, computed / (2 if wide else 8))
    if not (sure or close or is_slip(rounded(computed, stated.step), stated.base, stated.step)):
        return
    if comes_out(stated, operands, around(reading, stated, *operands)):
        return
    worth = stated.unit_worth
    grain = stated.step / worth / (10 if kind is Kind.GROWTH else 1)
    exact = computed / worth
    shown = f"{plain(exact if kind is not Kind.GROWTH and exact == round(exact, 4) else exact.quantize(grain))}{stated.unit}"
    yield finding(
        kind, Severity.ERROR, stated, operands, computed=shown, arithmetic=f"{how} = {shown} ≠ {stated.text}",
        message=f"{how}应为{shown}，文中写{stated.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip


def _may_be_held(figure: Figure) -> bool:
    """Exact, six tenths, or the aim 不低于 10 万元 that something falls short of."""
    aim = figure.is_bound and figure.left.endswith(("不低于", "不少于", "不得低于", "不得少于", "不超过", "不高于"))
    return (
        figure.is_exact or figure.literal.endswith("成") or (aim and not figure.is_approximate and not figure.is_range)
    )


_INCOME = re.compile(r"(?<!增)收入|纯收")
_GIVEN = re.compile(r"补[助贴]|发放|兑[付现]|救助|拨付|奖补|慰问")


def is_of_income(figures: Sequence[Figure]) -> bool:
    """发放补助 86.4 万元，惠及 480 户，今年户均收入 1300 元: what they earn is no mean of what they are given."""
    return any(f.per and _INCOME.search(f.left) for f in figures) and any(
        not f.per and _GIVEN.search(f.left) for f in figures
    )


def slack_of(stated: Figure, operands: Sequence[Figure]) -> Decimal:
    """What the roundings of 1.38万 and 1.45万 may have taken from a sum or difference that is written out finer."""
    coarse = [figure.coarse for figure in operands if figure.step > stated.step]
    return sum(coarse, Decimal(0))
