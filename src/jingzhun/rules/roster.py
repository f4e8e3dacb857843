"""A roster on disk: a folder with one Parquet file per table, ``complete.parquet``, ``schema.json`` and ``roster.json``.

Written by ``results`` (one snapshot of the database) and by the generator of synthetic rosters; read by the engines.
The digest is over sorted logical rows, so the same facts give the same digest whatever the file bytes are.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jingzhun.core.errors import Problem
from jingzhun.core.money import LARGEST_FEN

from .schema import COMPLETE_TABLE, ColumnSchema, ColumnType, RosterSchema, TableSchema

ROW_GROUP = 16_384
"""Rows per Parquet row group: small, so that one household is read without its county."""

COMPLETE_COLUMNS = pa.schema(
    [
        pa.field("subject_table", pa.string(), nullable=False),
        pa.field("subject_id", pa.int64(), nullable=False),
        pa.field("table", pa.string(), nullable=False),
        pa.field("year", pa.int32(), nullable=False),
    ]
)


class UnableToReadRoster(Problem):
    code = "Y-002"
    says = "名册“{folder}”不能读取：{reason}"
    remedy = "请重新生成名册后再试"


class UnableToWriteRoster(Problem):
    code = "Y-003"
    says = "名册表“{table}”不能写出：{reason}"
    remedy = "请改正来源数据或结构后重新生成名册"


@dataclass(frozen=True)
class Roster:
    """A frozen roster. ``as_of`` is the day its facts are true on, ``known_at`` when they were known, ``area`` its code."""

    folder: Path
    schema: RosterSchema
    as_of: date
    known_at: datetime
    area: str
    digest: str
    parts: tuple[Path, ...] = ()
    """The folders of the counties it is made of (``county_rosters``); empty: ``folder`` itself."""

    def paths(self, table: str) -> tuple[Path, ...]:
        """The Parquet files of a table (by code word) or of ``complete``."""
        return tuple(folder / f"{table}.parquet" for folder in self.parts or (self.folder,))

    def read(self, table: str) -> pa.Table:
        return pa.concat_tables(pq.read_table(path) for path in self.paths(table))


def arrow_type(column: ColumnSchema) -> pa.DataType:
    """The Parquet type of a column: int64, decimal128(18, scale), string, date32 or bool."""
    if column.type in (ColumnType.INT, ColumnType.MONEY):
        return pa.int64()
    if column.type is ColumnType.DECIMAL:
        return pa.decimal128(18, column.scale)
    if column.type is ColumnType.DATE:
        return pa.date32()
    if column.type is ColumnType.BOOL:
        return pa.bool_()
    return pa.string()


def arrow_schema(table: TableSchema) -> pa.Schema:
    """The Arrow schema that :func:`write_roster` expects of a table (columns in any order, castable types)."""
    return pa.schema([pa.field(column.name, arrow_type(column)) for column in table.columns])


def write_roster(
    folder: Path,
    schema: RosterSchema,
    tables: Mapping[str, pa.Table],
    *,
    complete: pa.Table | None = None,
    as_of: date,
    known_at: datetime,
    area: str,
) -> Roster:
    """Write a roster and return it. ``tables`` maps code words to Arrow tables; a table left out is empty.

    Rows are sorted by parent and key. Refused (:class:`UnableToWriteRoster`): unknown tables or columns, values that
    do not fit, empty or repeated keys, a parent that is not there, amounts beyond 10^16 fen, texts outside the column's
    code list. ``roster.json`` is written last: a folder without it is not a roster.
    """
    for name in tables:
        if name not in {table.name for table in schema.tables}:
            raise UnableToWriteRoster(table=name, reason="结构中没有这张表")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roster.json").unlink(missing_ok=True)
    keys: dict[str, pa.Array] = {}
    for table in sorted(schema.tables, key=lambda each: len(schema.above(each))):
        rows = _conform(schema, table, tables.get(table.name), keys)
        pq.write_table(rows, folder / f"{table.name}.parquet", row_group_size=ROW_GROUP, compression="snappy")
        keys[table.name] = rows[table.key].combine_chunks()
    marks = _conform_marks(complete)
    pq.write_table(marks, folder / f"{COMPLETE_TABLE}.parquet", row_group_size=ROW_GROUP, compression="snappy")
    (folder / "schema.json").write_text(schema.to_json(), encoding="utf-8")
    digest = roster_digest(folder, schema)
    head = {"as_of": as_of.isoformat(), "known_at": known_at.isoformat(), "area": area, "digest": digest}
    temporary = folder / "roster.json.part"
    temporary.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, folder / "roster.json")
    return Roster(folder, schema, as_of, known_at, area, digest)


def read_roster(folder: Path) -> Roster:
    """Open a roster folder: schema and head are read, tables are not. Raises :class:`UnableToReadRoster`."""
    try:
        head = json.loads((folder / "roster.json").read_text(encoding="utf-8"))
        schema = RosterSchema.from_json((folder / "schema.json").read_text(encoding="utf-8"))
        roster = Roster(
            folder,
            schema,
            date.fromisoformat(head["as_of"]),
            datetime.fromisoformat(head["known_at"]),
            head["area"],
            head["digest"],
        )
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise UnableToReadRoster(folder=folder.name, reason="文件缺失或不完整") from cause
    for table in schema.tables:
        if not all(path.exists() for path in roster.paths(table.name)):
            raise UnableToReadRoster(folder=folder.name, reason=f"缺少表“{table.term}”")
    return roster


def refuse_odd_file(path: Path, table: TableSchema, folder: str) -> None:
    """Raises :class:`UnableToReadRoster` where a table's file is no Parquet, or lacks a column or holds another kind of values."""
    file = path.stat()
    odd = _odd_file(path, file.st_size, file.st_mtime_ns, table)
    if odd:
        raise UnableToReadRoster(folder=folder, reason=f"表“{table.term}”{odd}")


