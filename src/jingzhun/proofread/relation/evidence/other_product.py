"""Products that are of other counts or rates than those they were held against: of two counts, at two rates, less something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, permutations

from ... import wording
from ...agreement import Agreement, is_slip, is_swap, of_ratio, rounded
from ...figure import Figure
from ...finding import Finding
from ...reading import Reading
from ...unit import UNITS
from ..forms import layout
from ..sums.total import is_bracketed
from .other_list import EXTREME

_RISES_TO = re.compile(r"(?:提高|增加|上升|增长|降低|减少|下降|[增升降减])[到至]$")
_OTHERS = re.compile(r"其余|其[他它]|剩余|另外")


_OFTEN = re.compile(r"每(?:天|日|周|月|季度?)[一-龥]{0,2}\d+[餐次天顿班场]")


def _comes_out_of_another(reading: Reading, rate: Figure, total: Figure, counts: Sequence[Figure]) -> bool:
    """31,008 户，占 32,640 人的 95 %，每人 60 元，计 186.048 万元: to the last digit that of another number in the sentence."""
    if total.digits < _TELLING:
        return False
    return any(
        f not in counts and f.is_quantity and not f.per and f.dimension != rate.dimension
        and f.value * rate.base == total.base
        for f in layout.around(reading, rate, total) if rate.block == total.block
    )  # fmt: skip


_TELLING = 4


def is_of_another(reading: Reading, found: Finding) -> bool:
    """分给 128 户脱贫户和 9 户监测户，每户 400 元: the count is two of them together."""
    stated, *others = found.figures
    if any(f.per and _BY_THE_THOUSAND.search(f.clause) for f in found.figures):
        return True
    if len(others) == 2 and others[0].base == others[1].base and others[0].dimension == others[1].dimension:
        return True  # 6 个乡镇，平均每个乡镇 2 个
    if any(
        EXTREME.search(f.clause[-12:]) or _OTHERS.search(f.clause[-12:]) or (f.base == 1 and not f.per)
        for f in (stated, *others)
    ):
        return True  # of one only
    if _RISES_TO.search(stated.left) and any(f.unit == stated.unit and f.end <= stated.start for f in others):
        return True  # 亩均由 28 公斤提高到 42 公斤
    if stated.block == others[0].block and _OFTEN.search(
        reading.block_of(stated).text[min(f.end for f in others) : stated.start]
    ):
        return True  # 每餐 3 元、每天 1 餐、每月 30 天，每月 7200 元
    if stated.block == others[0].block and _is_cut(reading.block_of(stated).text, stated, others):
        return True
    if layout.is_of_income(found.figures):
        return True
    rates = [f for f in (stated, *others) if f.per]
    totals = [f for f in (stated, *others) if not f.per and rates and f.dimension == rates[0].dimension]
    counts = [f for f in others if not f.per and (not rates or f.dimension != rates[0].dimension)]
    if len(rates) != 1 or len(totals) != 1 or not counts:
        return False
    rate, total = rates[0], totals[0]
    if _comes_out_of_another(reading, rate, total, counts):
        return True
    if rate.block == total.block:
        text = reading.block_of(rate).text
        if (
            is_bracketed(text, rate) != is_bracketed(text, total)
            and "）" in text[min(rate.end, total.end) : max(rate.start, total.start)]
        ):
            return True  # one of a list in a bracket
    each = re.search(r"每[个项条处户家名](?P<thing>[一-龥]{2,4}?)(?:约|有|为|是|达)?$", rate.left)
    if (
        each
        and any(each["thing"][-2:] in f.noun[:8] for f in reading.by_block[rate.block] if f not in counts)
        and not any(each["thing"][-2:] in f.left[-8:] + f.noun[:8] for f in counts)
    ):
        return True  # 53 个问题，平均每个问题 3.2 条, and four 方面
    if _is_one_row(reading, rate, total, counts):
        return False
    if _makes_another(reading, rate, total, counts):
        return True
    if rate.start > total.start and _is_rounded(rate, total, counts):
        return True
    if any(f.dimension.startswith("span") and f.block != rate.block for f in counts):
        return True  # a year of another paragraph
    if (
        len(rate.per) >= 2
        and rate.per != "单价"
        and rate.per not in UNITS
        and not any(rate.per in f.left[-8:] + f.noun for f in counts)
    ):
        return True  # 每个方面择要列 2 个 is not of 13 个 problems
    if _is_paid_otherwise(reading, rate, total, counts[0]) or _is_of_a_kind_apart(reading, found, rate, total, counts):
        return True
    row = [
        f for f in reading.by_block[counts[0].block]
        if f.dimension == counts[0].dimension and f.is_summable and abs(f.start - counts[0].start) < 60
    ]  # fmt: skip
    return any(
        of_ratio(rate.base * sum((f.base for f in row[start:end]), Decimal(0)), total.base, total.step) is Agreement.HOLDS
        for start in range(len(row)) for end in range(start + 2, min(len(row), start + 5) + 1)
        if not (start and row[start - 1] in counts and "其中" in row[start].left)  # its own parts
    )  # fmt: skip


_CUT = re.compile(
    r"[因由][^。；]{2,24}[未没不][^。；]*实[际发]|(?:少数|个别|部分|有的|其中)[^。；，]{0,8}(?:免|减|不[交缴收发])"
    r"|(?:再|另|还|额外)各?[加多补增][一-龥]{0,4}\d|另按|先[付发兑支]|预付|首付|定金|辞职|退出|去世|停发|注销|核减|中途|只?干了?半年|减半|分[两二三四几]次|分期"
    r"|(?:代缴|承担|先[发付兑]|首[年期批]|预付|自[缴付筹]|减免|贴息|优惠)[一-龥]{0,4}(?:一半|[一二三四五六七八九]成|\d+(?:\.\d+)?%)"
)
_OF_SOME = re.compile(r"其中[一-龥]{0,6}$")


def _is_cut(text: str, stated: Figure, others: Sequence[Figure]) -> bool:
    """因部分农户未交账号，实际发放; 少数困难户免交; 3 个示范村再各加 1 万元: less or more than so many times so much."""
    rates = [f for f in others if f.per and f.start < stated.start]
    if any(
        _OF_SOME.search(f.left) and not f.per and not any(_names(f) & wording.bigrams(rate.left) for rate in rates)
        for f in others if rates
    ):  # fmt: skip
        return True  # 户均增收 2000 元，其中 85 户种植户增收 25.5 万元; not 其中辣椒 620 亩，辣椒亩产 1500 公斤
    cuts = _CUT.finditer(text, min(f.start for f in others), stated.start)
    return stated.start > others[0].end and any(not any(c.start() < f.start < c.end() for f in rates) for c in cuts)


def _names(part: Figure) -> frozenset[str]:
    """What a part is called: 辣椒 of 其中辣椒 620 亩."""
    return wording.bigrams(part.left.split("其中")[-1])


def _is_one_row(reading: Reading, rate: Figure, total: Figure, counts: Sequence[Figure]) -> bool:
    """路灯 96 盏，每盏 2600 元，24.96 万元: one behind the other, and a slip of the pen makes the amount right."""
    if len(counts) != 1 or total.block < 0 or total.digits < _FIRM:
        return False
    row = reading.by_block[total.block]
    three = [f for f in row if f in (rate, total, counts[0])]
    at = row.index(three[0])
    gap = reading.block_of(total).text[three[0].end : three[-1].start]
    unit = UNITS.get(rate.per)
    number = counts[0].base / unit.factor if unit and unit.dimension == counts[0].dimension else counts[0].value
    return (
        list(row[at : at + 3]) == three and three[-1] is total and not re.search(r"[；。]|其中", gap)
        and _slips(total, rate.base * number)
    )  # fmt: skip


_FIRM = 3  # digits of an amount of which a slip is hardly chance


def _is_rounded(rate: Figure, total: Figure, counts: Sequence[Figure]) -> bool:
    """投工 876 个，折合每天 35 个: a mean as far as it is written."""
    if len(counts) != 1 or not counts[0].base:
        return False
    number = counts[0].value if counts[0].unit == rate.per else counts[0].base
    off = abs(rate.base * number - total.base)
    if not _EVEN.search(rate.clause[-12:]) and 0 < off * _HARDLY <= total.base:
        return False  # 84 支，队员 254 名，每支 3 名: too near to 252 to have been rounded
    return of_ratio(total.base / number, rate.base, rate.step) is Agreement.HOLDS


_EVEN = re.compile(r"均|约|左右|折合|相当")
_HARDLY = 50


_BY_THE_THOUSAND = re.compile(r"每[千百万]|择要|列举|各列")


def _makes_another(reading: Reading, rate: Figure, total: Figure, counts: Sequence[Figure]) -> bool:
    """总产量 18.72 万吨，亩产合 400 公斤，前年总产 18 万吨: the rate is of the amount beside it."""
    if total.block < 0 or len(counts) != 1:
        return False
    unit = UNITS.get(rate.per)
    number = counts[0].base / unit.factor if unit and unit.dimension == counts[0].dimension else counts[0].base
    return any(
        of_ratio(rate.base * number, f.base, f.step) is Agreement.HOLDS
        for f in reading.by_block[total.block]
        if f.dimension == total.dimension and f is not total and f is not rate and not f.per and f.digits >= 2
    )


def _is_paid_otherwise(reading: Reading, rate: Figure, total: Figure, count: Figure) -> bool:
    """15.75 元，扣除 2 元，实发 13.75 元: the count times another amount; or two amounts times two counts."""
    near = [f for f in reading.by_block[total.block] if abs(f.start - total.start) < 80 and f.is_exact and f.base > 0]
    amounts = [f for f in near if f.dimension == total.dimension and f is not total and f is not rate][:8]
    if any(total.base in (f.base * count.base, f.base * count.value) for f in amounts if f.base != 1):
        return True
    rates = [rate, *(f for f in amounts if f.per)]
    counts = [f for f in near if f.is_quantity and f.dimension == count.dimension][:6]
    return any(
        one.base * a.base + other.base * b.base == total.base
        for one, other in combinations(rates, 2) for a, b in permutations(counts, 2)
    )  # fmt: skip


_CORRECTED = re.compile(
    r"不等|扣除|扣减|另[加外有给发]|上浮|下浮|除[^，。；]{1,12}外|封顶|分[两三四五]档|按[^，。；]{0,6}比例|不同"
)
_REPEATED = re.compile(r"每[年月日天次季周旬]|每个?(?:学期|季度|月)|[月日年季]均|按月|按天")
_NAME = re.compile(
    r"[^一-龥]|每[一-龥]{1,2}(?=平均|均|$)|平均|人均|户均|每个?[人户亩名个村家]|补助|补贴|资金|共|合计|总|约|为|达|的|了|发放|元"
)


def _is_of_a_kind_apart(
    reading: Reading, found: Finding, rate: Figure, total: Figure, counts: Sequence[Figure]
) -> bool:
    """What the wording corrects (扣除, 上浮, 不等), pays at another rate too, pays several times, or calls otherwise."""
    if any(f.block != rate.block for f in (total, *counts)):
        return False
    figures = reading.by_block[rate.block]
    text = reading.block_of(rate).text
    sentence = reading.block_of(rate).sentence_at(rate.start)
    start, end = min(f.start for f in (rate, total, *counts)), max(f.end for f in (rate, total, *counts))
    if _CORRECTED.search(text[start:end] + text[end : end + 12].split("。")[0]):
        return True
    here = [f for f in figures if sentence.start <= f.start < sentence.end]
    if any(
        f.per == rate.per and f.dimension == rate.dimension and f.base not in (rate.base, 12 * rate.base) and start - 24 <= f.start <= end + 24
        and "；" not in text[min(f.end, rate.end) : max(f.start, rate.start)]
        for f in here
    ):  # fmt: skip
        return True  # paid at two rates
    said = re.search(r"\d[\d.]*", found.computed)
    if found.figures[0] is not total or not said:
        return False
    made = Decimal(said.group(0).rstrip(".")) * total.unit_worth
    if not made:
        return False
    times = total.base / made
    if (
        len(counts) == 1
        and times == int(times)
        and 2 <= times <= 366
        and _REPEATED.search(text[max(0, rate.start - 12) : rate.end])
    ):
        return True
    others = [f for f in here if f.unit == counts[0].unit and f not in counts] if len(counts) == 1 else []
    if any(
        total.base - rate.base * c.value == f.base for c in others for f in here
        if f.dimension == total.dimension and f not in (total, rate)
    ):  # fmt: skip
        return True  # 乡级 1 支 25 人、村级 6 支每支 15 人，合计 115 人
    if any(abs(total.base - made) == f.base for f in here if f.dimension == total.dimension and f not in (total, rate)):
        return True  # and so much besides
    names = [_NAME.sub("", f.left[-10:]) for f in (rate, total)]
    return (
        all(len(name) >= 2 for name in names) and not set(names[0]) & set(names[1]) and not _is_slip(rate, total, made)
    )


def _is_slip(rate: Figure, total: Figure, made: Decimal) -> bool:
    """Either the amount or the rate is one slip away from what the other makes of it."""
    return _slips(total, made) or _slips(rate, rate.base * total.base / made)


def _slips(figure: Figure, made: Decimal) -> bool:
    right = rounded(made, figure.step) if figure.step else made
    return is_slip(right, figure.base, figure.step) or is_swap(right, figure.base, figure.step)


def is_slip_of_mean(found: Finding) -> bool:
    """585 人次, 9 期, 期均 56: the rate is a slip of the mean, which three digits or coming out even make no chance."""
    total, *others = found.figures
    rates, counts = [f for f in others if f.per], [f for f in others if not f.per]
    said = re.search(r"\d[\d.]*", found.computed)
    if total.per or len(rates) != 1 or len(counts) != 1 or not said:
        return False
    (rate,), (count,) = rates, counts
    if _REST.search(rate.left):
        return False
    made = Decimal(said.group(0).rstrip(".")) * total.unit_worth
    if not made or not _slips(rate, mean := rate.base * total.base / made):
        return False
    return rate.digits >= _FIRM or (rate.digits == 2 and rounded(mean, rate.step) == mean and count.value >= _FEW)


_REST = re.compile(r"[剩余扣净]")
_FEW = 5  # over so many a mean seldom comes out even


def is_counted(found: Finding) -> bool:
    """A product whose rate is for each of what the count says: 每亩 beside 12000 亩."""
    rates = [f for f in found.figures if f.per]
    return len(rates) == 1 and any(
        f.unit.endswith(rates[0].per) or f.noun.startswith(rates[0].per) for f in found.figures if not f.per
    )
