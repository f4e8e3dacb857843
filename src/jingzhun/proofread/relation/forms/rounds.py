"""So often in each period, so many in all: 半月一评，从3月评到8月共 12 次; 每季度一次，两年共 8 次."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .moments import MONTH, Grain, between, lengths_of, moments_of

_EACH = re.compile(
    r"(?:每(?P<period>半个?月|两个?月|个?月|季度?|半年)(?:[一-龥]{0,6}?)(?P<often>[一两二三四]|\d)(?:次|期|场|轮|回|课)"
    r"|(?<![一-龥]个)(?P<short>半月|一?月|一?季)一(?:评|调度|督查|检查|通报|会商|研判|公示|考核|排查|走访|更新|小结))(?![^，。；]{0,4}以上)"
)
_MONTHS = {"半月": 0.5, "半个月": 0.5, "两月": 2, "两个月": 2, "月": 1, "个月": 1, "一月": 1, "季": 3, "季度": 3, "一季": 3, "半年": 6}  # fmt: skip
_IN_ALL = re.compile(
    r"(?:共|累计|总共|一共|合计)[一-龥]{0,6}?(?P<n>\d{1,3}|[二两三四五六七八九十]{1,3})(?P<unit>次|期|场|轮|回)(?!课时)"
)
_OTHER = re.compile(r"停|缺|少|除|未|中断|提前|加|另|至少|其中|不足|超过|轮流|各")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    known = {(line, text) for o in outcomes if o.kind is not Kind.BOUND for line in o.lines for text in o.literals}
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for each in _EACH.finditer(block.text):
            sentence = block.sentence_at(each.start())
            told = _IN_ALL.search(block.text, each.end(), sentence.end)
            span = _span(block, each.end(), told.start()) if told else 0.0
            if not told or not span or _OTHER.search(block.text, each.end(), told.end()):
                continue
            literal, line = told["n"] + told["unit"], block.origin[told.start("n")][0] + 1
            right = round(span / MONTH / _MONTHS[each["period"] or each["short"]]) * read_count(each["often"] or "一")
            if right == read_count(told["n"]):
                yield Holding(Kind.PRODUCT, (line,), (literal, told["n"]), f"“{each.group(0)}”合{right}{told['unit']}")
            elif abs(right - read_count(told["n"])) > 1 and (line, literal) not in known:
                yield Finding(
                    Kind.PRODUCT, Severity.WARNING, (line,), (literal,), f"{right}{told['unit']}", literal,
                    f"“{each.group(0)}”，{round(span / MONTH)}个月合{right}{told['unit']} ≠ {literal}",
                    f"“{each.group(0)}”，{round(span / MONTH)}个月应为{right}{told['unit']}，文中写{literal}", "请核对次数或起止",
                )  # fmt: skip


def _span(block: Block, start: int, end: int) -> float:
    """Days from one moment to the other between the two places, both ends counted, or the one length told there."""
    told = block.text[start:end]
    moments = moments_of(told, 0)
    if len(moments) == 2 and max(m.grain for m in moments) <= Grain.MONTH:
        return between(*moments)[1]
    lengths = list(lengths_of(told, moments))
    return lengths[0].days if len(lengths) == 1 and not moments else 0.0
