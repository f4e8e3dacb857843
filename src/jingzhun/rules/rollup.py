"""Counts of verdicts and sums of amounts by area at every level, in one pass over the findings of a subject table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

LEVELS = (("village", 12), ("township", 9), ("county", 6), ("prefecture", 4), ("province", 2))
COUNTS = ("failed", "passed", "missing", "not_applicable")
"""In the order of the verdicts' numbers."""
ROLLUP = pa.schema(
    [(name, pa.string()) for name in ("level", "area", "standard", "item")]
    + [(name, pa.int64()) for name in (*COUNTS, "fen")]
)


def roll_up(
    files: Sequence[Path], measures: Sequence[tuple[str, str]], *, threads: int = 2, memory_limit: str = "1GB"
) -> pa.Table:
    """Lines of :data:`ROLLUP` for the findings in ``files``. ``measures`` are (standard, item), ('' the whole; 'amount': a
    programme's). Rows are counted once per village; each level above adds up the one below."""
    columns = {measure: _column(*measure) for measure in measures}
    counted = [
        f"count_if({column} = {code}) AS c{i}_{code}" for i, column in enumerate(columns.values()) for code in range(4)
    ]
    sums = {i: _quoted(f"{name}.amount") for i, (name, item) in enumerate(columns) if item == "amount"}
    counted += [f"coalesce(sum({column}), 0)::HUGEINT AS f{i}" for i, column in sums.items()]
    names = [f"c{i}_{code}" for i in range(len(columns)) for code in range(4)] + [f"f{i}" for i in sums]
    steps, below = [f"raw AS (SELECT area_code AS area, {', '.join(counted)} FROM read_parquet(?, hive_partitioning = false) "
                    "WHERE area_code IS NOT NULL GROUP BY 1)"], "raw"  # fmt: skip
    for _, digits in LEVELS:
        added = ", ".join(f"sum({name}) AS {name}" for name in names)
        steps.append(f"l{digits} AS (SELECT left(area, {digits}) AS area, {added} FROM {below} GROUP BY 1)")
        below = f"l{digits}"
    if not columns or not files:
        return ROLLUP.empty_table()
    levels = " UNION ALL ".join(
        f"SELECT {place} AS level_at, area, {', '.join(f'{name}::BIGINT AS {name}' for name in names)} FROM l{digits} WHERE length(area) = {digits}"
        for place, (_, digits) in enumerate(LEVELS)
    )
    query = f"WITH {', '.join(steps)} SELECT * FROM ({levels}) ORDER BY level_at, area"
    with duckdb.connect(config={"threads": threads, "memory_limit": memory_limit}) as connection:
        wide = connection.sql(query, params=[[str(file) for file in files]]).to_arrow_table()
    return pa.concat_tables(
        _lines(wide.filter(pc.equal(wide["level_at"], place)), level, i, measure, i in sums)
        for place, (level, _) in enumerate(LEVELS)
        for i, measure in enumerate(columns)
    )


def _lines(wide: pa.Table, level: str, i: int, measure: tuple[str, str], is_money: bool) -> pa.Table:
    """The lines of one measure at one level; areas without any subject of it have none."""
    counts = [wide[f"c{i}_{code}"] for code in range(4)]
    fen = wide[f"f{i}"] if is_money else pa.nulls(len(wide), pa.int64())
    texts = [pa.array([text] * len(wide), pa.string()) for text in (level, *measure)]
    made = pa.table([texts[0], wide["area"], *texts[1:], *counts, fen], schema=ROLLUP)
    seen = pc.greater(pc.add(pc.add(counts[0], counts[1]), pc.add(counts[2], counts[3])), 0)
    return made.filter(seen)


def _column(name: str, item: str) -> str:
    return _quoted(name if item in ("", "amount") else f"{name}.{item}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
