"""Names in statements: tables, their columns and aliases, all quoted."""

from __future__ import annotations

from sqlglot import exp


def column(table: str, name: str) -> exp.Column:
    return exp.column(name, f"t_{table}", quoted=True)


def aliased(source: exp.Expr, name: str) -> exp.Expr:
    """A table function under a name."""
    return exp.Table(this=source, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True)))


def alias(value: exp.Expr, name: str) -> exp.Expr:
    return exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True))


def named(name: str) -> exp.Expr:
    return exp.table_(name, quoted=True, alias=name)
