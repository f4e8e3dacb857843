"""The mean of what is listed right before it: 甲 262 天、乙 248 天、丙 256 天，人均 255.3 天."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..agreement import Agreement, of_ratio
from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..reading import Reading, holding
from ..unit import RATES, SPAN
from .claim import Scene, scenes

_MEAN = re.compile(r"均[一-龥]{0,6}$")
_MOST = 8


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.PRODUCT for line in o.lines}
    for scene in scenes(reading):
        for mean in scene.here:
            if (
                mean.dimension
                and _MEAN.search(mean.left)
                and not mean.is_range
                and (mean.place.line, mean.literal) not in said
            ):
                yield from _of_row(scene, mean)


def _of_row(scene: Scene, mean: Figure) -> Iterator[Holding]:
    row: list[Figure] = []
    for figure in scene.before(mean):
        if figure.dimension != mean.dimension and figure.base < 10:
            continue  # 两名队员 of 两名队员 238 天、229 天
        if figure.dimension != mean.dimension or figure.is_range or (figure.per and figure.per != mean.per):
            break
        row.append(figure)
    row = row[:_MOST]
    if mean.dimension in RATES - {SPAN} or any(figure.base > 4 * mean.base for figure in row):
        return
    counts = range(len(row), 1, -1) if mean.digits >= 3 else [len(row)]
    for count in counts:
        if count >= 2 and not any(mark in scene.between(row[count - 1], mean) for mark in "；。"):
            computed = sum((figure.base for figure in row[:count]), Decimal(0)) / count
            if of_ratio(computed, mean.base, mean.step) is Agreement.HOLDS:
                how = " + ".join(figure.text for figure in reversed(row[:count]))
                yield holding(Kind.PRODUCT, mean, row[:count], f"（{how}）÷ {count} = {mean.text}")
                return
