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

from .extent import check_extent

KINDS = frozenset({Kind.XLSX, Kind.XLS, Kind.TEXT})
MAX_COLUMNS = 400
_MIB = 1024 * 1024


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
    """``rows`` start with the sheet's first row; row 1 of the sheet is ``rows[0]``."""

    name: str
    rows: list[list[Any]] = field(repr=False)


def limits(megabytes: int) -> UploadLimits:
    """What an import takes. A flat export of a county packs very well, so the ratio is wide; the unpacked size is not."""
    return UploadLimits(kinds=KINDS, size=megabytes * _MIB, unpacked=max(600, 12 * megabytes) * _MIB, ratio=200)


def read_workbook(data: bytes, name: str, *, megabytes: int) -> tuple[Kind, list[Sheet]]:
    """Judge and read ``data``. Raises :class:`UnableToReadSheet` or a problem of :mod:`jingzhun.core.upload`."""
    kind = check_upload(data, name, limits=limits(megabytes))
    if kind is Kind.TEXT:
        return kind, [_text_sheet(data, name)]
    if kind is Kind.XLSX:
        check_extent(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [_sheet(book, title) for title in visible]
    except PasswordError as cause:
        raise UnableToOpenProtectedFile(name=name) from cause
    except (CalamineError, OSError, ValueError) as cause:
        raise UnableToReadSheet(name=name, why="工作簿结构读不通") from cause
    if not sheets:
        raise UnableToReadSheet(name=name, why="没有可见的工作表")
    return kind, sheets


def _sheet(book: CalamineWorkbook, title: str) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    if sheet.width > MAX_COLUMNS:
        raise UnableToReadWideSheet(sheet=title, columns=sheet.width, limit=MAX_COLUMNS)
    keep = _interner()
    return Sheet(title, [[*map(keep, row)] for row in sheet.iter_rows()])


def _interner() -> Callable[[Any], Any]:
    """Equal texts share one object: a column of a code list is one text repeated, and a county has millions of cells."""
    seen: dict[str, str] = {}

    def keep(value: Any) -> Any:
        if isinstance(value, str):
            return None if not value or value.isspace() else seen.setdefault(value, value)
        return value

    return keep


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
    try:
        rows = [[keep(cell.strip()) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as cause:
        raise UnableToReadSheet(name=name, why="不是逗号或制表符分隔的表格") from cause
    widest = max(map(len, rows), default=0)
    if widest > MAX_COLUMNS:
        raise UnableToReadWideSheet(sheet=name, columns=widest, limit=MAX_COLUMNS)
    return Sheet("", rows)
