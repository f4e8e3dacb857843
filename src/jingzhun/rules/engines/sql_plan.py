"""Which functions over many rows a set of rules needs, grouped so that each child table is read once.

A group is all functions over the rows of one table, hung on the rows of one other, that can be taken in one pass.
Functions whose condition reads a function of the outer row come one stage later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .. import nodes as n
from ..nodes import Node
from ..schema import RosterSchema


@dataclass(frozen=True, order=True)
class GroupKey:
    of: str
    table: str
    stage: int


@dataclass
class Plan:
    """``groups`` in the order in which each needs only earlier ones; ``marks`` by subject table."""

    groups: dict[GroupKey, list[Node]] = field(default_factory=dict)
    marks: dict[str, list[n.Marked]] = field(default_factory=dict)
    group_of: dict[Node, GroupKey] = field(default_factory=dict)


def plan(roots: Iterable[Node], schema: RosterSchema) -> Plan:
    made = Plan()
    for root in roots:
        _collect(root, made, schema)
    depth = {table.name: len(schema.above(table)) for table in schema.tables}
    ordered = sorted(made.groups, key=lambda key: (-depth[key.of], key.stage, key.table))
    made.groups = {key: made.groups[key] for key in _by_need(ordered, made)}
    return made


def functions(node: Node) -> Iterable[Node]:
    """The functions over many rows a node reads directly: not those inside another function's condition, but those its
    completeness asks for."""
    if isinstance(node, n.Many | n.AllRows):
        yield node
        if isinstance(node, n.Many) and node.complete is not None:
            yield from functions(node.complete)
        return
    for child in node.children():
        yield from functions(child)


def marks(node: Node) -> Iterable[n.Marked]:
    """The completeness marks read by the row itself (not inside a function's condition)."""
    if isinstance(node, n.Marked):
        yield node
    elif isinstance(node, n.Many):
        if node.complete is not None:
            yield from marks(node.complete)
    elif not isinstance(node, n.AllRows):
        for child in node.children():
            yield from marks(child)


def own(node: Node) -> Iterable[n.Field | n.Verdict]:
    """Fields and verdicts read on the row itself or on rows above, not inside another function's condition."""
    if isinstance(node, n.Field | n.Verdict):
        yield node
    elif not isinstance(node, n.Many | n.AllRows):
        for child in node.children():
            yield from own(child)


def inner(node: Node) -> list[Node]:
    """The rules evaluated on each row of a function."""
    if isinstance(node, n.Total):
        return [node.where, node.amount]
    if isinstance(node, n.Share):
        return [node.where, *([node.weight] if node.weight is not None else [])]
    assert isinstance(node, n.Many | n.AllRows)
    return [node.where]


def _collect(node: Node, made: Plan, schema: RosterSchema) -> None:
    for each in n.walk(node):
        if isinstance(each, n.Many | n.AllRows) and each not in made.group_of:
            key = GroupKey(each.of, each.table, _stage(each, schema))
            made.groups.setdefault(key, []).append(each)
            made.group_of[each] = key
        if isinstance(each, n.Marked) and each not in made.marks.setdefault(each.table, []):
            made.marks[each.table].append(each)


def _stage(node: n.Many | n.AllRows, schema: RosterSchema) -> int:
    """0 where no function of the outer rows is read in the condition."""
    outside = {node.of, *(above.name for above in schema.above(schema.table(node.of)))}
    stages = [
        _stage(each, schema) + 1
        for part in inner(node)
        for each in n.walk(part)
        if isinstance(each, n.Many | n.AllRows) and each.of in outside
    ]
    return max(stages, default=0)


def _by_need(keys: list[GroupKey], made: Plan) -> list[GroupKey]:
    done: list[GroupKey] = []

    def visit(key: GroupKey) -> None:
        if key in done:
            return
        for node in made.groups[key]:
            for part in inner(node):
                for each in n.walk(part):
                    if isinstance(each, n.Many | n.AllRows):
                        visit(made.group_of[each])
        done.append(key)

    for key in keys:
        visit(key)
    return done
