"""The default engine: the same nodes as SQL on DuckDB, over the roster's Parquet files, with a limit on threads and memory."""

from __future__ import annotations

import ctypes
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from ..bound import BoundPack
from ..numbers import UnableToCompute
from ..roster import Roster
from .duckdb_text import Text, name_files, texts
from .facts_in_order import FACTS, Connect, InOrder, facts_in_order

_BATCH = 32_768
COUNTY = "county"
"""The name of the folders that findings are split into: ``county=530102``."""


def run(
    pack: BoundPack, roster: Roster, folder: Path, *, threads: int, memory_limit: str, by_county: bool = False
) -> None:
    """Evaluate every standard and programme, from the bottom up, into one Parquet file per subject table in ``folder``.

    ``by_county``: into a folder of that name, with a folder ``county=…`` for each. Raises ``UnableToCompute`` where a sum or product is beyond what the language allows.
    """

    found: dict[str, tuple[Path, ...]] = {}

    def connect(query: str, *, in_order: bool = True) -> duckdb.DuckDBPyConnection:
        connection = session(threads=threads, memory_limit=memory_limit, in_order=in_order)
        name_files(connection, query, roster, found)
        return connection

    for text in texts(pack, roster):
        facts = _facts(text, pack, roster, connect, threads)
        target = folder / f"{text.table}.parquet"
        if facts is None:
            with connect(text.whole, in_order=False) as connection:
                copy_to(connection, text.whole, target, by_county=by_county)
        else:
            _copy_over(*facts, partial(connect, in_order=False), target, by_county=by_county, threads=threads)
        found[text.table] = (target / "*" / "*.parquet" if by_county else target,)


def _facts(
    text: Text, pack: BoundPack, roster: Roster, connect: Connect, threads: int
) -> tuple[InOrder, pa.Table] | None:
    """The facts that can be had from rows in order, and how to read them; None: from none."""
    way = text.in_order
    while way is not None:
        facts = facts_in_order(way, connect, threads=threads)
        if isinstance(facts, pa.Table):
            return way, facts
        way = next(each.in_order for each in texts(pack, roster, facts) if each.table == text.table)
    return None


def _copy_over(way: InOrder, facts: pa.Table, connect: Connect, target: Path, *, by_county: bool, threads: int) -> None:
    """What is found over facts. Where the rows of each county lie together, county by county: a third faster than having DuckDB part
    them."""

    def copied(rows: pa.Table, to: Path, *, by_county: bool = False) -> None:
        with connect(way.over) as connection:
            connection.register(FACTS, pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(_BATCH)))
            copy_to(connection, way.over, to, by_county=by_county)

    parts = _counties(facts[way.area]) if by_county and way.area else None
    if parts is None:
        return copied(facts, target, by_county=by_county)
    for code in parts:
        (target / f"{COUNTY}={code}").mkdir(parents=True)
    with ThreadPoolExecutor(threads) as pool:
        working = [
            pool.submit(copied, facts.slice(first, end - first), target / f"{COUNTY}={code}" / "part.parquet")
            for code, (first, end) in parts.items()
        ]
        for each in working:
            each.result()


def _counties(areas: pa.ChunkedArray) -> dict[str, tuple[int, int]] | None:
    """The first row of each county and the one after its last; None where they do not lie together or a row has no area."""
    codes = pc.run_end_encode(pc.utf8_slice_codeunits(areas.combine_chunks(), 0, 6))
    names, ends = codes.values.to_pylist(), codes.run_ends.to_pylist()
    if not names or None in names or len(set(names)) < len(names):
        return None
    return {name: (first, end) for name, first, end in zip(names, [0, *ends], ends, strict=False)}


_open = threading.Lock()
_sessions: dict[tuple[int, str, bool], duckdb.DuckDBPyConnection] = {}


def session(*, threads: int, memory_limit: str, in_order: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to close after use, to a DuckDB that stays open in this process: starting one takes 15 ms. It keeps no file's
    contents; the order of rows only where asked (``in_order``)."""
    kind = threads, memory_limit, in_order
    with _open:
        if kind not in _sessions:
            _give_memory_back()
            made = duckdb.connect(config={"threads": threads, "memory_limit": memory_limit})
            made.execute(f"SET preserve_insertion_order = {in_order}; SET enable_external_file_cache = false")
            _sessions[kind] = made
        return _sessions[kind].cursor()


def _give_memory_back() -> None:
    """Arrays of 4 MiB and more go back to the system when they are done with. Left alone, the C library of Linux raises that size up to
    32 MiB and keeps 70 MiB of a run over a million households."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 4 * 2**20)


_MMAP_THRESHOLD = -3
"""``M_MMAP_THRESHOLD`` of malloc.h."""


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
