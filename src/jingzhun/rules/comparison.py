"""Two findings side by side: whose verdict differs, and what programmes pay before and after.

``compare(before, after)`` joins two rosters by official code, since their row numbers need not agree. Called by what-if
runs, by the comparison of stored runs and by the pack workshop; it knows nothing of why they differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow.parquet as pq

from .engines.duckdb import parquet, session
from .findings import Findings, ProgrammeColumns, StandardColumns, VerdictCode
from .roster import Roster


@dataclass(frozen=True)
class Side:
    """Findings with the roster they were made of, which knows the official codes of its subjects."""

    findings: Findings
    roster: Roster

    def rows(self, table: str, names: list[str], *, by_code: bool) -> str:
        """A query: ``k`` (the official code, else the row's key), ``area`` and the named columns, missing where the findings
        lack one."""
        if table not in self.findings.tables:
            nothing = "".join(f", NULL::BIGINT AS {_quoted(name)}" for name in names)
            return f"SELECT NULL::{'VARCHAR' if by_code else 'BIGINT'} AS k, NULL::VARCHAR AS area{nothing} WHERE false"
        files = self.findings.files(table)
        there = set(pq.read_schema(files[0]).names)
        values = [f"f.{_quoted(name)}" if name in there else "NULL" for name in names]
        columns = "".join(f", {value}::BIGINT AS {_quoted(name)}" for value, name in zip(values, names, strict=True))
        rows = f"f.area_code::VARCHAR AS area{columns} FROM {parquet(*files).sql('duckdb')} f"
        if not by_code:
            return f"SELECT f.subject_id AS k, {rows}"
        return f"SELECT s.code AS k, {rows} JOIN ({self.subjects(table)}) s ON s.k = f.subject_id"

    def subjects(self, table: str) -> str:
        """A query: key ``k`` and official ``code`` of the roster's rows."""
        schema = self.roster.schema.table(table)
        code = "code" if any(column.name == "code" for column in schema.columns) else schema.key
        source = parquet(*self.roster.paths(table)).sql("duckdb")
        return f"SELECT {_quoted(schema.key)} AS k, {_quoted(code)}::VARCHAR AS code FROM {source}"


@dataclass(frozen=True)
class Flip:
    """One subject whose verdict differs. None: the subject, or the standard, is on one side only."""

    code: str
    area_code: str
    before: VerdictCode | None
    after: VerdictCode | None


@dataclass(frozen=True)
class StandardChange:
    """``counts`` has every pair (before, after) that occurs, also of those that stayed; ``flips`` those that did not."""

    name: str
    title: str
    kind: str
    table: str
    counts: dict[tuple[VerdictCode | None, VerdictCode | None], int]
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class AwardShift:
    """One subject whose amount (fen) or eligibility differs; None: nothing decided, or on one side only."""

    code: str
    area_code: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class AwardTotal:
    """``subjects`` are paid more than nought, ``fen`` is the sum of known amounts, ``missing`` are undecided."""

    subjects: int
    fen: int
    missing: int


@dataclass(frozen=True)
class AwardChange:
    name: str
    title: str
    kind: str
    before: AwardTotal
    after: AwardTotal
    shifts: tuple[AwardShift, ...]

    @property
    def fen(self) -> int:
        """What the change costs (more than before) or saves (less)."""
        return self.after.fen - self.before.fen


@dataclass(frozen=True)
class Comparison:
    standards: tuple[StandardChange, ...]
    awards: tuple[AwardChange, ...]

    @property
    def is_same(self) -> bool:
        return not any(each.flips for each in self.standards) and not any(each.shifts for each in self.awards)


def compare(before: Side, after: Side, *, threads: int = 2, memory_limit: str = "2GB") -> Comparison:
    """Every standard and programme of either side, one row per subject that is on either side."""
    old, new = before.findings, after.findings
    standards, programmes = _either(old.standards, new.standards), _either(old.programmes, new.programmes)
    changed: dict[str, StandardChange] = {}
    awards: dict[str, AwardChange] = {}
    with session(threads=threads, memory_limit=memory_limit) as connection:
        for table in dict.fromkeys(each.table for each in (*standards, *programmes)):
            own = [each.name for each in standards if each.table == table]
            paid = [each.name for each in programmes if each.table == table]
            joined = _Joined(connection, before, after, table, [*own, *paid, *(f"{name}.amount" for name in paid)])
            changed |= {each.name: joined.standard(each) for each in standards if each.table == table}
            awards |= {each.name: joined.award(each) for each in programmes if each.table == table}
    return Comparison(tuple(changed[each.name] for each in standards), tuple(awards[each.name] for each in programmes))


def verdicts(side: Side, standard: str) -> dict[str, VerdictCode]:
    """Official code → whole verdict; empty where the findings do not have the standard."""
    found = next((each for each in side.findings.standards if each.name == standard), None)
    if found is None:
        return {}
    rows = side.rows(found.table, [standard], by_code=True)
    with session(threads=2, memory_limit="2GB") as connection:
        lines = connection.execute(f"SELECT k, {_quoted(standard)} FROM ({rows})").fetchall()
    return {code: VerdictCode(number) for code, number in lines}


class _Joined:
    """The two sides of a subject table side by side: each column once as ``NAME.0`` and once as ``NAME.1``.

    Over one and the same roster rows are matched by their key, else by official code."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, before: Side, after: Side, table: str, names: list[str]
    ) -> None:
        self.connection, by_code = connection, before.roster != after.roster
        left, right = (side.rows(table, names, by_code=by_code) for side in (before, after))
        both = "".join(
            f", {side}.{_quoted(name)} AS {_quoted(f'{name}.{i}')}" for name in names for i, side in enumerate("ba")
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE joined AS SELECT k, coalesce(a.area, b.area, '') AS area{both} "
            f"FROM ({left}) b FULL JOIN ({right}) a USING (k)"
        )
        self.codes = "SELECT DISTINCT k, k AS code FROM joined" if by_code else after.subjects(table)

    def standard(self, each: StandardColumns) -> StandardChange:
        old, new = (_quoted(f"{each.name}.{side}") for side in (0, 1))
        pairs = self._asked(f"SELECT {old}, {new}, count(*) FROM joined GROUP BY ALL")
        counts = {(_verdict(row[0]), _verdict(row[1])): row[2] for row in pairs}
        flips = tuple(
            Flip(code, area, _verdict(one), _verdict(other)) for code, area, one, other in self._differing(old, new)
        )
        return StandardChange(each.name, each.title, each.kind, each.table, counts, flips)

    def award(self, each: ProgrammeColumns) -> AwardChange:
        old, new = (_quoted(f"{each.name}.amount.{side}") for side in (0, 1))
        before, after = (self._total(each, side) for side in (0, 1))
        shifts = tuple(AwardShift(*row) for row in self._differing(old, new))
        return AwardChange(each.name, each.title, each.kind, before, after, shifts)

    def _total(self, each: ProgrammeColumns, side: int) -> AwardTotal:
        amount, verdict = _quoted(f"{each.name}.amount.{side}"), _quoted(f"{each.name}.{side}")
        undecided = f"count_if({verdict} IS NOT NULL AND {amount} IS NULL)::BIGINT"
        query = f"SELECT count_if({amount} > 0)::BIGINT, coalesce(sum({amount}), 0), {undecided} FROM joined"
        return AwardTotal(*self._asked(query)[0])

    def _differing(self, old: str, new: str) -> list[tuple[Any, ...]]:
        """code, area and both values where they differ, in order of code."""
        rows = f"SELECT * FROM joined WHERE {old} IS DISTINCT FROM {new}"
        return self._asked(f"SELECT code, area, {old}, {new} FROM ({rows}) JOIN ({self.codes}) USING (k) ORDER BY code")

    def _asked(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


def _either(before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    return list({each.name: each for each in (*before, *after)}.values())


def _verdict(number: int | None) -> VerdictCode | None:
    return None if number is None else VerdictCode(number)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
