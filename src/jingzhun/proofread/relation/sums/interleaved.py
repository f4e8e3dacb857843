"""Two totals of parts that stand in turn: 甲 8 个完工 2 个，乙 12 个完工 4 个，合计 20 个、完工 6 个."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading, holding
from ..claims.claim import Scene, scenes
from .split import addable

_MOST = 12


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Both must come out of the same rows; one of them alone would be chance."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.SUM for line in o.lines}
    for scene in scenes(reading):
        for first, second in zip(scene.here, scene.here[1:], strict=False):
            if not (first.is_summable and second.is_summable and addable(first, second)):
                continue
            if all((f.place.line, f.literal) in said for f in (first, second)):
                continue
            if re.search(r"合计|共|总|相加|三者|加起来", scene.clause(first, 14)) and not re.search(
                r"[。；]", scene.between(first, second)
            ):
                yield from _both(scene, first, second)


def _both(scene: Scene, first: Figure, second: Figure) -> Iterator[Holding]:
    before = [f for f in (*scene.before(first), *reversed(scene.above)) if f.is_summable and addable(first, f)]
    before = [f for f in before if not wording.DELTA_HERE.search(f.left)][: 2 * _MOST]
    for rows in range(2, len(before) // 2 + 1):
        chosen = before[: 2 * rows]
        ones, others = chosen[1::2], chosen[0::2]
        if _sum(ones) == first.base and _sum(others) == second.base:
            for total, parts in ((first, ones), (second, others)):
                how = " + ".join(part.text for part in reversed(parts))
                yield holding(Kind.SUM, total, parts, f"{how} = {total.text}")
            return


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.base for figure in figures), Decimal(0))
