"""Length times width: 全长 4.6 公里，路面宽 4.5 米，硬化面积 2.07 万平方米."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...agreement import is_slipped, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import AREA, LENGTH

_WIDE = re.compile(r"宽(?:度)?(?:约|为|达|是)?$")
_LONG = re.compile(r"长(?:度)?(?:约|为|达|是|共|计)*$|[路渠道沟堤墙管线]$|硬化[一-龥]{0,8}$|修[建筑]?[一-龥]{0,8}$")
_SURFACE = re.compile(r"面积|硬化|铺设|铺装|合计|共")
_REACH = 50


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for wide in passage.figures:
            if wide.dimension == LENGTH and wide.base < 40 and _WIDE.search(wide.left):
                yield from _of(passage, wide)


def _of(passage: Passage, wide: Figure) -> Iterator[Outcome]:
    near = [f for f in passage.figures if f is not wide and abs(f.start - wide.start) <= _REACH and f.is_exact]
    lengths = [f for f in near if f.dimension == LENGTH and f.base > wide.base and not f.per]
    areas = [f for f in near if f.dimension == AREA and f.start > wide.start and not f.per]
    if not wide.is_exact or len(lengths) != 1 or len(areas) != 1:
        return
    length, area = lengths[0], areas[0]
    computed = length.base * wide.base
    how = f"{length.text} × {wide.text}"
    if abs(computed - area.base) <= area.step / 2 + area.base / 200:  # so much as roundings of both sides take
        yield holding(Kind.PRODUCT, area, [length, wide], f"{how} = {area.text}")
    elif _LONG.search(length.left) and _SURFACE.search(area.left) and _is_mistake(area, computed):
        right = rounded(computed / area.unit_worth, area.step / area.unit_worth)
        shown = f"{plain(right.normalize())}{area.unit}"
        yield finding(
            Kind.PRODUCT, Severity.ERROR, area, [length, wide], computed=shown, arithmetic=f"{how} = {shown} ≠ {area.text}",
            message=f"长{length.text}、宽{wide.text}，面积应为{shown}，文中写{area.text}", suggestion="请核对长、宽和面积",
        )  # fmt: skip


def _is_mistake(area: Figure, computed: Decimal) -> bool:
    return Decimal("0.6") < computed / area.base < Decimal("1.7") or is_slipped(area, computed / area.unit_worth)
