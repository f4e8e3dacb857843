"""The rows of a table with their values read, and what was found wrong. Called by the planners of each kind of sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.text import fits_address, is_blank
from jingzhun.policy.codes import CodeBook

from ..reading.table import Table
from . import reasons
from .cells import Reader, Refused, as_text, broken_cell

# Identifiers: read by their own rules, because a spreadsheet that took them for numbers has spoilt them.
NUMBERS = ("id_number", "household", "person")
IN_ADDRESSES = (
    "household", "person", "project:code", "claim:number", "request:number", "finding:number", "fund:code", "fund:claim",
)  # fmt: skip
"""Targets of numbers that become part of the address of a page."""
_EXPONENT = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
_EXACT = 10**15


class UnableToTrustNumbers(Problem):
    code = "I-007"
    says = "“{column}”一列存成了数字，号码的末几位已丢失（{count} 格）"
    remedy = "请从原系统重新导出，或把该列设为文本后重新填写号码，再上传；改格式不能找回丢失的数字"


@dataclass(frozen=True)
class Frame:
    """What surrounds an import: the data day, what blanks mean, the office's area and the scope of who imports.

    ``guessed``: neither the file nor the person said of which day the data are; then ages are judged with ``today`` and
    some years of slack."""

    since: date
    clear_blanks: bool
    office: AreaCode
    scope: AreaCode
    today: date
    guessed: bool = False

    @property
    def latest_birth(self) -> date:
        return self.today if self.guessed else self.since


@dataclass
class Batch:
    """``values`` are lists by target, aligned with the table's rows; a refused cell reads as None there.

    ``refused`` and ``flagged`` are by row place: (target, reason)."""

    table: Table
    frame: Frame
    book: CodeBook
    values: dict[str, list[Any]] = field(default_factory=dict)
    refused: dict[int, list[tuple[str, reasons.Problem]]] = field(default_factory=dict)
    flagged: dict[int, list[tuple[str, reasons.Problem]]] = field(default_factory=dict)

    @classmethod
    def read(cls, table: Table, frame: Frame, book: CodeBook) -> Batch:
        """Read every mapped cell. Raises :class:`UnableToTrustNumbers` for a spoilt column of identifiers."""
        batch = cls(table, frame, book)
        for place, column, unit in table.columns:
            cells = [row[place] for row in table.rows]
            if column.target in NUMBERS:
                batch.values[column.target] = batch._numbers(cells, column.target)
            else:
                batch._column(cells, Reader(column, unit, book, frame.today))
            if column.target in IN_ADDRESSES:
                for row, value in enumerate(batch.values[column.target]):
                    if value is not None and not fits_address(value):
                        batch.refuse(row, column.target, reasons.UnfitForAddress(text=value))
            if column.needed:
                values = batch.values[column.target]
                for row, value in enumerate(values):
                    if value is None and is_blank(cells[row]):
                        batch.refuse(row, column.target, reasons.BlankCell())
        return batch

    def __len__(self) -> int:
        return len(self.table.rows)

    def column(self, target: str) -> list[Any]:
        """The values of a target; all None when the file has no such column."""
        return self.values.get(target) or [None] * len(self)

    def has(self, target: str) -> bool:
        return target in self.values

    def refuse(self, row: int, target: str, reason: Problem) -> None:
        self.refused.setdefault(row, []).append((target, reason))

    def flag(self, row: int, target: str, reason: Problem) -> None:
        self.flagged.setdefault(row, []).append((target, reason))

    def number(self, row: int) -> str:
        """The row as sentences name it: its number in the sheet, with the sheet where there are several."""
        return self.table.where(row)

    def targets_of(self, model_name: str) -> list[str]:
        return [target for target in self.values if target.startswith(model_name + ".")]

    def _column(self, cells: Sequence[Any], reader: Reader) -> None:
        target, seen, read = reader.column.target, reader._seen, reader.read
        values: list[Any] = []
        add = values.append
        for row, cell in enumerate(cells):
            if cell is None:
                add(None)
                continue
            value = seen.get((cell.__class__, cell), reader)
            if value is reader:
                value = read(cell)
            if value.__class__ is Refused:
                self.refuse(row, target, value.reason)
                value = None
            add(value)
        if reader.flagged:
            for row, cell in enumerate(cells):
                found = reader.flagged.get((cell.__class__, cell))
                if found is not None:
                    self.flag(row, target, found)
        self.values[target] = values

    def _numbers(self, cells: Sequence[Any], target: str) -> list[str | None]:
        spoilt: list[int] = []
        values: list[str | None] = []
        filled = 0
        for row, cell in enumerate(cells):
            if cell is None or (isinstance(cell, str) and is_blank(cell)):
                values.append(None)
                continue
            if (broken := broken_cell(cell)) is not None:
                self.refuse(row, target, broken)
                values.append(None)
                continue
            filled += 1
            if isinstance(cell, str):
                lost = "E" in cell.upper() and _EXPONENT.match(cell.strip()) is not None
            else:
                lost = (
                    target == "id_number" or not isinstance(cell, (int, float)) or abs(cell) >= _EXACT or cell % 1 != 0
                )
            if lost:
                spoilt.append(row)
            values.append(None if lost else as_text(cell).replace(" ", "").lstrip("'`‘’"))
        if spoilt and len(spoilt) * 2 > filled:
            raise UnableToTrustNumbers(column=self.table.header(target), count=len(spoilt))
        for row in spoilt:
            self.refuse(row, target, reasons.NumberAsNumber())
        for row, value in enumerate(values):
            if value is not None and len(value) > 40:
                self.refuse(row, target, reasons.TooLong(length=len(value), limit=40))
        return values
