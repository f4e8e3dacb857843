"""The statements of a run, one per subject table, as sqlglot expressions: the SQL engines differ only in where they read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache, reduce
from typing import Any

from sqlglot import exp

from jingzhun.core.area_code import AreaCode

from .. import nodes as n
from ..bound import BoundPack, BoundProgramme, BoundStandard
from ..nodes import Kind, Literal, Node
from ..numbers import shown_digits, shown_type
from ..roster import Roster, never_missing
from ..schema import COMPLETE_TABLE
from . import sql_number as q
from .rows_in_order import Added
from .sql_compiler import VERDICT_NUMBERS, SqlCompiler
from .sql_name import alias, column
from .sql_number import both, case
from .sql_side import Known

Columns = list[tuple[str, exp.Expr]]
LAYER = "j"
"""The inner statement: every rule is worked out there once; verdicts and roundings read its columns."""
Reads = Callable[[str], exp.Expr]


@dataclass(frozen=True)
class Statement:
    """The statement of one subject table in two layers: ``inner`` works out every rule per subject from the roster,
    ``columns`` are what findings store, read from it, ``settled`` conditions in them that no parameter goes into. ``reads_verdicts``: of tables below, found in the same run."""

    table: str
    inner: exp.Select
    columns: Columns
    settled: tuple[exp.Expr, ...]
    reads_verdicts: bool
    key: exp.Column
    added: Mapping[str, Mapping[str, Added]]
    """The groups of ``inner`` that belong to its rows and can be added up without SQL: by their names, their columns."""

    def over(self, inner: exp.Select, names: Container[str] | None = None) -> exp.Select:
        """The columns (all, or those of ``names``) read from ``inner``."""
        columns = [alias(value, name) for name, value in self.columns if names is None or name in names]
        return exp.Select(expressions=columns).from_(inner.subquery(LAYER, copy=False), copy=False)

    def whole(self) -> exp.Select:
        return self.over(self.inner)


def statements(
    pack: BoundPack, roster: Roster, *, rows: Reads, found: Reads, known: Known | None = None
) -> Iterator[Statement]:
    """One statement per subject table that has standards or programmes, the lower ones first.

    ``rows`` gives the table expression of a roster's table (or of ``complete``), ``found`` that of the findings of a subject
    table whose statement came before; ``known`` are the columns without gaps (else the roster's files are asked).
    """
    known = without_gaps(pack, roster) if known is None else known
    sources = {name: rows(name) for name in [*(table.name for table in roster.schema.tables), COMPLETE_TABLE]}
    for table in roster.schema.subjects():
        standards = [each for each in pack.standards if each.table == table.name]
        programmes = [each for each in pack.programmes if each.table == table.name]
        if standards or programmes:
            yield _statement(pack, roster, table.name, standards, programmes, sources, known)
            sources[f"verdicts:{table.name}"] = found(table.name)


def without_gaps(pack: BoundPack, roster: Roster) -> Known:
    """The columns that a pack reads and in which no value of the roster is missing."""
    return never_missing(roster, _fields_read(pack.standards, pack.programmes))


@lru_cache(maxsize=64)
def _fields_read(
    standards: tuple[BoundStandard, ...], programmes: tuple[BoundProgramme, ...]
) -> frozenset[tuple[str, str]]:
    nodes: list[Node | None] = [each.applies for each in standards]
    nodes += [part for each in standards for item in each.items for part in (item.holds, item.value, item.threshold)]
    nodes += [part for each in programmes for part in (each.eligible, each.amount)]
    read = (each for node in nodes if node is not None for each in n.walk(node) if isinstance(each, n.Field))
    return frozenset((each.table, each.column) for each in read)


def area_inside(pack: BoundPack, roster: Roster) -> str:
    """The code that areas of judged rows begin with, where the roster has others too; else empty."""
    inside = AreaCode.parse(pack.area).significant
    return "" if inside == AreaCode.parse(roster.area).significant else inside


def _statement(
    pack: BoundPack,
    roster: Roster,
    table: str,
    standards: list[BoundStandard],
    programmes: list[BoundProgramme],
    sources: dict[str, exp.Expr],
    known: Known,
) -> Statement:
    standards = [_without_own_verdicts(each, pack) for each in standards]
    programmes = [
        replace(
            p,
            eligible=_expanded(p.eligible, p.table, pack) if p.eligible else None,
            amount=_expanded(p.amount, p.table, pack),
        )
        for p in programmes
    ]
    wholes = {each.name: verdict_node(each) for each in standards}
    roots: list[Node] = list(wholes.values())
    for standard in standards:
        roots += [standard.applies] if standard.applies is not None else []
        for item in standard.items:
            roots += [part for part in (item.holds, item.value, item.threshold) if part is not None]
    for programme in programmes:
        roots += [part for part in (programme.eligible, programme.amount) if part is not None]
    compiler = SqlCompiler(roster.schema, table, roots, sources, known)
    schema = roster.schema.table(table)
    has_area = any(each.name == "area_code" for each in schema.columns)
    area = exp.column("area_code", f"t_{table}", quoted=True) if has_area else q.cast(exp.Null(), "TEXT")
    head: Columns = [("subject_id", column(table, schema.key)), ("area_code", area)]
    worked_out = [
        root for root in roots if all(root is not whole for whole in wholes.values()) and not isinstance(root, Literal)
    ]
    inner = compiler.select([*head, *compiler.keep(worked_out, LAYER)], roots)
    inside = area_inside(pack, roster)
    if has_area and inside:
        inner = inner.where(exp.StartsWith(this=area, expression=exp.Literal.string(inside)), copy=False)
    columns: Columns = [(name, exp.column(name, LAYER, quoted=True)) for name, _ in head]
    for standard in standards:
        columns += _standard_columns(compiler, standard, wholes[standard.name], pack)
    for programme in programmes:
        columns += _programme_columns(compiler, programme)
    settled = tuple(compiler.condition(node) for each in standards if (node := _settled_part(each)) is not None)
    reads_verdicts = any(isinstance(each, n.Verdict) for root in roots for each in n.walk(root))
    added = {
        group.name: group.added
        for key, group in compiler.groups.items()
        if key.of == table and len(group.added) == len(group.columns)
    }
    return Statement(table, inner, columns, settled, reads_verdicts, column(table, schema.key), added)


def _standard_columns(compiler: SqlCompiler, standard: BoundStandard, whole: Node, pack: BoundPack) -> Columns:
    verdict = q.function("coalesce", compiler.plain(whole), exp.Literal.number(2))
    columns: Columns = [(standard.name, q.cast(verdict, "TINYINT"))]
    applies = compiler.condition(standard.applies) if standard.applies is not None else None
    for item in standard.items:
        if item.holds is None:
            continue
        name = f"{standard.name}.{item.id}"
        columns.append((name, _verdict_column(compiler.condition(item.holds), applies)))
        for part, node in (("value", item.value), ("threshold", item.threshold)):
            if node is not None:
                columns.append((f"{name}.{part}", _shown(compiler, node, pack)))
    return columns


def _verdict_column(holds: exp.Expr, applies: exp.Expr | None) -> exp.Expr:
    number = exp.Literal.number
    branches = [(exp.Is(this=q.paren(holds), expression=exp.Null()), number(2)), (holds, number(1))]
    if applies is not None:
        branches.insert(0, (exp.Not(this=q.paren(applies)), number(3)))
    return q.cast(case(*branches, default=number(0)), "TINYINT")


def _shown(compiler: SqlCompiler, node: Node, pack: BoundPack) -> exp.Expr:
    """A value as findings store it."""
    if node.type.kind is Kind.VERDICT:
        plain = compiler.plain(node)
        texts = [
            (both(exp.EQ, plain, exp.Literal.number(code)), exp.Literal.string(text))
            for text, code in VERDICT_NUMBERS.items()
        ]
        return case(*texts)
    if node.type.kind is not Kind.NUMBER:
        return compiler.plain(node)
    number, digits = compiler.number(node), shown_digits(node, pack.schema)
    if number.digits > digits:
        value = q.half_up_by(number, 10 ** (number.digits - digits), "HUGEINT")
    else:
        value = q.scaled(number, digits).value
    if digits == 0:
        kind = "BIGINT" if str(shown_type(node, pack.schema)) == "int64" else "DECIMAL(38, 0)"
        return q.cast(value, kind)
    last = q.cast(exp.Literal.string("0." + "0" * (digits - 1) + "1"), f"DECIMAL({digits + 1}, {digits})")
    return q.cast(both(exp.Mul, q.cast(value, "DECIMAL(30, 0)"), last), f"DECIMAL(38, {digits})")


def _programme_columns(compiler: SqlCompiler, programme: BoundProgramme) -> Columns:
    amount = q.cast(q.rounded(compiler.number(programme.amount), programme.way, programme.fen), "BIGINT")
    if programme.eligible is None:
        return [(programme.name, q.cast(exp.Literal.number(1), "TINYINT")), (f"{programme.name}.amount", amount)]
    eligible = compiler.condition(programme.eligible)
    paid = case((eligible, amount), (exp.Not(this=q.paren(eligible)), exp.Literal.number(0)))
    return [(programme.name, _verdict_column(eligible, None)), (f"{programme.name}.amount", q.cast(paid, "BIGINT"))]


def _without_own_verdicts(standard: BoundStandard, pack: BoundPack) -> BoundStandard:
    def written_out(node: Node | None) -> Node | None:
        return None if node is None else _expanded(node, standard.table, pack)

    items = tuple(
        replace(
            item, holds=written_out(item.holds), value=written_out(item.value), threshold=written_out(item.threshold)
        )
        for item in standard.items
    )
    return replace(standard, applies=written_out(standard.applies), items=items)


def _expanded(node: Node, table: str, pack: BoundPack) -> Node:
    """Verdicts of the same subject are written out (its findings are not there yet); a rule without any stays the same object."""
    if not any(isinstance(each, n.Verdict) and each.table == table for each in n.walk(node)):
        return node
    if isinstance(node, n.Verdict) and node.table == table:
        return verdict_node(_without_own_verdicts(pack.standard(node.standard), pack))
    changes: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            changes[each.name] = _expanded(value, table, pack)
        elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
            changes[each.name] = tuple(_expanded(part, table, pack) for part in value)
    return replace(node, **changes) if changes else node


def _parts(standard: BoundStandard, *, settled: bool | None = None) -> list[Node]:
    """The conditions that must all hold: all of them, or those that are ``settled`` or not."""
    items = [item for item in standard.items if item.weight is None and settled in (None, item.settled)]
    return [item.holds for item in items if item.holds is not None]


def _settled_part(standard: BoundStandard) -> Node | None:
    """What is settled of the conditions that must all hold, as one; None where that is not a part of them."""
    parts = tuple(_parts(standard, settled=True))
    return n.All(n.BOOL, parts) if 1 < len(parts) < len(_parts(standard)) else None


def verdict_node(standard: BoundStandard) -> Node:
    """The whole verdict of a standard as one node."""
    parts, settled = _parts(standard), _settled_part(standard)
    if settled is not None:
        parts = [settled, *_parts(standard, settled=False)]
    if standard.passes_at is not None:
        weighted = [
            (item.holds, item.weight or 0)
            for item in standard.items
            if item.holds is not None and item.weight is not None
        ]
        passed = _sum([_weight(holds, weight, unknown=0) for holds, weight in weighted])
        could = _sum([_weight(holds, weight, unknown=weight) for holds, weight in weighted])
        needed = Literal(n.NUMBER, standard.passes_at)
        reached = n.Compare(n.BOOL, ">=", passed, needed)
        lost = n.Compare(n.BOOL, "<", could, needed)
        unknown = n.Choose(n.BOOL, lost, Literal(n.BOOL, False), n.Missing(n.BOOL))
        parts.append(n.Choose(n.BOOL, reached, n.TRUE, unknown))
    whole: Node = n.All(n.BOOL, tuple(parts)) if len(parts) != 1 else parts[0]
    if not parts:
        whole = n.TRUE
    verdict: Node = n.Choose(n.VERDICT, whole, Literal(n.VERDICT, "通过"), Literal(n.VERDICT, "不通过"))
    if standard.applies is None:
        return verdict
    return n.Choose(n.VERDICT, standard.applies, verdict, Literal(n.VERDICT, "不适用"))


def _weight(holds: Node, weight: int, *, unknown: int) -> Node:
    decided = n.Choose(n.NUMBER, holds, Literal(n.NUMBER, weight), Literal(n.NUMBER, 0))
    return n.Choose(n.NUMBER, n.IsMissing(n.BOOL, holds), Literal(n.NUMBER, unknown), decided)


def _sum(parts: list[Node]) -> Node:
    return reduce(lambda left, right: n.Arithmetic(n.NUMBER, "+", left, right), parts)
