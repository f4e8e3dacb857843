"""Turns a syntax tree into typed nodes: finds what each word means, checks types and units.

The words come from a :class:`Scope`: the pack's terms, parameters and code lists and the roster's schema. Which row a
word is looked up in follows ``policy-language``: the row of the innermost function first, then the subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from . import nodes as n
from .bare_number import UnableToMatchUnits, in_unit_of, is_above, is_nought
from .language import Quantity, Syntax
from .nodes import Kind, Node, Type
from .schema import ColumnSchema, ColumnType, RosterSchema, TableSchema
from .source import AuthorProblem, Source, nearest
from .units import MONEY, PLAIN, Unit, per, read_unit, times

FUNCTIONS = {
    "any": "any", "任一": "any", "every": "every", "全部": "every", "count": "count", "计数": "count", "total": "total", "合计": "total",
    "share": "share", "占比": "share", "mean": "mean", "均": "mean", "min": "min", "取小": "min", "max": "max", "取大": "max",
    "ceiling": "ceiling", "上取整": "ceiling", "age": "age", "周岁": "age", "year_of": "year_of", "年份": "year_of",
}  # fmt: skip
_ARGUMENTS = {
    "any": (2, 2), "every": (2, 2), "count": (1, 2), "total": (2, 3), "share": (2, 3), "mean": (2, 2), "min": (2, 20), "max": (2, 20),
    "ceiling": (1, 1), "age": (1, 1), "year_of": (1, 1),
}  # fmt: skip
VERDICTS = ("通过", "不通过", "不适用")
_VERDICT_WORDS = {**{word: word for word in VERDICTS}, "pass": "通过", "fail": "不通过", "not_applicable": "不适用"}
_YES = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}
LARGEST_RULE = 20_000


class UnableToFindWord(AuthorProblem):
    code = "Y-014"
    says = "不认识“{found}”"
    remedy = "请使用词条、名册列、参数或代码表中的名称"


class UnableToMatchTypes(AuthorProblem):
    code = "Y-016"
    says = "此处不能用{found}"
    remedy = "请改用合适的写法"


class UnableToCallFunction(AuthorProblem):
    code = "Y-017"
    says = "函数“{found}”的写法不对"
    remedy = "请按政策语言的函数说明改正"


class UnableToChooseMeaning(AuthorProblem):
    code = "Y-018"
    says = "“{found}”在同一处有两种含义"
    remedy = "请改名，或写明所属（如 户.{found}）"


@dataclass
class Scope:
    """What words mean. ``term`` gives a term's node for a table (or None), resolving it on demand."""

    schema: RosterSchema
    terms: Mapping[tuple[str, str], Callable[[], Node]] = field(default_factory=dict)
    """(table code word or '', word) to its node."""
    parameters: Mapping[str, tuple[str, Type]] = field(default_factory=dict)
    """Word (term or code) to the parameter's name and type."""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standards: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Word to (standard, table code word of its subject)."""


def resolve(syntax: Syntax, source: Source, scope: Scope, table: str = "") -> Node:
    """The node of a rule about the rows of ``table`` (empty: no row in scope). Raises :class:`AuthorProblem`."""
    return _Resolver(source, scope).node(syntax, (table,) if table else ())


def column_type(schema: RosterSchema, column: ColumnSchema) -> Type:
    """The type a column has in rules; a % column is a plain number."""
    if column.type is ColumnType.MONEY:
        return Type(Kind.NUMBER, MONEY)
    if column.type in (ColumnType.INT, ColumnType.DECIMAL):
        unit = read_unit(column.unit)
        return Type(Kind.NUMBER, unit[0] if unit else Unit(column.unit))
    if column.type is ColumnType.CODE:
        return Type(Kind.TEXT, PLAIN, tuple(schema.codes.get(column.codes, ())))
    return {ColumnType.DATE: n.DATE, ColumnType.BOOL: n.BOOL}.get(column.type, n.TEXT)


class _Resolver:
    def __init__(self, source: Source, scope: Scope) -> None:
        self.source, self.scope, self.schema = source, scope, scope.schema
        self.size = 0

    def node(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None = None) -> Node:
        self.size += 1
        made: Node = getattr(self, f"_{s.kind}")(s, rows, wanted)
        return made

    def condition(self, s: Syntax, rows: tuple[str, ...]) -> Node:
        made = self.node(s, rows)
        if made.type.kind is not Kind.BOOL:
            raise UnableToMatchTypes(
                self.source, s.start, found=f"{made.type.title}作条件", allowed="比较、是否列或条件词条"
            )
        return made

    def number(self, s: Syntax, rows: tuple[str, ...]) -> Node:
        made = self.node(s, rows)
        if made.type.kind is not Kind.NUMBER:
            raise UnableToMatchTypes(
                self.source, s.start, found=f"{made.type.title}作数量", allowed="数量、金额或数量词条"
            )
        return made

    # -- leaves

    def _quantity(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        quantity: Quantity = s.value
        return n.Literal(Type(Kind.NUMBER, quantity.unit), quantity.number)

    def _date(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        return n.Literal(n.DATE, s.value)

    def _text(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        if wanted and wanted.kind is Kind.VERDICT and s.value in _VERDICT_WORDS:
            return n.Literal(n.VERDICT, _VERDICT_WORDS[s.value])
        if wanted and wanted.codes and s.value not in wanted.codes:
            raise UnableToFindWord(
                self.source,
                s.start,
                found=s.value,
                allowed="、".join(wanted.codes[:12]),
                nearest=nearest(s.value, list(wanted.codes)),
            )
        return n.Literal(n.TEXT, s.value)

    def _unknown(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        raise UnableToMatchTypes(self.source, s.start, found="缺作一个值", allowed="如果 … 则 … 否则 缺")

    def _path(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        words: tuple[str, ...] = s.value
        if len(words) == 2:
            return self._of_named_row(s, words, rows)
        if len(words) > 2:
            raise UnableToFindWord(self.source, s.start, found=".".join(words), allowed="“对象.名称”")
        word = words[0]
        for table in reversed(rows):
            found = self._in_row(s, word, table)
            if found is not None:
                return found
        known = self._everywhere(s, word)
        if known is not None:
            return known
        if wanted is not None and wanted.kind is Kind.VERDICT and word in _VERDICT_WORDS:
            return n.Literal(n.VERDICT, _VERDICT_WORDS[word])
        if wanted is not None and wanted.kind is Kind.BOOL and word in _YES:
            return n.Literal(n.BOOL, _YES[word])
        if wanted is not None and wanted.kind is Kind.TEXT and word in wanted.codes:
            return n.Literal(n.TEXT, word)
        choices = self._words(rows, wanted)
        raise UnableToFindWord(
            self.source,
            s.start,
            found=word,
            allowed="、".join((wanted.codes if wanted else ())[:12]),
            nearest=nearest(word, choices),
        )

    def _of_named_row(self, s: Syntax, words: tuple[str, ...], rows: tuple[str, ...]) -> Node:
        for table in reversed(rows):
            schema = self.schema.table(table)
            if words[0] in (schema.subject, schema.term, schema.name):
                found = self._in_row(s, words[1], table)
                if found is not None:
                    return found
                raise UnableToFindWord(
                    self.source, s.start, found=".".join(words), nearest=nearest(words[1], self._row_words(table))
                )
        titles = [self.schema.table(table).subject or self.schema.table(table).term for table in rows]
        raise UnableToFindWord(self.source, s.start, found=words[0], allowed="、".join(titles))

    def _in_row(self, s: Syntax, word: str, table: str) -> Node | None:
        """A term, a field or (for subjects) a standard's verdict of a row."""
        schema = self.schema.table(table)
        found: list[Node] = []
        if (table, word) in self.scope.terms:
            found.append(self.scope.terms[table, word]())
        for column in schema.columns:
            if word in (column.term, column.name):
                found.append(self._field(schema, column))
        standard = self.scope.standards.get(word)
        if standard and standard[1] == table:
            found.append(n.Verdict(n.VERDICT, table, standard[0]))
        if len(found) > 1:
            raise UnableToChooseMeaning(self.source, s.start, found=word)
        return found[0] if found else None

    def _field(self, table: TableSchema, column: ColumnSchema) -> Node:
        kind = column_type(self.schema, column)
        made: Node = n.Field(kind, table.name, column.name)
        unit = read_unit(column.unit)
        if kind.kind is Kind.NUMBER and column.type is not ColumnType.MONEY and unit and unit[1] != 1:
            made = n.Arithmetic(kind, "×", made, n.Literal(n.NUMBER, unit[1]))
        return made

    def _everywhere(self, s: Syntax, word: str) -> Node | None:
        found: list[Node] = []
        if ("", word) in self.scope.terms:
            found.append(self.scope.terms["", word]())
        if word in self.scope.parameters:
            name, kind = self.scope.parameters[word]
            found.append(n.Parameter(kind, name))
        if word in ("评估日", "as_of"):
            found.append(n.AsOf(n.DATE))
        if word in ("评估年度", "as_of_year", "year"):
            found.append(n.Year(n.NUMBER))
        if len(found) > 1:
            raise UnableToChooseMeaning(self.source, s.start, found=word)
        return found[0] if found else None

    def _row_words(self, table: str) -> list[str]:
        columns = [name for column in self.schema.table(table).columns for name in (column.term, column.name)]
        terms = [word for owner, word in self.scope.terms if owner == table]
        return columns + terms + [word for word, (_, owner) in self.scope.standards.items() if owner == table]

    def _words(self, rows: tuple[str, ...], wanted: Type | None) -> list[str]:
        words = [word for table in rows for word in self._row_words(table)]
        words += [word for owner, word in self.scope.terms if not owner] + list(self.scope.parameters)
        return [*words, "评估日", "评估年度", "as_of", "as_of_year", *(wanted.codes if wanted else ())]

    # -- conditions

    def _and(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        return n.All(n.BOOL, tuple(self.condition(part, rows) for part in s.parts))

    def _or(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        return n.Some(n.BOOL, tuple(self.condition(part, rows) for part in s.parts))

    def _not(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        return n.Not(n.BOOL, self.condition(s.parts[0], rows))

    def _missing(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        return n.IsMissing(n.BOOL, self.node(s.parts[0], rows))

    def _compare(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        left, right = self._sides(s.parts[0], s.parts[1], rows)
        return self._comparison(s, s.value, left, right)

    def _within(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        part, low = self._sides(s.parts[0], s.parts[1], rows)
        _, high = self._sides(s.parts[0], s.parts[2], rows)
        if isinstance(low, n.Literal) and isinstance(high, n.Literal) and is_above(low, high):
            raise UnableToMatchTypes(self.source, s.parts[1].start, found="大的在前", allowed="在 小的 到 大的")
        return n.All(n.BOOL, (self._comparison(s, ">=", part, low), self._comparison(s, "<=", part, high)))

    def _sides(self, left: Syntax, right: Syntax, rows: tuple[str, ...]) -> tuple[Node, Node]:
        first, second = self._two(left, right, rows)
        return in_unit_of(self.source, left, first, second), in_unit_of(self.source, right, second, first)

    def _two(self, left: Syntax, right: Syntax, rows: tuple[str, ...]) -> tuple[Node, Node]:
        """The right side may be a bare word of the left side's code list, and the other way round."""
        try:
            first = self.node(left, rows)
        except UnableToFindWord:
            if left.kind != "path":
                raise
            second = self.node(right, rows)
            return self.node(left, rows, second.type), second
        second = self.node(right, rows, first.type)
        if left.kind == "text" and (second.type.codes or second.type.kind is Kind.VERDICT):
            first = self.node(left, rows, second.type)
        return first, second

    def _comparison(self, s: Syntax, sign: str, left: Node, right: Node) -> Node:
        if left.type.kind is not right.type.kind:
            raise UnableToMatchTypes(self.source, s.start, found=f"{left.type.title}与{right.type.title}相比")
        if isinstance(left, n.Field) and left == right:  # year = year, where the year of evaluation was meant
            word = self.schema.table(left.table).column(left.column).term
            raise UnableToMatchTypes(
                self.source, s.start, found=f"“{word}”与自己相比", allowed="评估年度（as_of_year）等另一个词"
            )
        if left.type.kind is Kind.NUMBER:
            left, right = self._same_unit(s, left, right, "相比", money_too=False)
        elif left.type.kind is not Kind.DATE and sign not in ("=", "!="):
            raise UnableToMatchTypes(self.source, s.start, found=f"{left.type.title}比大小", allowed="= ≠")
        return n.Compare(n.BOOL, sign, left, right)

    def _same_unit(self, s: Syntax, left: Node, right: Node, doing: str, *, money_too: bool) -> tuple[Node, Node]:
        """A plain number takes the other side's unit, except 元; nought is nought in every unit."""
        if left.type.unit == right.type.unit:
            return left, right
        for one, other in ((left, right), (right, left)):
            if is_nought(one) or (one.type.unit.is_plain and (money_too or not other.type.unit.is_money)):
                return left, right
        raise UnableToMatchUnits(self.source, s.start, found=f"{left.type.unit.title}与{right.type.unit.title}{doing}")

    def _among(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        part, values = self.node(s.parts[0], rows), s.parts[1]
        if values.kind == "path":
            if len(values.value) != 1 or values.value[0] not in self.scope.codes:
                word = ".".join(values.value)
                raise UnableToFindWord(
                    self.source,
                    values.start,
                    found=word,
                    allowed="代码表",
                    nearest=nearest(word, list(self.scope.codes)),
                )
            if part.type.kind is not Kind.TEXT:
                raise UnableToMatchTypes(self.source, s.start, found=f"{part.type.title}对照代码表")
            listed = self.scope.codes[values.value[0]]
            if part.type.codes and not set(listed) & set(part.type.codes):
                codes = "、".join(part.type.codes[:12])
                raise UnableToFindWord(
                    self.source, values.start, found=f"{listed[0]}（{values.value[0]}）", allowed=codes
                )
            return n.Among(n.BOOL, part, listed)
        if part.type.kind is Kind.TEXT:
            found = [self.node(each, rows, part.type) for each in values.parts]
            if all(isinstance(each, n.Literal) and isinstance(each.value, str) for each in found):
                return n.Among(n.BOOL, part, tuple(str(each.value) for each in found if isinstance(each, n.Literal)))
        options = [self._sides(s.parts[0], each, rows) for each in values.parts]
        return n.Some(n.BOOL, tuple(self._comparison(s, "=", left, right) for left, right in options))

    def _choose(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        condition = self.condition(s.parts[0], rows)
        for place, other in ((1, 2), (2, 1)):
            if s.parts[place].kind == "unknown":
                known = self.node(s.parts[other], rows)
                both = (n.Missing(known.type), known) if place == 1 else (known, n.Missing(known.type))
                return n.Choose(known.type, condition, *both)
        yes, no = self._sides(s.parts[1], s.parts[2], rows)
        if yes.type.kind is not no.type.kind:
            raise UnableToMatchTypes(self.source, s.start, found=f"{yes.type.title}与{no.type.title}两种结果")
        kind = yes.type
        if kind.kind is Kind.NUMBER:
            yes, no = self._same_unit(s, yes, no, "两种结果", money_too=False)
            kind = no.type if is_nought(yes) else yes.type
        return n.Choose(kind, condition, yes, no)

    # -- arithmetic

    def _negate(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        part = self.number(s.parts[0], rows)
        if isinstance(part, n.Literal) and isinstance(part.value, int | Fraction):
            return n.Literal(part.type, -part.value)
        return n.Negate(part.type, part)

    def _arithmetic(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        left, right = self.number(s.parts[0], rows), self.number(s.parts[1], rows)
        a, b = left.type.unit, right.type.unit
        if s.value in "+-":
            self._same_unit(s, left, right, "相加减", money_too=False)
            unit: Unit | None = b if a.is_plain else a
        elif s.value == "×":
            unit = times(a, b)
        else:
            unit = per(a, b)
        if unit is None:
            raise UnableToMatchUnits(self.source, s.start, found=f"{a.title} {s.value} {b.title}")
        return n.Arithmetic(Type(Kind.NUMBER, unit), s.value, left, right)

    # -- functions

    def _list(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        raise UnableToMatchTypes(self.source, s.start, found="列表", allowed="属于 […]")

    def _call(self, s: Syntax, rows: tuple[str, ...], wanted: Type | None) -> Node:
        name = FUNCTIONS.get(s.value)
        if name is None:
            raise UnableToFindWord(
                self.source, s.start, found=s.value, allowed="函数", nearest=nearest(s.value, list(FUNCTIONS))
            )
        least, most = _ARGUMENTS[name]
        if not least <= len(s.parts) <= most:
            wants = f"{least} 项" if least == most else f"{least} 至 {most} 项"
            raise UnableToCallFunction(self.source, s.start, found=s.value, allowed=f"括号内写 {wants}")
        if name in ("any", "every", "count", "total", "share"):
            return self._many(name, s, rows)
        if name == "age":
            born = self.node(s.parts[0], rows)
            self._must_be_date(s, born)
            return n.Age(Type(Kind.NUMBER, Unit("岁")), born, n.AsOf(n.DATE))
        if name == "year_of":
            day = self.node(s.parts[0], rows)
            self._must_be_date(s, day)
            return n.YearOf(n.NUMBER, day)
        parts = [self.number(part, rows) for part in s.parts]
        if name == "ceiling":
            return n.Ceiling(parts[0].type, parts[0])
        if name == "mean":
            unit = per(parts[0].type.unit, parts[1].type.unit)
            if unit is None:
                raise UnableToMatchUnits(
                    self.source, s.start, found=f"{parts[0].type.unit.title}按{parts[1].type.unit.title}平均"
                )
            return n.Mean(Type(Kind.NUMBER, unit), parts[0], parts[1])
        kind = next((part.type for part in parts if not is_nought(part) and not part.type.unit.is_plain), parts[0].type)
        for part in parts:
            self._same_unit(s, n.Literal(kind, Fraction(1)), part, "取大小", money_too=False)
        return n.Extreme(kind, name, tuple(parts))

    def _must_be_date(self, s: Syntax, part: Node) -> None:
        if part.type.kind is not Kind.DATE:
            raise UnableToMatchTypes(self.source, s.parts[0].start, found=f"{part.type.title}作日期", allowed="日期列")

    def _many(self, name: str, s: Syntax, rows: tuple[str, ...]) -> Node:
        of, table = self._relation(s, rows)
        inner = (*rows[: rows.index(of) + 1], table)
        rest = s.parts[1:]
        where: Node = n.TRUE
        if name == "total":
            amount = self.number(rest[0], inner)
            where = self.condition(rest[1], inner) if len(rest) > 1 else where
            return n.Total(amount.type, of, table, where, None, amount)
        if rest:
            where = self.condition(rest[0], inner)
        if name == "count":
            unit = read_unit(self.schema.table(table).unit)
            return n.Count(Type(Kind.NUMBER, unit[0] if unit else Unit("项")), of, table, where, None)
        if name == "share":
            weight = self.number(rest[1], inner) if len(rest) > 1 else None
            return n.Share(n.NUMBER, of, table, where, None, weight)
        return (n.AnyOf if name == "any" else n.Every)(n.BOOL, of, table, where, None)

    def _relation(self, s: Syntax, rows: tuple[str, ...]) -> tuple[str, str]:
        """The row it hangs on (the innermost that lies above the table) and the table."""
        first = s.parts[0]
        word = first.value[0] if first.kind == "path" and len(first.value) == 1 else ""
        known = [
            table
            for table in self.schema.tables
            if word and word in (table.term, table.name, table.subject, f"{table.name}s")
        ]
        for row in reversed(rows):
            for table in known:
                if row in {above.name for above in self.schema.above(table)}:
                    return row, table.name
        below = [t.term for t in self.schema.tables if any(above.name in rows for above in self.schema.above(t))]
        raise UnableToFindWord(
            self.source, first.start, found=word or "此项", allowed="、".join(below[:20]), nearest=nearest(word, below)
        )
