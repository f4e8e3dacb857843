"""Means over the only two figures that they can be of: 播种 24.6 万亩，…；总产量 9.72 万吨，…；平均亩产 395 公斤."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import PEOPLE
from ..claims.claim import Scene, is_counted, scenes
from ..sums.total import is_bracketed
from .rate import count_in

_MEAN = re.compile(r"平均[一-龥]{0,10}$|[户人亩村社车组班队场点]均[一-龥]{0,6}$|亩产[一-龥]{0,3}$")
_OTHERS = re.compile(r"其余|其[他它]|剩余|另外|最[高低多少大小]|其中|分别|扣除|不等|左右|去年|上年|同期|[由从]")
_SURE = 3  # how surely a figure counts what the mean is over
_BACK = 90


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for mean in scene.here:
            if mean.per and mean.is_exact and mean.base > 0 and mean.dimension and _MEAN.search(mean.clause[-14:]):
                yield from _of(scene, mean)


def _of(scene: Scene, mean: Figure) -> Iterator[Outcome]:
    start = max(scene.passage.sentence.start, mean.start - _BACK)
    if _OTHERS.search(mean.clause[-14:]):
        return
    near = [f for f in scene.here if start <= f.start and f.end <= mean.start and f.dimension and not f.is_change]
    totals = [f for f in near if f.dimension == mean.dimension and not f.per and is_counted(f)]
    counts = [f for f in near if not f.per and is_counted(f) and count_in(f, mean.per, scene)[1] >= _least(mean)]
    counts = [f for f in counts if f not in totals]
    if len(totals) != 1 or len(counts) != 1 or not _are_told_alone(scene, mean, [*totals, *counts], near):
        return
    total, count = totals[0], counts[0]
    number = count_in(count, mean.per, scene)[0]
    computed = total.base / number
    right = rounded(computed, mean.step) if mean.step else computed
    how = f"{total.text} ÷ {count.text}"
    if abs(computed - mean.base) <= mean.step / 2 + computed * (total.coarse / total.base + count.coarse / count.base):
        yield holding(Kind.PRODUCT, mean, [total, count], f"{how} = {mean.text}")
        return
    ratio = computed / mean.base
    off = abs(computed - mean.base)
    if off <= mean.step or off * 100 <= mean.base:
        return  # 约数 of the operands
    if not (Decimal("0.55") < ratio < Decimal("1.8") or is_slip(right, mean.base, mean.step)):
        return
    shown = f"{plain((right / mean.unit_worth).normalize())}{mean.unit}"
    yield finding(
        Kind.PRODUCT, Severity.ERROR, mean, [total, count], computed=shown, arithmetic=f"{how} = {shown} ≠ {mean.text}",
        message=f"{total.text}按{count.text}平均应为{shown}，文中写{mean.text}", suggestion=f"若两数无误，均值应为{shown}",
    )  # fmt: skip


def _least(mean: Figure) -> int:
    return 2 if mean.per not in ("均", "单价", "个") else _SURE + 1


def _are_told_alone(scene: Scene, mean: Figure, two: Sequence[Figure], near: Sequence[Figure]) -> bool:
    """Exact, in no bracket, and no parts or others spoken of from the first of them to the mean."""
    first = min(two, key=lambda f: f.start)
    gap = scene.text[first.start : mean.start]
    return (
        all(f.is_exact and not f.is_article and not is_bracketed(scene.text, f) for f in two)
        and not _OTHERS.search(re.sub(r"比(?:上年|去年|同期)[^，；]*", "", gap))
        and not any(f.dimension == PEOPLE and f.unit == "人次" for f in near)
    )
