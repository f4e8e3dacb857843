"""A foreign file as sheets of plain cells. Everything that refuses a file before its columns are looked at is here.

Cells are None, text, float, int, bool, date or datetime, as the file stored them; nothing is trusted to be of its type.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from jingzhun.core.encoding import UnableToDecodeText, decode_text
from jingzhun.core.errors import Problem
from jingzhun.core.upload import Kind, UnableToOpenProtectedFile, UploadLimits, check_upload

from .broken import Broken, sheet_parts
from .extent import MAX_CELLS, UnableToReadExtent, check_extent

KINDS = frozenset({Kind.XLSX, Kind.XLS, Kind.TEXT})
MAX_COLUMNS = 400
_MIB = 1024 * 1024
_ROW_COSTS = 5  # a row of text costs memory like so many cells, even when it is empty


class UnableToReadSheet(Problem):
    code = "I-001"
    says = "文件“{name}”不是可读的表格：{why}"
    remedy = "请用 Excel 或 WPS 打开，另存为 xlsx、xls 或 csv 后重新上传"


class UnableToReadWideSheet(Problem):
    code = "I-002"
    says = "工作表“{sheet}”有 {columns} 列"
    remedy = "请删去右侧的空白列，最多 {limit} 列"


@dataclass
class Sheet:
    """``rows`` start with the sheet's first row; row 1 of the sheet is ``rows[0]``. ``merged`` are cells merged downwards:
    (place in the row, first row, last row), from 0."""

    name: str
    rows: list[list[Any]] = field(repr=False)
    merged: list[tuple[int, int, int]] = field(default_factory=list, repr=False)


def limits(megabytes: int) -> UploadLimits:
    """What an import takes. A flat export of a county packs very well, so the ratio is wide; the unpacked size is not."""
    return UploadLimits(kinds=KINDS, size=megabytes * _MIB, unpacked=max(400, 6 * megabytes) * _MIB, ratio=200)


def read_workbook(data: bytes, name: str, *, megabytes: int) -> tuple[Kind, list[Sheet]]:
    """Judge and read ``data``. Raises :class:`UnableToReadSheet` or a problem of :mod:`jingzhun.core.upload`."""
    kind = check_upload(data, name, limits=limits(megabytes))
    if kind is Kind.TEXT:
        return kind, [_text_sheet(data, name)]
    broken: dict[str, Broken] = {}
    if kind is Kind.XLSX:
        found = check_extent(data, name)
        if any(found.values()):
            broken = {sheet: found.get(part, set()) for part, sheet in sheet_parts(data).items()}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [_sheet(book, title, broken.get(title, set())) for title in visible]
    except PasswordError as cause:
        raise UnableToOpenProtectedFile(name=name) from cause
    except (CalamineError, OSError, ValueError) as cause:
        raise UnableToReadSheet(name=name, why="工作簿结构读不通") from cause
    if not sheets:
        raise UnableToReadSheet(name=name, why="没有可见的工作表")
    return kind, sheets


def _sheet(book: CalamineWorkbook, title: str, broken: Broken) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    if sheet.width > MAX_COLUMNS:
        raise UnableToReadWideSheet(sheet=title, columns=sheet.width, limit=MAX_COLUMNS)
    keep = _interner()
    rows = [[*map(keep, row)] for row in sheet.iter_rows()]
    left = sheet.start[1] if sheet.start else 0  # rows begin with the first used column
    merged = [
        (first[1] - left, first[0], min(last[0], len(rows) - 1))
        for first, last in sheet.merged_cell_ranges or ()
        if last[0] > first[0]
    ]
    for row, column, text in broken:
        if row < len(rows) and 0 <= column - left < len(rows[row]):
            rows[row][column - left] = text
    return Sheet(title, rows, merged)


def _interner() -> Callable[[Any], Any]:
    """Equal texts share one object: a column of a code list is one text repeated, and a county has millions of cells."""
    seen: dict[str, str] = {}

    def keep(value: Any) -> Any:
        if isinstance(value, str):
            return None if not value or value.isspace() else seen.setdefault(value, value)
        return value

    return keep


def _plain(cell: str) -> str:
    """A cell of a text file; ``="533422…"`` is how exports keep a spreadsheet from reading a text as a number."""
    cell = cell.strip()
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _text_sheet(data: bytes, name: str) -> Sheet:
    try:
        text = decode_text(data)
    except UnableToDecodeText as cause:
        raise UnableToReadSheet(name=name, why="编码不是 UTF-8 或 GB 18030") from cause
    head = text[:20_000]
    if "<html" in head[:500].lower() or "<!doctype" in head[:200].lower() or head.lstrip().startswith("<?xml"):
        raise UnableToReadSheet(name=name, why="内容是网页或 XML，不是表格")
    separator = max(",\t;，", key=lambda sign: head.split("\n", 1)[0].count(sign)) if head else ","
    keep = _interner()
    rows: list[list[Any]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            cells += len(row) + _ROW_COSTS
            if cells > MAX_CELLS:
                raise UnableToReadExtent(name=name, why=f"超过 {MAX_CELLS} 格")
            rows.append([keep(_plain(cell)) for cell in row])
    except csv.Error as cause:
        raise UnableToReadSheet(name=name, why="不是逗号或制表符分隔的表格") from cause
    widest = max(map(len, rows), default=0)
    if widest > MAX_COLUMNS:
        raise UnableToReadWideSheet(sheet=name, columns=widest, limit=MAX_COLUMNS)
    return Sheet("", rows)
