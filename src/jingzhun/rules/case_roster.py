"""Turns a pack's worked cases into a small roster: one chain of county, township, village (and household) per case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from .language import Quantity, parse
from .roster import COMPLETE_COLUMNS, Roster, arrow_schema, write_roster
from .schema import STANDING, ColumnSchema, ColumnType, RosterSchema, TableSchema
from .source import AuthorProblem, Source, nearest
from .units import read_unit

MISSING = "缺"
_ROWS = re.compile(r"(\d+)\s*\D*")


class UnableToReadCase(AuthorProblem):
    code = "Y-025"
    says = "案例中的“{found}”看不懂"
    remedy = "请按名册的列、表和单位填写案例"


@dataclass
class CaseRoster:
    """Collects the rows of many cases, then writes them once. ``as_of`` gives the year of the marks."""

    schema: RosterSchema
    as_of: date
    area: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    marks: list[tuple[str, int, str, int]] = field(default_factory=list)

    def add(self, kind: str, body: Mapping[str, Any], at: Source) -> int:
        """One case's subject with all its rows; the subject's key."""
        table = self._table(kind, at)
        chain = list(reversed(self.schema.above(table)))
        parent: int | None = None
        for above in chain:
            parent = self._row(above, parent, {})
        return self._subject(table, parent, body, at)

    def write(self, folder: Path) -> Roster:
        tables = {
            name: pa.Table.from_pylist(rows, schema=arrow_schema(self.schema.table(name)))
            for name, rows in self.rows.items()
        }
        marks = pa.Table.from_pylist(
            [dict(zip(COMPLETE_COLUMNS.names, mark, strict=True)) for mark in self.marks], schema=COMPLETE_COLUMNS
        )
        known_at = datetime.combine(self.as_of, datetime.min.time())
        return write_roster(
            folder, self.schema, tables, complete=marks, as_of=self.as_of, known_at=known_at, area=self.area
        )

    def _table(self, word: str, at: Source) -> TableSchema:
        for table in self.schema.tables:
            if word in (table.subject, table.term, table.name):
                return table
        raise UnableToReadCase(at, found=word, nearest=nearest(word, [table.term for table in self.schema.tables]))

    def _row(self, table: TableSchema, parent: int | None, values: dict[str, Any]) -> int:
        rows = self.rows.setdefault(table.name, [])
        key = len(rows) + 1
        row = {column.name: None for column in table.columns} | {"area_code": self.area.ljust(12, "0")} | values
        row[table.key] = key
        if table.parent_key:
            row[table.parent_key] = parent
        rows.append({name: value for name, value in row.items() if name in {column.name for column in table.columns}})
        return key

    def _subject(self, table: TableSchema, parent: int | None, body: Mapping[str, Any], at: Source) -> int:
        columns = {word: column for column in table.columns for word in (column.term, column.name)}
        values = {
            columns[key].name: self._value(columns[key], value, at) for key, value in body.items() if key in columns
        }
        key = self._row(table, parent, values)
        for word, value in body.items():
            if word in columns:
                continue
            if word.endswith("完整"):
                self._mark(table, key, word.removesuffix("完整"), value, at)
            else:
                self._children(table, key, word, value, at)
        return key

    def _mark(self, of: TableSchema, key: int, word: str, value: Any, at: Source) -> None:
        table = self._table(word, at)
        if value in ("否", False):
            return
        years = value if isinstance(value, list) else [self.as_of.year if table.period else STANDING]
        if not all(isinstance(year, int) and 0 <= year <= 9999 for year in years):
            raise UnableToReadCase(at, found=value, allowed="是、否、[年度]，年度如 2018")
        if value not in ("是", True) and not isinstance(value, list):
            raise UnableToReadCase(at, found=value, allowed="是、否、[年度]")
        self.marks += [(of.name, key, table.name, int(year)) for year in years]

    def _children(self, of: TableSchema, key: int, word: str, value: Any, at: Source) -> None:
        table = self._table(word, at)
        chain = [table, *self.schema.above(table)]
        if of not in chain[1:]:
            raise UnableToReadCase(at, found=word, allowed="、".join(c.term for c in of.columns))
        parent = key
        for between in reversed(chain[1 : chain.index(of)]):
            parent = self._row(between, parent, {})
        bodies = value if isinstance(value, list) else self._counted(value, at)
        for body in bodies:
            if not isinstance(body, Mapping):
                raise UnableToReadCase(at, found=body, allowed="{列: 值}")
            self._subject(table, parent, body, at)

    def _counted(self, value: Any, at: Source) -> list[dict[str, Any]]:
        matched = _ROWS.fullmatch(str(value))
        if not matched or int(matched[1]) > 10_000:
            raise UnableToReadCase(at, found=value, allowed="行数或 [{列: 值}]")
        return [{} for _ in range(int(matched[1]))]

    def _value(self, column: ColumnSchema, value: Any, at: Source) -> Any:
        return column_value(column, value, at, self.schema.codes.get(column.codes, ()))


def column_value(column: ColumnSchema, value: Any, at: Source, codes: Sequence[str] = ()) -> Any:
    """A written value as the column holds it: ``3500元`` as fen, ``是`` as true, ``缺`` as nothing; one of ``codes`` if given."""
    if value is None or value == MISSING:
        return None
    if column.type is ColumnType.BOOL and value in ("是", "否", True, False):
        return value in ("是", True)
    if column.type is ColumnType.DATE and isinstance(value, date):
        return value
    if column.type in (ColumnType.TEXT, ColumnType.CODE):
        if codes and str(value) not in codes:
            near = nearest(str(value), list(codes))
            raise UnableToReadCase(at, found=value, allowed="、".join(codes[:12]), nearest=near)
        return str(value)
    written = str(value)
    try:
        read = parse(Source(written.removeprefix("-")))
    except AuthorProblem:
        raise UnableToReadCase(at, found=value, allowed=f"“{column.term}”的值") from None
    if read.kind == "date" and column.type is ColumnType.DATE:
        return read.value
    if read.kind != "quantity" or column.type in (ColumnType.BOOL, ColumnType.DATE):
        raise UnableToReadCase(at, found=value, allowed=f"“{column.term}”的值")
    quantity: Quantity = read.value
    own = read_unit("元" if column.type is ColumnType.MONEY else column.unit)
    number = quantity.number
    if own is not None and column.type is not ColumnType.MONEY:
        if not (quantity.unit.is_plain and own[0].num):
            number = number / own[1]
        if not quantity.unit.is_plain and quantity.unit != own[0]:
            raise UnableToReadCase(at, found=value, allowed=f"以{column.unit}为单位的数")
    if column.type is ColumnType.MONEY and not quantity.unit.is_money:
        raise UnableToReadCase(at, found=value, allowed="带单位的金额，如 3500元")
    number = -number if written.startswith("-") else number
    digits = column.scale if column.type is ColumnType.DECIMAL else 0
    if abs(number) >= 10**17 or (number * 10**digits).denominator != 1:
        raise UnableToReadCase(at, found=value, allowed=f"小数不超过 {digits} 位、小于 10^17 的数")
    if column.type is ColumnType.DECIMAL:
        return Decimal(number.numerator) / Decimal(number.denominator)
    return int(number)
