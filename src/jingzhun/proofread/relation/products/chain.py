"""Products whose factors follow one another: 260 人，人均 90 天，每天 120 元，共…; 127 人，每人每月 500 元，6 个月共…; 6,400 亩每亩 800 元 is what 1,280 户 get at so much each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...agreement import is_slip, rounded
from ...figure import Figure, plain
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MONEY, PEOPLE
from ..claims.claim import Scene, coarse, is_counted, scenes
from .rate import count_in

_MONTHS = re.compile(r"^(?:元|的标准)?[，。、；]?(?:按|共|以|计|[上下]半年|全年|本?[年季]度?|期限|连续|在岗)*$")
_PAID = re.compile(
    r"^(?:内|里)?[，]?(?:需|应|已|累计|预计|总|一?共|合计|计|发放?|支付|兑现|支出|安排|投入|补助?|领|到手|资金|工资|补贴|报酬|金额|岗位|劳务|生活)+(?:为|约|了|到)?$"
)
_TOTAL = re.compile(r"(?:共|计|总|发放?|支付|兑现|支出|投入|补助?|收入|报酬|产值|资金|补贴|租金|需)[一-龥]{0,6}$")
_LONGEST = 22


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        row = [f for f in scene.here if f.dimension and not f.is_range]
        for place in range(len(row) - 2):
            yield from _by_month(scene, row, place)
            yield from _each_so_many(scene, row[place : place + 3])
            if place + 3 < len(row):
                yield from _of_means(scene, row[place : place + 4])
                yield from _two_ways(scene, row[place : place + 4])


def _near(scene: Scene, *figures: Figure) -> bool:
    gaps = [scene.between(one, other) for one, other in pairwise(figures)]
    return all(len(gap) <= _LONGEST and not re.search(r"[。；：]", gap) for gap in gaps)


def _by_month(scene: Scene, row: Sequence[Figure], place: int) -> Iterator[Outcome]:
    """127 人…每人每月 500 元，6 个月共…; 岗位每月 500 元…安置 260 人，6 个月共…: all that the amount is made of stands before it."""
    beside, months, total = row[place : place + 3]
    if not months.dimension.startswith("span") or not months.unit.endswith("月") or months.per:
        return
    if total.dimension != MONEY or total.per or not is_counted(total) or not _PAID.match(scene.between(months, total)):
        return
    start = max(scene.text.rfind("；", 0, months.start), scene.passage.sentence.start - 1)
    stretch = [f for f in row[: place + 1] if f.start > start]
    monthly = [f for f in stretch if f.dimension == MONEY and f.per and re.search(r"每月|月[均补]", f.left)]
    if len(monthly) != 1 or not _MONTHS.match(scene.between(beside, months)):
        return
    each = monthly[0]
    if each is not beside and each.per != "月":
        return
    if each.per == "月":
        counts = [(f, f.base) for f in stretch if f.start > each.end and f.dimension == PEOPLE and not f.per]
    else:
        counts = [(f, number) for f in stretch if (number := count_in(f, each.per, scene)[0]) > 0]
    if not counts or (each.per == "月" and len(counts) != 1):
        return
    products = [(f, each.base * number * months.base) for f, number in counts]
    held = next((f for f, computed in products if _agrees(total, computed, each)), None)
    head, computed = products[0]
    if held:
        yield holding(
            Kind.PRODUCT, total, [each, held, months], f"{each.text} × {held.text} × {months.text} = {total.text}"
        )
    elif len(counts) == 1 or sum(number for _, number in counts[1:]) == counts[0][1]:
        yield from _failed(total, [each, head, months], computed, Decimal(4))


def _each_so_many(scene: Scene, row: Sequence[Figure]) -> Iterator[Outcome]:
    """12 个乡镇各设 2 个窗口，共 24 个."""
    count, each, total = row
    if (
        not re.search(r"[各均](?:[一-龥](?!类|种|级|项)){0,6}$", scene.between(count, each))
        or not is_counted(each)
        or each.per
        or total.per
    ):
        return
    if each.unit != total.unit or not _near(scene, *row) or not is_counted(count) or count.dimension == MONEY:
        return
    if not re.fullmatch(
        r"[一-龥]{0,8}[，、]?(?:一?共|合计|总计|共计)(?:有|为|需|发放|安排|资金|补助|新建|建成)*",
        scene.between(each, total),
    ):
        return
    computed = count.base * each.base
    if computed == total.base:
        yield holding(Kind.PRODUCT, total, [count, each], f"{count.text} × {each.text} = {total.text}")
    else:
        yield from _failed(total, [count, each], computed, Decimal("1.3"))


def _of_means(scene: Scene, row: Sequence[Figure]) -> Iterator[Outcome]:
    """So many people, so many days each, so much a day, so much in all."""
    count, mean, each, total = row
    if (
        not (mean.per and each.per and each.dimension == MONEY and total.dimension == MONEY)
        or total.per
        or mean.dimension == MONEY
    ):
        return
    if not is_counted(total) or not _TOTAL.search(total.left) or not _near(scene, *row):
        return
    number, sure = count_in(count, mean.per, scene)
    if sure < 2 or number <= 0 or not mean.unit.endswith(each.per):
        return
    computed = number * mean.value * each.base
    if _agrees(total, computed, each, mean):
        yield holding(
            Kind.PRODUCT, total, [count, mean, each], f"{count.text} × {mean.text} × {each.text} = {total.text}"
        )
    else:
        yield from _failed(total, [count, mean, each], computed, Decimal("1.6"))


def _two_ways(scene: Scene, row: Sequence[Figure]) -> Iterator[Outcome]:
    """6,400 亩，每亩租金 800 元，1,280 户户均租金…: one sum of money, over acres and over households."""
    acres, rent, homes, mean = row
    if not (rent.per and mean.per and rent.per != mean.per) or rent.dimension != MONEY or mean.dimension != MONEY:
        return
    word = rent.left[-2:]
    if len(word) < 2 or word != mean.left[-2:] or not _near(scene, *row) or "均" not in mean.clause[-10:]:
        return
    area, sure = count_in(acres, rent.per, scene)
    heads, surely = count_in(homes, mean.per, scene)
    if min(sure, surely) < 2 or heads <= 0 or area <= 0:
        return
    computed = area * rent.base / heads
    if abs(computed - mean.base) <= mean.step / 2:
        yield holding(
            Kind.PRODUCT, mean, [acres, rent, homes], f"{acres.text} × {rent.text} ÷ {homes.text} = {mean.text}"
        )
    else:
        yield from _failed(mean, [acres, rent, homes], computed, Decimal("1.3"), "÷")


def _agrees(total: Figure, computed: Decimal, *rounded_off: Figure) -> bool:
    slack = sum((computed * coarse(f) / f.base for f in rounded_off if f.base), Decimal(0))
    return abs(total.base - computed) <= total.step / 2 + slack


def _failed(
    stated: Figure, operands: Sequence[Figure], computed: Decimal, widest: Decimal, last: str = "×"
) -> Iterator[Finding]:
    if not all(f.is_exact for f in (stated, *operands)) or computed <= 0:
        return
    ratio = stated.base / computed
    if not (1 / widest <= ratio <= widest or is_slip(stated.base, rounded(computed, stated.step), stated.step)):
        return
    worth = stated.unit_worth
    shown = f"{plain((computed / worth).quantize(Decimal('0.0001')).normalize())}{stated.unit}"
    texts = [f.text for f in operands]
    how = " × ".join(texts[:-1]) + f" {last} {texts[-1]}"
    yield finding(
        Kind.PRODUCT, Severity.ERROR, stated, operands, computed=shown, arithmetic=f"{how} = {shown} ≠ {stated.text}",
        message=f"按所列各数，应为{shown}，文中写{stated.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip
