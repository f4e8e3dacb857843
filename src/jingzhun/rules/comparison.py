"""Two findings side by side: whose verdict differs, and what programmes pay before and after.

``compare(before, after)`` joins by official code, since the row numbers of two rosters need not agree. Called by what-if
runs, by the comparison of stored runs and by the pack workshop; it knows nothing of why they differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .findings import Findings, ProgrammeColumns, StandardColumns, VerdictCode
from .roster import Roster


@dataclass(frozen=True)
class Side:
    """Findings with the roster they were made of, which knows the official codes of its subjects."""

    findings: Findings
    roster: Roster

    def columns(self, table: str, names: list[str]) -> dict[str, Any]:
        """code, area_code and the named columns (null where the findings lack one); no rows where they lack the table."""
        known = {each.table for each in self.findings.standards} | {each.table for each in self.findings.programmes}
        if table not in known:
            empty = {"code": pa.array([], pa.string()), "area_code": pa.array([], pa.string())}
            return empty | {name: pa.array([], pa.int64()) for name in names}
        wide, subjects = self.findings.wide(table), self.roster.read(table)
        key = self.roster.schema.table(table).key
        codes = subjects["code" if "code" in subjects.column_names else key].cast(pa.string())
        places = pc.index_in(wide["subject_id"], value_set=subjects[key].combine_chunks())
        columns = {"code": codes.take(places), "area_code": wide["area_code"].cast(pa.string())}
        for name in names:
            columns[name] = (
                wide[name].cast(pa.int64()) if name in wide.column_names else pa.nulls(len(wide), pa.int64())
            )
        return columns


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


def compare(before: Side, after: Side) -> Comparison:
    """Every standard and programme of either side, one row per subject that is on either side."""
    old, new = before.findings, after.findings
    standards = tuple(_standard(each, before, after) for each in _either(old.standards, new.standards))
    awards = tuple(_award(each, before, after) for each in _either(old.programmes, new.programmes))
    return Comparison(standards, awards)


def verdicts(side: Side, standard: str) -> dict[str, VerdictCode]:
    """Official code → whole verdict; empty where the findings do not have the standard."""
    found = next((each for each in side.findings.standards if each.name == standard), None)
    if found is None:
        return {}
    columns = side.columns(found.table, [standard])
    return {
        code: VerdictCode(number)
        for code, number in zip(columns["code"].to_pylist(), columns[standard].to_pylist(), strict=True)
    }


def _either(before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    return list({each.name: each for each in (*before, *after)}.values())


def _joined(before: Side, after: Side, table: str, names: list[str]) -> pa.Table:
    """code, and each column once as ``NAME.0`` and once as ``NAME.1``, in order of code."""
    sides = [
        pa.table({"code": columns.pop("code"), **{f"{name}.{place}": column for name, column in columns.items()}})
        for place, columns in enumerate(side.columns(table, names) for side in (before, after))
    ]
    return sides[0].join(sides[1], "code", join_type="full outer").sort_by("code")


def _standard(standard: StandardColumns, before: Side, after: Side) -> StandardChange:
    joined = _joined(before, after, standard.table, [standard.name])
    pair = [f"{standard.name}.0", f"{standard.name}.1"]
    counted = joined.group_by(pair).aggregate([([], "count_all")]).to_pylist()
    counts = {(_verdict(row[pair[0]]), _verdict(row[pair[1]])): int(row["count_all"]) for row in counted}
    flips = tuple(
        Flip(row["code"], _area(row), _verdict(row[pair[0]]), _verdict(row[pair[1]]))
        for row in _differing(joined, *pair)
    )
    return StandardChange(standard.name, standard.title, standard.kind, standard.table, counts, flips)


def _award(programme: ProgrammeColumns, before: Side, after: Side) -> AwardChange:
    amount = f"{programme.name}.amount"
    joined = _joined(before, after, programme.table, [programme.name, amount])
    before_total, after_total = (_total(joined, programme.name, side) for side in (0, 1))
    shifts = tuple(
        AwardShift(row["code"], _area(row), row[f"{amount}.0"], row[f"{amount}.1"])
        for row in _differing(joined, f"{amount}.0", f"{amount}.1")
    )
    return AwardChange(programme.name, programme.title, programme.kind, before_total, after_total, shifts)


def _area(row: dict[str, Any]) -> str:
    return row["area_code.1"] or row["area_code.0"] or ""


def _differing(joined: pa.Table, left: str, right: str) -> list[dict[str, Any]]:
    """The rows in which two columns differ; a null differs from everything but a null."""
    same = pc.fill_null(pc.equal(joined[left], joined[right]), False)
    both_null = pc.and_(pc.is_null(joined[left]), pc.is_null(joined[right]))
    found: list[dict[str, Any]] = joined.filter(pc.invert(pc.or_(same, both_null))).to_pylist()
    return found


def _total(joined: pa.Table, name: str, side: int) -> AwardTotal:
    amounts, verdict = joined[f"{name}.amount.{side}"], joined[f"{name}.{side}"]
    paid = pc.sum(pc.greater(amounts, 0)).as_py()
    undecided = pc.sum(pc.and_(pc.is_valid(verdict), pc.is_null(amounts))).as_py()
    return AwardTotal(int(paid or 0), int(pc.sum(amounts).as_py() or 0), int(undecided or 0))


def _verdict(number: int | None) -> VerdictCode | None:
    return None if number is None else VerdictCode(number)
