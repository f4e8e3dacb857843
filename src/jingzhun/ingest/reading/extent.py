"""How large a workbook becomes in memory, judged from its parts before a reader lays it out densely.

One cell in the last corner of a sheet, or one long shared text used in every cell, makes a small file enormous; neither
shows in the packed or unpacked size that :mod:`jingzhun.core.upload` limits.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from jingzhun.core.errors import Problem

from .broken import Broken, broken_in, column_number

MAX_CELLS = 15_000_000
MAX_TEXT = 4_000_000_000
_PART = 4 * 1024 * 1024
_OVERLAP = 256
_COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*? r="(\d+)"')
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")


class UnableToReadExtent(Problem):
    code = "I-006"
    says = "文件“{name}”展开后过大（{why}）"
    remedy = "请新建一个工作簿，只粘贴有内容的行列后另存上传"


def check_extent(data: bytes, name: str) -> dict[str, Broken]:
    """Raise :class:`UnableToReadExtent` when a sheet of the xlsx spans too many cells or carries too much text.

    Returns what was met on the way: the broken cells by part of the package."""
    broken: dict[str, Broken] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [entry for entry in package.infolist() if entry.filename.startswith("xl/worksheets/")]
        largest = 0
        for entry in parts:
            columns: set[bytes] = set()
            rows = 0
            for part in _read(package, entry):
                columns.update(_COLUMN.findall(part))
                rows = max(rows, max(map(int, _ROW.findall(part)), default=0))
                broken.setdefault(entry.filename, set()).update(broken_in(part))
            cells = rows * max(map(column_number, columns), default=0)
            if cells > MAX_CELLS:
                raise UnableToReadExtent(name=name, why=f"一个工作表占 {cells} 格，上限 {MAX_CELLS} 格")
            largest = max(largest, cells)
        longest = max((_longest(package, e) for e in package.infolist() if "sharedStrings" in e.filename), default=0)
        if longest * largest > MAX_TEXT:
            raise UnableToReadExtent(name=name, why=f"最长的一格有 {longest} 字节")
    return broken


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that overlap a little, so that no tag is cut."""
    tail = b""
    with package.open(entry) as stream:
        while piece := stream.read(_PART):
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _longest(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The longest shared text in bytes, with its tags."""
    longest = running = 0
    with package.open(entry) as stream:
        while piece := stream.read(_PART):
            first, *others = _TEXT_END.split(piece)
            running += len(first)
            for other in others:
                longest, running = max(longest, running), len(other)
    return max(longest, running)
