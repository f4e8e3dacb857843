"""Stages of works, each no more than the one before it: 开工 52 个，完工 49 个，验收 45 个; 1,200 人中，参保 1,150 人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import MONEY, PEOPLE, RATES, TURNS
from ...wording import label as label_of

_STAGES = (
    re.compile(r"(?:开工|动工)(?:建设|的)?(?:有|为|了)?$"),
    re.compile(r"(?<!未)(?:完工|竣工|建成|完成建设)(?:的)?(?:有|为|了)?$"),
    re.compile(r"验收(?:合格|通过)?(?:的)?(?:有|为|了)?$"),
    re.compile(r"(?:办理|完成)?(?:了)?(?:竣工)?(?:结算|决算)(?:审核|审计|审批)?(?:的)?(?:有|为|了)?$"),
)
_APART = re.compile(r"未|尚|待|另|其余|上年|去年|往年|累计|历年|结转|新|计划|分别")
_AMONG = re.compile(r"^[一-龥]{0,10}中(?:，|有?$|[一-龥]{0,6}，[一-龥]{0,8}还?有$)")
_ABLE = (
    r"(?:(?:取得|获得|拿到|领到|领取|考取)[^，。；\d]{0,8}(?:证书?|资格|执照)|(?:考试|考核|鉴定|结业)?(?:合格|结业|毕业|及格|就业)"
    r"|(?:大专|高中|中专|初中|小学|本科)[一-龥]{0,2}以[上下](?:学历|文化)?)"
)
_SOME_OF_THEM = re.compile(rf"(?:^|，)(?:其中，?)?{_ABLE}的(?:有|为|共|达)?$|岁(?:及)?以[上下]的?(?:有|为|共|达)?$")
"""Told by what some of those just counted have: 学员 316 人，取得证书的 320 人; 党员 37 人，60 岁以上的 39 人."""
_COST = re.compile(r"(?:自付|医疗|医药|住院|治疗|总)[一-龥]{0,2}费用?(?:[一合总]共|共计|合计|总计|共|为|是|达|了)*$")
_PAID_BACK = re.compile(r"^，?(?:[一-龥]{0,4}(?<!累计))?(?:救助|报销|减免|补偿|报补)(?:了|共|金额|资金|金)*$")
_RATED = re.compile(r"(?:低于|高于|不足|超过|达到|不到)[\d.]+[%％]的?")
_NAMED = re.compile(r"(?:在)?(?P<name>[一-龥]{3,8}?)(?:的)?(?:人员|人口|群众|户|对象|项目|村)?(?:中|当中|里)，")
_NEAR = 6
_OUTSIDE = re.compile(r"[。；]|比|较|上年|去年|同期|总|另|共|累计|次")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        amounts = [f for f in passage.figures if f.dimension not in RATES]
        for one, other in pairwise(amounts):
            if not (one.is_summable and one.is_exact and other.is_exact and one.dimension == other.dimension):
                continue
            if one.dimension not in RATES | {TURNS} and (other.is_summable or _is_of_what_follows(other)):
                yield from _among(passage, one, other)
            if one.dimension not in RATES | {TURNS} and other.is_summable:
                yield from _staged(passage, one, other)
                yield from _paid_back(passage, one, other)
        yield from _some_of_them(passage)
        yield from _among_named(reading, passage)
        for part in passage.figures:
            if part.left.startswith(("其中", "，其中")) or "其中" in part.clause[-12:]:
                yield from _within_its_name(passage, part)


def _is_of_what_follows(figure: Figure) -> bool:
    """有 182 名每月送教不足两次: the month is that of the times, and no mean of the 182."""
    return bool(figure.per) and figure.is_quantity and not re.search(r"[每均]", figure.left) and "每" in figure.right


def _stage(figure: Figure) -> int | None:
    words = figure.left[-10:]
    return next((number for number, stage in reversed(list(enumerate(_STAGES))) if stage.search(words)), None)


_NOT_YET = re.compile(r"没|未")  # 没开工的 3 户，开了工没完工的 12 户: two groups


def _staged(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    first, second = _stage(one), _stage(other)
    gap = passage.between(one, other)
    if (
        first is None
        or second is None
        or first >= second
        or re.search(r"[。；]", gap)
        or (_NOT_YET.search(one.left) and _NOT_YET.search(other.left))
        or _APART.search(other.left + one.left[-8:])
    ):
        return
    if other.base <= one.base:
        yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")
    else:
        yield _beyond(other, one, f"后一道工序的{other.text}多于前一道的{one.text}")


def _among(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    """Of so many, so many: 33,862 名脱贫人口中，参加医保 33,982 人."""
    gap = _RATED.sub("", passage.between(one, other))
    if not _AMONG.match(gap) or _OUTSIDE.search(gap):
        return
    if other.base <= one.base:
        yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")
    else:
        yield _beyond(other, one, f"{one.text}中不会有{other.text}")


def _among_named(reading: Reading, passage: Passage) -> Iterator[Outcome]:
    """县内就业 1145 人。县内就业人员中，在车间就业的 1162 人: those named at the head of the sentence were counted just before."""
    head = _NAMED.match(passage.text)
    first = next((f for f in passage.figures if f.is_summable), None)
    if (
        not head
        or not first
        or not first.is_exact
        or _OUTSIDE.search(passage.text[head.end() : first.start - passage.sentence.start])
    ):
        return
    name = head["name"]
    before = [
        f
        for f in reading.by_block[passage.block.number]
        if f.end <= passage.sentence.start and f.dimension == first.dimension
    ]
    told = [f for f in before[-_NEAR:] if f.is_summable and f.is_exact and f.left.rstrip("的有共为").endswith(name)]
    if len({f.base for f in told}) != 1 or first.dimension in (TURNS, MONEY):
        return
    if first.base > told[0].base:
        yield _beyond(first, told[0], f"{name}{told[0].text}，其中不会有{first.text}")
    else:
        yield holding(Kind.BOUND, first, [told[0]], f"{first.text} ≤ {told[0].text}")


def _some_of_them(passage: Passage) -> Iterator[Outcome]:
    """学员 316 人，取得证书的 320 人: what some have is told of those counted right before, 其中 or not."""
    people = [f for f in passage.figures if f.dimension == PEOPLE and f.is_summable]
    for place, part in enumerate(people[1:], 1):
        if not part.is_exact or not _SOME_OF_THEM.search(passage.text[: part.start - passage.sentence.start][-24:]):
            continue
        whole = people[place - 1]
        between = passage.between(whole, part)
        if "其中" in passage.between(people[place - 2], whole)[-6:] if place >= 2 else False:
            whole = people[place - 2]  # 党员 37 人，其中女党员 8 人，60 岁以上的 39 人
        if not whole.is_exact or len(between) > 26 or re.search(r"[。；：（）]|另|上年|去年|累计", between):
            continue
        if _SOME_OF_THEM.search(whole.left) or "岁" in passage.text[: whole.start - passage.sentence.start][-12:]:
            continue  # 70 岁以上的 320 人，60 岁以上的 386 人: two parts of another whole
        if any(other.base >= part.base for other in people[:place]):
            continue
        if whole.base < part.base <= whole.base * Decimal("1.3"):
            yield _beyond(part, whole, f"{whole.text}中不会有{part.text}")


def _paid_back(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    """自付费用一共 8.4 万元，救助了 9.1 万元: nobody is paid back more than it cost."""
    if one.dimension != MONEY or one.per or other.per or other.base <= one.base:
        return
    if _COST.search(one.left) and _PAID_BACK.match(passage.between(one, other)):
        yield _beyond(other, one, f"费用{one.text}，给付的{other.text}却比费用多")


def _within_its_name(passage: Passage, part: Figure) -> Iterator[Outcome]:
    """示范点 15 个，分布在 11 个乡镇，其中省级示范点 18 个; 岗位 60 个，其中安排 65 人."""
    if not (part.is_summable and part.is_exact):
        return
    label = label_of(part.left.partition("其中")[2] or part.left)
    before = [f for f in passage.figures if f.end <= part.start and f.is_summable and f.is_exact]
    whole = next(
        (f for f in reversed(before) if f.dimension == part.dimension and len(label) >= 4 and label_of(f.left).endswith(label[-3:])), None
    )  # fmt: skip
    last = before[-1] if before else None
    if (
        whole is None
        and last
        and part.dimension == PEOPLE
        and "岗位" in last.left[-6:] + last.noun
        and last.unit == "个"
    ):
        whole = last
    if whole and part.base > whole.base and not re.search(r"；|非", passage.between(whole, part)):
        yield _beyond(part, whole, f"{whole.text}中不会有{part.text}")


def _beyond(other: Figure, one: Figure, message: str) -> Outcome:
    return finding(
        Kind.BOUND, Severity.WARNING, other, [one], computed=f"≤{one.text}", arithmetic=f"{other.text} > {one.text}",
        message=message, suggestion="请核对两个数",
    )  # fmt: skip