@lru_cache(maxsize=4096)
def _odd_file(path: Path, size: int, changed: int, table: TableSchema) -> str:
    """What is wrong with a file (as it was when it had that size and time); empty where it fits the table."""
    try:
        there = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError):
        return "的文件不是 Parquet 或已损坏"
    for column in table.columns:
        if column.name not in there.names:
            return f"缺少列“{column.term}”（{column.name}）"
        found, wanted = there.field(column.name).type, arrow_type(column)
        text = pa.types.is_string(wanted) and (pa.types.is_large_string(found) or pa.types.is_dictionary(found))
        whole = pa.types.is_integer(wanted) and pa.types.is_signed_integer(found)
        exact = pa.types.is_decimal(wanted) and pa.types.is_decimal(found) and found.scale == wanted.scale
        if found != wanted and not pa.types.is_null(found) and not text and not whole and not exact:
            return f"的列“{column.term}”（{column.name}）类型是 {found}，应为 {wanted}"
    return ""


def never_missing(roster: Roster, columns: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Those of ``columns`` (table, column) in which no value is missing, by what the files' footers say."""
    by_table: dict[str, set[str]] = {}
    for table, column in columns:
        by_table.setdefault(table, set()).add(column)
    for table, names in by_table.items():
        for path in roster.paths(table):
            names &= full_columns(path, names)
    return frozenset((table, name) for table, names in by_table.items() for name in names)


def full_columns(path: Path, names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` of which a file's footer says that no value is missing. Footers of files that stay are read once."""
    file = path.stat()
    return _full_columns(path, file.st_size, file.st_mtime_ns, frozenset(names))


@lru_cache(maxsize=4096)
def _full_columns(path: Path, size: int, changed: int, names: frozenset[str]) -> frozenset[str]:
    """Of a file as it was when it had that size and time."""
    file = pq.read_metadata(path)
    groups = [file.row_group(i) for i in range(file.num_row_groups)]

    def full(place: int) -> bool:
        statistics = (group.column(place).statistics for group in groups)
        return all(each is not None and each.has_null_count and each.null_count == 0 for each in statistics)

    return frozenset(name for place, name in enumerate(file.schema.names) if name in names and full(place))


def roster_digest(folder: Path, schema: RosterSchema) -> str:
    """SHA-256 over schema and the sorted logical rows of every table: independent of row order and of file bytes.

    Rows are hashed by DuckDB (``md5_number`` of the row's text) and summed per table, so it is one pass without sorting.
    """
    parts = [hashlib.sha256(schema.to_json().encode()).hexdigest()]
    with duckdb.connect() as connection:
        for name in [*sorted(table.name for table in schema.tables), COMPLETE_TABLE]:
            path = str(folder / f"{name}.parquet")
            columns = COMPLETE_COLUMNS.names if name == COMPLETE_TABLE else [c.name for c in schema.table(name).columns]
            packed = ", ".join('"' + column.replace('"', '""') + '"' for column in sorted(columns))
            row = connection.execute(
                f"SELECT count(*), sum((h % 2305843009213693951::UHUGEINT)::HUGEINT), bit_xor(h) "
                f"FROM (SELECT md5_number(CAST(row({packed}) AS VARCHAR)) AS h FROM read_parquet(?))",
                [path],
            ).fetchone()
            parts.append(f"{name}:{row}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _conform(schema: RosterSchema, table: TableSchema, rows: pa.Table | None, keys: Mapping[str, pa.Array]) -> pa.Table:
    wanted = arrow_schema(table)
    if rows is None:
        return wanted.empty_table()
    if set(rows.column_names) != set(wanted.names):
        odd = "、".join(sorted(set(rows.column_names) ^ set(wanted.names)))
        raise UnableToWriteRoster(table=table.term, reason=f"列与结构不符（{odd}）")
    try:
        rows = rows.select(wanted.names).cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as cause:
        raise UnableToWriteRoster(table=table.term, reason="列的类型与结构不符") from cause
    key = rows[table.key]
    if key.null_count or len(pc.unique(key)) != len(key):
        raise UnableToWriteRoster(table=table.term, reason=f"主键“{table.key}”为空或重复")
    if table.parent:
        known = pc.is_in(rows[table.parent_key], value_set=keys[table.parent])
        if len(rows) and not pc.all(known).as_py():
            raise UnableToWriteRoster(
                table=table.term, reason=f"有的行在“{schema.table(table.parent).term}”中找不到所属对象"
            )
    for column in table.columns:
        values = rows[column.name]
        if column.type is ColumnType.MONEY and pc.any(pc.greater(pc.abs(values), LARGEST_FEN)).as_py():
            raise UnableToWriteRoster(table=table.term, reason=f"“{column.term}”金额过大")
        if column.type is ColumnType.CODE and column.codes:
            odd_values = pc.filter(
                values,
                pc.invert(pc.is_in(values, value_set=pa.array([*schema.codes[column.codes], None], pa.string()))),
            )
            if len(odd_values):
                raise UnableToWriteRoster(
                    table=table.term, reason=f"“{column.term}”的“{odd_values[0]}”不在代码表“{column.codes}”中"
                )
    order = [(name, "ascending") for name in (table.parent_key, table.key) if name]
    return rows.sort_by(order)


def _conform_marks(marks: pa.Table | None) -> pa.Table:
    if marks is None:
        return COMPLETE_COLUMNS.empty_table()
    try:
        marks = marks.select(COMPLETE_COLUMNS.names).cast(COMPLETE_COLUMNS)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, KeyError) as cause:
        raise UnableToWriteRoster(table=COMPLETE_TABLE, reason="完整标记表的列不对") from cause
    marks = marks.group_by(COMPLETE_COLUMNS.names).aggregate([])
    return marks.sort_by(
        [("subject_table", "ascending"), ("subject_id", "ascending"), ("table", "ascending"), ("year", "ascending")]
    )
