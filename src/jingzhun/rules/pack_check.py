"""Checks a pack against a roster's schema and makes its nodes: names, types, units, collisions, cycles.

After this every rule is typed nodes; only parameters and the day of evaluation are open (``bind`` closes them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import nodes as n
from .bare_number import UnableToMatchUnits
from .declared_fact import with_facts
from .language import parse
from .nodes import Kind, Node, Type
from .pack import Item, Pack, Programme, Standard, Term
from .resolve import LARGEST_RULE, Scope, UnableToMatchTypes, resolve
from .schema import RosterSchema, TableSchema
from .source import AuthorProblem, Source, nearest
from .units import MONEY

DEEPEST_RULE = 300
FINDINGS_HEAD = ("subject_id", "area_code", "county")
"""Columns of findings that stand beside those named after standards and programmes; SQL knows no upper and lower case."""


class UnableToName(AuthorProblem):
    code = "Y-022"
    says = "名称“{found}”已有别的含义（{other}）"
    remedy = "请换一个名称"


class UnableToOrder(AuthorProblem):
    code = "Y-023"
    says = "“{found}”绕了一圈又用到自己"
    remedy = "请去掉循环引用"


class UnableToPlace(AuthorProblem):
    code = "Y-024"
    says = "名册中没有对象或表“{found}”"
    remedy = "请使用名册中的对象"


@dataclass(frozen=True)
class CheckedItem:
    item: Item
    holds: Node | None
    value: Node | None
    threshold: Node | None


@dataclass(frozen=True)
class CheckedStandard:
    standard: Standard
    table: str
    applies: Node | None
    items: tuple[CheckedItem, ...]


@dataclass(frozen=True)
class CheckedProgramme:
    programme: Programme
    table: str
    eligible: Node | None
    amount: Node


@dataclass(frozen=True)
class CheckedPack:
    """A pack whose rules are nodes. ``standards`` come in an order in which each reads only earlier ones."""

    pack: Pack
    schema: RosterSchema
    standards: tuple[CheckedStandard, ...]
    programmes: tuple[CheckedProgramme, ...]
    terms: Mapping[tuple[str, str], Node]
    """(table code word or '', Chinese term) to its node."""
    marked: frozenset[str]
    """Tables whose completeness this pack asks for."""
    formulas: Mapping[tuple[str, Source], Node]
    """(parameter, formula as written) to its node."""

    def standard(self, name: str) -> CheckedStandard:
        """By Chinese name or code word; raises KeyError."""
        for each in self.standards:
            if name in (each.standard.name, each.standard.code):
                return each
        raise KeyError(name)


def check_pack(pack: Pack, schema: RosterSchema) -> CheckedPack:
    """Resolve all rules of a pack. Its declared facts join the schema where they are not there yet.

    Raises :class:`AuthorProblem` with file, line and column for the first fault found."""
    return _Checker(pack, with_facts(schema, pack.facts, pack.codes)).checked()


class _Checker:
    def __init__(self, pack: Pack, schema: RosterSchema) -> None:
        self.pack, self.schema = pack, schema
        self.nodes: dict[tuple[str, str], Node] = {}
        self.under_way: set[tuple[str, str]] = set()
        self.scope = Scope(schema, codes=self._codes(), parameters=self._parameters(), standards=self._standards())
        self.scope.terms = self._terms()

    def _table(self, kind: str, at: Source) -> TableSchema:
        for table in self.schema.tables:
            if kind in (table.subject, table.term, table.name):
                return table
        known = [table.subject or table.term for table in self.schema.tables]
        raise UnableToPlace(at, found=kind, allowed="、".join(known), nearest=nearest(kind, known))

    def _codes(self) -> dict[str, tuple[str, ...]]:
        return {**self.schema.codes, **self.pack.codes}

    def _parameters(self) -> dict[str, tuple[str, Type]]:
        words: dict[str, tuple[str, Type]] = {}
        for parameter in self.pack.parameters:
            for word in filter(None, (parameter.name, parameter.code)):
                if word in words:
                    raise UnableToName(parameter.at, found=word, other="参数")
                words[word] = (parameter.name, parameter.type)
        return words

    def _standards(self) -> dict[str, tuple[str, str]]:
        words: dict[str, tuple[str, str]] = {}
        names = set(FINDINGS_HEAD)
        for standard in self.pack.standards:
            table = self._table(standard.subject, standard.at)
            if not table.subject:
                raise UnableToPlace(standard.at, found=standard.subject, allowed="对象（户、村、县等）")
            for word in filter(None, (standard.name, standard.code)):
                if word.casefold() in names:
                    raise UnableToName(standard.at, found=word, other="标准、奖补或结果的列，不分大小写")
                names.add(word.casefold())
                words[word] = (standard.name, table.name)
        for programme in self.pack.programmes:
            for word in filter(None, (programme.name, programme.code)):
                if word.casefold() in names:
                    raise UnableToName(programme.at, found=word, other="标准、奖补或结果的列，不分大小写")
                names.add(word.casefold())
        return words

    def _terms(self) -> dict[tuple[str, str], Callable[[], Node]]:
        known: dict[tuple[str, str], Callable[[], Node]] = {}
        for term in self.pack.terms:
            table = self._table(term.of, term.rule).name if term.of else ""
            for word in filter(None, (term.name, term.code)):
                if (table, word) in known:
                    raise UnableToName(term.rule, found=word, other="词条")
                if table and any(word in (c.term, c.name) for c in self.schema.table(table).columns):
                    raise UnableToName(term.rule, found=word, other="名册列")
                if not table and word in self.scope.parameters:
                    raise UnableToName(term.rule, found=word, other="参数")
                known[table, word] = self._later(term, table)
        return known

    def _later(self, term: Term, table: str) -> Callable[[], Node]:
        key = (table, term.name)

        def made() -> Node:
            if key not in self.nodes:
                if key in self.under_way:
                    raise UnableToOrder(term.rule, found=term.name)
                self.under_way.add(key)
                self.nodes[key] = self._bounded(term.rule, resolve(parse(term.rule), term.rule, self.scope, table))
                self.under_way.discard(key)
            return self.nodes[key]

        return made

    def _bounded(self, rule: Source, node: Node) -> Node:
        """Terms are written out where they are used; refuse what would grow beyond reason."""
        level, size = [node], 0
        for _ in range(DEEPEST_RULE):
            level = [child for each in level for child in each.children()]
            size += len(level)
            if not level:
                return node
            if size > LARGEST_RULE:
                break
        raise UnableToMatchTypes(rule, found="展开后过大的规则", allowed="更少的词条嵌套")

    def _rule(self, rule: Source, table: str, kind: Kind | None) -> Node:
        node = self._bounded(rule, resolve(parse(rule), rule, self.scope, table))
        if kind is not None and node.type.kind is not kind:
            raise UnableToMatchTypes(rule, found=node.type.title, allowed="条件" if kind is Kind.BOOL else "金额")
        return node

    def checked(self) -> CheckedPack:
        for make in self.scope.terms.values():
            make()
        standards = {s.name: self._standard(s) for s in self.pack.standards}
        programmes = tuple(self._programme(p) for p in self.pack.programmes)
        marked = {table.name for table in self.schema.tables if table.marked}
        for kind, asked in self.pack.complete.items():
            name = self._table(kind, self.pack.complete_at.get(kind, self.pack.at)).name
            marked = marked | {name} if asked else marked - {name}
        return CheckedPack(
            self.pack,
            self.schema,
            self._ordered(standards),
            programmes,
            dict(self.nodes),
            frozenset(marked),
            self._formulas(),
        )

    def _formulas(self) -> dict[tuple[str, Source], Node]:
        """The parameters that are worked out from others; refused where one leads back to itself."""
        made: dict[tuple[str, Source], Node] = {}
        for parameter in self.pack.parameters:
            for value in parameter.values:
                if value.formula is not None:
                    node = self._rule(value.formula, "", Kind.NUMBER)
                    ours, theirs = parameter.type.unit, node.type.unit
                    if theirs != ours and not (theirs.is_plain and not ours.is_money):
                        raise UnableToMatchUnits(value.formula, found=f"公式得{theirs.title}，参数以{ours.title}为单位")
                    made[parameter.name, value.formula] = node
        reads = {
            key: {each.name for each in n.walk(node) if isinstance(each, n.Parameter)} for key, node in made.items()
        }
        behind: dict[str, set[str]] = {}
        for (name, _), names in reads.items():
            behind.setdefault(name, set()).update(names)
        for name, formula in made:
            seen, ahead = set[str](), {name}
            while ahead:
                ahead = {each for one in ahead for each in behind.get(one, ())} - seen
                seen |= ahead
            if name in seen:
                raise UnableToOrder(formula, found=name)
        return made

    def _standard(self, standard: Standard) -> CheckedStandard:
        table = self._table(standard.subject, standard.at).name
        applies = self._rule(standard.applies, table, Kind.BOOL) if standard.applies else None
        return CheckedStandard(standard, table, applies, tuple(self._item(item, table) for item in standard.items))

    def _item(self, item: Item, table: str) -> CheckedItem:
        holds = self._rule(item.holds, table, Kind.BOOL) if item.holds else None
        shown = [self._rule(rule, table, None) for rule in item.show]
        value, threshold = shown_sides(holds) if holds is not None else (None, None)
        if shown:
            value, threshold = shown[0], shown[1] if len(shown) > 1 else threshold
        return CheckedItem(item, holds, value, threshold)

    def _programme(self, programme: Programme) -> CheckedProgramme:
        table = self._table(programme.subject, programme.at)
        if not table.subject:
            raise UnableToPlace(programme.at, found=programme.subject, allowed="对象（户、村、县等）")
        eligible = self._rule(programme.eligible, table.name, Kind.BOOL) if programme.eligible else None
        amount = self._rule(programme.amount, table.name, Kind.NUMBER)
        if amount.type.unit != MONEY:
            raise UnableToMatchTypes(programme.amount, found=amount.type.title, allowed="金额（元）")
        return CheckedProgramme(programme, table.name, eligible, amount)

    def _ordered(self, standards: dict[str, CheckedStandard]) -> tuple[CheckedStandard, ...]:
        reads = {
            name: {
                node.standard for root in standard_nodes(each) for node in n.walk(root) if isinstance(node, n.Verdict)
            }
            for name, each in standards.items()
        }
        ordered: list[str] = []
        while len(ordered) < len(standards):
            ready = [name for name in standards if name not in ordered and reads[name] <= set(ordered)]
            if not ready:
                stuck = next(each for name, each in standards.items() if name not in ordered)
                raise UnableToOrder(stuck.standard.at, found=stuck.standard.name)
            ordered.extend(ready)
        return tuple(standards[name] for name in ordered)


def standard_nodes(checked: CheckedStandard) -> list[Node]:
    """All rules of a standard that decide something or are shown."""
    parts = [checked.applies]
    for item in checked.items:
        parts += [item.holds, item.value, item.threshold]
    return [part for part in parts if part is not None]


def shown_sides(holds: Node) -> tuple[Node | None, Node | None]:
    """What an item shows by itself: both sides of a comparison; the number that fails (every) or holds (any)."""
    if isinstance(holds, n.Compare):
        return holds.left, holds.right
    if isinstance(holds, n.Among):
        return holds.part, None
    if isinstance(holds, n.All) and len(holds.parts) == 2 and all(isinstance(p, n.Compare) for p in holds.parts):
        low, high = holds.parts
        if isinstance(low, n.Compare) and isinstance(high, n.Compare) and low.left == high.left:
            return low.left, low.right
    if isinstance(holds, n.Every):
        return n.Count(n.NUMBER, holds.of, holds.table, n.Not(n.BOOL, holds.where), holds.complete), n.Literal(
            n.NUMBER, 0
        )
    if isinstance(holds, n.AnyOf):
        return n.Count(n.NUMBER, holds.of, holds.table, holds.where, holds.complete), n.Literal(n.NUMBER, 1)
    return None, None
