"""A figure told to lie above or below a mark: 支出率 73%，高于 70% 的要求; 人均 23.6 平方米，没有超过 25 平方米."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PERCENT

_UP = r"高于|超过|突破|大于|多于|超出"
_DOWN = r"(?:没有|未|不|不得|尚未|均未)(?:超过|突破|高于|超出)|低于|不到|不足|少于|小于"
_MARK = re.compile(
    rf"^[，（]?(?:已经?|均|都|远|远远|明显|大幅|略|仍|也|首次|全部|尚|还|仅|且|并|而)*"
    rf"(?:(?P<down>{_DOWN})|(?<!不)(?P<up>{_UP}|不低于|不少于))了?(?P<object>[一-龥“”\d月年]{{0,12}}?)(?:的)?(?:规定的|要求的|标准的)?$"
)
_AIMED = re.compile(r"[从由]$|(?:争取|力争|确保|计划|目标|打算|明年)[^，；]{0,16}$")  # 争取从 46.1 万元突破 50 万元
_APART = re.compile(r"比|较|个百分点|翻|倍")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for place, mark in enumerate(passage.figures):
            one = next((f for f in reversed(passage.figures[:place]) if f.dimension == mark.dimension), None)
            if one and mark.dimension and one.is_exact and not mark.is_range and not one.is_quoted:
                yield from _judged(passage, one, mark)


def _judged(passage: Passage, one: Figure, mark: Figure) -> Iterator[Outcome]:
    gap = passage.between(one, mark)
    said = _MARK.match(gap)
    if _AIMED.search(passage.block.text[passage.sentence.start : one.start]):
        return
    if not said or _APART.search(gap) or (one.is_change and mark.dimension != PERCENT) or (mark.per and not one.per):
        return
    above = bool(said["up"])
    word = said["up"] or said["down"]
    if one.base == mark.base and not word.startswith("不"):
        return
    if (one.base >= mark.base) == above or one.base == mark.base:
        yield holding(Kind.BOUND, mark, [one], f"{one.text} {'>' if above else '<'} {mark.text}")
    elif mark.dimension == PERCENT or not (
        said["object"] or word.startswith("不")
    ):  # 不足 6.59 万元 may be what is wanting
        yield finding(
            Kind.BOUND, Severity.ERROR, one, [mark], computed=f"{'>' if above else '<'}{mark.text}",
            arithmetic=f"{one.text} {'<' if above else '>'} {mark.text}", message=f"写“{word}”{mark.text}，但{one.text}并非如此",
            suggestion="请核对两个数或改写结论",
        )  # fmt: skip
