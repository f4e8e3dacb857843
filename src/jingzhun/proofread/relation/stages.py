"""Stages of works, each no more than the one before it: 开工 52 个，完工 49 个，验收 45 个; 1,200 人中，参保 1,150 人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..figure import Figure
from ..finding import Kind, Outcome, Severity
from ..reading import Passage, Reading, finding, holding
from ..unit import PEOPLE, RATES, TURNS
from ..wording import label as label_of

_STAGES = (
    re.compile(r"(?:开工|动工)(?:建设|的)?(?:有|为|了)?$"),
    re.compile(r"(?<!未)(?:完工|竣工|建成|完成建设)(?:的)?(?:有|为|了)?$"),
    re.compile(r"验收(?:合格|通过)?(?:的)?(?:有|为|了)?$"),
    re.compile(r"(?:办理|完成)?(?:了)?(?:竣工)?(?:结算|决算)(?:审核|审计|审批)?(?:的)?(?:有|为|了)?$"),
)
_APART = re.compile(r"未|尚|待|另|其余|上年|去年|往年|累计|历年|结转|新|计划|分别")
_AMONG = re.compile(r"^[一-龥]{0,10}中(?:，|有?$|[一-龥]{0,6}，[一-龥]{0,8}还?有$)")
_RATED = re.compile(r"(?:低于|高于|不足|超过|达到|不到)[\d.]+[%％]的?")
_OUTSIDE = re.compile(r"[。；]|比|较|上年|去年|同期|总|另|共|累计|次")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        amounts = [f for f in passage.figures if f.dimension not in RATES]
        for one, other in pairwise(amounts):
            if not (one.is_summable and other.is_summable and one.is_exact and other.is_exact):
                continue
            if one.dimension == other.dimension and one.dimension not in RATES | {TURNS}:
                yield from _staged(passage, one, other)
                yield from _among(passage, one, other)
        for part in passage.figures:
            if part.left.startswith(("其中", "，其中")) or "其中" in part.clause[-12:]:
                yield from _within_its_name(passage, part)


def _stage(figure: Figure) -> int | None:
    words = figure.left[-10:]
    return next((number for number, stage in reversed(list(enumerate(_STAGES))) if stage.search(words)), None)


def _staged(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    first, second = _stage(one), _stage(other)
    gap = passage.between(one, other)
    if (
        first is None
        or second is None
        or first >= second
        or re.search(r"[。；]", gap)
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
    if whole and part.base > whole.base and "；" not in passage.between(whole, part):
        yield _beyond(part, whole, f"{whole.text}中不会有{part.text}")


def _beyond(other: Figure, one: Figure, message: str) -> Outcome:
    return finding(
        Kind.BOUND, Severity.WARNING, other, [one], computed=f"≤{one.text}", arithmetic=f"{other.text} > {one.text}",
        message=message, suggestion="请核对两个数",
    )  # fmt: skip
