"""The same sum divided another way: 按专业分，a、b、c。按学历层次分，d、e、f: both come to the total that stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure
from ...finding import Outcome, Severity
from ...reading import Passage, Reading
from ...wording import SHARED
from .split import Split, failing, that_holds
from .total import Tally

_OPENS = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?(?:按|从|分)(?P<how>[^，。：；\d]{1,10}?)(?:来?看|划?分|统计|区分)?[，：]"
)
_GAP = re.compile(r"^[一-龥]{0,6}[、，和及](?:[一-龥“”（）]{1,16})$")
_TOTAL = re.compile(r"(?:合计|共计|总计|一共|共)[一-龥]{0,4}$")
_BACK = 12


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """``tally`` holds the totals that have been found to add up: only such a one is divided again."""
    settled = {id(split.total): split for split in tally.found}
    taken = {id(part) for split in tally.found for part in split.parts}
    before: list[Figure] = []
    for passage in reading.passages:
        row = _row(passage) if _OPENS.match(passage.text) else []
        if len(row) >= 2 and not any(id(part) in taken for part in row):
            totals = [f for f in before[-_BACK * 4 :] if id(f) in settled or (f.is_exact and _TOTAL.search(f.left))]
            yield from _judged(passage, row, [f for f in totals if f.is_summable])
        before.extend(passage.figures)


def _row(passage: Passage) -> list[Figure]:
    """The parts right behind the opening, nothing but names between them, up to the end of the sentence."""
    row: list[Figure] = []
    for figure in passage.figures:
        if not (figure.is_summable and figure.is_exact) or figure.is_change:
            return []
        if row and (figure.dimension != row[0].dimension or not _GAP.match(passage.between(row[-1], figure))):
            return []
        row.append(figure)
    behind = passage.block.text[row[-1].end : passage.sentence.end] if row else ""
    return row if re.fullmatch(r"[一-龥]{0,4}[。；]?", behind) and "等" not in behind else []


def _judged(passage: Passage, row: Sequence[Figure], totals: Sequence[Figure]) -> Iterator[Outcome]:
    same = [f for f in totals if f.dimension == row[0].dimension and f.base > max(part.base for part in row)]
    if not same or SHARED.search(passage.text):
        return
    made = sum((part.base for part in row), Decimal(0))
    exact = next((f for f in reversed(same) if f.base == made), None)
    if exact:
        yield that_holds(Split(exact, tuple(row), True, True, ""))
        return
    total = same[-1]
    step = min(f.step for f in (total, *row))
    off = abs(made - total.base)
    if off * 50 <= total.base or (off * 10 <= total.base and is_slip(total.base, made, step)):
        yield failing(Split(total, tuple(row), True, True, ""), Severity.WARNING, total)
