"""The last part of a total: what the parts before it leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import holding


def find(outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """有 a 条，其中甲 b 条、乙 c 条、其余 d 条: d is a less b and c, where a sum was found to hold and d closes its list.

    Only for a total that stands before its parts, which stand in one paragraph: behind them it is what they come to. A total that
    holds within rounding leaves its last part no more exactly than that, and is passed over.
    """
    for outcome in outcomes:
        if isinstance(outcome, Holding) and outcome.kind is Kind.SUM and len(outcome.figures) >= 3:
            yield from _closing(outcome.figures[0], outcome.figures[1:])


def _closing(total: Figure, parts: tuple[Figure, ...]) -> Iterator[Holding]:
    *others, last = sorted(parts, key=lambda part: part.start)
    if total.block < 0 or len({part.block for part in parts}) > 1 or total.block > last.block:
        return
    if total.block == last.block and others[0].start < total.end:
        return
    if total.base - sum(part.base for part in others) == last.base:
        left = " − ".join(part.text for part in others)
        yield holding(Kind.DIFFERENCE, last, [total, *others], f"{total.text} − {left} = {last.text}")
