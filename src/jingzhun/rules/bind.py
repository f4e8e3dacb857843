"""Closes a checked pack for one run: puts in the day, the year and the parameters' values, and asks for completeness.

What comes out holds no parameter and no day: the engines see columns, literals and functions only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from jingzhun.core.errors import Problem
from jingzhun.core.period import age_on

from . import nodes as n
from .bound import BoundItem, BoundPack, BoundProgramme, BoundStandard
from .engines.reference import Reference
from .language import parse
from .memory_roster import MemoryRoster
from .nodes import Kind, Literal, Node
from .numbers import MOST_DIGITS, SHARE_DIGITS, half_up
from .pack import PackParameter, ParameterValue
from .pack_check import CheckedPack, CheckedProgramme, CheckedStandard
from .schema import STANDING, ColumnType
from .source import AuthorProblem, Source

_LAST_YEAR = 9999


class UnableToOverride(Problem):
    code = "Y-031"
    says = "不能试算：参数“{parameter}”{reason}"
    remedy = "请使用本政策包中的参数名，值的单位与原值一致"


class UnableToWorkOutParameter(AuthorProblem):
    code = "Y-032"
    says = "参数“{found}”的公式算不出值（除数为零）"
    remedy = "请改正公式，或改正它用到的参数"


def bind_pack(
    checked: CheckedPack, *, as_of: date, area: str, override: Mapping[str, object] | None = None
) -> BoundPack:
    """Bind a pack to a day and an area. ``override`` puts other parameter values in (a what-if): name to a rule text
    (``3200元``), :class:`Literal`, or exact number in the parameter's base unit (fen).

    Raises ``UnableToFindParameter`` where a parameter in use has no value there and then.
    """
    binder = _Binder(checked, as_of, area, override or {})
    standards = tuple(binder.standard(each) for each in checked.standards)
    programmes = tuple(binder.programme(each) for each in checked.programmes)
    terms = {}
    for key, node in checked.terms.items():
        if all(not isinstance(each, n.Parameter) or each.name in binder.used for each in n.walk(node)):
            terms[key] = binder.node(node)
    return BoundPack(checked.schema, as_of, area, standards, programmes, terms, binder.used)


def _settled(node: Node | None) -> bool:
    """Whether neither a parameter nor another standard is asked for."""
    return node is not None and not any(isinstance(each, n.Parameter | n.Verdict) for each in n.walk(node))


class _Binder:
    def __init__(self, checked: CheckedPack, as_of: date, area: str, override: Mapping[str, object]) -> None:
        self.checked, self.schema, self.as_of, self.area = checked, checked.schema, as_of, area
        self.parameters: dict[str, PackParameter] = {p.name: p for p in checked.pack.parameters}
        by_word = {word: p.name for p in checked.pack.parameters for word in (p.name, p.code) if word}
        self.override: dict[str, Literal] = {}
        for word, value in override.items():
            if word not in by_word:
                raise UnableToOverride(parameter=word, reason="不在政策包中")
            self.override[by_word[word]] = self._other(self.parameters[by_word[word]], value)
        self.used: dict[str, ParameterValue] = {}
        self.made: dict[int, tuple[Node, Node]] = {}

    def _other(self, parameter: PackParameter, value: object) -> Literal:
        if isinstance(value, str) and parameter.type.kind is Kind.NUMBER:
            try:
                read = parse(Source(value))
            except AuthorProblem as problem:
                raise UnableToOverride(parameter=parameter.name, reason=f"的值“{value}”写法不对") from problem
            unit = read.value.unit if read.kind == "quantity" else None
            bare = parameter.type.unit.__class__(parameter.type.unit.num)
            in_percent = any(each.written.endswith("%") for each in parameter.values)
            if read.kind == "quantity" and in_percent and read.value.is_bare:
                raise UnableToOverride(parameter=parameter.name, reason=f"的值“{value}”没有写 %")
            if unit is None or unit not in (parameter.type.unit, bare):
                raise UnableToOverride(parameter=parameter.name, reason=f"的值“{value}”单位不合")
            value = read.value.number
        literal = value if isinstance(value, Literal) else None
        if literal is None and isinstance(value, int | Fraction) and not isinstance(value, bool):
            literal = Literal(parameter.type, Fraction(value))
        elif literal is None and isinstance(value, str | date):
            literal = Literal(parameter.type, value)
        kinds: dict[Kind, tuple[type, ...]] = {Kind.NUMBER: (int, Fraction), Kind.TEXT: (str,), Kind.DATE: (date,)}
        if (
            literal is None
            or literal.type != parameter.type
            or not isinstance(literal.value, kinds[parameter.type.kind])
        ):
            raise UnableToOverride(parameter=parameter.name, reason="的值类型不合")
        return literal

    def standard(self, each: CheckedStandard) -> BoundStandard:
        items = tuple(
            BoundItem(
                i.item.id,
                self.maybe(i.holds),
                self.maybe(i.value),
                self.maybe(i.threshold),
                i.item.weight,
                _settled(i.holds),
            )
            for i in each.items
        )
        return BoundStandard(each.standard.name, each.table, self.maybe(each.applies), items, each.standard.passes_at)

    def programme(self, each: CheckedProgramme) -> BoundProgramme:
        rounding = each.programme.rounding
        return BoundProgramme(
            each.programme.name,
            each.table,
            self.maybe(each.eligible),
            self.node(each.amount),
            rounding.way,
            rounding.fen,
        )

    def maybe(self, node: Node | None) -> Node | None:
        return None if node is None else self.node(node)

    def node(self, node: Node) -> Node:
        if id(node) in self.made:
            return self.made[id(node)][1]
        done = self._made(node)
        self.made[id(node)] = (node, done)
        return done

    def _made(self, node: Node) -> Node:
        if isinstance(node, n.AsOf):
            return Literal(n.DATE, self.as_of)
        if isinstance(node, n.Year):
            return Literal(n.NUMBER, Fraction(self.as_of.year))
        if isinstance(node, n.Parameter):
            return self._parameter(node)
        changes: dict[str, Any] = {}
        for each in fields(node):
            value = getattr(node, each.name)
            if isinstance(value, Node):
                changes[each.name] = self.node(value)
            elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
                changes[each.name] = tuple(self.node(part) for part in value)
        done = replace(node, **changes) if changes else node
        if isinstance(done, n.Arithmetic):
            return _folded(done)
        if isinstance(done, n.Negate) and isinstance(done.part, Literal):
            return Literal(done.type, -done.part.value)  # type: ignore[operator]
        if isinstance(done, n.Age) and isinstance(done.born, Literal) and isinstance(done.day, Literal):
            return Literal(done.type, age_on(done.born.value, done.day.value))  # type: ignore[arg-type]
        if isinstance(done, n.Many):
            return replace(done, complete=self._complete(done.of, done.table, done.where))
        return done

    def _parameter(self, node: n.Parameter) -> Literal:
        if node.name in self.override:
            literal = self.override[node.name]
            value = replace(
                self.parameters[node.name].values[0],
                given=literal,
                source="试算",
                clause="",
                area=self.area,
                written="",
                formula=None,
            )
        else:
            value = self.parameters[node.name].value(area=self.area, day=self.as_of)
            if value.formula is not None:
                value = replace(value, given=self._worked_out(node, value.formula))
        self.used[node.name] = value
        return value.literal

    def _worked_out(self, parameter: n.Parameter, formula: Source) -> Literal:
        """The value of a formula, by the reference engine: money rounded half up to the fen, all else to 6 digits."""
        node = self.node(self.checked.formulas[parameter.name, formula])
        nothing = BoundPack(self.schema, self.as_of, self.area, (), (), {}, {})
        number = Reference(nothing, MemoryRoster(self.schema, {}, set())).value(node, {})
        if number is None:
            raise UnableToWorkOutParameter(formula, found=parameter.name)
        return Literal(parameter.type, half_up(Fraction(number), 0 if parameter.type.unit.is_money else SHARE_DIGITS))

    # -- completeness

    def _complete(self, of: str, table: str, where: Node) -> Node | None:
        """The marks that must be set for 'no row' to mean nought: of the table itself and of each level in between."""
        chain: list[str] = [table]
        for above in self.schema.above(self.schema.table(table)):
            if above.name == of:
                break
            chain.append(above.name)
        first, last = self._years(table, where)
        needed: Node | None = None
        for level, name in enumerate(chain):
            parent = self.schema.table(name).parent
            mark: Node | None = None
            if name in self.checked.marked:
                mark = n.Marked(n.BOOL, parent, name, *((first, last) if level == 0 else self._years(name, n.TRUE)))
            if level == 0:
                needed = mark
            else:
                below = n.AllRows(n.BOOL, parent, name, needed) if needed is not None else None
                parts = tuple(part for part in (mark, below) if part is not None)
                needed = n.All(n.BOOL, parts) if len(parts) > 1 else parts[0] if parts else None
        return needed

    def _years(self, table: str, where: Node) -> tuple[int, int]:
        """The years the condition fixes; else the year of evaluation; the standing mark for tables without a period."""
        period = self.schema.table(table).period
        if not period:
            return STANDING, STANDING
        is_date = self.schema.table(table).column(period).type is ColumnType.DATE
        low: list[int] = []
        high: list[int] = []
        for part in _conjuncts(where):
            for sign, side, other in _sides(part):
                if isinstance(side, n.YearOf):
                    side, as_date = side.day, False
                else:
                    as_date = is_date
                if not (
                    isinstance(side, n.Field)
                    and side.table == table
                    and side.column == period
                    and isinstance(other, Literal)
                ):
                    continue
                bound = other.value
                if isinstance(bound, date) and as_date:
                    first = (bound + timedelta(days=1) if sign == ">" and bound < date.max else bound).year
                    last = (bound - timedelta(days=1) if sign == "<" and bound > date.min else bound).year
                elif isinstance(bound, int | Fraction) and bound == int(bound):
                    first, last = int(bound) + (sign == ">"), int(bound) - (sign == "<")
                else:
                    continue
                if sign in (">", ">=", "="):
                    low.append(first)
                if sign in ("<", "<=", "="):
                    high.append(last)
        if low and high:
            return min(max(*low, 1), _LAST_YEAR), max(min(*high, _LAST_YEAR), 0)
        return self.as_of.year, self.as_of.year


def _conjuncts(node: Node) -> list[Node]:
    if isinstance(node, n.All):
        return [part for each in node.parts for part in _conjuncts(each)]
    return [node]


def _sides(node: Node) -> list[tuple[str, Node, Node]]:
    if not isinstance(node, n.Compare):
        return []
    turned = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(node.sign, node.sign)
    return [(node.sign, node.left, node.right), (turned, node.right, node.left)]


def _folded(node: n.Arithmetic) -> Node:
    left, right = node.left, node.right
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return node
    a, b = left.value, right.value
    assert isinstance(a, int | Fraction) and isinstance(b, int | Fraction)
    if node.sign == "//":
        return node if b == 0 else Literal(node.type, Fraction(a // b))
    made = Fraction(a + b if node.sign == "+" else a - b if node.sign == "-" else a * b)
    return Literal(node.type, made) if (made * 10**MOST_DIGITS).denominator == 1 else node
