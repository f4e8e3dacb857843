"""What DuckDB is told in a run: the texts of its statements, kept in this process for further runs of the same rules.

They name no file: a connection's variables do (``name_files``). All counties with the same parameter values share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import duckdb
from sqlglot import exp

from ..bound import BoundPack, BoundProgramme, BoundStandard
from ..roster import Roster
from ..schema import COMPLETE_TABLE, TableSchema
from .facts_in_order import InOrder, in_order
from .sql_side import Known
from .sql_statement import area_inside, statements, without_gaps

_NO_HIVE = exp.EQ(this=exp.column("hive_partitioning"), expression=exp.false())
_FILES, _FOUND = "files_", "found_"


@dataclass(frozen=True)
class Text:
    """What is told for one subject table: ``whole`` finds everything from the roster, ``in_order`` from rows that lie in order
    (None: there is nothing to be had from them)."""

    table: str
    whole: str
    in_order: InOrder | None


@dataclass(frozen=True)
class _Rules:
    """All that texts depend on. ``only``: the groups that may be taken in order (None: all)."""

    standards: tuple[BoundStandard, ...]
    programmes: tuple[BoundProgramme, ...]
    tables: tuple[TableSchema, ...]
    known: Known
    inside: str
    only: frozenset[str] | None
    pack: BoundPack = field(compare=False)
    roster: Roster = field(compare=False)


def texts(pack: BoundPack, roster: Roster, only: frozenset[str] | None = None) -> tuple[Text, ...]:
    """One per subject table that has standards or programmes, the lower ones first."""
    known, inside = without_gaps(pack, roster), area_inside(pack, roster)
    return _made(_Rules(pack.standards, pack.programmes, roster.schema.tables, known, inside, only, pack, roster))


@lru_cache(maxsize=64)
def _made(rules: _Rules) -> tuple[Text, ...]:
    names = [*(table.name for table in rules.tables), COMPLETE_TABLE]

    def read(kind: str, table: str) -> exp.Expr:
        place = exp.Literal.string(f"{kind}{names.index(table)}")
        return exp.Anonymous(
            this="read_parquet", expressions=[exp.Anonymous(this="getvariable", expressions=[place]), _NO_HIVE]
        )

    made = []
    for each in statements(
        rules.pack, rules.roster, rows=lambda table: read(_FILES, table), found=lambda table: read(_FOUND, table), known=rules.known
    ):  # fmt: skip
        way = in_order(each, rules.only)
        made.append(Text(each.table, each.whole().sql("duckdb", copy=False), way))
    return tuple(made)


def name_files(
    connection: duckdb.DuckDBPyConnection, query: str, roster: Roster, found: Mapping[str, tuple[Path, ...]]
) -> None:
    """Tell a connection which files a query of the texts means: those of the roster, and of findings by subject table."""
    names = [*roster.schema.names, COMPLETE_TABLE]
    files = {f"{_FILES}{place}": roster.paths(name) for place, name in enumerate(names)}
    files |= {f"{_FOUND}{names.index(name)}": paths for name, paths in found.items()}
    read = {name: paths for name, paths in files.items() if f"'{name}'" in query}
    for name, paths in read.items():
        listed = exp.Array(expressions=[exp.Literal.string(str(path)) for path in paths])
        connection.execute(f"SET VARIABLE {name} = {listed.sql('duckdb')}")
