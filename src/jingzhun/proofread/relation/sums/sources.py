"""资金来源: what comes from each source makes up the total that stands in another paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...agreement import Agreement, is_slip, of_sum
from ...figure import Figure
from ...finding import Outcome, Severity
from ...reading import Reading
from ...unit import MONEY
from ..claims.claim import is_counted
from .split import Split, failing, that_holds
from .total import Tally

_HEAD = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.])?(?:[一-龥]{0,4}资金(?:来源|筹措|构成)|投资来源|筹资方案)"
)
_SOURCE = re.compile(
    r"中央|省|市|州|县|区|镇|乡|村|财政|衔接|自筹|整合|社会|帮扶|银行|贷款|行业|群众|企业|主体|协作|集体|债券|上级|本级|配套|捐|投劳|其他"
)
_TOTAL = re.compile(
    r"(?:总投资|总概算|总预算|总投入|资金总额|总规模|概算投资|估算投资|投资估算|合计|共需(?:资金|投资|投入)?|总共|共投入|需投入(?:资金)?)(?:为|约|达|是)?$"
)
_NEAR = Decimal("0.12")


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """``tally`` holds the sums found already: sources whose total stands beside them are settled."""
    settled = {id(f) for split in tally.found for f in (split.total, *split.parts)}
    for number, block in enumerate(reading.blocks):
        if not _HEAD.match(block.text):
            continue
        bodies = [block] if re.search(r"\d", block.text) else list(reading.blocks[number + 1 : number + 2])
        for body in bodies:
            parts = _parts(reading, body.number)
            if len(parts) >= 2 and not any(id(part) in settled for part in parts):
                yield from _against(reading, parts)


def _parts(reading: Reading, block: int) -> list[Figure]:
    """The amounts of the first sentence that names sources, each with its own."""
    text = reading.blocks[block].text
    first = next(
        (p for p in reading.passages if p.block.number == block and sum(map(_is_amount, p.figures)) >= 2), None
    )
    if first is None or re.search(r"其中|比上?年|同比", first.text):
        return []
    found = [f for f in first.figures if _is_amount(f)]
    if any(not _SOURCE.search(f.left) or not f.is_exact for f in found):
        return []
    gaps = [text[a.end : b.start] for a, b in pairwise(found)]
    return found if all(len(gap) <= 30 and "：" not in gap for gap in gaps) else []


def _is_amount(figure: Figure) -> bool:
    return figure.dimension == MONEY and not figure.per and is_counted(figure)


def _against(reading: Reading, parts: Sequence[Figure]) -> Iterator[Outcome]:
    totals = [f for f in reading.figures if _is_amount(f) and _TOTAL.search(f.left) and f not in parts]
    computed = sum((part.base for part in parts), Decimal(0))
    held = next((f for f in totals if of_sum(f, parts, computed) is Agreement.HOLDS), None)
    if held:
        yield that_holds(Split(held, tuple(parts), True, True, ""))
        return
    if any(f.is_exact and f.base == computed for f in reading.figures):
        return
    largest = max((f for f in totals if f.is_exact), key=lambda f: f.base, default=None)
    if largest is None:
        return
    near = abs(largest.base - computed) <= largest.base * _NEAR
    if near or is_slip(largest.base, computed, min(f.step for f in (largest, *parts))):
        yield failing(Split(largest, tuple(parts), True, True, ""), Severity.WARNING, largest)
