"""The trace appendix of a report: for every number where it stands, what it means, as of when, and from which rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Word

from .annex import AnnexColumn, append_annex


@dataclass(frozen=True)
class TraceRow:
    """``number`` as in the bookmarks. ``origin`` is 计算, 引述 or 手填; ``basis`` names pack, roster or document."""

    number: int
    places: str
    name: str
    value: str
    unit: str
    origin: str
    definition: str
    as_of: str
    basis: str
    rows: str
    digest: str


_COLUMNS = (
    ("编号", 10, "number"), ("正文位置", 24, "places"), ("数字", 31, "name"), ("数值", 20, "value"), ("单位", 13, "unit"),
    ("来历", 11, "origin"), ("口径", 58, "definition"), ("截至", 23, "as_of"), ("名册或出处", 28, "basis"),
    ("行数", 12, "rows"), ("行摘要", 23, "digest"),
)  # fmt: skip


def append_trace(word: Word, rows: Sequence[TraceRow], *, title: str = "数字溯源表", notes: Sequence[str] = ()) -> None:
    """Add the appendix as a new turned section with one table row per figure."""
    columns = [AnnexColumn(head, width, field in ("value", "rows")) for head, width, field in _COLUMNS]
    lines = ([str(getattr(row, field)) for _, _, field in _COLUMNS] for row in rows)
    append_annex(word, mark="附件", title=title, columns=columns, rows=lines, notes=notes)
