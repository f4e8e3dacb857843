"""The facts of a statement: what its rules read per subject, before any rule is worked out over it.

They are the columns that the inner layer reads: fields of the subject and of what it belongs to, marks, and what was counted
and added up over its rows. Where no parameter stands inside a count or total, they are the same under any parameter value.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import cast

from sqlglot import exp

from .sql_name import alias, aliased
from .sql_number import data_type

NAME = "f"


def facts_of(inner: exp.Select) -> exp.Select:
    """The statement of the facts: ``f0``, ``f1`` … per subject."""
    columns = [alias(exp.column(name, table, quoted=True), fact) for (table, name), fact in facts_read(inner).items()]
    return exp.Select(**{**inner.args, "expressions": columns})


def over_facts(
    inner: exp.Select,
    facts: exp.Expr,
    kinds: Mapping[str, str],
    never_missing: Container[str] = (),
    only: Container[str] | None = None,
) -> exp.Select:
    """The inner layer (all its columns, or ``only`` these) over facts that are there. ``kinds``: the type to read a fact as, where it
    is kept as another."""
    place = facts_read(inner)

    def stored(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.this == "coalesce" and isinstance(node.expressions[0], exp.Column):
            first = node.expressions[0]
            node = first if place[first.table, first.name] in never_missing else node
        if not isinstance(node, exp.Column):
            return node
        fact = place[node.table, node.name]
        column = exp.column(fact, NAME, quoted=True)
        return exp.Cast(this=column, to=data_type(kinds[fact])) if fact in kinds else column

    columns = [
        cast(exp.Expr, each.transform(stored)) for each in inner.expressions if only is None or each.alias in only
    ]
    source = facts.subquery(NAME, copy=False) if isinstance(facts, exp.Select) else aliased(facts, NAME)
    return exp.Select(expressions=columns).from_(source, copy=False)


def facts_read(inner: exp.Select) -> dict[tuple[str, str], str]:
    """(table, column) → the fact's name, in the order in which they are read."""
    read = {(node.table, node.name): None for each in inner.expressions for node in each.find_all(exp.Column)}
    return {key: f"f{i}" for i, key in enumerate(read)}
