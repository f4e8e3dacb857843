"""What rules came to under a pack's own parameter values, kept beside the facts: a what-if works out again only what reads another
value.

A column is named by the hash of the SQL that makes it from the facts: under another value it has another name and is not found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping

from sqlglot import exp

from .sql_facts import NAME, facts_read, over_facts
from .sql_name import alias
from .sql_statement import LAYER, Statement

RULE, COLUMN = "rule", "column"
"""How names of kept rules (the inner layer's columns) and of kept findings' columns begin."""


def with_outcomes(statement: Statement, facts: exp.Expr, kinds: Mapping[str, str], names: Container[str]) -> exp.Select:
    """The facts, with every rule, what is settled of verdicts, and those columns of findings that are in ``names``. ``kinds``: as in
    ``over_facts``."""
    inner, rules = over_facts(statement.inner, facts, kinds), _rules(statement)
    read = list(facts_read(statement.inner).values())
    passed = [alias(exp.column(fact, NAME, quoted=True), fact) for fact in read]
    kept: dict[str, exp.Expr] = {fact: exp.column(fact, LAYER, quoted=True) for fact in read}
    for rule, text in rules.items():
        kept[_named(RULE, text)] = exp.column(rule, LAYER, quoted=True)
    for column, value in statement.columns:
        if column in names and value.find(exp.Column) and not isinstance(value, exp.Column):
            kept[_named(COLUMN, _text(value, rules))] = value
    for value in statement.settled:
        kept[_named(RULE, _text(value, rules))] = value.copy()
    inner = exp.Select(**{**inner.args, "expressions": [*inner.expressions, *passed]})
    columns = [alias(value, name) for name, value in kept.items()]
    return exp.Select(expressions=columns).from_(inner.subquery(LAYER, copy=False), copy=False)


def over_outcomes(
    statement: Statement,
    source: exp.Expr,
    kinds: Mapping[str, str],
    names: Container[str] | None,
    kept: Container[str],
    never_missing: Container[str],
) -> exp.Select:
    """The columns (all, or those of ``names``) over a source that has facts and, under the names of ``kept``, outcomes."""
    rules = _rules(statement)
    named = {value: _named(RULE, _text(value, rules)) for value in statement.settled}
    settled = {value: name for value, name in named.items() if name in kept}
    columns, passed, read = [], {}, set()
    for column, value in statement.columns:
        if names is not None and column not in names:
            continue
        name = _named(COLUMN, _text(value, rules))
        if name in kept:
            passed[name] = alias(exp.column(name, NAME, quoted=True), name)
            value = exp.column(name, LAYER, quoted=True)
        else:
            value = _with_kept(value, settled)
            passed |= {name: alias(exp.column(name, NAME, quoted=True), name) for name in settled.values()}
        columns.append(alias(value, column))
        read |= {each.name for each in value.find_all(exp.Column)}
    there = {each: name for each in rules if each in read and (name := _named(RULE, rules[each])) in kept}
    inner = over_facts(statement.inner, source, kinds, never_missing, read - there.keys())
    layer = [alias(exp.column(name, NAME, quoted=True), each) for each, name in there.items()]
    inner = exp.Select(**{**inner.args, "expressions": [*inner.expressions, *layer, *passed.values()]})
    return exp.Select(expressions=columns).from_(inner.subquery(LAYER, copy=False), copy=False)


def _with_kept(value: exp.Expr, kept: Mapping[exp.Expr, str]) -> exp.Expr:
    """An expression with its parts that are kept read from their columns."""

    def read(node: exp.Expr) -> exp.Expr:
        return exp.column(kept[node], LAYER, quoted=True) if node in kept else node

    return value.transform(read)


def _rules(statement: Statement) -> dict[str, str]:
    """The SQL of the inner layer's columns."""
    return {each.alias: each.this.sql("duckdb", copy=False) for each in statement.inner.expressions}


def _text(value: exp.Expr, rules: Mapping[str, str]) -> str:
    """The SQL of a column with that of the rules it reads."""
    return "\n".join([value.sql("duckdb", copy=False), *(rules[each.name] for each in value.find_all(exp.Column))])


def _named(kind: str, text: str) -> str:
    return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:32]}"
