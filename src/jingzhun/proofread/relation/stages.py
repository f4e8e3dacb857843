"""Stages of works, each no more than the one before it: 开工 52 个，完工 49 个，验收 45 个; 1,200 人中，参保 1,150 人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..figure import Figure
from ..finding import Kind, Outcome, Severity
from ..reading import Passage, Reading, finding, holding
from ..unit import RATES, TURNS

_STAGES = (
    re.compile(r"(?:开工|动工)(?:建设|的)?(?:有|为|了)?$"),
    re.compile(r"(?<!未)(?:完工|竣工|建成|完成建设)(?:的)?(?:有|为|了)?$"),
    re.compile(r"验收(?:合格|通过)?(?:的)?(?:有|为|了)?$"),
    re.compile(r"(?:办理|完成)?(?:了)?(?:竣工)?(?:结算|决算)(?:审核|审计|审批)?(?:的)?(?:有|为|了)?$"),
)
_APART = re.compile(r"未|尚|待|另|其余|上年|去年|往年|累计|历年|结转|新|计划|分别")
_AMONG = re.compile(r"^[一-龥]{0,10}中(?:，|有?$)")
_OUTSIDE = re.compile(r"[。；]|比|较|上年|去年|同期|总|另|共|累计|次")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for one, other in pairwise(passage.figures):
            if not (one.is_summable and other.is_summable and one.is_exact and other.is_exact):
                continue
            if one.dimension == other.dimension and one.dimension not in RATES | {TURNS}:
                yield from _staged(passage, one, other)
                yield from _among(passage, one, other)


def _stage(figure: Figure) -> int | None:
    words = figure.left[-10:]
    return next((number for number, stage in reversed(list(enumerate(_STAGES))) if stage.search(words)), None)


def _staged(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    first, second = _stage(one), _stage(other)
    gap = passage.between(one, other)
    if first is None or second is None or first >= second or re.search(r"[。；]", gap) or _APART.search(other.left + one.left[-8:]):
        return
    if other.base <= one.base:
        yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")
    else:
        yield _beyond(other, one, f"后一道工序的{other.text}多于前一道的{one.text}")


def _among(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    """Of so many, so many: 33,862 名脱贫人口中，参加医保 33,982 人."""
    gap = passage.between(one, other)
    if not _AMONG.match(gap) or _OUTSIDE.search(gap):
        return
    if other.base <= one.base:
        yield holding(Kind.BOUND, other, [one], f"{other.text} ≤ {one.text}")
    else:
        yield _beyond(other, one, f"{one.text}中不会有{other.text}")


def _beyond(other: Figure, one: Figure, message: str) -> Outcome:
    return finding(
        Kind.BOUND, Severity.WARNING, other, [one], computed=f"≤{one.text}", arithmetic=f"{other.text} > {one.text}",
        message=message, suggestion="请核对两个数",
    )  # fmt: skip
