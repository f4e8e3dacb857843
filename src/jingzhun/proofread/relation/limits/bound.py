"""Limits: a household has at least one person, coverage ends at 100 %, nothing done exceeds what was due, from-to has a direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import HOUSEHOLDS, PEOPLE, PERCENT, RATES, SPAN, TURNS

_CAPPED = re.compile(
    r"(?:[一-龥](?<!完成)(?<!增长)(?<!执行)(?<!产销)(?<!回报)(?<!收益)(?<!利润)(?<!增值)(?<!负债)(?<!周转)(?<!兑现)(?<!赔付)(?<!毛利)(?<!产出)"
    r"(?<!履约)(?<!利用)(?<!投资)(?<!实现)(?<!超额)(?<!出栏)(?<!繁殖)(?<!繁活)(?<!达产)(?<!杠杆)(?<!贴现)率"
    r"|[一-龥](?:满意度|知晓度)|覆盖面|[一-龥]占比)(?:均|已|也|都|可|只有|仅有?|才)?(?:达到?了?|为|是|实现|约)?$"
)
_GROSS = re.compile(r"毛[一-龥]{1,6}率[一-龥]{0,4}$")  # of all ages against one age: may pass 100 %
_ADMITTED = re.compile(
    r"超|多[提付列支收]|比应[一-龥]{0,4}多"
)  # 应提取 122.7 万元，实际提取 149.2 万元，超提 26.5 万元: that is what it reports
_DUE = re.compile(r"应(?!急|用|对|届|当|付|收)[一-龥]{0,8}$")
_DONE = re.compile(r"实[际有]?|已|完成|参加")
_TURNS = frozenset({TURNS, "户次", "车次", "场"})
"""Counted by the time: more of them than were due is no contradiction."""
_LARGEST_FAMILY = 9
_PERSONS = re.compile(r"(?:人口|人员|劳动力|学生|群众|职工|干部)(?:共|为|达|了)?$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        yield from _pairs(passage)
        yield from _rates(passage)
        yield from _due(passage)
        yield from _within(passage)
    yield from _heads_as_households(reading)


def _heads_as_households(reading: Reading) -> Iterator[Outcome]:
    """惠及脱贫人口 3164 户, where 3164 are persons everywhere else; 364 户脱贫户, told above as 脱贫户 87 户 364 人."""
    heads = {figure.base: figure for figure in reading.figures if figure.dimension == PEOPLE and figure.is_exact}
    houses = [figure for figure in reading.figures if figure.dimension == HOUSEHOLDS]
    called = {
        (people.base, house.left[-3:]) for passage in reading.passages for house, people in pairs_of(passage) if house.base != people.base
    }  # fmt: skip
    for figure in houses:
        is_named = (
            bool({(figure.base, figure.left[-3:]), (figure.base, figure.noun[:3])} & called) and figure.base >= 20
        )
        is_person = bool(_PERSONS.search(figure.left)) and figure.base >= 100
        if not (is_named or is_person) or not figure.is_exact or figure.per:
            continue
        behind = reading.block_of(figure).text[figure.end : figure.end + 6]
        if (
            figure.base in heads
            and not re.match(r"[，、]?共?\d", behind)
            and [h.base for h in houses].count(figure.base) == 1
        ):
            yield finding(
                Kind.OTHER, Severity.WARNING, figure, [heads[figure.base]], computed=heads[figure.base].text,
                arithmetic=f"{figure.text}，别处{heads[figure.base].text}", message=f"说的是人，却写{figure.text}，别处同一个数是{heads[figure.base].text}",
                suggestion="单位似应为“人”",
            )  # fmt: skip


def pairs_of(passage: Passage) -> Iterator[tuple[Figure, Figure]]:
    """Households with their people: 120户456人, 120户、456人."""
    for one, other in zip(passage.figures, passage.figures[1:], strict=False):
        gap = passage.between(one, other)
        if (
            one.dimension == HOUSEHOLDS
            and other.dimension == PEOPLE
            and other.unit.endswith("人")
            and not one.per
            and not other.per
            and not re.match(r"的\d", passage.block.text[other.end : other.end + 2])  # 31 户，1 人的 17 户
        ) and re.fullmatch(r"[、，]?(?:共计?|计|涉及|惠及|人口|合计)?", gap):
            yield one, other


def _pairs(passage: Passage) -> Iterator[Outcome]:
    for households, people in pairs_of(passage):
        if not (households.is_exact and people.is_exact):
            continue
        if not households.base:
            if people.base:
                yield finding(
                    Kind.BOUND, Severity.ERROR, people, [households], computed="0人", arithmetic=f"{households.text}，{people.text}",
                    message=f"{households.text}却有{people.text}", suggestion="请核对户数与人数",
                )  # fmt: skip
            continue
        size = people.base / households.base
        if size < 1:
            yield finding(
                Kind.BOUND, Severity.ERROR, people, [households], computed=f"≥{households.value}人",
                arithmetic=f"{people.text} < {households.text}", message=f"{households.text}只有{people.text}，人数少于户数",
                suggestion="户数与人数可能写颠倒",
            )  # fmt: skip
        elif size > _LARGEST_FAMILY and households.base >= 20:
            yield finding(
                Kind.BOUND, Severity.WARNING, people, [households], computed="户均2—6人",
                arithmetic=f"{people.text} ÷ {households.text} = 户均{size:.1f}人", message=f"{households.text}{people.text}，户均{size:.1f}人，过大",
                suggestion="请核对户数与人数",
            )  # fmt: skip
        else:
            yield holding(Kind.BOUND, people, [households], f"户均{size:.2f}人")


def _rates(passage: Passage) -> Iterator[Outcome]:
    for rate in passage.figures:
        if rate.dimension != PERCENT or rate.is_quoted or _GROSS.search(rate.left):
            continue
        if wording.DELTA.search(rate.left):
            continue
        capped = _CAPPED.search(rate.clause) or re.search(
            r"占(?![^，。；]{0,12}(?:任务|计划|目标|指标|预算|概算|年初|上年|去年))[^，。；]{0,14}的?$", rate.left
        )
        if (
            not capped
            and rate.base > 100
            and "率" in rate.left[-6:]
            and any(_is_exceeded(*pair) for pair in _neighbours(passage))
        ):
            capped = re.search("率", rate.left)
        if not capped:
            if rate.base <= 100 and re.search(r"率|占|比例", rate.left):
                yield holding(Kind.BOUND, rate, [], f"{rate.text} ≤ 100%")
            continue
        if rate.base > 100 and (_comes_out(passage, rate) or _EXPLAINED.match(passage.block.text[rate.end :])):
            continue  # 参保 378,900 人，参保率达 101.3 %，系按年初应参保 37.4 万人计算
        if rate.base > 100:
            yield finding(
                Kind.BOUND, Severity.ERROR, rate, [], computed=rate.text, stated_as="≤100%", arithmetic=f"{rate.text} > 100%",
                message=f"比率{rate.text}超过100%", suggestion="请核对分子、分母的口径",
            )  # fmt: skip
        else:
            yield holding(Kind.BOUND, rate, [], f"{rate.text} ≤ 100%")


_EXPLAINED = re.compile(r"（(?:含|因|系|由于|主要是|包括)[^）]{2,}")  # 巩固率 100.3 %（含县外回流学生）


def _comes_out(passage: Passage, rate: Figure) -> bool:
    amounts = [
        f for f in passage.figures
        if f.base and f.dimension not in RATES - {SPAN} and not f.per and abs(f.start - rate.start) < 60
    ]  # fmt: skip
    if not re.match(r"[，（]?(?:(?:系|是|为)?(?:按|以)|系|因|由于|主要是)", passage.block.text[rate.end :][:8]):
        return False
    return rate.digits >= 3 and any(
        a.dimension == b.dimension and of_ratio(a.base / b.base * 100, rate.base, rate.step) is Agreement.HOLDS
        for a in amounts for b in amounts if a is not b
    )  # fmt: skip


def _neighbours(passage: Passage) -> Iterator[tuple[Figure, Figure]]:
    """What was due and what was done: 应参加 a 人, 实际参加 b 人."""
    for one, other in pairwise(passage.figures):
        if one.dimension != other.dimension or one.dimension in RATES or not (one.is_exact and other.is_exact):
            continue
        if _DUE.search(one.left) and _DONE.search(other.left) and "，" in passage.between(one, other):
            yield one, other


def _is_exceeded(due: Figure, done: Figure) -> bool:
    return done.base > due.base


def _due(passage: Passage) -> Iterator[Outcome]:
    for one, other in _neighbours(passage):
        if _is_exceeded(one, other):
            if _ADMITTED.search(passage.block.text[other.end : other.end + 16]) or other.dimension in _TURNS:
                continue
            yield finding(
                Kind.BOUND, Severity.WARNING, other, [one], computed=f"≤{one.text}", arithmetic=f"{other.text} > {one.text}",
                message=f"实际数{other.text}大于应有数{one.text}", suggestion="请核对两个数",
            )  # fmt: skip
        else:
            yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")


def _within(passage: Passage) -> Iterator[Outcome]:
    """What is smaller as it should be: 其中, done within plan."""
    text = passage.block.text
    for one, other in zip(passage.figures, passage.figures[1:], strict=False):
        if one.dimension != other.dimension or not one.dimension or one.per or other.per or not other.base <= one.base:
            continue
        gap = text[one.end : other.start]
        if "其中" in gap or (wording.PLAN.search(one.left) and wording.ACTUAL.search(other.left)):
            yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")
