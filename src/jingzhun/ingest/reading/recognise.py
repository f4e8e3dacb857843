"""Which layout a sheet follows, in which row its header stands, and which column is what.

Headers are compared folded, in any order; what stands in brackets behind a header may be its unit. A mapping saved by the
office for the same headers goes before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jingzhun.core.errors import Problem
from jingzhun.core.text import fold, fold_header, is_blank

from ..layouts.declared import layouts_in_use
from ..layouts.layout import Column, Layout
from .workbook import Sheet

HEADER_WITHIN = 20
_BRACKETED = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")
_FEW = 3  # a row with no more cells may be blank, or a line under the table
_FOOT = ("合计", "总计", "小计", "填表", "制表", "审核", "备注", "说明", "注:", "单位负责")


class UnableToRecogniseColumns(Problem):
    code = "I-003"
    says = "没有认出表头：{why}"
    remedy = "请核对表头文字（顺序不限），或在“对列”里指定每一列；可用的版式有{layouts}"


class UnableToImportNoRows(Problem):
    code = "I-004"
    says = "表头下面没有数据行"
    remedy = "请核对上传的是不是有内容的工作表"


class UnableToMapColumns(Problem):
    code = "I-005"
    says = "对列不完整：{why}"
    remedy = "请为每个必需的字段指定一列，同一字段只能有一列"


@dataclass
class Table:
    """A recognised sheet. ``columns`` are (place in the row, column, unit written in the header); ``rows`` are the data
    rows with their numbers in the sheet."""

    layout: Layout
    sheet: str
    header_row: int
    headers: list[str]
    columns: list[tuple[int, Column, str]]
    numbers: list[int] = field(repr=False)
    rows: list[list[Any]] = field(repr=False)
    skipped: list[int] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)

    @property
    def signature(self) -> str:
        return signature(self.headers)

    @property
    def mapping(self) -> dict[str, str]:
        """Place (as text, for JSON) → target."""
        return {str(place): column.target for place, column, _ in self.columns}

    def place(self, target: str) -> int | None:
        return next((place for place, column, _ in self.columns if column.target == target), None)

    def header(self, target: str) -> str:
        """The header as the file wrote it, or the layout's own."""
        place = self.place(target)
        return self.headers[place] if place is not None else self.layout.by_target[target].header


