"""The default engine: the same nodes as SQL on DuckDB, over the roster's Parquet files, with a limit on threads and memory."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
from sqlglot import exp

from ..bound import BoundPack
from ..numbers import UnableToCompute
from ..roster import Roster
from .sql_statement import statements

COUNTY = "county"
"""The name of the folders that findings are split into: ``county=530102``."""


def run(
    pack: BoundPack, roster: Roster, folder: Path, *, threads: int, memory_limit: str, by_county: bool = False
) -> None:
    """Evaluate every standard and programme, from the bottom up, into one Parquet file per subject table in ``folder``.

    ``by_county``: into a folder of that name, with a folder ``county=…`` for each. Raises ``UnableToCompute`` where a sum or product is beyond what the language allows.
    """

    def rows(table: str) -> exp.Expr:
        return parquet(*roster.paths(table))

    def found(table: str) -> exp.Expr:
        return parquet(folder / f"{table}.parquet" / "*" / "*.parquet" if by_county else folder / f"{table}.parquet")

    with session(threads=threads, memory_limit=memory_limit) as connection:
        for each in statements(pack, roster, rows=rows, found=found):
            query = each.whole().sql("duckdb", copy=False)
            copy_to(connection, query, folder / f"{each.table}.parquet", by_county=by_county)


_open = threading.Lock()
_sessions: dict[tuple[int, str], duckdb.DuckDBPyConnection] = {}


def session(*, threads: int, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A connection to close after use, to a DuckDB that stays open in this process: starting one takes 15 ms. It keeps no file's
    contents."""
    with _open:
        if (threads, memory_limit) not in _sessions:
            made = duckdb.connect(config={"threads": threads, "memory_limit": memory_limit})
            made.execute("SET preserve_insertion_order = false; SET enable_external_file_cache = false")
            _sessions[threads, memory_limit] = made
        return _sessions[threads, memory_limit].cursor()


def copy_to(connection: duckdb.DuckDBPyConnection, query: str, target: Path, *, by_county: bool = False) -> None:
    """A query's rows as a Parquet file (``by_county``: a folder). Raises ``UnableToCompute``."""
    way = "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION V2, ROW_GROUP_SIZE 32768"
    if by_county:
        query = f"SELECT *, left(area_code, 6) AS {COUNTY} FROM ({query})"
        way += f", PARTITION_BY ({COUNTY})"
    written = exp.Literal.string(str(target)).sql("duckdb")
    try:
        connection.execute(f"COPY ({query}) TO {written} ({way})")
    except (duckdb.InvalidInputException, duckdb.OutOfRangeException, duckdb.ConversionException) as cause:
        raise UnableToCompute from cause


_NO_HIVE = exp.EQ(this=exp.column("hive_partitioning"), expression=exp.false())


def parquet(*paths: Path) -> exp.Expr:
    """Files as a table function."""
    files = [exp.Literal.string(str(path)) for path in paths]
    return exp.Anonymous(this="read_parquet", expressions=[exp.Array(expressions=files), _NO_HIVE])
