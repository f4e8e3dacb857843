"""A table as an annex to a letter: on turned pages behind the text, the head repeated on each page, rows unbroken. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .letter import BLANK, BODY_FONT, ENCLOSURE, HEADING_FONT, SIZE_SMALL_5, TITLE, add_landscape, set_font

LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class AnnexColumn:
    """``width`` in millimetres; the page has 253."""

    title: str
    width: float
    is_number: bool = False


def append_annex(
    word: Word, *, mark: str, title: str, columns: Sequence[AnnexColumn], rows: Iterable[Sequence[str]],
    notes: Sequence[str] = (), total: Sequence[str] = (),
) -> None:  # fmt: skip
    """Add the annex as a new turned section: its mark (附件1), title, the table with its row of sums, notes below."""
    add_landscape(word)
    word.add_paragraph(mark, style=ENCLOSURE)
    word.add_paragraph(title, style=TITLE)
    word.add_paragraph("", style=BLANK)
    table: Any = word.add_table(rows=1, cols=len(columns))
    table.autofit = False
    for place, column in enumerate(columns):
        table.columns[place].width = Mm(column.width)
        _write(table.rows[0].cells[place], column.title, column.width, font=HEADING_FONT, align=CENTER)
    _mark(table.rows[0], "w:tblHeader")
    _mark(table.rows[0], "w:cantSplit")
    for row in [*rows, *([total] if total else [])]:
        line = table.add_row()
        _mark(line, "w:cantSplit")
        for column, cell, text in zip(columns, line.cells, row, strict=True):
            _write(
                cell, text, column.width, font=HEADING_FONT if row is total else BODY_FONT, align=RIGHT if column.is_number else LEFT
            )  # fmt: skip
    _borders(table)
    for note in notes:
        _small(word.add_paragraph(), note, BODY_FONT)


def _write(cell: Any, text: str, width: float, *, align: Any, font: str = BODY_FONT) -> None:
    cell.width = Mm(width)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    _small(paragraph, text, font)


def _small(paragraph: Any, text: str, font: str) -> None:
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(12.5)
    form.space_before = form.space_after = Pt(1)
    set_font(paragraph.add_run(text), font, SIZE_SMALL_5)


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _borders(table: Any) -> None:
    """Thin lines all round, small inner margins."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
