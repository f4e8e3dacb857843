"""Counts by area at every level, from findings on disk: one pass over the rows, then the villages' counts are added up.

Called by ``findings`` for one run and by ``sweep`` for all counties together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from .engines.duckdb import session
from .numbers import UnableToCompute

LEVELS = (("village", 12), ("township", 9), ("county", 6), ("prefecture", 4), ("province", 2))
COUNTS = ("failed", "passed", "missing", "not_applicable")
"""In the order of the verdicts' numbers."""
ROLLUP = pa.schema(
    [(name, pa.string()) for name in ("level", "area", "standard", "item")]
    + [(name, pa.int64()) for name in (*COUNTS, "fen")]
)
_MOST_FEN = 2**62


def roll_up(
    files: Sequence[Path], measures: Sequence[tuple[str, str]], *, threads: int = 2, memory_limit: str = "2GB"
) -> pa.Table:
    """Lines of :data:`ROLLUP` for the findings in ``files``. ``measures`` are (standard, item), ('' the whole; 'amount': a
    programme's). Rows are counted once per area code; each level adds up what lies in it. Raises ``UnableToCompute``."""
    if not measures or not files:
        return ROLLUP.empty_table()
    counted = [
        f"count_if({_column(*measure)} = {code})::BIGINT AS c{i}_{code}"
        for i, measure in enumerate(measures)
        for code in range(len(COUNTS))
    ]
    paid = [i for i, (_, item) in enumerate(measures) if item == "amount"]
    counted += [f"coalesce(sum({_quoted(f'{measures[i][0]}.amount')}), 0)::BIGINT AS f{i}" for i in paid]
    query = (
        f"SELECT area_code AS area, {', '.join(counted)} FROM read_parquet(?, hive_partitioning = false) "
        "WHERE area_code IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    with session(threads=threads, memory_limit=memory_limit) as connection:
        found = connection.execute(query, [[str(file) for file in files]]).fetchnumpy()
    areas = np.array(found["area"], dtype="U12")
    numbers = np.column_stack([np.asarray(column) for name, column in found.items() if name != "area"])
    if paid and float(np.abs(numbers[:, -len(paid) :]).astype(float).sum(axis=0).max(initial=0)) > _MOST_FEN:
        raise UnableToCompute
    lines = [ROLLUP.empty_table()]
    for level, digits in LEVELS:
        places, sums = _added(areas, numbers, digits)
        lines.append(_lines(level, places, sums, measures, paid))
    return pa.concat_tables(lines).combine_chunks()


def _added(areas: np.ndarray, numbers: np.ndarray, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """The areas of a level, in order, and the sums of all rows that lie in each (those above it do not)."""
    inside = np.char.str_len(areas) >= digits
    cut, rows = areas[inside].astype(f"U{digits}"), numbers[inside]
    if not len(cut):
        return cut, rows
    starts = np.flatnonzero(np.concatenate([[True], cut[1:] != cut[:-1]]))
    return cut[starts], np.add.reduceat(rows, starts, axis=0)


def _lines(
    level: str, places: np.ndarray, sums: np.ndarray, measures: Sequence[tuple[str, str]], paid: list[int]
) -> pa.Table:
    """A level's lines, measure by measure; areas without any subject of it have none."""
    many, size, width = len(measures), len(places), len(COUNTS)
    counts = sums[:, : many * width].reshape(size, many, width).transpose(1, 0, 2).reshape(many * size, width)
    fen = np.zeros((many, size), np.int64)
    fen[paid] = sums[:, many * width :].T
    texts = [pa.array(names, pa.string()) for names in ([level], places.tolist(), *zip(*measures, strict=True))]
    measure = np.repeat(np.arange(many), size)
    unpaid = ~np.isin(measure, paid)
    rows = (np.zeros(many * size, np.int64), np.tile(np.arange(size), many), measure, measure)
    numbers = [pa.array(np.ascontiguousarray(counts[:, code])) for code in range(width)]
    columns = [text.take(pa.array(row)) for text, row in zip(texts, rows, strict=True)]
    table = pa.table([*columns, *numbers, pa.array(fen.ravel(), mask=unpaid)], schema=ROLLUP)
    seen = counts.any(axis=1)
    return table if seen.all() else table.filter(pa.array(seen))


def _column(name: str, item: str) -> str:
    return _quoted(name if item in ("", "amount") else f"{name}.{item}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
