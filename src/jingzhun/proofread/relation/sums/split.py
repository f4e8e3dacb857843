"""A total and its parts: when they add up, and when they do not, how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, is_strong_slip, of_sum, slip_in_sum
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Severity
from ...reading import Passage, finding, holding
from ...unit import HOUSEHOLDS, MEASURED, MONEY, PEOPLE, TURNS


@dataclass(frozen=True)
class Split:
    """A total, its parts, and how surely the parts are meant to be all of it."""

    total: Figure
    parts: tuple[Figure, ...]
    is_complete: bool
    is_listed: bool
    wording: str

    @property
    def computed(self) -> Decimal:
        return sum((part.base for part in self.parts), Decimal(0))


def is_summable(figure: Figure) -> bool:
    return figure.is_summable


def is_average_total(figure: Figure, passage: Passage) -> bool:
    """人均收入 16 480 元，其中工资性收入…: a mean may be split like any amount."""
    return (
        bool(figure.per)
        and figure.dimension == MONEY
        and passage.block.text[figure.end : figure.end + 3] in ("，其中", "；其中")
    )


def is_part_itself(split: Split) -> bool:
    """The "total" and the smaller parts make the largest part: that one is the total."""
    largest = max(part.base for part in split.parts)
    return len(split.parts) >= 2 and split.total.base + split.computed - largest == largest


def addable(one: Figure, other: Figure) -> bool:
    return one.dimension == other.dimension or (
        other.unit == "个" != one.unit and one.dimension in _THINGS and other.dimension in _THINGS
    )


_THINGS = frozenset({"个", "村", "项"})


def judge(split: Split, taken: set[Figure], *, certain: bool = False) -> Finding | None:
    """Whether a split that does not add up is an error, by how complete the list is and what a slip would explain."""
    total, parts, computed = split.total, split.parts, split.computed
    if any(not part.is_exact for part in parts) or is_part_itself(split):
        return None
    if len(parts) == 1:
        return _beyond_whole(split) if split.is_listed else None
    agreement = of_sum(total, parts, computed)
    if agreement is Agreement.HOLDS:
        return None
    if agreement is Agreement.NEAR:
        return failing(split, Severity.NOTE, None) if split.is_complete else None
    ratio = computed / total.base
    slipped = slip_in_sum(total, parts, computed)
    overlapping = total.dimension in {PEOPLE, HOUSEHOLDS, TURNS} and _classes(split) >= 2
    direct = is_strong_slip(total.base, computed, min(total.step, *(part.step for part in parts)))
    if certain and len(parts) >= 2:
        return failing(split, Severity.ERROR, slipped)
    if any(part in taken for part in parts) and not split.is_complete:
        return None
    if split.is_complete and not overlapping:
        if Decimal("0.4") < ratio < Decimal("2.5") or slipped:
            return failing(split, Severity.ERROR, slipped)
        return None
    near = Decimal("0.8") < ratio < Decimal("1.25")
    if split.wording == "unmarked":
        close = Decimal("0.93") < ratio < Decimal("1.07") or (direct and Decimal("0.7") < ratio < Decimal("1.4"))
        return failing(split, Severity.WARNING, slipped) if slipped and close and not overlapping else None
    if ratio > 1 and total.dimension in MEASURED:
        return failing(split, Severity.ERROR, slipped) if ratio < 3 else None
    if direct and len(parts) >= 3 and near:
        return failing(split, Severity.WARNING, slipped)
    if overlapping:
        return failing(split, Severity.WARNING, slipped) if split.is_complete and slipped and near else None
    if ratio > 1 and near and len(parts) >= 2:
        return failing(split, Severity.WARNING, slipped)
    if (
        total.dimension == MONEY
        and len(parts) >= 4
        and ratio > Decimal("0.85")
        and split.is_listed
        and "主要" not in split.wording
    ):
        return failing(split, Severity.WARNING, slipped)
    if direct and len(parts) >= 3:
        return failing(split, Severity.WARNING, slipped)
    if slipped and near and len(parts) >= 2 and ratio > Decimal("0.88"):
        return failing(split, Severity.WARNING, slipped)
    return None


def _classes(split: Split) -> int:
    """How many parts are classes a person may belong to besides others: 低保, 残疾, 学生; not those the total speaks of itself."""
    own = set(wording.OVERLAPPING.findall(split.total.left + split.total.noun))
    return sum(bool(set(wording.OVERLAPPING.findall(part.left + part.noun)) - own) for part in split.parts)


_REASON = re.compile(r"因为|由于|原因")  # 小于新建改建里程，是因为其中 80.3 公里系原路改建


def _beyond_whole(split: Split) -> Finding | None:
    total, part = split.total, split.parts[0]
    if (
        "其中" not in split.wording
        or part.base <= total.base
        or not part.is_exact
        or total.dimension == TURNS
        or _REASON.search(part.left)
    ):
        return None
    return finding(
        Kind.BOUND, Severity.ERROR, part, [total], computed=f"≤{total.text}", arithmetic=f"{part.text} > {total.text}",
        message=f"“其中”的{part.text}大于总数{total.text}", suggestion="请核对两个数，部分不应大于整体",
    )  # fmt: skip


def that_holds(split: Split) -> Holding:
    return holding(Kind.SUM, split.total, split.parts, f"{spelled(split.parts)} = {split.total.text}")


def spelled(parts: Sequence[Figure]) -> str:
    return " + ".join(part.text for part in parts)


def failing(split: Split, severity: Severity, slipped: Figure | None) -> Finding:
    total, parts = split.total, split.parts
    worth = total.unit_worth
    computed = f"{plain((split.computed / worth).normalize())}{total.unit}"
    gap = f"{plain((abs(split.computed - total.base) / worth).normalize())}{total.unit}"
    more = "多" if split.computed > total.base else "少"
    suggestion = ""
    if slipped is total:
        suggestion = f"若各分项无误，总数应为{computed}"
    elif slipped:
        needed = (slipped.base + total.base - split.computed) / slipped.unit_worth
        suggestion = f"若总数无误，“{slipped.literal}”应为{plain(needed.normalize())}{slipped.unit}"
    if slipped is None and is_slip(total.base, split.computed * 10000, total.step):
        suggestion = "各项单位可能混用了元与万元"
    return finding(
        Kind.SUM, severity, total, parts, computed=computed, arithmetic=f"{spelled(parts)} = {computed} ≠ {total.text}",
        message=f"分项之和为{computed}，文中总数为{total.text}，{more}{gap}", suggestion=suggestion,
    )  # fmt: skip
