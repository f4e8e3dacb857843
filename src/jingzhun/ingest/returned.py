"""The workbook of refused rows: the reasons and beside them the rows as they came, to be corrected and sent again, or printed.

All cells are text, so that no spreadsheet spoils a number; the refused ones are marked. Rows of entries carry their key,
so that a corrected row takes the place that it would have had.
"""

from __future__ import annotations

import io

import xlsxwriter

from jingzhun.documents.sheet_page import LINE, NARROWEST, lines, narrowed, set_page, signs, unbroken

from .checking.batch import Batch
from .checking.cells import as_text
from .planning.entries import row_keys, row_years

REASONS, NUMBER, KEY = "拒收原因", "原行号", "行标识"
OWN = 2
"""Columns before those of the file."""


def returned_workbook(batch: Batch, *, is_demo: bool = False) -> bytes:
    """xlsx of the refused rows of ``batch`` (after planning): row number and reasons, then the file's own columns."""
    table = batch.table
    heads = [NUMBER, REASONS, *table.headers]
    keys: list[str] = []
    if table.layout.entry and not batch.has("key"):
        heads.append(KEY)
        keys = row_keys(batch, [None] * len(batch), row_years(batch))
    refused = sorted(batch.refused)
    rows = [_texts(batch, row, keys) for row in refused]
    widths = _widths(heads, rows)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("改错表")
        look = {"num_format": "@", "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#9aa19c"}
        plain = book.add_format({"num_format": "@"})
        text = book.add_format(look)
        head = book.add_format({**look, "bold": True, "bg_color": "#f3f4f0"})
        wrong = book.add_format({**look, "bg_color": "#f9e4e0", "font_color": "#a32c14"})
        for column, (header, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width, plain)
            sheet.write_string(0, column, header, head)
        sheet.set_row(0, LINE * _high(heads, widths))
        for line, (row, cells) in enumerate(zip(refused, rows, strict=True), start=1):
            wrongly = {table.place(target) for target, _ in batch.refused[row]}
            places = {place + OWN for place in wrongly if place is not None}
            sheet.set_row(line, LINE * _high(cells, widths))
            for column, written in enumerate(cells):
                sheet.write_string(line, column, written, wrong if column in places else text)
        sheet.freeze_panes(1, 1)
        set_page(sheet, widths=widths, head=0, is_demo=is_demo)
    return buffer.getvalue()


def _texts(batch: Batch, row: int, keys: list[str]) -> list[str]:
    """The number of a refused row in the file, why it was refused, the row as it came, and its key where it has one."""
    table = batch.table
    given = list(table.rows[row][: len(table.headers)])
    cells = ["" if cell is None else as_text(cell) for cell in given + [None] * (len(table.headers) - len(given))]
    why = "；".join(
        f"{table.header(target)}：{problem.code} {problem.sentence}" for target, problem in batch.refused[row]
    )
    return [str(batch.number(row)), why, *cells, *keys[row : row + 1]]


def _widths(heads: list[str], rows: list[list[str]]) -> list[float]:
    """As wide as what stands in a column, narrower where that saves a page across."""
    wanted, floors = [], []
    for column, head in enumerate(heads):
        texts = [row[column] for row in rows]
        floors.append(max(NARROWEST, -(-signs(head) // 3) + 3, min(max(map(unbroken, texts), default=0), 20) + 2))
        wanted.append(max(floors[-1], min(max(map(signs, [head, *texts])) + 2, 60 if column == 1 else 30)))
    floors[1] = 34  # the reasons are sentences
    return narrowed(wanted, floors)


def _high(cells: list[str], widths: list[float]) -> int:
    return max(lines(cell, width) for cell, width in zip(cells, widths, strict=True))
