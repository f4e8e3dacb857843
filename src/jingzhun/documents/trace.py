"""The trace appendix of a report: for every number where it stands, what it means, as of when, and from which rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .letter import BLANK, BODY_FONT, ENCLOSURE, HEADING_FONT, SIZE_SMALL_5, TITLE, add_landscape, set_font


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
    ("编号", 10, "number"), ("正文位置", 26, "places"), ("数字", 32, "name"), ("数值", 20, "value"), ("单位", 12, "unit"),
    ("来历", 12, "origin"), ("口径", 48, "definition"), ("截至", 23, "as_of"), ("名册或出处", 34, "basis"),
    ("行数", 12, "rows"), ("行摘要", 24, "digest"),
)  # fmt: skip


def append_trace(word: Word, rows: Sequence[TraceRow], *, title: str = "数字溯源表", notes: Sequence[str] = ()) -> None:
    """Add the appendix as a new turned section with one table row per figure."""
    add_landscape(word)
    word.add_paragraph("附件", style=ENCLOSURE)
    word.add_paragraph(title, style=TITLE)
    word.add_paragraph("", style=BLANK)
    table: Any = word.add_table(rows=1, cols=len(_COLUMNS))
    table.autofit = False
    for column, (_, width, _) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    _borders(table)
    for cell, (head, width, _) in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.width = Mm(width)
        _write(cell, head, font=HEADING_FONT)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        line = table.add_row()
        whole = OxmlElement("w:cantSplit")
        line._tr.get_or_add_trPr().append(whole)
        for cell, (_, width, field) in zip(line.cells, _COLUMNS, strict=True):
            cell.width = Mm(width)
            right = field in ("value", "rows")
            _write(cell, str(getattr(row, field)), align=WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT)
    for note in notes:
        _small(word.add_paragraph(), note)


def _write(cell: Any, text: str, *, font: str = BODY_FONT, align: Any = WD_ALIGN_PARAGRAPH.LEFT) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    _small(paragraph, text, font)


def _small(paragraph: Any, text: str, font: str = BODY_FONT) -> None:
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(12.5)
    form.space_before = form.space_after = Pt(1)
    set_font(paragraph.add_run(text), font, SIZE_SMALL_5)


def _borders(table: Any) -> None:
    """Thin lines all round, small inner margins."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
