"""The reference engine: one subject at a time, every node by its definition, no short cuts. Others are judged by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jingzhun.core.period import age_on

from .. import nodes as n
from ..bound import BoundPack, BoundProgramme, BoundStandard
from ..memory_roster import MemoryRoster, Row
from ..nodes import Node
from ..numbers import LARGEST_NUMBER, LARGEST_TOTAL, SHARE_DIGITS, UnableToCompute, half_up, mean_digits, rounded_amount

Rows = Mapping[str, Row]
"""The rows in scope, by table."""
Bounds = tuple[Fraction, Fraction | None]
"""The least and the greatest a number may turn out to be; None is without end."""


@dataclass(frozen=True)
class ItemResult:
    """``verdict`` True, False or None (missing); value and threshold as shown."""

    id: str
    verdict: bool | None
    value: Any
    threshold: Any


@dataclass(frozen=True)
class StandardResult:
    """``verdict`` is 通过, 不通过, 不适用 or None (missing)."""

    verdict: str | None
    items: tuple[ItemResult, ...]


@dataclass(frozen=True)
class ProgrammeResult:
    """``amount`` in fen: 0 where not eligible, None where missing."""

    eligible: bool | None
    amount: int | None


class Reference:
    """Evaluates a bound pack over rows in memory."""

    def __init__(self, pack: BoundPack, roster: MemoryRoster) -> None:
        self.pack, self.roster, self.schema = pack, roster, pack.schema
        self.verdicts: dict[tuple[str, Any], str | None] = {}

    def standard(self, standard: BoundStandard, row: Row) -> StandardResult:
        rows = {standard.table: row}
        applies = True if standard.applies is None else self.value(standard.applies, rows)
        items = tuple(
            ItemResult(i.id, self.value(i.holds, rows), self._maybe(i.value, rows), self._maybe(i.threshold, rows))
            for i in standard.items
            if i.holds is not None
        )
        if applies is None:
            return StandardResult(None, items)
        if applies is False:
            return StandardResult("不适用", items)
        weights = {item.id: item.weight for item in standard.items}
        parts = [item.verdict for item in items if weights[item.id] is None]
        if standard.passes_at is not None:
            passed = sum(weights[i.id] or 0 for i in items if i.verdict is True)
            could = passed + sum(weights[i.id] or 0 for i in items if i.verdict is None)
            parts.append(True if passed >= standard.passes_at else False if could < standard.passes_at else None)
        return StandardResult({True: "通过", False: "不通过", None: None}[_all(parts)], items)

    def programme(self, programme: BoundProgramme, row: Row) -> ProgrammeResult:
        rows = {programme.table: row}
        eligible = True if programme.eligible is None else self.value(programme.eligible, rows)
        if not eligible:
            return ProgrammeResult(eligible, None if eligible is None else 0)
        amount = self.value(programme.amount, rows)
        return ProgrammeResult(
            eligible, None if amount is None else rounded_amount(Fraction(amount), programme.way, programme.fen)
        )

    def _maybe(self, node: Node | None, rows: Rows) -> Any:
        return None if node is None else self.value(node, rows)

    def value(self, node: Node, rows: Rows) -> Any:
        """What a node gives for the rows in scope; None is missing."""
        return getattr(self, "_" + type(node).__name__.lower())(node, rows)

    # -- one row

    def _literal(self, node: n.Literal, rows: Rows) -> Any:
        return node.value

    def _missing(self, node: n.Missing, rows: Rows) -> None:
        return None

    def _field(self, node: n.Field, rows: Rows) -> Any:
        return rows[node.table][node.column]

    def _verdict(self, node: n.Verdict, rows: Rows) -> str | None:
        row = rows[node.table]
        key = (node.standard, row[self.schema.table(node.table).key])
        if key in self.roster.verdicts:
            return self.roster.verdicts[key]
        if key not in self.verdicts:
            self.verdicts[key] = self.standard(self.pack.standard(node.standard), row).verdict
        return self.verdicts[key]

    def _negate(self, node: n.Negate, rows: Rows) -> Any:
        part = self.value(node.part, rows)
        return None if part is None else -part

    def _arithmetic(self, node: n.Arithmetic, rows: Rows) -> Any:
        left, right = self.value(node.left, rows), self.value(node.right, rows)
        if left is None or right is None:
            return None
        if node.sign == "+":
            return left + right
        if node.sign == "-":
            return left - right
        if node.sign == "×":
            product = left * right
            if abs(product) > LARGEST_NUMBER:
                raise UnableToCompute
            return product
        return None if right == 0 else left // right

    def _extreme(self, node: n.Extreme, rows: Rows) -> Any:
        parts = [self.value(part, rows) for part in node.parts]
        if any(part is None for part in parts):
            return None
        return min(parts) if node.which == "min" else max(parts)

    def _ceiling(self, node: n.Ceiling, rows: Rows) -> Any:
        part = self.value(node.part, rows)
        return None if part is None else -(-Fraction(part) // 1)

    def _mean(self, node: n.Mean, rows: Rows) -> Any:
        ratio = self._ratio(node, rows)
        return None if ratio is None else half_up(ratio, mean_digits(node))

    def _ratio(self, node: n.Mean, rows: Rows) -> Fraction | None:
        left, right = self.value(node.left, rows), self.value(node.right, rows)
        return None if left is None or right is None or right == 0 else Fraction(left) / right

    def _age(self, node: n.Age, rows: Rows) -> int | None:
        born, day = self.value(node.born, rows), self.value(node.day, rows)
        return None if born is None or day is None else age_on(born, day)

    def _yearof(self, node: n.YearOf, rows: Rows) -> int | None:
        day: date | None = self.value(node.day, rows)
        return None if day is None else day.year

    # -- conditions

    def _compare(self, node: n.Compare, rows: Rows) -> bool | None:
        if node.left.type.kind is n.Kind.NUMBER:
            left, right = self._bounds(node.left, rows), self._bounds(node.right, rows)
            return None if left is None or right is None else _decided(node.sign, left, right)
        one, other = self.value(node.left, rows), self.value(node.right, rows)
        if one is None or other is None:
            return None
        return bool(
            {"=": one == other, "!=": one != other}[node.sign]
            if node.sign in ("=", "!=")
            else _ordered(node.sign, one, other)
        )

    def _bounds(self, node: Node, rows: Rows) -> Bounds | None:
        if isinstance(node, n.Count):
            return self._count_bounds(node, rows)
        if isinstance(node, n.Share):
            return self._share_bounds(node, rows)
        exactly = self._ratio(node, rows) if isinstance(node, n.Mean) else self.value(node, rows)
        return None if exactly is None else (exactly, exactly)

    def _among(self, node: n.Among, rows: Rows) -> bool | None:
        part = self.value(node.part, rows)
        return None if part is None else part in node.values

    def _ismissing(self, node: n.IsMissing, rows: Rows) -> bool:
        return self.value(node.part, rows) is None

    def _all(self, node: n.All, rows: Rows) -> bool | None:
        return _all([self.value(part, rows) for part in node.parts])

    def _some(self, node: n.Some, rows: Rows) -> bool | None:
        return _some([self.value(part, rows) for part in node.parts])

    def _not(self, node: n.Not, rows: Rows) -> bool | None:
        part = self.value(node.part, rows)
        return None if part is None else not part

    def _choose(self, node: n.Choose, rows: Rows) -> Any:
        condition = self.value(node.condition, rows)
        return None if condition is None else self.value(node.yes if condition else node.no, rows)

    # -- many rows

    def _marked(self, node: n.Marked, rows: Rows) -> bool:
        return self.roster.is_marked(node.table, rows[node.table], node.rows, node.first, node.last)

    def _allrows(self, node: n.AllRows, rows: Rows) -> bool:
        return all(self.value(node.where, each) for each in self._each(node.of, node.table, rows))

    def _each(self, of: str, table: str, rows: Rows) -> list[Rows]:
        return [{**rows, table: row} for row in self.roster.below(of, rows[of], table)]

    def _is_complete(self, node: n.Many, rows: Rows) -> bool:
        return node.complete is None or bool(self.value(node.complete, rows))

    def _anyof(self, node: n.AnyOf, rows: Rows) -> bool | None:
        found = [self.value(node.where, each) for each in self._each(node.of, node.table, rows)]
        return _some([*found, *([] if self._is_complete(node, rows) else [None])])

    def _every(self, node: n.Every, rows: Rows) -> bool | None:
        found = [self.value(node.where, each) for each in self._each(node.of, node.table, rows)]
        return _all([*found, *([] if self._is_complete(node, rows) else [None])])

    def _count_bounds(self, node: n.Count, rows: Rows) -> Bounds:
        found = [self.value(node.where, each) for each in self._each(node.of, node.table, rows)]
        least = sum(1 for each in found if each is True)
        most = least + sum(1 for each in found if each is None)
        return Fraction(least), Fraction(most) if self._is_complete(node, rows) else None

    def _count(self, node: n.Count, rows: Rows) -> int | None:
        least, most = self._count_bounds(node, rows)
        return int(least) if least == most else None

    def _total(self, node: n.Total, rows: Rows) -> Any:
        total: Any = 0
        known = self._is_complete(node, rows)
        for each in self._each(node.of, node.table, rows):
            holds = self.value(node.where, each)
            amount = self.value(node.amount, each) if holds else 0
            if holds is None or amount is None:
                known = False
            else:
                total += amount
        if abs(total) > LARGEST_TOTAL:
            raise UnableToCompute
        return total if known else None

    def _share_bounds(self, node: n.Share, rows: Rows) -> Bounds | None:
        holding = unknown = whole = Fraction(0)
        known = self._is_complete(node, rows)
        for each in self._each(node.of, node.table, rows):
            weight = 1 if node.weight is None else self.value(node.weight, each)
            if weight is None:
                known = False
                continue
            holds = self.value(node.where, each)
            whole += weight
            holding += weight if holds else 0
            unknown += weight if holds is None else 0
        if max(abs(holding), abs(unknown), abs(whole)) > LARGEST_TOTAL:
            raise UnableToCompute
        return (holding / whole, (holding + unknown) / whole) if known and whole > 0 else None

    def _share(self, node: n.Share, rows: Rows) -> Fraction | None:
        bounds = self._share_bounds(node, rows)
        if bounds is None or bounds[0] != bounds[1]:
            return None
        return half_up(bounds[0], SHARE_DIGITS)


def _all(parts: list[bool | None]) -> bool | None:
    """且: fail wins, then missing."""
    return False if False in parts else None if None in parts else True


def _some(parts: list[bool | None]) -> bool | None:
    """或: pass wins, then missing."""
    return True if True in parts else None if None in parts else False


def _decided(sign: str, left: Bounds, right: Bounds) -> bool | None:
    """A comparison of two numbers that are known only to lie between bounds."""
    (a, b), (c, d) = left, right
    if sign in ("<", "<="):
        return _decided(">" if sign == "<" else ">=", right, left)
    if sign in ("=", "!="):
        apart = (b is not None and b < c) or (d is not None and a > d)
        same = a == b == c == d
        return (sign == "!=") if apart else (sign == "=") if same else None
    surely = d is not None and (a > d if sign == ">" else a >= d)
    never = b is not None and (b <= c if sign == ">" else b < c)
    return True if surely else False if never else None


def _ordered(sign: str, one: Any, other: Any) -> bool:
    return bool({">": one > other, ">=": one >= other, "<": one < other, "<=": one <= other}[sign])
