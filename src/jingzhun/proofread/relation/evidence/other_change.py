"""Changes, rests and products that come from other figures than those they were held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ... import wording
from ...figure import Figure
from ...reading import Reading
from ...unit import PERCENT
from ..sums.total import is_bracketed

_THAN = re.compile(
    r"(?:比|较|同)(?P<object>[^，。；：、（）\d比较]{2,14}?)(?:相比)?[，]?(?:净?[增减]|[高低多少]|提|下|上升|快|慢|扩|缩|超)[^，。；\d]{0,6}$"
)
_BEYOND = re.compile(
    r"(?:低于|高于|快于|慢于|优于|领先于?|落后于?)(?P<object>[^，。；：、（）\d比较]{2,14}?)(?:约|近)?$"
)
_EARLIER = re.compile(r"[去上前]年|同期|年初|年底|上[月季期次轮]|[由从]|原|20\d\d年|第[一二]")
_GROSS = re.compile(r"新增|新纳入|新识别|新建|新招|新聘")
_GONE = re.compile(r"减少|退出|消除|注销|死亡|迁出|离岗|解聘|核减|清退|脱贫|毕业|销号")


def is_compared_with_more(reading: Reading, stated: Figure, others: Sequence[Figure]) -> bool:
    """比去年同期高 5.1 个百分点 is not what 比全省平均的 54.8 % comes to; what came in is no balance; a rate of growth
    is of the amount right before it."""
    if _GROSS.search(stated.left[-6:]) and any(_GONE.search(f.left[-8:]) for f in others):
        return True
    if any(f.block != stated.block for f in others):
        return False
    if len(others) == 2 and any(
        f.base - others[1].base == stated.base and f.dimension == stated.dimension and f is not others[0] and f.end <= stated.start
        for f in reading.by_block[stated.block]
    ):  # fmt: skip
        return True  # 建账的 20 家，开会的 18 家，都做到的 15 家，只建账的 5 家
    if len(others) == 2 and any(
        f.base == abs(others[0].base - others[1].base) and f.dimension == stated.dimension and others[1].end <= f.start < stated.start
        for f in reading.by_block[stated.block]
    ):  # fmt: skip
        return True  # 资金 25.74 万元，材料 16.47 万元，人工 9.27 万元…还得要 9.9 万元
    text = reading.block_of(stated).text
    sentence = reading.block_of(stated).sentence_at(stated.start)
    clause = text[max(sentence.start, stated.start - 26) : stated.start]
    years = re.findall(r"20\d\d(?=年)", clause)
    undated = re.sub(r"20\d\d年", "上年", clause)
    said = _THAN.search(undated) or _BEYOND.search(undated)
    if said and not any(f.start > stated.start and "（" in text[stated.end : f.start][:6] for f in others):
        named = said["object"]
        lefts = [
            re.split(r"[。；]", text[max(f.start - 20, stated.end if f.start > stated.start else 0) : f.start])[-1]
            for f in others
        ]
        if "同期" in named:
            fits = any(re.search(r"同期|去年|上年(?![底末])", left) for left in lefts)
        elif _EARLIER.search(named):
            fits = any(_EARLIER.search(left) and (not years or years[-1] in left or "20" not in left) for left in lefts)
        else:
            fits = any(wording.bigrams(named) & wording.bigrams(left) for left in lefts)
        if not fits and len(others) == 2:
            return True
    if _is_between_parts(reading, stated, others):
        return True
    if stated.dimension != PERCENT:
        return False
    if _has_another_subject(text, stated, others):
        return True
    last = max((f for f in others if f.end <= stated.start), key=lambda f: f.start, default=None)
    if last is None or last.start < sentence.start:
        return False
    if "；" in text[last.end : stated.start] or any(
        f.start > stated.start and not re.match(r"[，（]?(?:上年|去年|上?年?同期)", f.left) for f in others
    ):
        return True
    return any(
        f.is_quantity and f.dimension != last.dimension and not (f.per and last.per)
        and (not f.is_change or f.left.endswith(("到", "至", "为")))
        and "）" not in text[f.end : stated.start]
        and "，" in text[last.end : f.start]
        for f in reading.by_block[stated.block] if last.end <= f.start and f.end <= stated.start
    )  # fmt: skip


_COMPARES = re.compile(r"[多少高低]|比|较|差|超|净|增|减|余|剩")


def _is_between_parts(reading: Reading, stated: Figure, others: Sequence[Figure]) -> bool:
    """外出 538 人中，省外 297 人、省内 241 人；还有短期工 83 人: nothing is left between two parts of one whole."""
    if len(others) != 2 or _COMPARES.search(stated.left[-10:]):
        return False
    made = others[0].base + others[1].base
    start = min(f.start for f in others)
    return any(
        f.base == made and f.dimension == stated.dimension and f.end <= start and start - f.end < 30
        for f in reading.by_block[stated.block]
    )


_MOVED = re.compile(
    r"[，；](?:但是?|而|不过|同时|其中)?(?P<subject>[一-龥]{2,8}?)(?:也|又|则|却)?(?:提高|增长|上升|下降|减少|增加|上涨|降低|提升)了?(?:约|近)?$"
)
_NO_SUBJECT = re.compile(r"比|较|同|[今去上当本]年|实际|累计|净|年均|平均|增幅|降幅|增速|一共|合计|环|连续|分别|依次")


def _has_another_subject(text: str, stated: Figure, others: Sequence[Figure]) -> bool:
    """临时救助由 1380 人次降到 1165 人次，但低保标准提高了 8 %: the rate is of what its own clause names."""
    last = max(others, key=lambda f: f.start)
    moved = _MOVED.search(text[last.end : stated.start])
    if not moved or _NO_SUBJECT.search(moved["subject"]):
        return False
    named = " ".join(text[max(0, f.start - 24) : f.start] for f in others)
    return not wording.bigrams(moved["subject"]) & wording.bigrams(named + last.noun)


def is_left_of_more(reading: Reading, rest: Figure) -> bool:
    """合计可用 118.1，已用 59.2、18.6、4.9，剩余 35.4: what is left when all between is taken away, or comes and goes."""
    row = [
        f for f in reading.by_block[rest.block]
        if f.dimension == rest.dimension and f.is_summable and f.end <= rest.start
    ][-10:]  # fmt: skip
    if _is_left_of_a_list(reading, rest):
        return True
    if rest.left.endswith("其余") and any(whole.base - 1 == rest.base for whole in row):
        return True  # 甲点最大，其余 6 个点
    sentence = reading.block_of(rest).sentence_at(rest.start)
    behind = next(
        (f for f in reading.by_block[rest.block] if rest.end <= f.start < sentence.end and f.dimension == rest.dimension), None
    )  # fmt: skip
    if behind and any(a.base - b.base == rest.base + behind.base for a, b in pairwise(row[-3:])):
        return True  # 已完工 29 个，在建 15 个，未开工的 3 个
    for place, whole in enumerate(row[:-1]):
        for last in range(place + 2, len(row) + 1):
            if (
                place + 2 <= last
                and sum((f.base for f in row[place:last]), Decimal(0)) == rest.base
                and rest.digits >= 2
            ):
                return True  # 红色 7 户、黄色 31 户, 两色 38 户
            if whole.base - sum((f.base for f in row[place + 1 : last]), Decimal(0)) == rest.base:
                return True
    return False


def _is_left_of_a_list(reading: Reading, rest: Figure) -> bool:
    """人均 7436 元，去年 6810 元，其中 4982 元；1377 元；926 元；其余 151 元: what the list before it leaves of a total further up."""
    row = [
        f for f in reading.by_block[rest.block]
        if f.dimension == rest.dimension and f.is_quantity and f.end <= rest.start
    ][-10:]  # fmt: skip
    return any(
        whole.base - sum((f.base for f in row[at:]), Decimal(0)) == rest.base
        for place, whole in enumerate(row) for at in range(place + 1, len(row) - 1)
    )  # fmt: skip


def is_bracketed_apart(reading: Reading, stated: Figure, others: Sequence[Figure]) -> bool:
    """One of two figures stands in a bracket that is closed, between parts of its own."""
    text = reading.block_of(stated).text
    inside = [f for f in others if f.block == stated.block and f.end <= stated.start and is_bracketed(text, f)]
    closed = [
        f
        for f in inside
        if "）" in text[f.end : stated.start] and "、" in text[text.rfind("（", 0, f.start) : text.find("）", f.end)]
    ]
    return 0 < len(closed) < len(others)


def _are_all_that_is_left(near: Sequence[Figure], stated: Figure, others: Sequence[Figure]) -> bool:
    """158 个中已验收 87 个；未验收 39 个；在建 23 个；未开工 9 个: three together are what the first leaves."""
    left = abs(others[0].base - others[-1].base)
    row = sorted([*(f for f in near if f not in others), stated], key=lambda f: f.start)
    return any(
        stated in row[at:end] and sum((f.base for f in row[at:end]), Decimal(0)) == left
        for at in range(len(row)) for end in range(at + 2, len(row) + 1)
    )  # fmt: skip


def is_left_of_others(reading: Reading, stated: Figure, others: Sequence[Figure]) -> bool:
    """协议 4000，到位 4280，超出 280；比上年的 4050 增加 230: two others of the sentence make just this difference."""
    sentence = reading.block_of(stated).sentence_at(stated.start)
    near = [
        f for f in reading.by_block[stated.block]
        if f.dimension == stated.dimension and f is not stated and f.is_summable and bool(f.per) == bool(stated.per)
        and sentence.start <= f.start < sentence.end and abs(f.start - stated.start) < 60
    ]  # fmt: skip
    if _are_all_that_is_left(near, stated, others):
        return True
    return stated.digits >= 2 and any(
        abs(one.base - other.base) == stated.base for place, one in enumerate(near) for other in near[:place]
        if {one, other} != set(others)
    )  # fmt: skip
