"""So often in each period, so often in the year: 每季度公开一次，全年共 4 次; 每月走访两次，半年共 12 次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding

_OFTEN = {"两": Decimal(2), **{c: Decimal(n) for n, c in enumerate("一二三四五六", 1)}}
_IN_A_YEAR = {"半年": 2, "季": 4, "季度": 4, "月": 12}
_EACH = re.compile(
    r"每个?(?P<period>半年|季度|季|月)[一-龥]{0,6}?(?P<often>[一两二三四五六]|\d)(?P<unit>[次期场轮])(?![^，。；]{0,4}[以至])"
)
_YEARLY = re.compile(r"(?:全年|一年|年内)[一-龥]{0,6}$")
_HALF = re.compile(r"半年[一-龥]{0,4}$")
_CORRECTED = re.compile(r"扣除|停|除[^，。；]{1,8}外|其中|除了|缺|未|少")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        text = passage.block.text
        for said in _EACH.finditer(text, passage.sentence.start, passage.sentence.end):
            total = next((f for f in passage.figures if f.start > said.end() and f.unit == said["unit"]), None)
            if total and total.is_exact and not re.search(r"[；。]", text[said.end() : total.start]):
                yield from _judged(passage, total, said)


def _judged(passage: Passage, total: Figure, said: re.Match[str]) -> Iterator[Outcome]:
    text = passage.block.text
    if len(text[said.end() : total.start]) > 14 or _CORRECTED.search(text[said.end() : total.start + 12]):
        return
    periods = _IN_A_YEAR[said["period"]]
    if _HALF.search(total.left):
        periods //= 2
    elif not _YEARLY.search(total.left):
        return
    often = _OFTEN.get(said["often"]) or Decimal(said["often"])
    computed = often * periods
    how = f"{plain(often)}{total.unit} × {periods}"
    if computed == total.base:
        yield holding(Kind.PRODUCT, total, [], f"{how} = {total.text}")
    elif computed and total.base < computed * 3:
        shown = f"{plain(computed)}{total.unit}"
        yield finding(
            Kind.PRODUCT, Severity.WARNING, total, [], computed=shown, arithmetic=f"{how} = {shown} ≠ {total.text}",
            message=f"“{said.group(0)}”合{shown}，文中写{total.text}", suggestion="请核对次数",
        )  # fmt: skip
