"""A rate said to pass a mark that it does not: 250 户中满意 236 户，满意度超过 95 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PERCENT

_PASSES = re.compile(r"[一-龥](?:率|度|占比)[一-龥]{0,4}?(?:超过|高于|大于|突破)了?$")
_REACH = 40


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for place, mark in enumerate(passage.figures):
            if place >= 2 and mark.dimension == PERCENT and _PASSES.search(mark.left):
                yield from _of(passage, mark, *passage.figures[place - 2 : place])


def _of(passage: Passage, mark: Figure, whole: Figure, part: Figure) -> Iterator[Outcome]:
    """The two figures right before it, of one kind, the part within the whole."""
    gap = passage.block.text[whole.start : mark.start]
    if (
        whole.dimension != part.dimension
        or not (whole.is_summable and part.is_summable and whole.is_exact and part.is_exact)
        or part.base > whole.base
        or len(gap) > _REACH
        or re.search(r"[。；]", gap)
        or "其中" in passage.between(whole, part)
    ):
        return
    share = part.base / whole.base * 100
    how = f"{part.text} ÷ {whole.text} = {plain(share.quantize(mark.step / 10))}%"
    if share > mark.base:
        yield holding(Kind.BOUND, mark, [part, whole], f"{how} > {mark.text}")
    elif mark.base * 9 < share * 10:  # further off it is of something else
        yield finding(
            Kind.BOUND, Severity.ERROR, mark, [part, whole], computed=f"{plain(share.quantize(mark.step / 10))}%",
            arithmetic=f"{how} < {mark.text}", message=f"按所列两数为{plain(share.quantize(mark.step / 10))}%，没有超过{mark.text}",
            suggestion="请核对两数或改写结论",
        )  # fmt: skip
