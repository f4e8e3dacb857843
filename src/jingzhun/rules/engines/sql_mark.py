"""Completeness marks: one pass over the roster's ``complete`` table per subject table."""

from __future__ import annotations

from sqlglot import exp

from .. import nodes as n
from ..schema import STANDING
from . import sql_number as q
from .sql_name import alias, aliased
from .sql_number import both, case


def mark_columns(complete: exp.Expr, table: str, marked: list[n.Marked]) -> exp.Select:
    """One row per subject of ``table`` that has marks: ``k`` and, per mark asked for, whether it is set (m0, m1 …)."""
    columns = []
    year, rows = exp.column("year", "c", quoted=True), exp.column("table", "c", quoted=True)
    for i, mark in enumerate(marked):
        asked: exp.Expr
        about = both(exp.EQ, rows, exp.Literal.string(mark.rows))
        standing = both(exp.EQ, year, q.whole(STANDING))
        if mark.first == mark.last:
            this_year = both(exp.EQ, year, q.whole(mark.first))
            asked = q.function("bool_or", q.all_of(about, q.some_of(standing, this_year)))
        else:
            inside = q.all_of(about, both(exp.GTE, year, q.whole(mark.first)), both(exp.LTE, year, q.whole(mark.last)))
            years = exp.Count(this=exp.Distinct(expressions=[case((inside, year))]))
            asked = q.some_of(
                q.function("bool_or", q.all_of(about, standing)),
                both(exp.GTE, years, q.whole(max(0, mark.last - mark.first + 1))),
            )
        columns.append(alias(asked, f"m{i}"))
    owner = exp.column("subject_id", "c", quoted=True)
    return (
        exp.Select(expressions=[alias(owner, "k"), *columns])
        .from_(aliased(complete, "c"), copy=False)
        .where(both(exp.EQ, exp.column("subject_table", "c", quoted=True), exp.Literal.string(table)), copy=False)
        .group_by(owner, copy=False)
    )
