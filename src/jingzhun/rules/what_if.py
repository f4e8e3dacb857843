"""What-if: a pack under other parameter values, from household facts that are stored once.

The first run over a roster stores what the rules read per subject (``fact_store``) and what they came to; each further one works
out again what another value changes. Called by ``results.trial``. Verdicts and amounts are those of ``evaluate``, row for row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from .bind import bind_pack
from .engines.duckdb import copy_to, parquet, session
from .engines.facts_in_order import FACTS, Connect, facts_in_order, in_order
from .engines.sql_facts import facts_of, facts_read
from .engines.sql_outcomes import COLUMN, RULE, over_outcomes, with_outcomes
from .engines.sql_statement import Statement, statements
from .evaluation import findings_of, require_facts
from .fact_store import FactStore
from .findings import Findings
from .keys import refuse_repeated_keys
from .pack_check import CheckedPack
from .roster import Roster, full_columns

_STORED_WIDE = "DECIMAL(38,0)"
"""Parquet has no whole numbers of 128 bits; nothing else that a roster holds has this type."""
_READ_AS = {pa.decimal128(38, 0): "HUGEINT", pa.int32(): "BIGINT"}
"""Counts are stored in 32 bits."""

_KEPT = {RULE: {"BOOLEAN"}, COLUMN: {"TINYINT", "BIGINT"}}
"""The types of outcomes that are kept: conditions, verdicts and amounts."""


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

    def connect(query: str) -> duckdb.DuckDBPyConnection:
        return session(threads=threads, memory_limit=memory_limit, in_order=True)

    trial = _Trial(roster, facts, found, items, not parameters_override, connect, threads)
    with session(threads=threads, memory_limit=memory_limit) as connection:
        for each in statements(
            bound,
            roster,
            rows=lambda table: parquet(*roster.paths(table)),
            found=lambda table: parquet(out / f"{table}.parquet"),
        ):
            copy_to(connection, trial.select(connection, each).sql("duckdb", copy=False), out / f"{each.table}.parquet")
    found.save_head()
    return found


@dataclass(frozen=True)
class _Trial:
    """How the statements of a run read what is stored. ``items``: all columns are wanted, else whole verdicts and amounts."""

    roster: Roster
    facts: FactStore
    found: Findings
    items: bool
    may_store: bool
    connect: Connect
    threads: int

    def select(self, connection: duckdb.DuckDBPyConnection, statement: Statement) -> exp.Select:
        """The statement over stored facts where they are there (or may be stored), else over the roster."""
        few = self._few(statement.table)
        names = None if self.items else few
        if statement.reads_verdicts:  # they differ from run to run
            return statement.over(self._checked(statement.inner), names)
        facts = facts_of(statement.inner)
        path = self.facts.path(facts.sql("duckdb", copy=False), self.roster)
        if not self.facts.has(path):
            if not self.may_store:
                return statement.over(self._checked(statement.inner), names)
            self._checked(statement.inner)
            self.facts.make(path, lambda target: self._store(connection, statement, facts, few, target))
        kept = pq.read_schema(path)
        kinds = {field.name: _READ_AS[field.type] for field in kept if field.type in _READ_AS}
        full = full_columns(path, facts_read(statement.inner).values())
        return over_outcomes(statement, parquet(path), kinds, names, kept.names, full)

    def _store(
        self, connection: duckdb.DuckDBPyConnection, statement: Statement, facts: exp.Select, few: set[str], to: Path
    ) -> None:
        """Facts and outcomes, from rows in order where there are such."""
        way = in_order(statement)
        found = None if way is None else facts_in_order(way, self.connect, threads=self.threads)
        if way is not None and isinstance(found, pa.Table):
            connection.register(FACTS, found)
            kept = with_outcomes(statement, exp.to_identifier(FACTS), way.narrow, few)
        else:
            kept = with_outcomes(statement, facts, {}, few)
        copy_to(connection, _stored(connection, kept.sql("duckdb", copy=False)), to)
        connection.unregister(FACTS)

    def _few(self, table: str) -> set[str]:
        """The columns of whole verdicts and amounts."""
        measures = [(name, item) for name, item in self.found.measures(table) if item in ("", "amount")]
        names = {"subject_id", "area_code"} | {name for name, _ in measures}
        return names | {f"{name}.amount" for name, item in measures if item == "amount"}

    def _checked(self, inner: exp.Select) -> exp.Select:
        """A layer that reads the roster, whose tables' keys are told apart first."""
        aliases = {source.alias.removeprefix("t_") for source in inner.find_all(exp.Table)}
        refuse_repeated_keys(self.roster, aliases & set(self.roster.schema.names))
        return inner


def _stored(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query as it is stored: numbers of 128 bits as DECIMAL; of outcomes only conditions, verdicts and amounts."""
    kinds = _types(connection, query)
    wanted = [name for name, kind in kinds.items() if kind in _KEPT.get(name.partition("_")[0], {kind})]
    written = [
        f'CAST("{name}" AS {_STORED_WIDE}) AS "{name}"' if kinds[name] == "HUGEINT" else f'"{name}"' for name in wanted
    ]
    return f"SELECT {', '.join(written)} FROM ({query})"


def _types(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE {query}").fetchall()}
