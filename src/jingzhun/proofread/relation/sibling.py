"""Shares of one unnamed whole in a row: all but one lead to the same whole. 一是…4595 人、占 67.2 %；二是…"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..agreement import Agreement, of_ratio, of_sum, rounded, slip_in_sum
from ..block import Block
from ..figure import Figure, plain
from ..finding import Kind, Outcome, Severity
from ..reading import Reading, finding, holding
from ..unit import PERCENT, RATES
from .split import Split, failing

_BARE = re.compile(r"^[一-龥]{0,4}[，、（]?(?:占比?|占总数的?|比重)(?:约|为|达到?)?$")


_Pair = tuple[Figure, Figure]


def find(reading: Reading, sure: set[tuple[int, str]]) -> Iterator[Outcome]:
    """``sure`` takes (line, literal) of shares in a row that is complete: what else one of them comes out over is chance."""
    items: list[_Pair] = []  # one in each of the paragraphs so far that follow one another
    for block in reading.blocks:
        pairs = list(_pairs(block, reading.by_block[block.number]))
        if items and (len(pairs) != 1 or block.number != items[-1][0].block + 1):
            yield from _of_row(reading, items[0][0].block, items, sure)
            items = []
        if len(pairs) == 1:
            items.extend(pairs)
        else:
            yield from _of_row(reading, block.number, pairs, sure)
    yield from _of_row(reading, items[0][0].block if items else 0, items, sure)


def _pairs(block: Block, figures: Sequence[Figure]) -> Iterator[_Pair]:
    for part, share in itertools.pairwise(figures):
        countable = part.dimension and part.dimension not in RATES and part.is_exact
        stated = share.dimension == PERCENT and share.base > 0 and share.is_exact
        if countable and stated and _BARE.match(block.text[part.end : share.start]):
            yield part, share


def _of_row(reading: Reading, block: int, pairs: Sequence[_Pair], sure: set[tuple[int, str]]) -> Iterator[Outcome]:
    groups: dict[str, list[_Pair]] = defaultdict(list)
    for part, share in pairs:
        groups[part.dimension].append((part, share))
    for dimension, group in groups.items():
        if len(group) >= 3:
            yield from _common_whole(reading, block, dimension, group, sure)
            yield from _all_of_it(reading, block, dimension, group)


def _fits(whole: Figure, part: Figure, share: Figure) -> bool:
    return of_ratio(part.base / whole.base * 100, share.base, share.step) is not Agreement.FAILS


def _wholes(reading: Reading, block: int, dimension: str, largest: Decimal) -> list[Figure]:
    return [
        f
        for f in [*reading.figures_before(block), *reading.by_block[block]]
        if f.dimension == dimension and f.base >= largest and not f.per
    ]


def _all_of_it(reading: Reading, block: int, dimension: str, group: list[_Pair]) -> Iterator[Outcome]:
    """Shares of one whole that make a hundred: then the parts make the whole, to the last digit."""
    parts = [part for part, _ in group]
    if abs(sum((share.base for _, share in group), Decimal(0)) - 100) > _HUNDRED * len(group):
        return
    computed = sum((part.base for part in parts), Decimal(0))
    wholes = _wholes(reading, block, dimension, max(part.base for part in parts))
    fitting = {f.base: f for f in wholes if f not in parts and all(_fits(f, *pair) for pair in group)}
    if len(fitting) != 1 or computed in {f.base for f in wholes}:
        return
    (whole,) = fitting.values()
    if whole.is_exact and of_sum(whole, parts, computed) is Agreement.FAILS:
        yield failing(Split(whole, tuple(parts), True, True, ""), Severity.WARNING, slip_in_sum(whole, parts, computed))


_HUNDRED = Decimal("0.06")


def _common_whole(
    reading: Reading, block: int, dimension: str, group: list[_Pair], sure: set[tuple[int, str]]
) -> Iterator[Outcome]:
    wholes = _wholes(reading, block, dimension, max(part.base for part, _ in group))
    best, fitting = None, 1
    for whole in {figure.base: figure for figure in wholes}.values():
        count = sum(_fits(whole, *pair) for pair in group)
        if count > fitting:
            best, fitting = whole, count
    if best is None or fitting < len(group) - 1:
        return
    is_complete = sum((part.base for part, _ in group), Decimal(0)) == best.base
    for part, share in group:
        if _fits(best, part, share):
            yield holding(Kind.PERCENT, share, [part, best], f"{part.text} ÷ {best.text} = {share.text}")
            continue
        if is_complete:
            sure.add((share.place.line, share.literal))
        shown = f"{plain(rounded(part.base / best.base * 100, share.step))}%"
        yield finding(
            Kind.PERCENT, Severity.ERROR, share, [part, best], computed=shown, arithmetic=f"{part.text} ÷ {best.text} = {shown}",
            message=f"并列各项均以{best.text}为总数，{part.text}应占{shown}，文中为{share.text}", suggestion=f"若人（户）数无误，百分比应为{shown}",
        )  # fmt: skip
