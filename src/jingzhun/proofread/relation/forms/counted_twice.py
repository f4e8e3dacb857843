"""Those in two classes who are to be taken off, and were not: 146 户、203 户、58 户，其中既…又…的 74 户，剔除重复后共 407 户."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding
from ..sums.overlap import told_in_both

_TAKEN_OFF = re.compile(r"(?:剔除|扣除|去除|减去|除去)(?:了)?(?:重[复叠合]|交叉|后)|去重|剔重")


def find(reading: Reading) -> Iterator[Outcome]:
    """The wording says that they are taken off; whatever else holds, the classes simply added up are then wrong."""
    for passage, both, figures in told_in_both(reading):
        yield from _judged(passage, both, figures)


def _judged(passage: Passage, both: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    behind = [f for f in figures if both.end <= f.start < passage.sentence.end][:1]
    gap = passage.between(both, behind[0]) if behind else ""
    union = behind[0] if _TAKEN_OFF.search(gap) and not re.search(r"[。；]", gap) else None
    ahead = [f for f in figures if passage.sentence.start <= f.start < both.start]
    rows = (ahead[-many:] for many in range(2, len(ahead) + 1))
    row = next((row for row in rows if union and sum(f.base for f in row) == union.base), None)
    if union is None or row is None or both.base > min(f.base for f in row[-2:]) * 2:
        return
    how = " + ".join(f.text for f in row)
    shown = f"{plain(((union.base - both.base) / union.unit_worth).normalize())}{union.unit}"
    yield finding(
        Kind.OVERLAP, Severity.ERROR, union, [*row, both], computed=shown, arithmetic=f"{how} − {both.text} = {shown} ≠ {union.text}",
        message=f"写明剔除重复，却是各类直接相加的数：应为{shown}，文中为{union.text}", suggestion=f"若各分项无误，去重后应为{shown}",
    )  # fmt: skip
