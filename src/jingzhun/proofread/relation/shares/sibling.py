"""Shares of one unnamed whole in a row: all but one lead to the same whole. 一是…4595 人、占 67.2 %；二是…"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import Agreement, is_slipped, of_ratio, of_sum, rounded, slip_in_sum
from ...block import Block
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import PERCENT, RATES
from ..sums.split import Split, failing

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
        elif len(group) == 2:
            yield from _rest_of_hundred(_wholes(reading, block, dimension, max(part.base for part, _ in group)), group)


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
        yield from _implied_whole(group)
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


def _implied_whole(group: list[_Pair]) -> Iterator[Outcome]:
    """No whole is written, but all shares but one say how much it is: 11,512 元占 66.6 %、2,396 元占 13.86 %、504 元占 2.92 %."""
    if len(group) < 4:
        return
    spans = [
        (part.base / (share.base + share.step / 2) * 100, part.base / (share.base - share.step / 2) * 100)
        for part, share in group
    ]
    odd = [
        place for place in range(len(group))
        if max(low for n, (low, _) in enumerate(spans) if n != place) <= min(high for n, (_, high) in enumerate(spans) if n != place)
    ]  # fmt: skip
    if len(odd) != 1:
        return
    others = [span for place, span in enumerate(spans) if place != odd[0]]
    low, high = max(span[0] for span in others), min(span[1] for span in others)
    part, share = group[odd[0]]
    least, most = (rounded(part.base / whole * 100, share.step) for whole in (high, low))
    if (high - low) * 200 > low or most - least > share.step or least - share.step <= share.base <= most + share.step:
        return
    shown = f"{plain(least)}%" if least == most else f"{plain(least)}%至{plain(most)}%"
    yield finding(
        Kind.PERCENT, Severity.ERROR, share, [p for p, _ in group], computed=shown,
        arithmetic=f"其余各项所占比例都指向同一总数{plain(low.quantize(Decimal(1)))}左右，{part.text} ÷ 总数 = {shown} ≠ {share.text}",
        message=f"并列各项的总数应相同，按其余各项推算，{part.text}应占{shown}，文中为{share.text}", suggestion=f"请核对{part.text}与{share.text}",
    )  # fmt: skip


def _rest_of_hundred(wholes: Sequence[Figure], group: list[_Pair]) -> Iterator[Outcome]:
    """Two shares that make a hundred, and a whole of which only one part is its share: the other is what is left of it."""
    if len(group) != 2 or abs(group[0][1].base + group[1][1].base - 100) > _HUNDRED:
        return
    for (part, share), (other, _) in (group, group[::-1]):
        for whole in {f.base: f for f in wholes if f not in (part, other) and f.is_exact}.values():
            left = whole.base - part.base
            if (
                _fits(whole, part, share)
                and left > 0
                and left != other.base
                and is_slipped(other, left / other.unit_worth)
            ):
                shown = f"{plain(left / other.unit_worth)}{other.unit}"
                yield finding(
                    Kind.DIFFERENCE, Severity.ERROR, other, [whole, part], computed=shown,
                    arithmetic=f"{whole.text} − {part.text} = {shown} ≠ {other.text}",
                    message=f"两项合占100%，{part.text}以外应为{shown}，文中为{other.text}", suggestion=f"请核对{other.text}",
                )  # fmt: skip
                return
