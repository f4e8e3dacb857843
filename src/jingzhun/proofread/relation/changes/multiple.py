"""So many times as much, and so many per cent more: 是上一年的 2.3 倍，增长 133 %; 226 万元是 97 万元的 2.33 倍."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PERCENT, TIMES

_OF_BEFORE = re.compile(r"(?:是|为|相当于|达到?)[^，。；\d]{2,10}的(?:约|近)?$")
_MORE = re.compile(r"^[，、（](?:同比|比[一-龥]{2,5}|实际|即)?(?:净增|增长|增加|提高|上升)了?(?:约|近)?$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for times, rate in zip(passage.figures, passage.figures[1:], strict=False):
            if times.dimension == TIMES and rate.dimension == PERCENT and _is_of_one(passage, times, rate):
                yield from _judged(times, rate)


def _is_of_one(passage: Passage, times: Figure, rate: Figure) -> bool:
    return bool(
        times.is_exact and rate.is_exact and times.base > 1
        and _OF_BEFORE.search(times.left) and _MORE.match(passage.between(times, rate))
    )  # fmt: skip


def _judged(times: Figure, rate: Figure) -> Iterator[Outcome]:
    """Once as much is no growth: the times less one are the growth, as far as they are written out."""
    computed = (times.base - 1) * 100
    how = f"（{plain(times.value)} − 1）× 100%"
    if abs(computed - rate.base) <= times.step / 2 * 100 + rate.step / 2:
        yield holding(Kind.GROWTH, rate, [times], f"{how} = {rate.text}")
        return
    shown = f"{plain(computed.quantize(Decimal(1)))}%"
    yield finding(
        Kind.GROWTH, Severity.ERROR, rate, [times], computed=shown, arithmetic=f"{how} = {shown} ≠ {rate.text}",
        message=f"是{plain(times.value)}倍即增长约{shown}，文中写增长{rate.text}", suggestion="请核对倍数和增幅",
    )  # fmt: skip
