"""Figures that no rule has tied to others: what still comes out of the figures beside them, too exactly for chance.

The wording does not say what is meant, only the numbers do: nothing is called wrong here but a figure of four digits
or more in which two neighbouring digits changed places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from ...agreement import Agreement, is_swap, of_ratio
from ...figure import Figure, plain
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MEASURED, PERCENT
from ..claims.claim import digits, is_counted
from ..sums.split import spelled

_BEHIND = 6
_BEFORE = 8
_SWAP = 1_500  # as many for each pair of which a swap is looked for
_CHANCE = 20  # as many values are possible for one that comes out


def find(reading: Reading, untied: Sequence[Figure]) -> Iterator[Outcome]:
    """``untied`` are the figures that nothing speaks of."""
    for figure in untied:
        if not figure.is_exact or figure.is_article or not figure.dimension:
            continue
        row = reading.by_block[figure.block]
        at = row.index(figure)
        near = [f for f in (*row[max(0, at - _BEFORE) : at], *row[at + 1 : at + 1 + _BEHIND]) if not f.is_range]
        if figure.dimension == PERCENT:
            yield from _share(figure, [f for f in near if is_counted(f)])
        elif is_counted(figure):
            yield from _sum(figure, [f for f in near if f.dimension == figure.dimension and is_counted(f)])


def _values(figure: Figure) -> int:
    """How many other numbers might have stood there: noughts at the end are no information."""
    count: int = 10 ** digits(figure)
    return count


def _sum(figure: Figure, near: Sequence[Figure]) -> Iterator[Outcome]:
    """The row right before or behind it, or two figures by plus or minus."""
    before = [f for f in near if f.end <= figure.start]
    behind = [f for f in near if f.start >= figure.end]
    for row in (*(before[-n:] for n in range(2, len(before) + 1)), *(behind[:n] for n in range(2, len(behind) + 1))):
        if sum((f.base for f in row), Decimal(0)) == figure.base and _values(figure) >= _CHANCE * len(near):
            yield holding(Kind.SUM, figure, row, f"{spelled(row)} = {figure.text}")
            return
    pairs = list(combinations(near, 2))
    if _values(figure) < _CHANCE * len(pairs) * 2:
        return
    swapped: list[tuple[Decimal, list[Figure], str]] = []
    for one, other in pairs:
        high, low = (one, other) if one.base >= other.base else (other, one)
        for computed, how in (
            (high.base - low.base, f"{high.text} − {low.text}"),
            (one.base + other.base, f"{one.text} + {other.text}"),
        ):
            if computed > 0 and is_swap(computed, figure.base, min(figure.step, one.step, other.step)):
                swapped.append((computed, [high, low], how))
        if high.base - low.base == figure.base:
            yield holding(Kind.DIFFERENCE, figure, [high, low], f"{high.text} − {low.text} = {figure.text}")
            yield holding(Kind.SUM, high, [low, figure], f"{low.text} + {figure.text} = {high.text}")
            return
        if one.base + other.base == figure.base:
            yield holding(Kind.SUM, figure, [one, other], f"{one.text} + {other.text} = {figure.text}")
            yield holding(Kind.DIFFERENCE, low, [figure, high], f"{figure.text} − {high.text} = {low.text}")
            return
    if len(swapped) == 1 and _values(figure) >= _SWAP * len(pairs) and all(f.is_exact for f in swapped[0][1]):
        computed, operands, how = swapped[0]
        shown = f"{plain((computed / figure.unit_worth).normalize())}{figure.unit}"
        yield finding(
            Kind.SUM if "+" in how else Kind.DIFFERENCE, Severity.WARNING, figure, operands, computed=shown,
            arithmetic=f"{how} = {shown} ≠ {figure.text}", message=f"{how}应为{shown}，文中写{figure.text}，像是两位数字写颠倒了",
            suggestion=f"若其余各数无误，应改为{shown}",
        )  # fmt: skip


def _share(rate: Figure, near: Sequence[Figure]) -> Iterator[Holding]:
    """Two figures one behind the other, or any two where the rate is fine enough."""
    if digits(rate) < 3:
        return
    kinds = dict.fromkeys(f.dimension for f in near)
    beside = [pair for kind in kinds for pair in pairwise([f for f in near if f.dimension == kind])]
    pairs = beside if len(near) > 6 else [p for p in combinations(near, 2) if p[0].dimension == p[1].dimension]
    for one, other in pairs:
        part, whole = (one, other) if one.base <= other.base else (other, one)
        if (
            not whole.base
            or part.step * 20 > part.base
            or (whole.dimension in MEASURED and whole.step * 20 > whole.base)
        ):
            continue
        if of_ratio(part.base / whole.base * 100, rate.base, rate.step) is Agreement.HOLDS:
            yield holding(Kind.PERCENT, rate, [part, whole], f"{part.text} ÷ {whole.text} = {rate.text}")
            return
