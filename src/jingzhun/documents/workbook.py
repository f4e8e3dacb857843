"""Excel files as the office expects them: sheets with a title line, a head and exactly the rows given. Pure; bytes out."""

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


@dataclass(frozen=True)
class Sheet:
    """A title line, one line per note (scope, as-of day, demo mark), a head, the rows, and a row of sums where there is one."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    total: Sequence[object] = ()


def write_table(
    *, title: str, notes: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> bytes:
    """An xlsx file of one sheet. Text never becomes a formula."""
    return write_sheets([Sheet(title, notes, columns, rows)])


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """An xlsx file. Text never becomes a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#596670"}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#f3f4f0", "text_wrap": True, "valign": "top"}),
    }
    formats, sums = _formats(book), _formats(book, bold=True, top=1)
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.title[:31]), sheet, styles, formats, sums)
    book.close()
    return buffer.getvalue()


def _formats(book: Any, **also: object) -> dict[str, Any]:
    numbers = {
        "text": "@", "number": "0.######", "money": "#,##0.00", "wan": "#,##0.00####", "date": "yyyy-mm-dd",
    }  # fmt: skip
    return {kind: book.add_format({"num_format": number, **also}) for kind, number in numbers.items()}


def _fill(sheet: Any, of: Sheet, styles: dict[str, Any], formats: dict[str, Any], sums: dict[str, Any]) -> None:
    sheet.write_string(0, 0, of.title, styles["title"])
    for line, note in enumerate(of.notes, start=1):
        sheet.write_string(line, 0, note, styles["note"])
    top = len(of.notes) + 1
    for index, column in enumerate(of.columns):
        sheet.write_string(top, index, column.title, styles["head"])
        sheet.set_column(index, index, column.width)
    last = top
    for last, row in enumerate(of.rows, start=top + 1):
        for index, (column, value) in enumerate(zip(of.columns, row, strict=True)):
            _write(sheet, last, index, column.kind, value, formats[column.kind])
    if of.total:
        for index, (column, value) in enumerate(zip(of.columns, of.total, strict=True)):
            _write(sheet, last + 1, index, column.kind, value, sums[column.kind])
    sheet.freeze_panes(top + 1, 1)
    if of.columns:
        sheet.autofilter(top, 0, max(last, top), len(of.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


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
