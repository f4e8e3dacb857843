"""Rates that say behind them what they are of: 逾期贷款 103.5 万元，逾期率 1.3 %（按年末余额 8,100 万元计算）; 应收 412 万元，实收 90 % 即 371 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure
from ...finding import Outcome
from ...reading import Reading
from ...unit import PERCENT
from ..claims import refuted

_BASE = re.compile(r"^（(?:按|以)[一-龥]{2,14}$")
_CLOSES = re.compile(r"^(?:计算?|为基数|为分母|口径|测算)?[^，。；]{0,6}）")
_DONE = re.compile(r"(?:实收|实缴|实发|实际(?:收|支|完成)[一-龥]?|已收|已缴|收回)$")
_DUE = re.compile(r"(?:应收|应缴|应发|应)[一-龥]{0,6}$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for part, rate, whole in zip(passage.figures, passage.figures[1:], passage.figures[2:], strict=False):
            if rate.dimension != PERCENT or not rate.is_exact or part.dimension != whole.dimension:
                continue
            if not (part.is_summable and whole.is_summable and part.is_exact and whole.is_exact):
                continue
            behind = passage.block.text[whole.end : whole.end + 14]
            if _BASE.match(passage.between(rate, whole)) and _CLOSES.match(behind):
                yield from _judged(rate, part, whole)
            elif (
                _DUE.search(part.left)
                and _DONE.search(rate.left)
                and re.fullmatch(r"，?(?:即|计|也就是)", passage.between(rate, whole))
            ):
                yield from _judged(rate, whole, part)


def _judged(rate: Figure, part: Figure, whole: Figure) -> Iterator[Outcome]:
    far = abs(part.base / whole.base * 100 - rate.base) >= rate.step
    yield from refuted.share(rate, part, whole, is_meant=part.base <= whole.base and far)
