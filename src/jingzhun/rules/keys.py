"""Keys of a roster's tables: empty or repeated ones are refused before any engine counts a row twice."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jingzhun.core.errors import Problem

from .bound import BoundPack
from .nodes import Field as FieldNode
from .nodes import Many, Node, walk
from .roster import Roster, refuse_odd_file


class UnableToTellRowsApart(Problem):
    code = "Y-044"
    says = "名册表“{table}”的主键“{key}”为空或重复"
    remedy = "请查明重复的行，改正后重新生成名册"


def refuse_repeated_keys(roster: Roster, tables: Iterable[str]) -> None:
    """Raises :class:`UnableToTellRowsApart` for the first of ``tables`` whose key is empty or repeated."""

    def told_apart(name: str) -> bool:
        paths, key = roster.paths(name), roster.schema.table(name).key
        for path in paths:
            refuse_odd_file(path, roster.schema.table(name), roster.folder.name)
        return _ascend(paths, key) or _differ(paths, key)

    names = sorted(set(tables))
    with ThreadPoolExecutor(2) as pool:
        for name, fine in zip(names, pool.map(told_apart, names), strict=True):
            if not fine:
                table = roster.schema.table(name)
                raise UnableToTellRowsApart(table=table.term, key=table.key)


def tables_of(bound: BoundPack) -> set[str]:
    """The tables whose rows a pack judges, counts or reads, and those between them."""
    names: set[str] = set()
    for root in _roots(bound):
        for node in walk(root):
            if isinstance(node, Many):
                chain = [node.table, *(above.name for above in bound.schema.above(bound.schema.table(node.table)))]
                names |= set(chain[: chain.index(node.of) + 1])
            if isinstance(node, FieldNode):
                names.add(node.table)
    return names | bound.judged


def _roots(bound: BoundPack) -> Iterable[Node]:
    for standard in bound.standards:
        parts = [standard.applies, *(part for i in standard.items for part in (i.holds, i.value, i.threshold))]
        yield from (part for part in parts if part is not None)
    for programme in bound.programmes:
        yield from (part for part in (programme.eligible, programme.amount) if part is not None)


def _ascend(paths: tuple[Path, ...], key: str) -> bool:
    """Whether the keys rise from row to row within each file and no file reaches into another: the quick proof."""
    ranges: list[tuple[int, int]] = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            column = file.read(columns=[key], use_threads=False)[key].combine_chunks()
        if column.null_count:
            return False
        if len(column):
            if not pc.all(pc.greater(column.slice(1), column.slice(0, len(column) - 1))).as_py():
                return False
            ranges.append((column[0].as_py(), column[-1].as_py()))
    ranges.sort()
    return all(before[1] < after[0] for before, after in pairwise(ranges))


def _differ(paths: tuple[Path, ...], key: str) -> bool:
    name = '"' + key.replace('"', '""') + '"'
    query = f"SELECT count(*) = count(DISTINCT {name}) FROM read_parquet(?)"
    with duckdb.connect() as connection:
        row = connection.execute(query, [[str(path) for path in paths]]).fetchone()
    return bool(row and row[0])
