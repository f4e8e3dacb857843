"""A total that says of how many it is: 黄桃、辣椒、蔬菜、油茶、魔芋五个品种总计 2.15 万亩, where what adds up are so many parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .total import Tally

_MANY = re.compile(
    r"(?P<said>(?P<many>[两二三四五六七八九])(?P<of>个|项|类|种|级|批|笔|镇|乡|村|县|块|家|年|处)[一-龥]{0,5}?)"
    r"(?:合计|共计|总计|一共|总共|相加|加起来|合起来|共)(?:为|是|有|达|约)?[一-龥]{0,3}$"
)


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """``tally`` holds the totals that add up, with their parts."""
    for split in tally.found:
        total, parts = split.total, split.parts
        block = reading.block_of(total) if total.block >= 0 else None
        if block is None or parts[-1].block != total.block or parts[-1].end > total.start:
            continue
        said = _MANY.search(block.text[max(parts[-1].end, total.start - 20) : total.start])
        if not said or not read_count(said["many"]) or _is_more_of_one(parts):
            continue
        many, literal = read_count(said["many"]), said["many"] + said["of"]
        lines = (total.place.line,)
        if many == len(parts):
            yield Holding(Kind.LIST_COUNT, lines, (literal,), f"相加的共{len(parts)}项")
        elif abs(many - len(parts)) <= 2 and len(parts) >= 3:
            yield Finding(
                Kind.LIST_COUNT, Severity.WARNING, lines, (literal,), str(len(parts)), literal,
                f"相加的共{len(parts)}项，文中为{literal}", f"文中写“{literal}”，相加得{total.text}的却是{len(parts)}项", "请核对项数",
                (total, *parts),
            )  # fmt: skip


def _is_more_of_one(parts: tuple[Figure, ...]) -> bool:
    """Parts that have parts, or no name of their own: which of them are counted cannot be told."""
    return any(not re.search(r"[一-龥]{2}", f.left) or "其中" in f.left for f in parts)
