"""The workbook of refused rows: as they came, with the reasons beside them, to be corrected and sent again.

All cells are text, so that no spreadsheet spoils a number; the refused ones are marked. Rows of entries carry their key,
so that a corrected row takes the place that it would have had.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from .checking.batch import Batch
from .checking.cells import as_text
from .planning.entries import row_keys, row_years

REASONS, NUMBER, KEY = "拒收原因", "原行号", "行标识"


def returned_workbook(batch: Batch) -> bytes:
    """xlsx of the refused rows of ``batch`` (after planning): the file's own columns, then reasons and row number."""
    table = batch.table
    headers = list(table.headers)
    extra = [REASONS, NUMBER]
    keys: list[str] = []
    if table.layout.entry and not batch.has("key"):
        extra.append(KEY)
        keys = row_keys(batch, [None] * len(batch), row_years(batch))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("改错表")
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bottom": 1, "text_wrap": True})
        wrong = book.add_format({"num_format": "@", "bg_color": "#f9e4e0", "font_color": "#a32c14"})
        sheet.set_column(0, len(headers) + len(extra) - 1, 14, text)
        sheet.set_column(len(headers), len(headers), 60, text)
        sheet.freeze_panes(1, 0)
        for column, header in enumerate([*headers, *extra]):
            sheet.write_string(0, column, header, head)
        for line, row in enumerate(sorted(batch.refused), start=1):
            places = {table.place(target) for target, _ in batch.refused[row]}
            for column in range(len(headers)):
                cell: Any = table.rows[row][column] if column < len(table.rows[row]) else None
                written = "" if cell is None else as_text(cell)
                sheet.write_string(line, column, written, wrong if column in places else text)
            why = "；".join(
                f"{table.header(target)}：{problem.code} {problem.sentence}" for target, problem in batch.refused[row]
            )
            for column, written in enumerate([why, str(batch.number(row)), *(keys[row : row + 1] if keys else [])]):
                sheet.write_string(line, len(headers) + column, written, text)
    return buffer.getvalue()
