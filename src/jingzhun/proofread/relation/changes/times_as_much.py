"""So many times as much: A 是 B 的 n 倍, of what stands right before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from ... import wording
from ...agreement import Agreement, is_slip, of_ratio
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import TIMES
from ..claims.claim import Scene, scenes
from ..claims.refuted import is_close, refute

_IS_TIMES = re.compile(r"(?:是|为|相当于|等于|达到?|合|超过?|约|近|比)[^，。；：]{0,14}的?[“”]?(?:约|近|将近|超过?)?$")
_OF = re.compile(r"(?:是|为|相当于|等于)(?P<of>[^，。；：的]{1,12})的(?:约|近)?$")
_ASIDE = re.compile(r"（[^（）]*）")
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
            words = _ASIDE.sub("", scene.clause(times, 30))
            if _IS_TIMES.search(words) and not wording.DELTA_HERE.search(times.left):
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
    found = list(_named(scene, times, here)) or list(_of_base(scene, times, here))
    yield from found


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
    if near and (abs(ratio - times.base) > times.step or abs(ratio - times.base) == times.step >= 1):
        shown = f"{plain(ratio.quantize(times.step / 10))}倍"
        yield finding(
            Kind.PRODUCT, Severity.ERROR, times, [top, base], computed=shown,
            arithmetic=f"{top.text} ÷ {base.text} = {shown} ≠ {times.text}",
            message=f"{top.text}是{base.text}的{shown}，文中写{times.text}", suggestion=f"若两数无误，应改为{shown}",
        )  # fmt: skip


_RIGHT_BEFORE = re.compile(r"^(?:（[^（）]{1,10}）)?(?:[^，。；、\d]{0,8})的$")
_IS = re.compile(r"^(?:，)?(?:就?是|为|相当于|等于)[^，。；\d]{0,8}(?:20\d\d年[^，。；\d]{0,6})?$")
_ROSE = re.compile(
    r"^[一-龥（）\d年]{0,12}?(?:增加|增长|发展|扩大|扩|提高|提升|上升|增|升)(?:了)?[到至为][一-龥]{0,4}$"
)
_OF_OLD = re.compile(
    r"[，、；](?:正好|恰好|刚好|恰)?(?:是|为|相当于)(?:原来|当初|期初|起初|过去|当年|此前|前者|20\d\d年)的$"
)


def _of_base(scene: Scene, times: Figure, here: list[Figure]) -> Iterator[Outcome]:
    """9,876 元，是 2014 年 2,310 元的 4.3 倍; 由 41 辆增加到 164 辆，是原来的 4 倍: the two that the wording names."""
    if len(here) < 2 or not times.is_exact or re.search(r"多$|[以之]上|左右", times.right[:3]):
        return
    top: Figure | None = None
    base = here[0]
    if _RIGHT_BEFORE.match(scene.between(base, times)):
        top = next((f for f in here[1:2] if f.dimension == base.dimension), None)
        if not top or not _IS.match(scene.between(top, base)):
            return
    elif re.search(r"前者(?:是|为|相当于)后者的$", scene.clause(times, 12)) and here[1].dimension == base.dimension:
        top = here[1]
    elif _OF_OLD.search(scene.clause(times, 16)) and not re.search(r"[。；]", scene.between(here[0], times)):
        rise = [(old, new) for new, old in pairwise(here)
                if old.dimension == new.dimension and _ROSE.match(scene.between(old, new))]  # fmt: skip
        year = re.search(r"(20\d\d)年的$", times.clause)
        rise = [(old, new) for old, new in rise if not year or year.group(1) in scene.clause(old, 16)]
        if len(rise) != 1 or not re.search(r"[由从]", scene.clause(rise[0][0], 16)):
            return
        if any(f.dimension == rise[0][1].dimension and not f.is_change for f in here[: here.index(rise[0][1])]):
            return
        base, top = rise[0]
    if not top or not (base.is_exact and top.is_exact) or (base.per and not top.per) or base.base >= top.base:
        return
    ratio = top.base / base.base
    if abs(ratio - times.base) >= times.step and is_close(times, ratio):
        yield from refute(Kind.PRODUCT, Severity.ERROR, times, [top, base], ratio, f"{top.text} ÷ {base.text}",
                          f"{top.text}与{base.text}之比")  # fmt: skip
