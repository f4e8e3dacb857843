"""Numbers told side by side go the same way: where households add up, the people right behind each of them do too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product

from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading
from ...unit import MEASURED
from . import layout

_MOST = 8  # figures of one calculation
_GAP = re.compile(r"[、，]?(?:计|共|共计|合计|涉及|金额|资金)?")
_LEAST = 3
_DIGITS = 5  # of all figures together: 7 − 5 = 2 comes out by chance


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """原有 611 户 2217 人，新识别 134 户 482 人，现有 745 户 2699 人: what is done with the households is done with the people."""
    everything = list(outcomes)
    settled = layout.Settled(everything)
    behind, ahead = _beside(reading)
    seen: set[tuple[Figure, ...]] = set()
    for held in everything:
        if not (isinstance(held, Holding) and held.kind in (Kind.SUM, Kind.DIFFERENCE)):
            continue
        row = held.figures
        if not _LEAST <= len(row) <= _MOST or len({figure.dimension for figure in row}) > 1:
            continue
        for beside in (behind, ahead):
            twins = tuple(beside[figure] for figure in row if figure in beside)
            key = tuple(sorted(twins, key=lambda figure: (figure.block, figure.start)))
            if (
                len(twins) == len(row)
                and len({twin.dimension for twin in twins}) == 1
                and key not in seen
                and _are_all(reading, row, beside)
            ):
                seen.add(key)
                yield from _told(reading, settled, held.kind, row, twins)


def _beside(reading: Reading) -> tuple[Mapping[Figure, Figure], Mapping[Figure, Figure]]:
    """The number right behind each, and the one right ahead of it, of another kind."""
    behind: dict[Figure, Figure] = {}
    for figures in reading.by_block:
        for one, other in pairwise(figures):
            if (
                one not in behind.values()
                and one.dimension != other.dimension
                and one.is_summable
                and other.is_summable
                and _GAP.fullmatch(reading.block_of(one).text[one.end : other.start])
            ):
                behind[one] = other
    return behind, {other: one for one, other in behind.items()}


def _are_all(reading: Reading, row: Sequence[Figure], beside: Mapping[Figure, Figure]) -> bool:
    """No other pair stands among these, and they are no small numbers, which come out by chance."""
    if sum(figure.places for figure in row) < _DIGITS or len({figure.block for figure in row}) > 1:
        return False
    first, last = (pick(figure.start for figure in row) for pick in (min, max))
    return not any(
        first < figure.start < last and figure not in row and figure in beside and figure.dimension == row[0].dimension
        for figure in reading.by_block[row[0].block]
    )


def _told(
    reading: Reading, settled: layout.Settled, kind: Kind, row: Sequence[Figure], twins: Sequence[Figure]
) -> Iterator[Outcome]:  # fmt: skip
    signs = _signs(row)
    if not signs:
        return
    stated, *others = twins
    computed = sum((twin.base * sign for twin, sign in zip(others, signs, strict=True)), Decimal(0))
    how = " ".join(
        text for twin, sign in zip(others, signs, strict=True) for text in ("+" if sign > 0 else "−", twin.text)
    ).removeprefix("+ ")
    slack = max(twin.step for twin in twins) if stated.dimension in MEASURED else Decimal(0)
    yield from layout.judged(reading, settled, kind, stated, others, computed, how, slack=slack)


def _signs(row: Sequence[Figure]) -> tuple[int, ...]:
    """How the others make the first; nothing where they do so in more than one way."""
    stated, *others = row
    ways = [
        signs
        for signs in product((1, -1), repeat=len(others))
        if sum(figure.base * sign for figure, sign in zip(others, signs, strict=True)) == stated.base
    ]
    return ways[0] if len(ways) == 1 else ()
