"""What proofreading says: findings that do not hold, holdings that do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .figure import Figure


class Kind(StrEnum):
    """The kinds of relation; the value is the type in the JSON output."""

    SUM = "sum"
    PERCENT = "percent"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    LIST_COUNT = "list_count"
    RESTATED = "restated"
    BOUND = "bound"
    GROWTH = "growth"
    DATE = "date"
    OVERLAP = "overlap"
    NUMBERING = "numbering"
    DUPLICATE = "duplicate"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.SUM: "合计", Kind.PERCENT: "百分比", Kind.DIFFERENCE: "差额", Kind.PRODUCT: "乘积与均值", Kind.LIST_COUNT: "列名与个数",
    Kind.RESTATED: "前后一致", Kind.BOUND: "界限", Kind.GROWTH: "增减幅度", Kind.DATE: "日期", Kind.OVERLAP: "交叉与去重",
    Kind.NUMBERING: "序号", Kind.DUPLICATE: "重复", Kind.OTHER: "其他",
}  # fmt: skip


class Severity(StrEnum):
    """ERROR: the text contradicts itself. WARNING: very likely wrong, look at it. NOTE: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"error": "必改", "warning": "请核", "note": "提示"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    ``lines`` are 1-based; the first of ``literals`` is the stated value that does not hold; ``arithmetic`` is the
    calculation spelled out; ``message`` a sentence for the reader; ``suggestion`` one change, or nothing; ``figures``
    the stated one and those it was held against, where they stand in sentences and not in the cells of a table.
    """

    kind: Kind
    severity: Severity
    lines: tuple[int, ...]
    literals: tuple[str, ...]
    computed: str
    stated: str
    arithmetic: str
    message: str
    suggestion: str = ""
    figures: tuple[Figure, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Holding:
    """One relation that was checked and holds; ``figures`` as those of a finding."""

    kind: Kind
    lines: tuple[int, ...]
    literals: tuple[str, ...]
    arithmetic: str
    figures: tuple[Figure, ...] = field(default=(), compare=False, repr=False)


Outcome = Finding | Holding
