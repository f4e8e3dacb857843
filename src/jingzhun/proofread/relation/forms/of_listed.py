"""What is said of one of a list that makes up its whole: 省外 5940 人、省内 1735 人、县内 2610 人；省外务工占 57.8 %.

The list is complete, as its parts come to the whole that stands before it or behind it; the share's own words name the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import is_slip, rounded
from ...figure import Figure
from ...finding import Outcome
from ...reading import Passage, Reading
from ...unit import PERCENT
from ..claims import refuted
from . import layout

_SHARE = re.compile(
    r"^(?:其中|而|仅|光)?(?P<name>[一-龥“”A-Z]{2,9}?)(?:这?一[项类块]|的)?(?:占比?|比[重例]|率)(?:最[高大]|达到?|[为是达])?(?:，达到?)?$"
)
_WITHIN = re.compile(r"[一-龥](?:[中里内]|的)[一-龥]")  # 来信当中实名占 72 %
_LEAST = 3  # parts, and digits of a share of which a slip is hardly chance
_ROW = re.compile(r"[、，；和及](?!其中)[一-龥“”A-Z（）的]{1,12}")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    above: Passage | None = None
    for passage in reading.passages:
        shares = [f for f in passage.figures if f.dimension == PERCENT and f.is_exact and 0 < f.base < 100]
        if above and above.block is not passage.block:
            above = None
        for share in shares:
            if name := _name(passage, share):
                before = [f for f in (*(above.figures if above else ()), *passage.figures) if f.end <= share.start]
                yield from _judged(passage.block.text, settled, share, name, before)
        above = passage


def _name(passage: Passage, share: Figure) -> str:
    text = passage.block.text[passage.sentence.start : share.start]
    words = re.split(r"[，。；：]", text)
    said = _SHARE.match(words[-1] if len(words[-1]) > 1 or len(words) < 2 else f"{words[-2]}，{words[-1]}")
    name = said["name"].strip("“”") if said else ""
    return "" if _WITHIN.search(name) else name


def _judged(
    text: str, settled: layout.Settled, share: Figure, name: str, before: Sequence[Figure]
) -> Iterator[Outcome]:
    for row in _rows(text, before):
        total = sum((f.base for f in row), Decimal(0))
        wholes = [f for f in before if f.dimension == row[0].dimension and f.base == total and f not in row]
        part = _called(name, row)
        if not wholes or not part:
            continue
        whole = wholes[-1]
        computed = part.base / total * 100
        others = [f for f in before if f.dimension == part.dimension]
        if share.places < _LEAST or not is_slip(rounded(computed, share.step), share.base, share.step):
            return
        if any(abs(a.base / b.base * 100 - share.base) * 2 <= share.step for a in others for b in others if b.base):
            return
        if not settled.is_wrong(share, part):
            yield from refuted.share(share, part, whole, is_meant=True)
        return


def _called(name: str, row: Sequence[Figure]) -> Figure | None:
    """The one that has more of the name than any other."""
    shared = [len(wording.bigrams(name) & wording.bigrams(f.left)) for f in row]
    most = max(shared)
    return row[shared.index(most)] if most and shared.count(most) == 1 else None


def _rows(text: str, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Three and more of a kind behind one another, the last row first."""
    rows: list[list[Figure]] = []
    for figure in figures:
        if not (figure.is_summable and figure.is_exact):
            continue
        last = rows[-1][-1] if rows else None
        if last and last.dimension == figure.dimension and _ROW.fullmatch(text[last.end : figure.start]):
            rows[-1].append(figure)
        else:
            rows.append([figure])
    yield from (row for row in reversed(rows) if len(row) >= _LEAST)
