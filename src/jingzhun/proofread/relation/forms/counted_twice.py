"""Those in two classes who are to be taken off, and were not: 146 户、203 户、58 户，其中既…又…的 74 户，剔除重复后共 407 户.

Nor can there be more without those counted twice than the classes have: 316 人与 562 人扣除重复后为 915 人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding
from ..sums.overlap import told_in_both

_TAKEN_OFF = re.compile(r"(?:剔除|扣除|去除|减去|除去)(?:了)?(?:重[复叠合]|交叉|后)|去重|剔重")
_IN_ALL = re.compile(r"(?:一共|总共|共计|合计|加起来)(?:是|有|为)?$")
_BESIDE = re.compile(r"^[^，。；：\d]{0,6}[和与、及][^，。；：\d]{1,12}$")


def find(reading: Reading) -> Iterator[Outcome]:
    """The wording says that they are taken off; whatever else holds, the classes simply added up are then wrong."""
    for passage, both, figures in told_in_both(reading):
        yield from _judged(passage, both, figures)
    for passage in reading.passages:
        if _TAKEN_OFF.search(passage.text):
            yield from _too_many(passage)


def _too_many(passage: Passage) -> Iterator[Outcome]:
    for one, other, union in zip(passage.figures, passage.figures[1:], passage.figures[2:], strict=False):
        if not (
            one.dimension == other.dimension == union.dimension
            and all(f.is_summable and f.is_exact for f in (one, other, union))
        ):
            continue
        gap = passage.between(other, union)
        before = [f for f in passage.figures if f.dimension == one.dimension and f.start < one.start]
        if before and not re.search(r"[，；：]", passage.between(before[-1], one)):
            continue  # more than two classes
        if not (
            _TAKEN_OFF.search(gap) and not re.search(r"[。；]", gap) and _BESIDE.match(passage.between(one, other))
        ):
            continue
        most = one.base + other.base
        if union.base > most:
            how = f"{one.text} + {other.text} = {plain((most / union.unit_worth).normalize())}{union.unit}"
            yield finding(
                Kind.OVERLAP, Severity.ERROR, union, [one, other], computed=f"不到{how.rpartition(' = ')[2]}",
                arithmetic=f"{how} < {union.text}", message=f"扣除重复以后比两类相加（{how}）还多：文中为{union.text}",
                suggestion="请核对两类的数和去重后的数",
            )  # fmt: skip


def _judged(passage: Passage, both: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    behind = [f for f in figures if both.end <= f.start < passage.sentence.end][:1]
    gap = passage.between(both, behind[0]) if behind else ""
    is_union = _TAKEN_OFF.search(gap) or _IN_ALL.search(gap)
    union = behind[0] if is_union and not re.search(r"[。；]", gap) else None
    ahead = [f for f in figures if passage.sentence.start <= f.start < both.start]
    rows = (ahead[-many:] for many in range(2, len(ahead) + 1))
    row = next((row for row in rows if union and sum(f.base for f in row) == union.base), None)
    if union is None or row is None or both.base > min(f.base for f in row[-2:]) * 2:
        return
    how = " + ".join(f.text for f in row)
    shown = f"{plain(((union.base - both.base) / union.unit_worth).normalize())}{union.unit}"
    yield finding(
        Kind.OVERLAP, Severity.ERROR, union, [*row, both], computed=shown, arithmetic=f"{how} − {both.text} = {shown} ≠ {union.text}",
        message=f"有重复的，却是各类直接相加的数：应为{shown}，文中为{union.text}", suggestion=f"若各分项无误，去重后应为{shown}",
    )  # fmt: skip
