"""A recognised sheet: its header texts, its data rows, and what of it is not data.

Office tables carry more than a header and rows: group headings over two lines, cells merged down over the members of a
household, a second header of codes, totals and notes below, and further sheets with the same header, one a township.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from jingzhun.core.errors import Problem
from jingzhun.core.text import fold, fold_header

from ..layouts.layout import Column, Layout
from .lines import Lines
from .workbook import Sheet

HEADER_WITHIN = 20
_HEADING = 3  # a line above with fewer texts is a title, not a heading of groups
_UNIT_LINE = re.compile(r"单位[:：]?\s*(亿元|万元|千元|元)")
# What a cell merged down over several rows may say for all of them. Amounts are not: they would count many times.
_SHARED = {
    "county", "township", "village", "household", "head_name", "size", "year", "villages", "project:category", "project:stage",
}  # fmt: skip


class UnableToImportNoRows(Problem):
    code = "I-004"
    says = "表头下面没有数据行"
    remedy = "请核对上传的是不是有内容的工作表"


@dataclass
class Table:
    """``columns`` are (place in the row, column, unit of its amounts); ``rows`` are the data rows with their ``numbers`` in
    the sheet, of several sheets one after the other: ``parts`` are then (first place in ``rows``, name of the sheet).

    ``skipped`` are lines that are no data (totals, notes, repeated headers), ``ignored`` headers that are not imported,
    ``other_sheets`` (name, row of the header, title of the layout) tables in the file that were not read."""

    layout: Layout
    sheet: str
    header_row: int
    headers: list[str]
    columns: list[tuple[int, Column, str]]
    numbers: list[int] = field(repr=False)
    rows: list[list[Any]] = field(repr=False)
    skipped: list[str] = field(default_factory=list)
    other_sheets: list[tuple[str, int, str]] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)

    @property
    def signature(self) -> str:
        return signature(self.headers)

    @property
    def mapping(self) -> dict[str, str]:
        """Place (as text, for JSON) → target."""
        return {str(place): column.target for place, column, _ in self.columns}

    @property
    def ignored(self) -> list[str]:
        used = {place for place, _, _ in self.columns}
        return [" ".join(text.split()) for place, text in enumerate(self.headers) if text and place not in used]

    def place(self, target: str) -> int | None:
        return next((place for place, column, _ in self.columns if column.target == target), None)

    def header(self, target: str) -> str:
        """The header as the file wrote it, or the layout's own."""
        place = self.place(target)
        return self.headers[place] if place is not None else self.layout.by_target[target].header

    def part(self, row: int) -> str:
        """The sheet of a row, empty when there is only one."""
        return next((name for first, name in reversed(self.parts) if first <= row), "")

    def where(self, row: int) -> str:
        """A row as people find it: its number, behind the sheet's name when there are several."""
        part = self.part(row)
        return f"{part}!{self.numbers[row]}" if part else str(self.numbers[row])


def signature(headers: Sequence[str]) -> str:
    """Identifies a set of headers, whatever their order."""
    return hashlib.sha256("|".join(sorted(filter(None, map(fold_header, headers)))).encode()).hexdigest()[:32]


def header_texts(sheet: Sheet, row: int) -> list[str]:
    """Header texts of a row as the file wrote them. Under a line of group headings a blank cell takes the text above it:
    there the cell above is merged down."""
    texts = _texts(sheet.rows[row])
    if sum(map(bool, texts)) < 2:
        return texts
    for above in range(row - 1, max(row - 3, -1), -1):
        upper = _texts(sheet.rows[above])
        if sum(map(bool, upper)) < _HEADING:
            break
        texts = [text or over for text, over in zip_longest(texts, upper, fillvalue="")]
    return texts


def build(
    sheets: Sequence[Sheet], chosen: Sheet, row: int, layout: Layout, columns: list[tuple[int, Column, str]]
) -> Table:
    """The rows of ``chosen`` under its header in ``row`` (from 0), and of all other sheets that have the same header.

    Raises :class:`UnableToImportNoRows`."""
    header = header_texts(chosen, row)
    columns = [(place, column, unit or _unit_above(chosen, row)) for place, column, unit in columns]
    table = Table(layout, chosen.name, row + 1, header, columns, [], [])
    wanted = signature(header)
    for sheet in sheets:
        at = row if sheet is chosen else _same_header(sheet, wanted)
        if at is not None:
            _take(table, sheet, at, several=len(sheets) > 1)
    if len(table.parts) < 2:
        table.skipped = [label.rpartition("!")[2] for label in table.skipped]
        table.parts = []
    if not table.rows:
        raise UnableToImportNoRows()
    return table


def _take(table: Table, sheet: Sheet, row: int, *, several: bool) -> None:
    order = _order(table.headers, header_texts(sheet, row))
    width = max((place for place, _, _ in table.columns), default=0) + 1
    _fill_merged(sheet, row, [(order[place], column) for place, column, _ in table.columns])
    lines = Lines(table.layout, table.columns, table.headers)
    first = len(table.rows)
    straight = all(place == other for place, other in enumerate(order))
    for number, cells in enumerate(sheet.rows[row + 1 :], start=row + 2):
        if not straight:
            cells = [cells[other] if other < len(cells) else None for other in order]
        if lines.is_data(cells):
            table.numbers.append(number)
            table.rows.append(cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))])
    foot = lines.foot(table.rows, first)
    table.skipped += [f"{sheet.name}!{row + 2 + place}" for place in lines.skipped]
    table.skipped += [f"{sheet.name}!{number}" for number in table.numbers[foot:]]
    del table.rows[foot:], table.numbers[foot:]
    if several and len(table.rows) > first:
        table.parts.append((first, sheet.name))


def _same_header(sheet: Sheet, wanted: str) -> int | None:
    return next(
        (row for row in range(min(HEADER_WITHIN, len(sheet.rows))) if signature(header_texts(sheet, row)) == wanted),
        None,
    )


def _order(headers: Sequence[str], others: Sequence[str]) -> list[int]:
    """For each place of ``headers`` the place of the same header among ``others``."""
    left: dict[str, list[int]] = {}
    for place, text in enumerate(others):
        left.setdefault(fold_header(text), []).append(place)
    return [found.pop(0) if (found := left[fold_header(text)]) else place for place, text in enumerate(headers)]


def _fill_merged(sheet: Sheet, header: int, columns: Iterable[tuple[int, Column]]) -> None:
    shared = {place for place, column in columns if column.target in _SHARED or column.model_name == "HouseholdProfile"}
    for place, first, last in sheet.merged:
        if place not in shared or first <= header:
            continue
        for cells in sheet.rows[first + 1 : last + 1]:
            if place < len(cells) and cells[place] is None:
                cells[place] = sheet.rows[first][place]


def _unit_above(sheet: Sheet, row: int) -> str:
    """The unit of amounts that a line above the header states for the whole table (单位：万元)."""
    for cells in reversed(sheet.rows[max(row - 4, 0) : row]):
        for cell in cells:
            found = _UNIT_LINE.search(fold(cell)) if isinstance(cell, str) else None
            if found is not None:
                return found.group(1)
    return ""


def _texts(cells: Sequence[Any]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" for cell in cells]