def signature(headers: Sequence[str]) -> str:
    """Identifies a set of headers, whatever their order."""
    return hashlib.sha256("|".join(sorted(filter(None, map(fold_header, headers)))).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class SavedColumns:
    """What an office saved for a signature: a layout and folded header → target (empty: not imported)."""

    layout: str
    targets: Mapping[str, str]


def recognise(sheets: Sequence[Sheet], saved: Mapping[str, SavedColumns] | None = None) -> Table:
    """The best sheet, header row and layout. Raises :class:`UnableToRecogniseColumns` or :class:`UnableToImportNoRows`."""
    layouts = layouts_in_use()
    found = [
        (score, -order, row, layout, columns)
        for order, sheet in enumerate(sheets)
        for score, row, layout, columns in [_best(sheet, saved or {}, layouts)]
        if layout is not None
    ]
    if not found:
        raise UnableToRecogniseColumns(
            why=_nearest(sheets, layouts), layouts="、".join(layout.title for layout in layouts.values())
        )
    _, order, row, layout, columns = max(found, key=lambda item: item[:2])
    sheet = sheets[-order]
    others = [sheets[-other].name for _, other, *_ in found if other != order]
    return _table(sheet, row, layout, columns, others)


def recognise_as(sheet: Sheet, header_row: int, layout: Layout, mapping: Mapping[str, str]) -> Table:
    """The sheet under a mapping chosen by hand (place → target). Raises :class:`UnableToMapColumns`."""
    header = _texts(sheet.rows[header_row - 1])
    chosen = {int(place): layout.by_target[target] for place, target in mapping.items() if target in layout.by_target}
    targets = [column.target for column in chosen.values()]
    twice = sorted({layout.by_target[target].header for target in targets if targets.count(target) > 1})
    missing = [column.header for column in layout.required if column.target not in targets]
    if twice or missing:
        why = "；".join(
            text for text in (missing and "缺" + "、".join(missing), twice and "重复" + "、".join(twice)) if text
        )
        raise UnableToMapColumns(why=why)
    columns = [(place, column, _unit(header[place])) for place, column in sorted(chosen.items())]
    return _table(sheet, header_row - 1, layout, columns, [])


Found = tuple[int, int, Layout | None, list[tuple[int, Column, str]]]


def _best(sheet: Sheet, saved: Mapping[str, SavedColumns], layouts: Mapping[str, Layout]) -> Found:
    best: Found = (0, 0, None, [])
    for row, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        header = _texts(cells)
        if sum(map(bool, header)) < 2:
            continue
        known = saved.get(signature(header))
        if known is not None and known.layout in layouts:
            layout = layouts[known.layout]
            columns = [
                (place, layout.by_target[target], _unit(text))
                for place, text in enumerate(header)
                if (target := known.targets.get(fold_header(text), "")) in layout.by_target
            ]
            return 10_000, row, layout, columns
        for layout in layouts.values():
            columns = match(header, layout)
            if len(columns) > best[0] and _fits(columns, layout):
                best = (len(columns), row, layout, columns)
    return best


def match(header: Sequence[str], layout: Layout) -> list[tuple[int, Column, str]]:
    """The columns of ``layout`` among header texts; of two headers for one target the first counts."""
    found: dict[str, tuple[int, Column, str]] = {}
    for exact in (True, False):
        for place, text in enumerate(header):
            if not text or any(place == other for other, _, _ in found.values()):
                continue
            column = layout.by_header.get(fold_header(text))
            if column is None and not exact:
                bracketed = _BRACKETED.match(fold(text))
                column = layout.by_header.get(fold_header(bracketed.group(1))) if bracketed else None
            if column is not None and column.target not in found:
                found[column.target] = (place, column, _unit(text))
    return sorted(found.values(), key=lambda item: item[0])


def _fits(columns: list[tuple[int, Column, str]], layout: Layout) -> bool:
    targets = {column.target for _, column, _ in columns}
    signs = {layout.by_header[fold_header(sign)].target for sign in layout.signs}
    return all(column.target in targets for column in layout.required) and (not signs or bool(signs & targets))


def _unit(text: str) -> str:
    bracketed = _BRACKETED.match(fold(text))
    return bracketed.group(2).strip() if bracketed else ""


def _texts(cells: Sequence[Any]) -> list[str]:
    """Header texts as the file wrote them."""
    return [cell.strip() if isinstance(cell, str) else "" for cell in cells]


def _table(sheet: Sheet, row: int, layout: Layout, columns: list[tuple[int, Column, str]], others: list[str]) -> Table:
    header = _texts(sheet.rows[row])
    width = max((place for place, _, _ in columns), default=0) + 1
    numbers, rows, skipped = [], [], []
    for number, cells in enumerate(sheet.rows[row + 1 :], start=row + 2):
        if len(cells) - cells.count(None) <= _FEW:
            filled = [cell for cell in cells if not is_blank(cell)]
            if not filled:
                continue
            if isinstance(filled[0], str) and fold(filled[0]).startswith(_FOOT):
                skipped.append(number)
                continue
        numbers.append(number)
        rows.append(cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))])
    if not rows:
        raise UnableToImportNoRows()
    return Table(layout, sheet.name, row + 1, header, columns, numbers, rows, skipped, others)


def _nearest(sheets: Sequence[Sheet], layouts: Mapping[str, Layout]) -> str:
    """What is missing for the layout that comes nearest."""
    best: tuple[int, str] = (0, "前20行里没有已知的列名")
    for sheet in sheets:
        for cells in sheet.rows[:HEADER_WITHIN]:
            header = _texts(cells)
            for layout in layouts.values():
                columns = match(header, layout)
                if len(columns) > best[0]:
                    targets = {column.target for _, column, _ in columns}
                    missing = [column.header for column in layout.required if column.target not in targets]
                    lacks = "、".join(missing) if missing else "这种表特有的列（" + "、".join(layout.signs[:4]) + "…）"
                    best = (len(columns), f"最接近“{layout.title}”，缺{lacks}")
    return best[1]
