"""The default engine: the same nodes as SQL on DuckDB, over the roster's Parquet files, with a limit on threads and memory."""

from __future__ import annotations

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
        return _parquet(*roster.paths(table))

    def found(table: str) -> exp.Expr:
        return _parquet(folder / f"{table}.parquet" / "*" / "*.parquet" if by_county else folder / f"{table}.parquet")

    with duckdb.connect(
        config={"threads": threads, "memory_limit": memory_limit, "preserve_insertion_order": False}
    ) as connection:
        for table, statement in statements(pack, roster, rows=rows, found=found):
            query, way = statement.sql("duckdb", copy=False), "FORMAT parquet, COMPRESSION snappy"
            if by_county:
                query = f"SELECT *, left(area_code, 6) AS {COUNTY} FROM ({query})"
                way += f", PARTITION_BY ({COUNTY})"
            target = exp.Literal.string(str(folder / f"{table}.parquet")).sql("duckdb")
            try:
                connection.execute(f"COPY ({query}) TO {target} ({way})")
            except (duckdb.InvalidInputException, duckdb.OutOfRangeException, duckdb.ConversionException) as cause:
                raise UnableToCompute from cause


_NO_HIVE = exp.EQ(this=exp.column("hive_partitioning"), expression=exp.false())


def _parquet(*paths: Path) -> exp.Expr:
    files = [exp.Literal.string(str(path)) for path in paths]
    return exp.Anonymous(this="read_parquet", expressions=[exp.Array(expressions=files), _NO_HIVE])
