"""Totals that stand away from their parts: in another sentence, over the items below, or known by a twin column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_strong_slip, is_swap, of_sum, slip_in_sum
from ...figure import Figure
from ...finding import Outcome, Severity
from ...reading import Reading
from ...unit import RATES
from ..claims.claim import Scene, digits, scenes
from .split import Split, failing, is_summable, that_holds
from .total import MOST_PARTS, Tally, added


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """``tally`` is what :mod:`.total` found to add up."""
    everything = list(scenes(reading))
    yield from _twins(everything, tally.found)
    yield from _orphans(reading, everything, tally.held)
    yield from _items(reading, tally.held)
    yield from _breakdowns(everything)


def _twins(everything: Sequence[Scene], found: Sequence[Split]) -> Iterator[Outcome]:
    """户 add up, and each 户 has its 人 beside it: then the 人 must add up too."""
    beside = {id(mate): figure for scene in everything for figure in scene.here if (mate := scene.mate(figure))}
    for split in found:
        yield from _twins_of(split, beside)


def _orphans(reading: Reading, everything: Sequence[Scene], held: set[int]) -> Iterator[Outcome]:
    """Three parts or more in a row whose total stands in another sentence: found by its very value, or by its twin."""
    known = {(f.dimension, f.base): f for f in reversed(reading.figures) if is_summable(f)}
    beside = {id(mate): figure for scene in everything for figure in scene.here if (mate := scene.mate(figure))}
    for scene in everything:
        for dimension in dict.fromkeys(f.dimension for f in scene.here):
            row = _longest_row(
                scene,
                [f for f in scene.here if f.dimension == dimension and is_summable(f) and not f.is_change],
            )
            total = known.get((dimension, added(row)))
            if len(row) == 2 and _is_yes_and_no(row):
                before = [
                    f
                    for f in (*scene.above, *scene.here)
                    if f.end <= row[0].start and f.dimension == dimension and is_summable(f)
                ]
                total = next((f for f in reversed(before[-4:]) if f.base == added(row)), None)
                if total and digits(total) >= 2 and not all(id(f) in held for f in row):
                    yield that_holds(Split(total, tuple(row), True, True, ""))
                near = [
                    f
                    for f in before[-3:]
                    if is_strong_slip(f.base, added(row), f.step) or is_swap(f.base, added(row), f.step)
                ]
                if (
                    total is None
                    and len(near) == 1
                    and not any(id(f) in held for f in row)
                    and all(f.is_exact for f in (*row, *near))
                ):
                    yield failing(Split(near[0], tuple(row), True, True, ""), Severity.WARNING, near[0])
                continue
            just_before = total is not None and total in scene.above[-6:]
            if (
                len(row) < 3
                or any(id(f) in held for f in row)
                or total is None
                or total in row
                or digits(total) < (2 if just_before else 3)
            ):
                continue
            split = Split(total, tuple(row), True, True, "")
            yield that_holds(split)
            yield from _twins_of(split, beside)


def _twins_of(split: Split, beside: dict[int, Figure]) -> Iterator[Outcome]:
    total, parts = beside.get(id(split.total)), [beside.get(id(part)) for part in split.parts]
    twins = tuple(part for part in parts if part)
    if total and len(twins) == len(parts) and {part.dimension for part in twins} == {total.dimension}:
        twin = Split(total, twins, True, True, "")
        if of_sum(total, twins, twin.computed) is Agreement.HOLDS:
            yield that_holds(twin)
        elif total.base / 2 < twin.computed < total.base * 2 and all(figure.is_exact for figure in (total, *twins)):
            yield failing(twin, Severity.ERROR, slip_in_sum(total, twins, twin.computed))


def _longest_row(scene: Scene, figures: Sequence[Figure]) -> list[Figure]:
    best: list[Figure] = []
    row: list[Figure] = []
    for figure in figures:
        gap = scene.between(row[-1], figure) if row else ""
        if row and (len(gap) > 26 or not re.search(r"[，、；]", gap) or re.search(r"其中|共计|合计", gap)):
            row = []
        row = [*row, figure]
        best = max(best, row, key=len)
    return best


def _is_yes_and_no(row: Sequence[Figure]) -> bool:
    """认可的 476 份, 不认可的 16 份."""
    one, other = (wording.label(f.left[-8:] + f.right[:4]) for f in row)
    bare = re.sub(r"[不未没尚有]", "", other)
    return bool(bare) and other != bare and bool(set(wording.bigrams(bare)) & set(wording.bigrams(one)))


_ITEM = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[）)]?[.、．)）]?|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}是|[①-⑩]|[-*•])"
)


def _items(reading: Reading, held: set[int]) -> Iterator[Outcome]:
    """A sentence that ends in a colon, its parts the items of the paragraphs below, one each."""
    for block in reading.blocks:
        if not block.text.rstrip().endswith("："):
            continue
        items = []
        for number in range(block.number + 1, min(block.number + 1 + MOST_PARTS, len(reading.blocks))):
            if not _ITEM.match(reading.blocks[number].text):
                break
            items.append(reading.by_block[number])
        if len(items) < 2:
            continue
        head = [(f.dimension, f.base) for f in reading.by_block[block.number]]
        for total in reading.by_block[block.number][-5:]:
            if id(total) in held or not is_summable(total):
                continue
            rows = [
                [f for f in figures if f.dimension == total.dimension and is_summable(f) and not f.per]
                for figures in items
            ]
            if not all(rows):
                continue
            for row in ([figures[0] for figures in rows], [figures[-1] for figures in rows]):
                split = Split(total, tuple(row), True, True, "")
                if of_sum(total, row, split.computed) is Agreement.HOLDS:
                    yield that_holds(split)
                    break
            else:
                split = Split(total, tuple(figures[-1] for figures in rows), True, True, "")
                if (
                    total.is_exact
                    and (total.dimension, split.computed) not in head
                    and all(f.is_exact for f in split.parts)
                    and Decimal("0.85") < split.computed / total.base < Decimal("1.18")
                ):
                    yield failing(split, Severity.ERROR, slip_in_sum(total, split.parts, split.computed))


_BY_KIND = re.compile(r"(?:按|从|分)[^，。；：、]{1,10}(?:分|看|划分|统计)?[，：]")


def _breakdowns(everything: Sequence[Scene]) -> Iterator[Outcome]:
    """按性别分…；按年龄分…: each adds up to the total named before, and if one does the others must."""
    for scene in everything:
        starts = [m.end() + scene.passage.sentence.start for m in _BY_KIND.finditer(scene.passage.text)]
        if not starts:
            continue
        for dimension in dict.fromkeys(f.dimension for f in scene.here if is_summable(f)):
            rows = [_segment(scene, start, dimension) for start in starts]
            rows = [row for row in rows if len(row) >= 2]
            if not rows:
                continue
            before = [
                f for f in (*scene.far[-12:], *scene.above, *scene.here) if f.dimension == dimension and is_summable(f)
            ]
            before = [f for f in before if (f.block, f.end) <= (rows[0][0].block, rows[0][0].start) and not f.is_change]
            held = [(f, row) for row in rows for f in before[-8:] if f.base == added(row)]
            for total, row in held:
                yield that_holds(Split(total, tuple(row), True, True, ""))
            totals = {f.base: f for f, _ in held}
            for row in rows:
                if any(row is other for _, other in held) or not all(f.is_exact for f in row):
                    continue
                if any(re.search(r"合计|累计|总共|一共", f.left) for f in row):
                    continue  # 逐年增加 1240 元、1600 元，合计增加 5580 元
                close = [
                    f
                    for f in (totals.values() or before[-3:])
                    if Decimal("0.8") < added(row) / f.base < Decimal("1.25") and f.is_exact
                ]
                sure = close if totals else [f for f in close if slip_in_sum(f, row, added(row))]
                if len(sure) == 1:
                    yield failing(
                        Split(sure[0], tuple(row), True, True, ""),
                        Severity.ERROR if totals else Severity.WARNING,
                        slip_in_sum(sure[0], row, added(row)),
                    )


def _segment(scene: Scene, start: int, dimension: str) -> list[Figure]:
    """Parts from ``start`` to the next semicolon, up to what is no part any more."""
    stop = scene.text.find("；", start, scene.passage.sentence.end)
    stop = stop if stop >= 0 else scene.passage.sentence.end
    row: list[Figure] = []
    for figure in scene.here:
        if figure.start < start or figure.end > stop:
            continue
        if figure.dimension in RATES and row:
            break
        if figure.dimension == dimension and is_summable(figure):
            row.append(figure)
    return row
