"""Nodes to SQL, as sqlglot expressions: one statement per subject table, one pass per child table.

A condition is a nullable boolean (SQL's three values are the language's); a number is :class:`SqlNumber`; a verdict is
1, 0, 3 (不适用) or NULL. Nothing is put together from strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlglot import exp

from .. import nodes as n
from ..nodes import Kind, Node
from ..numbers import LARGEST_NUMBER, LARGEST_TOTAL, MOST_ROWS, SHARE_DIGITS, decimal_digits, mean_digits, span
from ..schema import ColumnType, RosterSchema
from . import sql_number as q
from .rows_in_order import Added
from .sql_group import Group, counted, known, left_over, shared_conditions, summed
from .sql_mark import mark_columns
from .sql_name import alias, aliased, column, named
from .sql_number import SqlNumber, both, case
from .sql_plan import GroupKey, Plan, functions, inner, marks, own, plan
from .sql_side import Known, Side, age_of, birth_compared, can_miss, crossed, mean_side

VERDICT_NUMBERS = {"通过": 1, "不通过": 0, "不适用": 3}
_SIGNS: Mapping[str, type[exp.Expr]] = {
    ">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE, "=": exp.EQ, "!=": exp.NEQ,
}  # fmt: skip
_NOUGHT = exp.Literal.number(0)


class SqlCompiler:
    """Compiles the rules of one subject table. ``sources`` are the table expressions of the roster's tables, of
    ``complete`` and, as ``verdicts:TABLE``, of the findings of subject tables below; ``known`` the columns without gaps."""

    def __init__(
        self, schema: RosterSchema, table: str, roots: Iterable[Node], sources: Mapping[str, exp.Expr], known: Known
    ) -> None:
        self.schema, self.table, self.sources, self.known = schema, table, sources, known
        self.plan: Plan = plan(roots, schema)
        self.groups = {key: Group(f"g{i}") for i, key in enumerate(self.plan.groups)}
        self.roots = list(roots)
        self._numbers: dict[int, tuple[Node, SqlNumber]] = {}
        self._conditions: dict[int, tuple[Node, exp.Expr]] = {}
        self._plains: dict[int, tuple[Node, exp.Expr]] = {}
        for nodes in self.plan.groups.values():  # fill the groups' columns in the order of need
            for node in nodes:
                self._aggregates(node)

    # -- statements

    def select(self, columns: Iterable[tuple[str, exp.Expr]], roots: Iterable[Node]) -> exp.Select:
        """The statement: one row per row of the subject table, with the given columns."""
        statement = exp.Select(expressions=[alias(value, name) for name, value in columns])
        statement = self._from(statement, self.table, list(roots), upto=None)
        for table, marked in self.plan.marks.items():
            statement = statement.with_(
                f"m_{table}", as_=mark_columns(self.sources["complete"], table, marked), copy=False
            )
        for key in self.plan.groups:
            statement = statement.with_(self.groups[key].name, as_=self._group(key), copy=False)
        return statement

    def keep(self, nodes: Iterable[Node], layer: str) -> list[tuple[str, exp.Expr]]:
        """Columns that work each of ``nodes`` out once; from here on a node is read from its column of ``layer``."""
        kept = list({id(node): node for node in nodes}.values())
        made = [self.number(node).value if node.type.kind is Kind.NUMBER else self.plain(node) for node in kept]
        for i, node in enumerate(kept):
            place = exp.column(f"n{i}", layer, quoted=True)
            if node.type.kind is Kind.NUMBER:
                self._numbers[id(node)] = (node, replace(self.number(node), value=place))
            elif node.type.kind is Kind.BOOL:
                self._conditions[id(node)] = self._plains[id(node)] = (node, place)
            else:
                self._plains[id(node)] = (node, place)
        return [(f"n{i}", value) for i, value in enumerate(made)]

    def _from(self, statement: exp.Select, table: str, nodes: list[Node], *, upto: str | None) -> exp.Select:
        """FROM the table, its groups and marks, and the tables above as far as they are read (at least to ``upto``)."""
        read = {each.table for node in nodes for each in own(node)}
        hung = {each.of for node in nodes for each in functions(node) if isinstance(each, n.Many | n.AllRows)}
        hung |= {mark.table for node in nodes for mark in marks(node)}
        statement = statement.from_(self._source(table), copy=False)
        chain = self.schema.above(self.schema.table(table))
        far = max([i for i, above in enumerate(chain) if above.name in read | hung], default=-1)
        if upto:  # the row below ``upto`` holds its key
            far = max(far, [above.name for above in chain].index(upto) - 1)
        below = self.schema.table(table)
        for above in chain[: far + 1]:
            on = both(exp.EQ, column(below.name, below.parent_key), column(above.name, above.key))
            statement = statement.join(self._source(above.name), on=on, join_type="inner", copy=False)
            below = above
        self_and_above = [self.schema.table(table), *chain[: far + 1]]
        for each in self_and_above:
            statement = self._hang(statement, each.name, nodes)
        return statement

    def _hang(self, statement: exp.Select, table: str, nodes: list[Node]) -> exp.Select:
        """Left joins of the groups, marks and verdicts that belong to a table's row."""
        key = self.schema.table(table).key
        wanted = {
            self.plan.group_of[each] for node in nodes for each in functions(node) if getattr(each, "of", "") == table
        }
        for group in self.plan.groups:
            if group in wanted:
                name = self.groups[group].name
                on = both(exp.EQ, column(table, key), exp.column("k", name, quoted=True))
                statement = statement.join(named(name), on=on, join_type="left", copy=False)
        if any(mark.table == table for node in nodes for mark in marks(node)):
            on = both(exp.EQ, column(table, key), exp.column("k", f"m_{table}", quoted=True))
            statement = statement.join(named(f"m_{table}"), on=on, join_type="left", copy=False)
        if any(isinstance(each, n.Verdict) and each.table == table for node in nodes for each in own(node)):
            on = both(exp.EQ, column(table, key), exp.column("subject_id", f"v_{table}", quoted=True))
            found = aliased(self.sources[f"verdicts:{table}"], f"v_{table}")
            statement = statement.join(found, on=on, join_type="left", copy=False)
        return statement

    def _source(self, table: str) -> exp.Expr:
        return aliased(self.sources[table], f"t_{table}")

    def _group(self, key: GroupKey) -> exp.Select:
        child = self.schema.table(key.table)
        if child.parent == key.of:
            owner: exp.Expr = column(key.table, child.parent_key)
        else:
            under = next(above for above in self.schema.above(child) if above.parent == key.of)
            owner = column(under.name, under.parent_key)
        group = self.groups[key]
        per_row = [alias(value, name) for value, name in group.per_row.items()]
        rows = exp.Select(expressions=[alias(owner, "k"), *per_row])
        nodes = [part for node in self.plan.groups[key] for part in inner(node)]
        rows = self._from(rows, key.table, nodes, upto=key.of)
        for shared in shared_conditions(self.plan.groups[key]):
            condition = self.condition(shared)
            if can_miss(shared, self.known):
                condition = q.function("coalesce", condition, exp.true())
            rows = rows.where(condition, copy=False)
        k = exp.column("k", "r", quoted=True)
        columns = [alias(value, name) for value, name in group.columns.items()]
        return (
            exp.Select(expressions=[k, *columns])
            .from_(rows.subquery("r", copy=False), copy=False)
            .group_by(k, copy=False)
        )

    # -- functions over many rows: columns of the group

    def _aggregates(self, node: Node) -> None:
        """Makes the group's columns of a function by asking for its results once."""
        if isinstance(node, n.Total):
            self._total(node)
        elif isinstance(node, n.Share):
            self._share_parts(node)
        elif isinstance(node, n.AllRows | n.Every):
            self._rows(node, self._held(node, denied=True))
        else:
            assert isinstance(node, n.Many)
            self._holding(node)
        if isinstance(node, n.AnyOf | n.Every | n.Count):
            self._unknown(node)

    def _rows(self, node: n.Many | n.AllRows, condition: exp.Expr | None) -> SqlNumber:
        """The number of rows for which a condition is true (None: all rows)."""
        value: exp.Expr = exp.Count(this=exp.Star())
        if condition is not None:
            value = q.cast(exp.CountIf(this=condition), "BIGINT")  # four times as fast as count(*) FILTER
        return SqlNumber(q.or_nought(self._in_group(node, value, counted(condition))), 0, MOST_ROWS, True)

    def _where(self, node: n.Many | n.AllRows) -> Node:
        return left_over(node.where, self.plan.groups[self.plan.group_of[node]], self.known)

    def _held(self, node: n.Many | n.AllRows, *, denied: bool = False) -> exp.Expr:
        """The condition on the row (or that it fails), by a column of its own that it shares with its opposite."""
        core = self._where(node)
        while isinstance(core, n.Not):
            core, denied = core.part, not denied
        row = self.groups[self.plan.group_of[node]].row(self.condition(core))
        return exp.Not(this=row) if denied else row

    def _amount(self, node: Node, amount: Node) -> SqlNumber:
        """A number of the row, as a column of its own."""
        number = self.number(amount)
        return replace(number, value=self.groups[self.plan.group_of[node]].row(number.value))

    def _in_group(self, node: Node, value: exp.Expr, added: Added | None) -> exp.Expr:
        return self.groups[self.plan.group_of[node]].column(value, added)

    def _holding(self, node: n.Many) -> SqlNumber:
        return self._rows(node, None if self._where(node) == n.TRUE else self._held(node))

    def _unknown(self, node: n.Many) -> SqlNumber | None:
        """The number of rows whose condition is missing; None where it never is."""
        if not can_miss(self._where(node), self.known):
            return None
        held = self._held(node)
        present = self._present(node, held.this if isinstance(held, exp.Not) else held)
        return replace(q.added(self._rows(node, None), present, minus=True), bound=MOST_ROWS, is_never_negative=True)

    def _incomplete(self, node: n.Many) -> exp.Expr | None:
        return None if node.complete is None else exp.Not(this=q.paren(self.condition(node.complete)))

    def _open(self, node: n.Many) -> exp.Expr | None:
        """A condition: some row is missing or has a missing condition. None where that never is."""
        unknown, incomplete = self._unknown(node), self._incomplete(node)
        parts = [] if unknown is None else [both(exp.GT, unknown.value, _NOUGHT)]
        parts += [] if incomplete is None else [incomplete]
        return q.some_of(*parts) if parts else None

    def _sum(self, node: Node, amount: SqlNumber, condition: exp.Expr | None) -> SqlNumber:
        total: exp.Expr = exp.Sum(this=amount.value)
        if condition is not None:
            total = exp.Filter(this=total, expression=exp.Where(this=condition))
        whole = SqlNumber(q.cast(total, "HUGEINT"), amount.digits, amount.bound * MOST_ROWS, amount.is_never_negative)
        limited = q.limited(whole, LARGEST_TOTAL)
        added = summed(amount, limited) if condition is None else None
        return replace(limited, value=q.or_nought(self._in_group(node, limited.value, added)))

    def _total(self, node: n.Total) -> SqlNumber:
        """Rows that do not hold add nought, rows with anything missing are missing: they are counted by their absence."""
        group, added, where = self.groups[self.plan.group_of[node]], self.number(node.amount), self._where(node)
        if where != n.TRUE:
            nought = replace(q.literal(0, added.digits), bound=added.bound)
            added = q.chosen(self.condition(where), added, nought, is_sure=not can_miss(where, self.known))
        row = replace(added, value=group.row(added.value))
        total = self._sum(node, row, None)
        known: list[exp.Expr] = []
        if can_miss(node.amount, self.known) or can_miss(where, self.known):
            known.append(both(exp.EQ, self._present(node, row.value).value, self._rows(node, None).value))
        if node.complete is not None:
            known.append(self.condition(node.complete))
        return q.null_of(total, unless=q.all_of(*known)) if known else total

    def _present(self, node: Node, row: exp.Expr) -> SqlNumber:
        """The number of rows whose value is not missing."""
        return SqlNumber(q.or_nought(self._in_group(node, exp.Count(this=row), known(row))), 0, MOST_ROWS, True)

    def _share_parts(self, node: n.Share) -> Side:
        weight = self._amount(node, node.weight) if node.weight is not None else q.literal(1, 0)
        holds = self._held(node)
        known: list[exp.Expr] = []
        if node.weight is None:
            holding, everyone = self._holding(node), self._rows(node, None)
            unknown = self._unknown(node)
        else:
            holding = self._sum(node, weight, None if node.where == n.TRUE else holds)
            everyone = self._sum(node, weight, None)
            missing = exp.Is(this=q.paren(holds), expression=exp.Null())
            unknown = self._sum(node, weight, missing) if can_miss(node.where, self.known) else None
            if can_miss(node.weight, self.known):
                lacking = exp.Is(this=q.paren(weight.value), expression=exp.Null())
                known.append(both(exp.EQ, self._rows(node, lacking).value, _NOUGHT))
        known.append(both(exp.GT, everyone.value, _NOUGHT))
        if node.complete is not None:
            known.append(self.condition(node.complete))
        below = q.null_of(replace(everyone, is_never_negative=True), unless=q.all_of(*known))
        return Side(holding, q.added(holding, unknown) if unknown is not None else holding, below)

    # -- numbers

    def number(self, node: Node) -> SqlNumber:
        """A number node; NULL is missing."""
        if id(node) not in self._numbers:
            self._numbers[id(node)] = (node, self._number(node))
        return self._numbers[id(node)][1]

    def _number(self, node: Node) -> SqlNumber:
        if isinstance(node, n.Literal):
            value = Fraction(node.value)  # type: ignore[arg-type]
            return q.literal(value, decimal_digits(value))
        if isinstance(node, n.Missing):
            return SqlNumber(q.cast(exp.Null(), "BIGINT"), 0, 0, True)
        if isinstance(node, n.Field):
            return self._number_field(node)
        if isinstance(node, n.Negate):
            part = self.number(node.part)
            return SqlNumber(exp.Neg(this=q.paren(part.value)), part.digits, part.bound)
        if isinstance(node, n.Arithmetic):
            return self._arithmetic(node)
        if isinstance(node, n.Extreme):
            return q.extreme(node.which, [self.number(part) for part in node.parts])
        if isinstance(node, n.Choose):
            sure = not can_miss(node.condition, self.known)
            return q.chosen(self.condition(node.condition), self.number(node.yes), self.number(node.no), is_sure=sure)
        if isinstance(node, n.Ceiling):
            part = self.number(node.part)
            minus = exp.Neg(this=q.paren(q.cast(part.value, part.kind)))
            up = exp.Neg(this=q.paren(q.floor_divided(minus, q.whole(10**part.digits))))
            return SqlNumber(up, 0, part.bound // 10**part.digits + 1, part.is_never_negative)
        if isinstance(node, n.Mean):
            return self._divided(mean_side(self.number(node.left), self.number(node.right)), mean_digits(node), node)
        if isinstance(node, n.Share):
            side = self._share_parts(node)
            exactly = q.null_of(side.low, unless=both(exp.EQ, side.low.value, side.high.value))
            return self._divided(Side(exactly, exactly, side.below), SHARE_DIGITS, node)
        if isinstance(node, n.Total):
            return self._total(node)
        if isinstance(node, n.Count):
            unsure, holding = self._open(node), self._holding(node)
            return holding if unsure is None else q.null_of(holding, unless=exp.Not(this=q.paren(unsure)))
        if isinstance(node, n.Age):
            return SqlNumber(age_of(self.plain(node.born), node.day), 0, 10_000)
        assert isinstance(node, n.YearOf)
        return SqlNumber(q.cast(exp.Year(this=self.plain(node.day)), "BIGINT"), 0, 10_000)

    def _number_field(self, node: n.Field) -> SqlNumber:
        declared, extent = self.schema.table(node.table).column(node.column), span(node, self.schema)
        value: exp.Expr = column(node.table, node.column)
        if declared.type is ColumnType.DECIMAL and declared.scale:
            value = q.cast(both(exp.Mul, value, q.whole(10**declared.scale)), "BIGINT")
        elif declared.type is ColumnType.DECIMAL:
            value = q.cast(value, "BIGINT")
        return SqlNumber(value, extent.digits, int(extent.bound * 10**extent.digits))

    def _arithmetic(self, node: n.Arithmetic) -> SqlNumber:
        left, right = self.number(node.left), self.number(node.right)
        if node.sign in "+-":
            return q.added(left, right, minus=node.sign == "-")
        if node.sign == "×":
            return q.limited(q.product(left, right), LARGEST_NUMBER)
        top, below = q.aligned([left, right])
        value = q.floor_divided(q.cast(top.value, top.kind), below.value)
        return SqlNumber(value, 0, top.bound + 1, left.is_never_negative and right.is_never_negative)

    def _divided(self, side: Side, digits: int, node: Node) -> SqlNumber:
        """A quotient rounded half up at ``digits``."""
        assert side.below is not None
        top, below = q.aligned([side.low, side.below])
        raised = q.product(top, q.SqlNumber(q.whole(10**digits), 0, 10**digits, True))
        value = q.half_up_divided(q.cast(raised.value, "HUGEINT"), q.cast(below.value, "HUGEINT"))
        bound = int(span(node, self.schema).bound * 10**digits)
        return SqlNumber(q.cast(value, "BIGINT") if bound < 2**62 else value, digits, bound, top.is_never_negative)

    # -- conditions

    def condition(self, node: Node) -> exp.Expr:
        """A condition as a nullable boolean."""
        if id(node) not in self._conditions:
            self._conditions[id(node)] = (node, self._condition(node))
        return self._conditions[id(node)][1]

    def _condition(self, node: Node) -> exp.Expr:
        if isinstance(node, n.Missing):
            return q.cast(exp.Null(), "BOOLEAN")
        if isinstance(node, n.Literal):
            return exp.Boolean(this=bool(node.value))
        if isinstance(node, n.Field):
            return column(node.table, node.column)
        if isinstance(node, n.All):
            return q.all_of(*[q.paren(self.condition(part)) for part in node.parts])
        if isinstance(node, n.Some):
            return q.some_of(*[q.paren(self.condition(part)) for part in node.parts])
        if isinstance(node, n.Not) and isinstance(node.part, n.Not):
            return self.condition(node.part.part)
        if isinstance(node, n.Not):
            return exp.Not(this=q.paren(self.condition(node.part)))
        if isinstance(node, n.IsMissing):
            part = self.number(node.part).value if node.part.type.kind is Kind.NUMBER else self.plain(node.part)
            return exp.Is(this=q.paren(part), expression=exp.Null())
        if isinstance(node, n.Choose):
            return self.plain(node)
        if isinstance(node, n.Compare):
            return self._compare(node)
        if isinstance(node, n.Among):
            part = self.plain(node.part)
            if not node.values:
                return case((exp.Is(this=part, expression=exp.Null()), exp.Null()), default=exp.false())
            return exp.In(this=q.paren(part), expressions=[exp.Literal.string(value) for value in node.values])
        if isinstance(node, n.Marked):
            place = self.plan.marks[node.table].index(node)
            return q.function("coalesce", exp.column(f"m{place}", f"m_{node.table}", quoted=True), exp.false())
        if isinstance(node, n.AllRows):
            denied = self._rows(node, self._held(node, denied=True))
            return both(exp.EQ, denied.value, _NOUGHT)
        assert isinstance(node, n.AnyOf | n.Every)
        if isinstance(node, n.AnyOf):
            deciding, outcome = self._holding(node), True
        else:
            deciding, outcome = self._rows(node, self._held(node, denied=True)), False
        unsure = self._open(node)
        if unsure is None:
            return both(exp.GT if outcome else exp.EQ, deciding.value, _NOUGHT)
        decided = (both(exp.GT, deciding.value, _NOUGHT), exp.Boolean(this=outcome))
        return case(decided, (unsure, exp.Null()), default=exp.Boolean(this=not outcome))

    def plain(self, node: Node) -> exp.Expr:
        """A text, a date, a verdict's number or a condition."""
        if id(node) in self._plains:
            return self._plains[id(node)][1]
        if isinstance(node, n.Choose) and node.type.kind is not Kind.NUMBER:
            condition, yes, no = self.condition(node.condition), self.plain(node.yes), self.plain(node.no)
            if not can_miss(node.condition, self.known):
                return case((condition, yes), default=no)
            return case((condition, yes), (exp.Not(this=q.paren(condition)), no))
        if node.type.kind is Kind.BOOL:
            return self.condition(node)
        if isinstance(node, n.Field):
            return column(node.table, node.column)
        if isinstance(node, n.Verdict):
            found = exp.column(node.standard, f"v_{node.table}", quoted=True)
            return exp.Nullif(this=found, expression=exp.Literal.number(2))
        if isinstance(node, n.Missing):
            return exp.Null()
        assert isinstance(node, n.Literal)
        if node.type.kind is Kind.VERDICT:
            return exp.Literal.number(VERDICT_NUMBERS[str(node.value)])
        if isinstance(node.value, date):
            return q.cast(exp.Literal.string(node.value.isoformat()), "DATE")
        return exp.Literal.string(str(node.value))

    def _compare(self, node: n.Compare) -> exp.Expr:
        if node.left.type.kind is not Kind.NUMBER:
            return both(_SIGNS[node.sign], self.plain(node.left), self.plain(node.right))
        by_birth = birth_compared(node)
        if by_birth is not None:
            sign, born, bound = by_birth
            return both(_SIGNS[sign], self.plain(born), q.cast(exp.Literal.string(bound.isoformat()), "DATE"))
        left, right = self._side(node.left), self._side(node.right)
        low, high = crossed(left.low, right), crossed(left.high, right)
        other_low, other_high = crossed(right.low, left), crossed(right.high, left)
        if left.low is left.high and right.low is right.high:
            one, other = q.aligned([low, other_low])
            return both(_SIGNS[node.sign], one.value, other.value)
        if node.sign in ("<", "<="):
            low, high, other_low, other_high = other_low, other_high, low, high
        a, b, c, d = (each.value for each in q.aligned([low, high, other_low, other_high]))
        if node.sign in ("=", "!="):
            apart = q.some_of(both(exp.LT, b, c), both(exp.GT, a, d))
            same = q.all_of(both(exp.EQ, a, b), both(exp.EQ, b, c), both(exp.EQ, c, d))
            return case((apart, exp.Boolean(this=node.sign == "!=")), (same, exp.Boolean(this=node.sign == "=")))
        if node.sign in (">", "<"):
            return case((both(exp.GT, a, d), exp.true()), (both(exp.LTE, b, c), exp.false()))
        return case((both(exp.GTE, a, d), exp.true()), (both(exp.LT, b, c), exp.false()))

    def _side(self, node: Node) -> Side:
        if isinstance(node, n.Count):
            holding, unknown, incomplete = self._holding(node), self._unknown(node), self._incomplete(node)
            most = holding if unknown is None else q.added(holding, unknown)
            return Side(
                holding, most if incomplete is None else q.null_of(most, unless=exp.Not(this=q.paren(incomplete)))
            )
        if isinstance(node, n.Share):
            return self._share_parts(node)
        if isinstance(node, n.Mean):
            return mean_side(self.number(node.left), self.number(node.right))
        number = self.number(node)
        return Side(number, number)
