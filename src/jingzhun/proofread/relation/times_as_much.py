"""So many times as much: A 是 B 的 n 倍, of what stands right before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from .. import wording
from ..agreement import Agreement, is_slip, of_ratio
from ..figure import Figure, plain
from ..finding import Kind, Outcome, Severity
from ..reading import Reading, finding, holding
from ..unit import TIMES
from .claim import Scene, scenes

_IS_TIMES = re.compile(r"(?:是|为|相当于|等于|达到?|合|超过?|约|近|比)[^，。；：]{0,14}的?[“”]?(?:约|近|将近|超过?)?$")
_OF = re.compile(r"(?:是|为|相当于|等于)(?P<of>[^，。；：的]{1,12})的(?:约|近)?$")
_NEAREST = 3


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """``outcomes`` are what the other rules have said of a multiple."""
    said = {(line, literal) for o in outcomes for line in o.lines for literal in o.literals[:1]}
    for scene in scenes(reading):
        for times in scene.here:
            if (
                times.dimension != TIMES
                or times.is_range
                or not times.base
                or (times.place.line, times.literal) in said
            ):
                continue
            if _IS_TIMES.search(times.clause[-24:]) and not wording.DELTA_HERE.search(times.left):
                yield from _of_two(scene, times)


def _of_two(scene: Scene, times: Figure) -> Iterator[Outcome]:
    here = [f for f in scene.before(times) if f.is_quantity]
    above = [f for f in reversed(scene.above) if f.is_quantity]
    pool = [*here[:_NEAREST], *above[: _NEAREST if times.digits < 3 else 2 * _NEAREST]]
    for one, other in combinations(pool, 2):
        if one.dimension != other.dimension or one.base == other.base:
            continue
        high, low = (one, other) if one.base >= other.base else (other, one)
        if one not in here and other not in here and (times.base < 10 or high.base != low.base * times.base):
            continue
        if _comes_out(high.base / low.base, times):
            yield holding(Kind.PRODUCT, times, [high, low], f"{high.text} ÷ {low.text} = {times.text}")
            return
    yield from _named(scene, times, here)


def _comes_out(ratio: Decimal, times: Figure) -> bool:
    if of_ratio(ratio, times.base, times.step) is Agreement.HOLDS:
        return True
    return times.is_approximate and times.base < ratio < times.base + times.step / 2


def _named(scene: Scene, times: Figure, here: list[Figure]) -> Iterator[Outcome]:
    """入库 238 个、安排 142 个，入库数是安排数的 2.7 倍: the two of their kind in the sentence, the second named again."""
    of = _OF.search(times.clause)
    alike = [f for f in here if f.dimension == here[0].dimension] if here else []
    if not of or len(alike) != 2 or not times.is_exact or not all(f.is_exact and not f.per for f in alike):
        return
    words = wording.bigrams(of["of"].removesuffix("数"))
    told = [f for f in alike if words & wording.bigrams(f.left + f.noun[:4])]
    if len(told) != 1:
        return
    base, top = told[0], next(f for f in alike if f is not told[0])
    ratio = top.base / base.base
    near = Decimal("0.5") < ratio / times.base < 2 or is_slip(times.base, ratio.quantize(times.step), times.step)
    if near and abs(ratio - times.base) > times.step:
        shown = f"{plain(ratio.quantize(times.step / 10))}倍"
        yield finding(
            Kind.PRODUCT, Severity.ERROR, times, [top, base], computed=shown,
            arithmetic=f"{top.text} ÷ {base.text} = {shown} ≠ {times.text}",
            message=f"{top.text}是{base.text}的{shown}，文中写{times.text}", suggestion=f"若两数无误，应改为{shown}",
        )  # fmt: skip
