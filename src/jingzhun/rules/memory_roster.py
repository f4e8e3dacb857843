"""A roster's rows in memory, for the reference engine: all of a roster, or what one subject's rules can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from jingzhun.core.area_code import AreaCode

from .roster import Roster
from .schema import COMPLETE_TABLE, STANDING, RosterSchema

Row = dict[str, Any]


@dataclass
class MemoryRoster:
    """Rows by table and key; ``marks`` are (subject table, subject id, table, year).

    ``verdicts`` are known already, by standard and subject id (None: missing): a run's findings of the kinds below.
    """

    schema: RosterSchema
    tables: dict[str, dict[Any, Row]]
    marks: set[tuple[str, Any, str, int]]
    children: dict[tuple[str, Any, str], list[Row]] = field(default_factory=dict)
    verdicts: dict[tuple[str, Any], str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        grouped: dict[tuple[str, Any, str], list[Row]] = defaultdict(list)
        for table in self.schema.tables:
            if table.parent:
                for row in self.tables.get(table.name, {}).values():
                    grouped[table.parent, row[table.parent_key], table.name].append(row)
        self.children = dict(grouped)

    def below(self, of: str, row: Row, table: str) -> list[Row]:
        """The rows of ``table`` that belong to a row of ``of``, however many levels lie between."""
        parent = self.schema.table(table).parent
        key = self.schema.table(of).key
        if parent == of:
            return self.children.get((of, row[key], table), [])
        return [child for middle in self.below(of, row, parent) for child in self.below(parent, middle, table)]

    def is_marked(self, of: str, row: Row, table: str, first: int, last: int) -> bool:
        """Whether the completeness mark is set for every year asked for, or once for all."""
        key = row[self.schema.table(of).key]
        if (of, key, table, STANDING) in self.marks:
            return True
        return all((of, key, table, year) in self.marks for year in range(first, last + 1))


def exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, Decimal) else value


def read_whole(roster: Roster) -> MemoryRoster:
    """Every row of a roster."""
    tables = {t.name: _rows(roster.read(t.name).to_pylist(), t.key) for t in roster.schema.tables}
    return MemoryRoster(roster.schema, tables, _marks(roster.read(COMPLETE_TABLE)))


def read_subject(roster: Roster, table: str, subject: Any, needed: Iterable[str]) -> MemoryRoster:
    """One subject's row and all rows below it of the tables ``needed`` (and those between); nothing else is read."""
    schema = roster.schema
    tables: dict[str, dict[Any, Row]] = {}
    wanted = {name for each in needed for name in [each, *(above.name for above in schema.above(schema.table(each)))]}
    key = schema.table(table).key
    with _connection().cursor() as connection:
        rows = _select(connection, roster, table, key, [subject])
        tables[table] = _rows(rows, key)
        found = {table: [subject]}
        for each in sorted(schema.tables, key=lambda t: len(schema.above(t))):
            if each.name in wanted and each.parent in found:
                rows = _select(connection, roster, each.name, each.parent_key, found[each.parent])
                tables[each.name] = _rows(rows, each.key)
                found[each.name] = list(tables[each.name])
        marks: set[tuple[str, Any, str, int]] = set()
        for name, keys in found.items():
            if any(t.parent == name for t in schema.tables):
                paths = [str(path) for path in roster.paths(COMPLETE_TABLE)]
                query = 'SELECT subject_table, subject_id, "table", year FROM read_parquet(?) WHERE subject_table = ? AND subject_id '
                one = len(keys) == 1
                query += "= ?" if one else "IN (SELECT unnest(?))"
                marks |= set(connection.execute(query, [paths, name, keys[0] if one else keys]).fetchall())
    return MemoryRoster(schema, tables, marks)


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One small database in memory for look-ups; each look-up takes its own cursor."""
    return duckdb.connect(config={"threads": 1, "memory_limit": "256MB"})


def in_area(rows: Iterable[Row], area: str) -> list[Row]:
    """The rows whose ``area_code`` lies in ``area``; rows of tables without that column all do."""
    covering = AreaCode.parse(area)
    return [row for row in rows if "area_code" not in row or covering.covers(row["area_code"] or "")]


def _select(
    connection: duckdb.DuckDBPyConnection, roster: Roster, table: str, column: str, keys: list[Any]
) -> list[Row]:
    if not keys:
        return []
    name = '"' + column.replace('"', '""') + '"'
    query = f"SELECT * FROM read_parquet(?) WHERE {name} " + ("= ?" if len(keys) == 1 else "IN (SELECT unnest(?))")
    paths = [str(path) for path in roster.paths(table)]
    found = connection.execute(query, [paths, keys[0] if len(keys) == 1 else keys])
    names = [each[0] for each in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _rows(rows: list[Row], key: str) -> dict[Any, Row]:
    return {row[key]: {name: exact(value) for name, value in row.items()} for row in rows}


def _marks(marks: pa.Table) -> set[tuple[str, Any, str, int]]:
    columns: Mapping[str, list[Any]] = marks.to_pydict()
    return set(zip(columns["subject_table"], columns["subject_id"], columns["table"], columns["year"], strict=True))
