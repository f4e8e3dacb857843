"""What-if: a pack under other parameter values, from household facts that are stored once.

The first run over a roster stores what the rules read per subject (``fact_store``); each further one works the rules out over
that. Called by ``results.trial``. Verdicts and amounts are those of ``evaluate``, row for row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
from sqlglot import exp

from .bind import bind_pack
from .engines.duckdb import copy_to, parquet, session
from .engines.sql_facts import facts_of, over_facts
from .engines.sql_statement import Statement, statements
from .evaluation import findings_of, require_facts
from .fact_store import FactStore
from .findings import Findings
from .keys import refuse_repeated_keys
from .pack_check import CheckedPack
from .roster import Roster

_STORED_WIDE = "DECIMAL(38,0)"
"""Parquet has no whole numbers of 128 bits; nothing else that a roster holds has this type."""


def what_if(
    checked: CheckedPack,
    roster: Roster,
    *,
    as_of: date,
    area: str,
    facts: FactStore,
    out: Path,
    parameters_override: Mapping[str, object] | None = None,
    items: bool = False,
    threads: int = 2,
    memory_limit: str = "2GB",
) -> Findings:
    """Findings in ``out``: whole verdicts and amounts, with ``items`` all that ``evaluate`` finds.

    Facts are stored by a run without ``parameters_override``; where a value stands inside a count or total, a run with another
    value reads the roster. Raises what ``evaluate`` raises.
    """
    require_facts(checked, roster)
    bound = bind_pack(checked, as_of=as_of, area=area, override=parameters_override)
    out.mkdir(parents=True, exist_ok=True)
    found = findings_of(checked, bound, roster, out, "duckdb")
    if not items:
        found = replace(found, standards=tuple(replace(each, items=()) for each in found.standards))
    with session(threads=threads, memory_limit=memory_limit) as connection:
        for each in statements(
            bound,
            roster,
            rows=lambda table: parquet(*roster.paths(table)),
            found=lambda table: parquet(out / f"{table}.parquet"),
        ):
            inner = _inner(connection, each, roster, facts, may_store=not parameters_override)
            query = each.over(inner, None if items else _names(found, each.table)).sql("duckdb", copy=False)
            copy_to(connection, query, out / f"{each.table}.parquet")
    found.save_head()
    return found


def _inner(
    connection: duckdb.DuckDBPyConnection, statement: Statement, roster: Roster, facts: FactStore, *, may_store: bool
) -> exp.Select:
    """The inner layer over stored facts where they are there (or may be stored), else over the roster."""
    if statement.reads_verdicts:  # they differ from run to run
        return _checked(statement.inner, roster)
    query = facts_of(statement.inner).sql("duckdb", copy=False)
    path = facts.path(query, roster)
    if not facts.has(path):
        if not may_store:
            return _checked(statement.inner, roster)
        _checked(statement.inner, roster)
        wide = [name for name, kind in _types(connection, query) if kind == "HUGEINT"]
        casts = ", ".join(f'CAST("{name}" AS {_STORED_WIDE}) AS "{name}"' for name in wide)
        stored = f"SELECT *{f' REPLACE ({casts})' if wide else ''} FROM ({query})"
        facts.make(path, lambda target: copy_to(connection, stored, target))
    source = parquet(path)
    kinds = _types(connection, f"FROM {source.sql('duckdb')}")
    return over_facts(statement.inner, source, {name: "HUGEINT" for name, kind in kinds if kind == _STORED_WIDE})


def _checked(inner: exp.Select, roster: Roster) -> exp.Select:
    """A layer that reads the roster, whose tables' keys are told apart first."""
    aliases = {source.alias.removeprefix("t_") for source in inner.find_all(exp.Table)}
    refuse_repeated_keys(roster, aliases & set(roster.schema.names))
    return inner


def _types(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in connection.execute(f"DESCRIBE {query}").fetchall()]


def _names(found: Findings, table: str) -> set[str]:
    names = {"subject_id", "area_code"} | {name for name, item in found.measures(table)}
    return names | {f"{name}.amount" for name, item in found.measures(table) if item == "amount"}
