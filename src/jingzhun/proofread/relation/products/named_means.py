"""Means of what is called by name: 低改 10,200 亩、厂房 4,800 平方米…低改 2,550 万元、厂房 1,680 万元…低改每亩 2,500 元，厂房每平方米 3,500 元.

Amount and count bear the name of the mean, or stand in a row that follows the named one: 46 趟、38 趟，依次为 1,610 人、1,406 人.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, holding
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, refute
from .rate import count_in

_MEAN = re.compile(r"(?:的|阶段|学生|项目|农户)*(?:平均)?(?:每[一-龥]{1,4}|[一-龥]均)(?:为|是|补助?|资助|投资)?$")
_LEAD = re.compile(r"^(?:其中|包括|分别|是|为|有|和|及|与|另有|建设|发展|改造|安排|另)+")
_IN_ORDER = re.compile(r"依次|分别|各为")
_OPENS = re.compile(r"依次|分别|各为|其中|包括|：|即")
_BETWEEN = re.compile(r"[、，和及；]")
_BACK = 7  # paragraphs within which amount and count stand


@dataclass(frozen=True)
class _Mean:
    stated: Figure
    amount: Figure
    count: Figure
    number: Decimal

    @property
    def computed(self) -> Decimal:
        return self.amount.base / self.number


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.PRODUCT for line in o.lines}
    elsewhere = explained(everything)
    names: dict[int, dict[Figure, str]] = {}
    for scene in scenes(reading):
        means = [(f, name) for f in scene.here if f.per and f.is_quantity and (name := _name_of_mean(f))]
        if len(means) < 2:
            continue
        known = [one for mean, name in means if (one := _of_name(scene, mean, name, names))]
        has_others = any(map(_holds, known))
        for one in known:
            place, how = (one.stated.place.line, one.stated.literal), f"{one.amount.text} ÷ {one.count.text}"
            if _holds(one) and place not in said:
                yield holding(Kind.PRODUCT, one.stated, [one.amount, one.count], f"{how} = {one.stated.text}")
            elif has_others and place not in elsewhere and _is_off(one):
                yield from refute(
                    Kind.PRODUCT, Severity.ERROR, one.stated, [one.amount, one.count], one.computed, how, "按所列总额与数量平均"
                )  # fmt: skip


def _is_off(mean: _Mean) -> bool:
    """More than by its last digit, and near enough to be meant."""
    gap = abs(mean.computed - mean.stated.base)
    return not _holds(mean) and gap * 2 > mean.stated.step * 3 and is_close(mean.stated, mean.computed)


def _holds(mean: _Mean) -> bool:
    return of_ratio(mean.computed, mean.stated.base, mean.stated.step) is not Agreement.FAILS


def _name_of_mean(figure: Figure) -> str:
    bare = _MEAN.sub("", figure.left)
    name = _LEAD.sub("", bare[-8:])
    return name if bare != figure.left and len(name) >= 2 else ""


def _of_name(scene: Scene, mean: Figure, name: str, names: dict[int, dict[Figure, str]]) -> _Mean | None:
    number = scene.passage.block.number
    called = [
        figure
        for block in range(number, max(-1, number - _BACK), -1)
        for figure, own in _names(scene.reading, block, names).items()
        if (figure.block < number or figure.end <= mean.start) and (own.endswith(name) or name.endswith(own))
    ]
    counts = [
        (f, counted)
        for f in called
        if f.dimension != mean.dimension and (counted := count_in(f, mean.per, scene))[1] > 0
    ]
    amounts = [f for f in called if f.dimension == mean.dimension and f.base > mean.base]
    if not counts or not amounts:
        return None
    for amount in amounts:
        for count, (many, _) in counts:
            one = _Mean(mean, amount, count, many)
            if many > 1 and _holds(one):
                return one
    if len({f.base for f in amounts}) > 1 or len({f.base for f, _ in counts}) > 1 or counts[0][1][0] <= 1:
        return None
    return _Mean(mean, amounts[0], counts[0][0], counts[0][1][0])


def _names(reading: Reading, block: int, known: dict[int, dict[Figure, str]]) -> dict[Figure, str]:
    """What each amount and count of a paragraph is called: by the words before it, by what it stands right behind, by its place."""
    if block in known:
        return known[block]
    named: dict[Figure, str] = {}
    text = reading.blocks[block].text
    figures = [f for f in reading.by_block[block] if f.is_quantity and not f.per and f.is_exact]
    for figure in figures:
        name = _LEAD.sub("", figure.left[-8:])
        if len(name) >= 2 and not _IN_ORDER.search(figure.left):
            named[figure] = name
    for one, other in pairwise(figures):
        if one.end == other.start and one in named and not other.left:
            named[other] = named[one]
    rows = list(_rows(text, figures))
    by_length: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if all(f in named for f in row):
            by_length[len(row)] = [named[f] for f in row]
        elif _IN_ORDER.search(row[0].left) and len(row) in by_length:
            named.update(zip(row, by_length[len(row)], strict=True))
    known[block] = named
    return named


def _rows(text: str, figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of a unit that follow one another, nothing but their names and marks between them."""
    row: list[Figure] = []
    for figure in figures:
        if row:
            gap = text[row[-1].end : figure.start]
            if figure.unit != row[-1].unit or len(gap) > 12 or not _BETWEEN.match(gap) or _OPENS.search(gap):
                if len(row) >= 2:
                    yield row
                row = []
        row.append(figure)
    if len(row) >= 2:
        yield row
