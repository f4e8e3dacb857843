"""The facts of a statement: what its rules read per subject, before any rule is worked out over it.

They are the columns that the inner layer reads: fields of the subject and of what it belongs to, marks, and what was counted
and added up over its rows. Where no parameter stands inside a count or total, they are the same under any parameter value.
"""

from __future__ import annotations

from typing import cast

from sqlglot import exp

from .sql_name import alias, aliased

_NAME = "f"


def facts_of(inner: exp.Select) -> exp.Select:
    """The statement of the facts: ``f0``, ``f1`` … per subject."""
    columns = [alias(exp.column(name, table, quoted=True), fact) for (table, name), fact in _read(inner).items()]
    return exp.Select(**{**inner.args, "expressions": columns})


def over_facts(inner: exp.Select, facts: exp.Expr, wide: set[str]) -> exp.Select:
    """The inner layer over stored facts. ``wide``: those stored as DECIMAL that are whole numbers of 128 bits."""
    place = _read(inner)

    def stored(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        fact = place[node.table, node.name]
        column = exp.column(fact, _NAME, quoted=True)
        return exp.Cast(this=column, to=exp.DataType.build("HUGEINT", dialect="duckdb")) if fact in wide else column

    columns = [cast(exp.Expr, each.transform(stored)) for each in inner.expressions]
    return exp.Select(expressions=columns).from_(aliased(facts, _NAME), copy=False)


def _read(inner: exp.Select) -> dict[tuple[str, str], str]:
    """(table, column) → the fact's name, in the order in which they are read."""
    read = {(node.table, node.name): None for each in inner.expressions for node in each.find_all(exp.Column)}
    return {key: f"f{i}" for i, key in enumerate(read)}
