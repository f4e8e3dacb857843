"""Differences: 由 A 增加到 B，增加 C；计划 A，完成 B，还差 C；比 A 多 C；提高 n 个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, is_strong_slip, of_ratio
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PERCENT, POINTS, RATES

_CHANGE = re.compile(
    r"(?:净增|净减|增加|减少|增长|新增|下降|提高|上升|降低|增收|提升|降|增|减|多|少|高出?|低于?)了?(?:约|近)?$"
)
_FROM = re.compile(r"(?:由|从)[^。；由从]*$")
_TO = re.compile(
    r"(?:增加|减少|增长|下降|提高|上升|降低|提升|发展|扩大|降|增|升|缩小|降低|减|压减|调整)?(?:到|至|为)了?(?:20\d\d年底?的?|今年的?|目前的?|现在的?)?$"
)
_LEFT_OVER = wording.REMAINDER


def find(reading: Reading) -> Iterator[Outcome]:
    for index, passage in enumerate(reading.passages):
        before = reading.passages[index - 1] if index and reading.passages[index - 1].block is passage.block else None
        for stated in passage.figures:
            if (
                not stated.dimension
                or stated.is_quoted
                or stated.is_range
                or (stated.per and stated.dimension != "money")
                or wording.YEARLY.search(stated.left)
            ):
                continue
            yield from (
                _points(passage, stated) if stated.dimension == POINTS else _amounts(reading, passage, before, stated)
            )


_OBJECT = re.compile(r"相比|比较|[，]?(?:高|低)")


def _points(passage: Passage, stated: Figure) -> Iterator[Outcome]:
    rates = [figure for figure in passage.figures if figure.dimension == PERCENT]
    pairs = [(one, other) for i, one in enumerate(rates) for other in rates[i + 1 :]]
    for one, other in pairs:
        if abs(one.base - other.base) == stated.base:
            yield holding(Kind.DIFFERENCE, stated, [one, other], f"|{other.text} − {one.text}| = {stated.text}")
            return
    ahead = [figure for figure in rates if figure.start < stated.start]
    if len(ahead) >= 2 and all(_OBJECT.match(passage.block.text[f.end : f.end + 3]) for f in ahead[-2:]):
        return  # 与甲县 92.1% 相比高…，与乙县 95.0% 相比低…: neither is the one that is compared
    compared = (
        len(ahead) == 2 and re.search(r"比|较", passage.between(ahead[0], ahead[1])) and _CHANGE.search(stated.left)
    )
    if (
        compared
        or (len(ahead) == 2 and re.search(r"相差|差距", stated.left))
        or (len(ahead) >= 2 and _is_from_to(passage, ahead[-2], ahead[-1]) and _CHANGE.search(stated.left))
    ):
        yield from _fails(stated, ahead[-1], ahead[-2], certain=True)


def _amounts(reading: Reading, passage: Passage, previous: Passage | None, stated: Figure) -> Iterator[Outcome]:
    if stated.dimension in RATES or stated.dimension.startswith(("span", "age")):
        return
    change = _CHANGE.search(stated.left)
    if change and re.match(r"[高多少低]$|高$", change.group(0)) and not re.search(r"比|较|由|从", stated.clause):
        change = None
    remainder = _LEFT_OVER.search(stated.clause[-14:] + stated.noun[:3])
    if not change and not remainder:
        return
    others = [
        figure for figure in [*(previous.figures if previous else ()), *passage.figures]
        if figure is not stated and figure.dimension == stated.dimension and not figure.is_quoted
    ]  # fmt: skip
    near = sorted(others, key=lambda figure: abs(figure.start - stated.start))[:7]
    for i, one in enumerate(near):
        for other in near[i + 1 :]:
            if abs(one.base - other.base) == stated.base:
                big, small = (one, other) if one.base > other.base else (other, one)
                yield holding(Kind.DIFFERENCE, stated, [big, small], f"{big.text} − {small.text} = {stated.text}")
                return
    if remainder:
        far = [
            f
            for f in reading.figures_before(passage.block.number)
            if f.dimension == stated.dimension and f.base > stated.base
        ]
        own = [f for f in near if f.block == stated.block]
        if passage.sentence.start and not own:
            own = [
                f for f in reading.by_block[stated.block] if f.dimension == stated.dimension and f.start < stated.start
            ][-2:]
        for whole in [
            *reversed(far),
            *(f for f in reading.by_block[stated.block] if f.dimension == stated.dimension and f.start < stated.start),
        ]:
            for done in own:
                if (
                    whole is not done
                    and whole.base - done.base == stated.base
                    and (stated.base >= 20 or abs(done.start - stated.start) < 30)
                ):
                    yield holding(Kind.DIFFERENCE, stated, [whole, done], f"{whole.text} − {done.text} = {stated.text}")
                    return
        same_block = [
            f
            for f in reading.by_block[stated.block]
            if f.dimension == stated.dimension and f.start < passage.sentence.start
        ]
        yield from _suspected(stated, [*far, *same_block], own, [f for f in passage.figures if f.dimension == PERCENT])
    yield from _designated(
        passage, stated, [f for f in others if f.block == stated.block and f.start < stated.start], bool(remainder)
    )


def _suspected(
    stated: Figure, far: Sequence[Figure], own: Sequence[Figure], own_shares: Sequence[Figure]
) -> Iterator[Outcome]:
    """A remainder whose whole stands further up: only a plain slip is reported."""
    for done in own:
        if (
            not (wording.ACTUAL.search(done.left) or re.search(r"支|消除|整改|用于|合计|费用|提取", done.left))
            or done.start > stated.start
        ):
            continue
        for whole in reversed(far):
            left = whole.base - done.base
            if (
                stated.block - whole.block <= 6
                and _GIVEN.search(whole.clause)
                and left > 0
                and is_strong_slip(left, stated.base, min(stated.step, whole.step))
            ):
                yield from _fails(stated, whole, done, certain=True)
                return
            shares = [f for f in own_shares if 0 <= f.start - done.end <= 14]
            if (
                left > 0
                and left != stated.base
                and any(
                    of_ratio(done.base / whole.base * 100, s.base, s.step) is Agreement.HOLDS
                    and (s.step < 1 or done.base / whole.base * 100 == s.base)
                    for s in shares
                )
            ):
                yield from _fails(stated, whole, done, certain=True)
                return


_GIVEN = re.compile(r"共|总|计划|任务|到位|安排|下达|累计|发现|指出|收入|识别|抽查|盈余|整合|筹集|争取")


def _designated(passage: Passage, stated: Figure, ahead: Sequence[Figure], remainder: bool) -> Iterator[Outcome]:
    text = passage.block.text
    ahead = [figure for figure in ahead if figure.start >= passage.sentence.start]
    if len(ahead) < 2:
        return
    one, other = ahead[-2], ahead[-1]
    income = [
        f for f in ahead[:-1] if re.search(r"收入|到位|筹集|下达|总|共", f.left) and f.base > other.base and not f.per
    ]
    if (
        remainder
        and income
        and re.search(r"支出|使用|用于|拨付", other.left)
        and re.search(r"结余|剩余|余额", stated.left)
    ):
        yield from _fails(stated, income[-1], other, certain=True)
        return
    gap = text[other.end : stated.start]
    if (
        re.search(r"[。；]", gap)
        or gap.count("，") > 2
        or (len(ahead) > 2 and re.search(r"其中|、", text[ahead[-3].end : stated.start]))
    ):
        return
    if len(ahead) == 2 and re.search(r"相差|差距", stated.left):
        yield from _fails(stated, one, other, certain=True)
    elif _is_from_to(passage, one, other) and not remainder:
        yield from _fails(stated, other, one, certain=True)
    elif remainder and len(ahead) == 2 and one.base > other.base:
        planned = (
            wording.PLAN.search(one.left)
            or wording.TOTAL.search(one.left)
            or re.search(r"到位|下达|收入|筹集|筹措|安排", one.left)
        )
        done = wording.ACTUAL.search(other.left) or re.search(r"使用|用于|支", other.left)
        if planned and done and "其中" not in text[one.end : stated.start]:
            yield from _fails(stated, one, other, certain=True)
    elif (
        len(ahead) == 2
        and re.search(r"(?:上年|去年|同期|上季度|上月|年初|全[省市州县国]|平均)[^，。；]{0,8}$", one.left + other.left)
        and gap.count("，") <= 1
    ):
        yield from _fails(stated, one, other, certain=False)


def _is_from_to(passage: Passage, one: Figure, other: Figure) -> bool:
    text = passage.block.text
    start = max(text.rfind(mark, 0, one.start) for mark in "，。；：")
    return bool(
        _FROM.search(text[start + 1 : one.start])
        and _TO.search(text[one.end : other.start])
        and "，" not in text[one.end : other.start].rstrip("，")[:-8]
    )


def _fails(stated: Figure, one: Figure, other: Figure, *, certain: bool) -> Iterator[Outcome]:
    if not (stated.is_exact and one.is_exact and other.is_exact):
        return
    computed = abs(one.base - other.base)
    if computed == 0:
        return
    gap = abs(computed - stated.base)
    coarse = max(one.step, other.step, stated.step)
    if coarse > 1 and gap <= coarse / 2 and stated.step >= coarse:
        return
    ratio = stated.base / computed
    if not certain and not is_slip(computed, stated.base, min(coarse, stated.step)):
        return
    if not Decimal("0.2") < ratio < Decimal("5") and not is_slip(computed, stated.base, stated.step):
        return
    worth = stated.unit_worth
    shown = f"{plain((computed / worth).normalize())}{stated.unit}"
    big, small = (one, other) if one.base > other.base else (other, one)
    severity = Severity.NOTE if gap <= stated.step and stated.step < worth else Severity.ERROR
    yield finding(
        Kind.DIFFERENCE, severity, stated, [one, other], computed=shown, arithmetic=f"{big.text} − {small.text} = {shown} ≠ {stated.text}",
        message=f"{big.text}与{small.text}相差{shown}，文中为{stated.text}", suggestion=f"若两数无误，差额应为{shown}",
    )  # fmt: skip
