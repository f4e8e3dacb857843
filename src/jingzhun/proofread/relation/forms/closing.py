"""A list with a total before and behind it: 问题 67 个：9 个、17 个…6 个，合计 76 个; 563 人，其中 287 人…34 人，合计 536 人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...agreement import is_slipped
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, finding
from .layout import Settled

_CLOSES = re.compile(r"^(?:（[^）\d]*）)?[，。]?(?:合计|共计|总计|一共|总共|加起来|相加)(?:是|为|共|有|正好)*$")
_OPENS = re.compile(r"^[，；]?(?:其中|包括|分别是|具体为?)[：，]?[一-龥]{0,10}$")


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The parts come out at one of the two totals, and the words at the other mean the parts and nothing else."""
    wrong = {figure for outcome in outcomes if isinstance(outcome, Finding) for figure in outcome.figures}
    settled = Settled(outcomes)
    told = set()
    for outcome in outcomes:
        if not isinstance(outcome, Holding) or outcome.kind is not Kind.SUM or len(outcome.figures) < 3:
            continue
        total, *parts = outcome.figures
        if len({part.block for part in parts}) > 1 or total in wrong or not total.is_exact:
            continue
        other = _behind(reading, total, parts) or _before(reading, total, parts)
        if (
            other and other not in told and other not in wrong and other is not total
            and other.dimension == total.dimension and other.base != total.base and other.is_exact
            and not settled.is_explained(other) and _is_near(other, total)
        ):  # fmt: skip
            told.add(other)
            yield finding(
                Kind.SUM, Severity.ERROR, other, [total, *parts], computed=total.text,
                arithmetic=f"{outcome.arithmetic.split(' = ')[0]} = {total.text} ≠ {other.text}",
                message=f"各项之和为{total.text}，另一处总数写{other.text}", suggestion=f"若各项无误，应改为{total.text}",
            )  # fmt: skip


def _behind(reading: Reading, total: Figure, parts: Sequence[Figure]) -> Figure | None:
    """合计 right behind the last part of a list whose total stands before it."""
    last = max(parts, key=lambda part: part.start)
    if (total.block, total.start) > (last.block, last.start):
        return None
    behind = next((f for f in reading.by_block[last.block] if f.start >= last.end), None)
    return behind if behind and _CLOSES.match(reading.block_of(last).text[last.end : behind.start]) else None


def _before(reading: Reading, total: Figure, parts: Sequence[Figure]) -> Figure | None:
    """已就业 563 人，其中: before the first part of a list that is summed up behind."""
    first = min(parts, key=lambda part: part.start)
    if total.block != first.block or total.start < first.start:
        return None
    ahead = [f for f in reading.by_block[first.block] if f.end <= first.start][-1:]
    opens = ahead and _OPENS.match(reading.block_of(first).text[ahead[0].end : first.start])
    return ahead[0] if opens else None


def _is_near(behind: Figure, total: Figure) -> bool:
    """Written wrongly; 145 of all behind 58 of one kind is another total."""
    return is_slipped(behind, total.base) or abs(behind.base - total.base) * 8 <= total.base
