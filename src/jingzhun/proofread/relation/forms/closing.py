"""A list that is summed up once more right behind it: 问题 67 个：9 个、17 个…6 个，合计 76 个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...agreement import is_slipped
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, finding
from .layout import Settled

_CLOSES = re.compile(r"^(?:（[^）\d]*）)?[，。]?(?:合计|共计|总计|一共|总共|加起来|相加)(?:是|为|共|有|正好)*$")


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The parts come out at another total already, and those words mean the parts and nothing else."""
    wrong = {figure for outcome in outcomes if isinstance(outcome, Finding) for figure in outcome.figures}
    settled = Settled(outcomes)
    told = set()
    for outcome in outcomes:
        if not isinstance(outcome, Holding) or outcome.kind is not Kind.SUM or len(outcome.figures) < 3:
            continue
        total, *parts = outcome.figures
        last = max(parts, key=lambda part: (part.block, part.start))
        behind = next((f for f in reading.by_block[last.block] if f.start >= last.end), None)
        if behind is None or behind in told or behind in wrong or total in wrong or behind is total:
            continue
        gap = reading.block_of(last).text[last.end : behind.start]
        if (
            behind.dimension == total.dimension and behind.base != total.base and behind.is_exact and total.is_exact
            and len({part.block for part in parts}) == 1 and total.start < min(part.start for part in parts)
            and _CLOSES.match(gap) and not settled.is_explained(behind) and _is_near(behind, total)
        ):  # fmt: skip
            told.add(behind)
            yield finding(
                Kind.SUM, Severity.ERROR, behind, [total, *parts], computed=total.text,
                arithmetic=f"{outcome.arithmetic.split(' = ')[0]} = {total.text} ≠ {behind.text}",
                message=f"各项之和为{total.text}，后面合计写{behind.text}", suggestion=f"若各项无误，应改为{total.text}",
            )  # fmt: skip


def _is_near(behind: Figure, total: Figure) -> bool:
    """Written wrongly; 145 of all behind 58 of one kind is another total."""
    return is_slipped(behind, total.base) or abs(behind.base - total.base) * 8 <= total.base
