"""Excel files as the office expects them: sheets with a title line, a head and exactly the rows given. Pure; bytes out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .sheet_page import DEMO, LINE, NARROWEST, lines, narrowed, set_page, signs, unbroken

Kind = Literal["text", "number", "money", "wan", "date"]
SHORT_HEAD = 10
"""A head up to this wide stands in one line."""
LONGEST = 34
"""Characters after which a cell wraps where its column asks for no more."""
LONGEST_RUN = 20
"""Signs of a number or code that a narrowed column keeps in one line."""
_LINES = {"border": 1, "border_color": "#9aa19c"}


@dataclass(frozen=True)
class Column:
    """``kind`` money takes whole fen and shows yuan, wan takes whole fen and shows 万元; ``width`` is in characters:
    how wide it may grow at least before text wraps, and how wide it is where all cells are empty."""

    title: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A title line, one line per note (scope, as-of day, demo mark), a head, the rows, and a row of sums where there is one.
    ``on_one``: printed on one page across however many columns it has."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    total: Sequence[object] = ()
    on_one: bool = False


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
        "head": book.add_format(
            {"bold": True, "bg_color": "#f3f4f0", "text_wrap": True, "align": "center", "valign": "vcenter", **_LINES}
        ),
    }
    formats, sums = _formats(book, **_LINES), _formats(book, bold=True, bg_color="#f3f4f0", **_LINES)
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.title[:31]), sheet, styles, formats, sums)
    book.close()
    return buffer.getvalue()


def _formats(book: Any, **also: object) -> dict[str, Any]:
    """A figure stands at the right; text wraps, so that nothing is hidden behind the next cell, in print either."""
    numbers = {
        "text": "@", "number": "General", "money": "#,##0.00_ ", "wan": "#,##0.00####_ ", "date": "yyyy-mm-dd",
    }  # fmt: skip
    return {
        kind: book.add_format(
            {
                "num_format": number,
                "valign": "vcenter",
                "text_wrap": kind == "text",
                "align": "center" if kind == "date" else "",
                **also,
            }
        )
        for kind, number in numbers.items()
    }


def _fill(sheet: Any, of: Sheet, styles: dict[str, Any], formats: dict[str, Any], sums: dict[str, Any]) -> None:
    sheet.write_string(0, 0, of.title, styles["title"])
    for line, note in enumerate(of.notes, start=1):
        sheet.write_string(line, 0, note, styles["note"])
    top = len(of.notes) + 1
    rows = [*of.rows, *([of.total] if of.total else [])]
    widths = _widths(of.columns, rows, on_one=of.on_one)
    for index, (column, width) in enumerate(zip(of.columns, widths, strict=True)):
        sheet.write_string(top, index, column.title, styles["head"])
        sheet.set_column(index, index, width)
    sheet.set_row(
        top,
        LINE * max((lines(column.title, width) for column, width in zip(of.columns, widths, strict=True)), default=1),
    )
    last = top
    for last, row in enumerate(rows, start=top + 1):
        looks = sums if row is of.total else formats
        high = 1
        for index, (column, value) in enumerate(zip(of.columns, row, strict=True)):
            _write(sheet, last, index, column.kind, value, looks[column.kind])
            if isinstance(value, str) and column.kind == "text":
                high = max(high, lines(value, widths[index]))
        if high > 1:
            sheet.set_row(last, LINE * high)
    sheet.freeze_panes(top + 1, 1)
    if of.columns:
        sheet.autofilter(top, 0, max(last - bool(of.total), top), len(of.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(max(last, top), len(of.columns) - 1)}"})
    is_demo = any(note.startswith(DEMO) for note in of.notes)
    set_page(sheet, widths=widths, head=top, is_demo=is_demo, on_one=of.on_one)


def _widths(columns: Sequence[Column], rows: Iterable[Sequence[object]], *, on_one: bool) -> list[float]:
    """As wide as the cells and the head want to be, text narrower where that brings the sheet onto one page."""
    widest, whole = [0] * len(columns), [0] * len(columns)
    for row in rows:
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            widest[index] = max(widest[index], _width(column.kind, value))
            if column.kind == "text" and isinstance(value, str):
                whole[index] = max(whole[index], unbroken(value))
    wanted = [_fitting(column, each) for column, each in zip(columns, widest, strict=True)]
    floors = [
        max(
            NARROWEST,
            -(-signs(column.title) // 3) + 3,
            min(run, LONGEST_RUN) + 2 if column.kind == "text" else each + 2,
        )
        for column, each, run in zip(columns, widest, whole, strict=True)
    ]
    return narrowed(wanted, floors, on_one=on_one)


def _fitting(column: Column, widest: int) -> float:
    """Wide enough for the cells and for the head in two lines, but no wider than the page allows; as asked where all is empty."""
    if not widest:
        return column.width
    head = signs(column.title)
    if head > SHORT_HEAD:
        name, _, unit = column.title.partition("（")
        head = max(signs(name), signs(unit) + 2) if unit else -(-head // 2)
    head += 4  # bold, and the margins of the cell
    return max(NARROWEST, head, min(widest + 2, max(column.width, LONGEST)))


def _width(kind: Kind, value: object) -> int:
    if value is None or value == "":
        return 0
    if kind == "money" and isinstance(value, int):
        return len(f"{value / 100:,.2f}")
    if kind == "wan" and isinstance(value, int):
        return len(f"{value / 1_000_000:,.2f}") + 2
    return 10 if kind == "date" else signs(str(value))


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
