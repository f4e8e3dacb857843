"""So much for each, so many of them, so much in all: the factors are found by what each of them counts, never by the product.

每亩 480 元，流转 650 亩，可拿 31.2 万元; 9 栋，每栋 4 个单元，每个单元 12 套，共 432 套; 每月 850 元，一年下来 10,200 元; 240 只，平均每户 4 只，受益 60 户.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ...agreement import rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PEOPLE
from ..claims.refuted import is_slip_away
from . import layout
from .portion import Explained, portions
from .terms import DAY, MONTH, TIMES, YEAR, Term, number_of, terms

_MORE = re.compile(
    r"[；]|另|还有|再加|扣|除去|除了|免除?|减免|少数|个别|部分|其中|不含|最[高多低少]|尚|未|因|计划|预计|力争|目标|减半|分[两二三四几]次|分期|只?干了?半年|上年|去年同期|若|如果|提[到高至]|调[整到高]|涨|增[加至到]|降"
)
_PARTLY = re.compile(
    r"其中|另|还|再|剩|余|最[高多低少]|超过|实际|已经?[发兑拨付支到]|首|先|尾款|预付|比|多|少(?!数)|增加|减少|节约|节省"
)
_EVEN = re.compile(r"平均|折合|[户人亩]均|合每")
_UNEVEN = re.compile(r"（[^）]*(?:较[小少低]|不足|未满|逐年|分年|前[一二两三]年|首年|部分)")
_ADJUSTED = re.compile(r"（[^）]*(?:扣|按|含|计算|不包括)")
_WAGE = re.compile(r"工资|工钱|日薪|劳务费")
_SOMEBODY = re.compile(
    r"奶奶|爷爷|大爷|大妈|大叔|大娘|婶|某|本人|师傅|一个人|老[张王李刘陈杨黄赵周吴罗冯何郑徐孙马朱胡郭林高梁谢宋唐许邓韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤]"
)
_GETS = re.compile(r"可?[领拿得挣赚]|享受|到手|打到")
_FIRST = re.compile(r"(?:先|首[年期批次]|预|头[年期次]|第一[年期批次])[一-龥]{0,4}$")
_BEFORE = re.compile(r"去年|前年|上年")
_SHARED = re.compile(r"一半|半数|分之|[一二三四五六七八九]成(?![立为效果员功本长交都型熟])|%")
_NOW = re.compile(r"首|先|预|到账|到手|本次|第一|秋季|当年|今年|上半年|头")
_TOTAL = re.compile(r"共|合计|总|需|花|用去|支出|一起|计")
_POWERS = {Decimal(10) ** n for n in (-4, -3, -2, -1, 1, 2, 3, 4)}
_PER_YEAR = Decimal(12)


@dataclass
class Product:
    """``used`` are the terms multiplied, ``left`` the things for which each it still is."""

    used: list[Term]
    value: Decimal
    left: list[str]
    how: list[str] = field(default_factory=list)
    is_nearest: bool = False  # of several counts the one right before the rate


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    elsewhere = Explained(outcomes)
    above: tuple[Passage, list[Term]] | None = None
    for passage in reading.passages:
        row = terms(passage)
        before = above[1] if above and above[0].block is passage.block else []
        for at, total in enumerate(row):
            yield from _judged(passage, total, row[:at], before, elsewhere)
        yield from _mean_behind(passage, row, elsewhere)
        above = (passage, row)


def _judged(
    passage: Passage, total: Term, row: Sequence[Term], above: Sequence[Term], elsewhere: Explained
) -> Iterator[Outcome]:
    """A total behind its factors."""
    text = passage.block.text
    rates = [t for t in row if t.kind == total.kind and _is_rate(t)]
    pool = list(row)
    if not rates and not any(t.kind == total.kind for t in row):
        rates = [t for t in above[-1:] if t.kind == total.kind and _is_rate(t) and not t.is_mean]
        pool = [*rates, *row]
    if not rates:
        return
    rate = rates[-1]
    if rate.is_mean and any(t.kind == rate.kind and not t.each for t in pool[: pool.index(rate)]):
        return  # the mean of what stands before it
    if any(set(t.each) == set(rate.each) for t in rates[:-1]):
        return  # 大户每亩 200 元，散户每亩 120 元
    behind = pool[pool.index(rate) + 1 :]
    if any(t.kind == total.kind and not set(t.each) & TIMES for t in behind):
        return  # another amount between them
    product = _multiplied(
        rate,
        [t for t in pool if t is not rate and t.kind != total.kind],
        total,
        text[passage.sentence.start : total.figure.start],
    )
    if not product:
        return
    start = (
        min(t.figure.start for t in product.used if t in row)
        if any(t in row for t in product.used)
        else passage.sentence.start
    )
    said = text[start : total.figure.start]
    first = [p for p in portions(passage) if p.end <= total.figure.start and _FIRST.search(text[: p.start][-10:])]
    if _MORE.search(said) or (not first and _PARTLY.search(total.figure.left[-8:])):
        return
    if any(unit.startswith("#") for t in product.used for unit in t.each) and not _TOTAL.search(total.figure.left):
        return
    if _BEFORE.search(total.figure.left) and not any(_BEFORE.search(t.figure.left) for t in product.used):
        return  # 前年总产
    full = product.value
    if product.is_nearest and not (full == total.figure.base or is_slip_away(total.figure, full)):
        return
    if any(t.figure.base == full for t in row if t not in product.used):
        return  # 46 期 1932 人，每期 42 人，取证 1654 人: it stands there already
    if _UNEVEN.match(text[total.figure.end :]):
        return  # 三年累计 3960 万元（前两年面积较小）
    if not first and _SHARED.search(said):
        return  # 财政代缴一半, 以后递增 5 %
    if first:
        if len(first) > 1 or first[0].is_rough or not _NOW.search(total.figure.left[-12:]):
            return
        product.value *= first[0].ratio
        product.how.append(first[0].literal)
    slack = total.figure.step / 2 + sum(
        (product.value / t.figure.base * (t.figure.step / 2 if t.is_mean else t.figure.coarse) for t in product.used),
        Decimal(0),
    )
    yield from _weighed(
        total, product.used, product.value, " × ".join(product.how), slack, elsewhere, full=full if first else None
    )


def _is_rate(term: Term) -> bool:
    return bool(term.each) and term.figure.is_exact


def _multiplied(rate: Term, pool: Sequence[Term], total: Term, said: str) -> Product | None:
    """The rate times the one count of each thing that it is for, until no more is left than the total is for."""
    product = Product([rate], rate.figure.base, [], [rate.figure.text])
    need = list(rate.each)
    if DAY in need and DAY in total.each and _WAGE.search(rate.figure.left):
        hands = [t for t in pool if t.kind in (PEOPLE, "个工", "工日") and t.figure.start > rate.figure.end]
        if len(hands) == 1:
            need.append("#" + str(hands[0].place))
    while need:
        unit = need.pop(0)
        counts = [(t, number) for t in pool if t not in product.used and (number := number_of(t, unit)) is not None]
        if unit in total.each and not (counts and unit in TIMES and unit != DAY):
            product.left.append(unit)
            continue
        if len({t.figure.base for t, _ in counts}) > 1:
            counts = [c for c in counts if _is_right_before(c[0].figure, rate.figure)]
            product.is_nearest = True
            if not counts:
                return None
        if counts:
            term, number = counts[-1]
            if not term.figure.is_exact or term.figure.is_change:
                return None
            product.used.append(term)
            product.value *= number
            product.how.append(term.figure.text)
            need += [each for each in term.each if each not in need]
        elif unit == MONTH and YEAR in total.each:
            product.value *= _PER_YEAR
            product.how.append("12个月")
        elif (unit in TIMES - {*rate.each} | {YEAR} and not set(total.each) & TIMES) or (
            unit == PEOPLE and _SOMEBODY.search(said) and _GETS.search(total.figure.left)
        ):
            continue
        else:
            return None
    spare = set(total.each) - set(product.left) - {YEAR}
    if spare - ({PEOPLE} if _GETS.search(total.figure.left) and not total.is_mean else set()):
        return None
    return product if len(product.how) >= 2 else None


def _is_right_before(count: Figure, rate: Figure) -> bool:
    """低保对象 735 人每人资助 160 元; not of 128 户脱贫户和 9 户监测户每户 400 元."""
    beside = count.block == rate.block and 0 <= rate.start - count.end - len(rate.left) <= 1
    return beside and not re.search(r"[和及与、]", count.left)


def _weighed(
    stated: Term,
    used: Sequence[Term],
    computed: Decimal,
    how: str,
    slack: Decimal,
    elsewhere: Explained,
    *,
    full: Decimal | None = None,
) -> Iterator[Outcome]:
    figure, others = stated.figure, [t.figure for t in used]
    if not figure.is_exact or figure.is_change or computed <= 0:
        return
    same = frozenset((figure.literal, *(f.literal for f in others))) if full else frozenset()
    if elsewhere.has(figure.place.line, figure.literal, but_for=same):
        return
    if abs(computed - figure.base) <= slack:
        yield holding(Kind.PRODUCT, figure, others, f"{how} = {figure.text}")
    elif figure.base == full or _is_near(figure, computed):
        exact = computed / figure.unit_worth
        shown = f"{plain(exact if exact == round(exact, 3) else rounded(exact, figure.step / figure.unit_worth))}{figure.unit}"
        yield finding(
            Kind.PRODUCT, Severity.ERROR, figure, others, computed=shown, arithmetic=f"{how} = {shown} ≠ {figure.text}",
            message=f"{how}应为{shown}，文中写{figure.text}", suggestion=f"若其余各数无误，应改为{shown}",
        )  # fmt: skip


def _is_near(figure: Figure, computed: Decimal) -> bool:
    if figure.base / computed in _POWERS or is_slip_away(figure, computed):
        return True
    return abs(figure.base - computed) * 2 <= computed


def _mean_behind(passage: Passage, row: Sequence[Term], elsewhere: Explained) -> Iterator[Outcome]:
    """The total first: 240 只，平均每户 4 只，受益 60 户; 420 亩产果 756 吨，平均每亩 1,800 公斤."""
    text = passage.block.text
    for mean in row:
        if (
            len(mean.each) != 1
            or not mean.figure.is_exact
            or not (mean.is_mean or _EVEN.search(mean.figure.left) or _is_divided(row, mean) or _lasts(row, mean))
        ):
            continue
        totals = [t for t in row if t.kind == mean.kind and t.figure.end <= mean.figure.start]
        counts = [(t, n) for t in row if t is not mean and (n := number_of(t, mean.each[0])) is not None and n > 0]
        if len(totals) != 1 or totals[0].each or len(counts) != 1 or not totals[0].figure.is_exact:
            continue
        (total,), ((count, number),) = totals, counts
        ends = sorted((total.figure, mean.figure, count.figure), key=lambda f: f.start)
        if (
            re.search(r"[；。]|其中", text[ends[0].start : ends[-1].end])
            or _ADJUSTED.match(text[ends[-1].end :])
            or layout.is_of_income(ends)
            or _PARTLY.search(total.figure.left[-8:])
            or _PARTLY.search(count.figure.left[-6:])
        ):
            continue
        if not count.figure.is_exact or ends[-1].start - ends[0].end > 40:
            continue
        if ends[-1] is count.figure:
            worth = count.figure.base / number
            computed = total.figure.base / mean.figure.base * worth
            slack = computed / mean.figure.base * mean.figure.step / 2 + count.figure.step / 2
            how = f"{total.figure.text} ÷ {mean.figure.text}"
            yield from _weighed(count, [total, mean], computed, how, slack, elsewhere)
        else:
            slack = mean.figure.step / 2 + total.figure.coarse / number
            how = f"{total.figure.text} ÷ {count.figure.text}"
            yield from _weighed(mean, [total, count], total.figure.base / number, how, slack, elsewhere)


def _lasts(row: Sequence[Term], mean: Term) -> bool:
    """每天供水 60 立方米，可供 5 天."""
    behind = row[row.index(mean) + 1 :][:1]
    return bool(behind and re.search(r"(?:可|够|能|足够)[一-龥]{0,2}$", behind[0].figure.left))


def _is_divided(row: Sequence[Term], mean: Term) -> bool:
    """24 名分成 6 组，每组 4 名."""
    ahead = row[max(0, row.index(mean) - 1) : row.index(mean)]
    return bool(ahead and re.search(r"分[成为]|编[成为]|组成|划[成为]", ahead[0].figure.left))
