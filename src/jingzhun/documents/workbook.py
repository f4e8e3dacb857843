"""Excel files as the office expects them: one sheet with a title line, a head and exactly the rows given. Pure; bytes out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter

Kind = Literal["text", "number", "money", "wan", "date"]


@dataclass(frozen=True)
class Column:
    """``kind`` money takes whole fen and shows yuan, wan takes whole fen and shows 万元; ``width`` is in characters."""

    title: str
    kind: Kind = "text"
    width: int = 14


def write_table(
    *, title: str, notes: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> bytes:
    """An xlsx file: title, one line per note (scope, as-of day, demo mark), head, rows. Text never becomes a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "font_size": 14})
    soft = book.add_format({"font_color": "#596670"})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f3f4f0", "text_wrap": True, "valign": "top"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "0.######"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "wan": book.add_format({"num_format": "#,##0.00####"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.write_string(0, 0, title, bold)
    for line, note in enumerate(notes, start=1):
        sheet.write_string(line, 0, note, soft)
    top = len(notes) + 1
    for index, column in enumerate(columns):
        sheet.write_string(top, index, column.title, head)
        sheet.set_column(index, index, column.width)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, last, index, column.kind, value, formats[column.kind])
    sheet.freeze_panes(top + 1, 1)
    if columns:
        sheet.autofilter(top, 0, max(last, top), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, kind: Kind, value: object, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif kind == "money" and isinstance(value, int):
        sheet.write_number(row, column, value / 100, form)
    elif kind == "wan" and isinstance(value, int):
        sheet.write_number(row, column, value / 1_000_000, form)
    elif kind == "number" and isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), form)
    elif kind == "date" and isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value), form)
