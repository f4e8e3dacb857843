"""Counting figures: the rows of each indicator once by DuckDB, then number, sum and digest of every area's slice of them.

Rows are sorted by part, area and code, so each area's rows lie together; a figure's digest is SHA-256 over its lines.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.percent import percent_of
from jingzhun.rules.roster import Roster

from .indicator import Indicator, Measure

ROWS = pa.schema(
    [
        pa.field("part", pa.string()),
        pa.field("area", pa.string()),
        pa.field("code", pa.string()),
        pa.field("amount", pa.int64()),
        pa.field("base", pa.int64()),
        pa.field("value", pa.string()),
        pa.field("line", pa.string()),
    ]
)
ROW_GROUP = 8_192


@dataclass(frozen=True)
class Counted:
    """One figure's number. ``value`` is rows, the sum of amounts, or amounts in per cent of bases (None without a base);
    amounts and bases that are missing are not in the sums."""

    part: str
    area: str
    value: int | Decimal | None
    rows: int
    digest: str


def connect(*, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    """An engine of our own, limited as the settings say."""
    return duckdb.connect(config={"threads": threads, "memory_limit": memory})


def open_roster(connection: duckdb.DuckDBPyConnection, roster: Roster, *, year: int | None = None) -> None:
    """The roster's tables as views by their code words, and the year of evaluation."""
    for table in roster.schema.tables:
        paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in roster.paths(table.name))
        connection.execute(f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM read_parquet([{paths}])")
    connection.execute("SET VARIABLE year = ?", [year if year is not None else roster.as_of.year])


def rows_of_indicator(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> pa.Table:
    """All rows that the indicator counts, sorted by part, area and code."""
    asked = connection.sql(
        f"SELECT part, area, code, amount, base, value, line FROM ({indicator.rows}) ORDER BY 1, 2, 3, 5, 4"
    )
    return asked.to_arrow_table().cast(ROWS)


def lines(rows: pa.Table) -> list[str]:
    """The lines over which digests are taken: code, area, amount, base."""
    columns = (rows[name].to_pylist() for name in ("code", "area", "amount", "base"))
    return [
        f"{code}|{area}|{'' if amount is None else amount}|{'' if base is None else base}"
        for code, area, amount, base in zip(*columns, strict=True)
    ]


def digest_of(some: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(some).encode()).hexdigest()


def count(
    indicator: Indicator, rows: pa.Table, areas: Mapping[Level, Iterable[str]], parts: Iterable[str] = ()
) -> Iterator[Counted]:
    """The figure of every part in every area (padded codes by level).

    Declared parts count nought where they have no rows; parts that only the data know are left out of villages where they
    have none.
    """
    places = rows["area"].to_pylist()
    sums, bases = ([0, *accumulate(each or 0 for each in rows[name].to_pylist())] for name in ("amount", "base"))
    written = lines(rows)
    bounds = _bounds(rows["part"].to_pylist())
    declared = {*indicator.parts, *parts}
    for part in dict.fromkeys((*indicator.parts, *parts, *bounds)):
        start, end = bounds.get(part, (0, 0))
        for level in indicator.levels:
            for area in areas.get(level, ()):
                code = AreaCode.parse(area)
                low = bisect_left(places, code.first, start, end)
                high = bisect_left(places, code.after, low, end)
                if low == high and level is Level.VILLAGE and part not in declared:
                    continue
                value: int | Decimal | None = high - low
                if indicator.measure is not Measure.ROWS:
                    value = sums[high] - sums[low]
                if indicator.measure is Measure.RATE:
                    value = percent_of(value, bases[high] - bases[low])
                yield Counted(part, area, value, high - low, digest_of(written[low:high]))


def _bounds(parts: list[str]) -> dict[str, tuple[int, int]]:
    """Part → where its rows begin and end; parts are sorted."""
    bounds: dict[str, tuple[int, int]] = {}
    start = 0
    while start < len(parts):
        end = bisect_left(parts, True, start, key=lambda each, here=parts[start]: each != here)
        bounds[parts[start]] = (start, end)
        start = end
    return bounds


def write_rows(folder: Path, indicator: Indicator, rows: pa.Table) -> Path:
    """Keep the rows beside the roster or run; small row groups, so a part of an area is read without the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{indicator.name}.parquet"
    pq.write_table(rows, path, row_group_size=ROW_GROUP, compression="zstd")
    return path


def read_rows(path: Path, part: str, area: AreaCode) -> pa.Table:
    """The rows of a part in an area, in the order in which they were digested."""
    filters = [("part", "=", part), ("area", ">=", area.first), ("area", "<", area.after)]
    return pq.read_table(path, schema=ROWS, filters=filters)
