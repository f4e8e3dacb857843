"""One pass over a child table, for all functions over its rows that can be taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from .. import nodes as n
from ..nodes import Node
from .rows_in_order import Added
from .sql_number import SqlNumber
from .sql_side import Known, can_miss


@dataclass
class Group:
    """One pass over a child table: what is worked out once per row and the columns added up from it, each with its name, and
    the name of its common table expression."""

    name: str
    columns: dict[exp.Expr, str] = field(default_factory=dict)
    per_row: dict[exp.Expr, str] = field(default_factory=dict)
    added: dict[str, Added] = field(default_factory=dict)
    """How a column is added up where that can be done without SQL, by the column's name."""

    def row(self, value: exp.Expr) -> exp.Expr:
        """A value of the row, worked out once however many columns use it."""
        name = self.per_row.setdefault(value, f"r{len(self.per_row)}")
        return exp.column(name, "r", quoted=True)

    def column(self, value: exp.Expr, added: Added | None = None) -> exp.Expr:
        """The group's column that holds this aggregate (made once)."""
        if value not in self.columns:
            name = f"a{len(self.columns)}"
            self.columns[value] = name
            if added is not None:
                self.added[name] = added
        return exp.column(self.columns[value], self.name, quoted=True)


def counted(condition: exp.Expr | None) -> Added | None:
    """The rows for which a condition is true (None: all rows), where it is a row's column or the opposite of one."""
    if condition is None:
        return Added("rows")
    denied = isinstance(condition, exp.Not)
    held = condition.this if denied else condition
    return Added("false" if denied else "true", held.name) if isinstance(held, exp.Column) else None


def known(row: exp.Expr) -> Added:
    """The rows whose column has a value."""
    return Added("known", row.name)


def summed(row: SqlNumber, limited: SqlNumber) -> Added | None:
    """A row's column added up, where it and the sum have 64 bits."""
    fits = row.kind == limited.kind == "BIGINT" and isinstance(row.value, exp.Column)
    return Added("sum", row.value.name, limited.bound) if fits else None


def shared_conditions(functions: Iterable[Node]) -> list[Node]:
    """The parts of 且 that all conditions have in common: a row that fails one is of no consequence to any of the functions.

    For 全部 and 占比 every row counts, whatever it fails.
    """
    wheres = [node.where if isinstance(node, n.AnyOf | n.Count | n.Total) else n.TRUE for node in functions]
    first, *others = [_parts(where) for where in wheres]
    return [each for each in first if each != n.TRUE and all(each in other for other in others)]


def left_over(where: Node, functions: Iterable[Node], known: Known) -> Node:
    """What is left of a function's condition on the rows that the group is made of: all of them satisfy what is shared."""
    shared = [each for each in shared_conditions(functions) if not can_miss(each, known)]
    parts = tuple(each for each in _parts(where) if each not in shared)
    if not shared or not parts:
        return where if parts else n.TRUE
    return parts[0] if len(parts) == 1 else n.All(n.BOOL, parts)


def _parts(node: Node) -> list[Node]:
    return [each for part in node.parts for each in _parts(part)] if isinstance(node, n.All) else [node]
