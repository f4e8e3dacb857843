"""How exact numbers are kept: static digits and bounds of a node, and the few roundings of the language.

The SQL engines hold a number as a whole number of its last digit; ``span`` says how many digits there are and how large it
can be, so that 64 bits suffice where they do. Both engines refuse the same sums and products.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from jingzhun.core.errors import Problem
from jingzhun.core.money import LARGEST_FEN

from . import nodes as n
from .nodes import Kind, Node
from .schema import ColumnType, RosterSchema

SHARE_DIGITS = 6
"""Digits of a share or of a mean that is not money, where it is shown or counted with."""
MOST_DIGITS = 12
"""Digits behind the point of a written number."""
LARGEST_TOTAL = LARGEST_FEN
LARGEST_NUMBER = 10**20
MOST_ROWS = 10**9


class UnableToCompute(Problem):
    code = "Y-040"
    says = "数值过大：合计超过 10^16 或乘积超过 10^20"
    remedy = "请检查名册中的金额和数量，改正后重新生成名册"


@dataclass(frozen=True)
class Span:
    """``digits`` behind the point; ``bound`` on the absolute value."""

    digits: int
    bound: Fraction


def span(node: Node, schema: RosterSchema) -> Span:
    """Digits and bound of a number node."""
    if isinstance(node, n.Missing):
        return Span(0, Fraction(0))
    if isinstance(node, n.Literal):
        value = Fraction(node.value)  # type: ignore[arg-type]
        return Span(decimal_digits(value), abs(value))
    if isinstance(node, n.Field):
        column = schema.table(node.table).column(node.column)
        if column.type is ColumnType.DECIMAL:
            return Span(column.scale, Fraction(10 ** (18 - column.scale)))
        return Span(0, Fraction(LARGEST_FEN if column.type is ColumnType.MONEY else 2**63 - 1))
    if isinstance(node, n.Negate):
        return span(node.part, schema)
    if isinstance(node, n.Ceiling):
        inner = span(node.part, schema)
        return Span(0, inner.bound + 1)
    if isinstance(node, n.Arithmetic):
        left, right = span(node.left, schema), span(node.right, schema)
        if node.sign == "×":
            return Span(left.digits + right.digits, min(left.bound * right.bound, Fraction(LARGEST_NUMBER)))
        if node.sign == "//":
            return Span(0, left.bound * 10**right.digits + 1)
        return Span(max(left.digits, right.digits), left.bound + right.bound)
    if isinstance(node, n.Extreme):
        parts = [span(part, schema) for part in node.parts]
        return Span(max(part.digits for part in parts), max(part.bound for part in parts))
    if isinstance(node, n.Choose):
        yes, no = span(node.yes, schema), span(node.no, schema)
        return Span(max(yes.digits, no.digits), max(yes.bound, no.bound))
    if isinstance(node, n.Mean):
        left, right = span(node.left, schema), span(node.right, schema)
        return Span(mean_digits(node), left.bound * 10**right.digits + 1)
    if isinstance(node, n.Share):
        return Span(SHARE_DIGITS, Fraction(LARGEST_TOTAL))
    if isinstance(node, n.Total):
        return Span(span(node.amount, schema).digits, Fraction(LARGEST_TOTAL))
    if isinstance(node, n.Count):
        return Span(0, Fraction(MOST_ROWS))
    return Span(0, Fraction(10_000))  # ages and years


def decimal_digits(value: Fraction) -> int:
    """Digits behind the point of a number that has at most :data:`MOST_DIGITS` of them (parser and ``bind`` see to that)."""
    return next(digits for digits in range(MOST_DIGITS + 1) if (value * 10**digits).denominator == 1)


def mean_digits(node: n.Mean) -> int:
    """Money is averaged to the fen, all else to 6 digits."""
    return 0 if node.type.unit.is_money else SHARE_DIGITS


def half_up(value: Fraction, digits: int = 0) -> Fraction:
    """Rounded half up at ``digits``, away from nought below zero too."""
    scaled = abs(value) * 10**digits
    whole = (scaled.numerator * 2 + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def rounded_amount(value: Fraction, way: str, fen: int) -> int:
    """A programme's amount in fen after its one rounding: ``half up``, ``down`` or ``up`` (by size, not sign)."""
    units = abs(value) / fen
    whole = units.numerator // units.denominator
    if way == "up" and units != whole:
        whole += 1
    if way == "half up":
        whole = int(half_up(units))
    return whole * fen if value >= 0 else -whole * fen


def shown_type(node: Node, schema: RosterSchema) -> pa.DataType:
    """The Arrow type in which a value is stored in findings: fen and whole numbers int64, others decimal with 6 digits."""
    if node.type.kind is Kind.NUMBER:
        extent = span(node, schema)
        if extent.digits == 0 or node.type.unit.is_money:
            return pa.int64() if extent.bound < 2**63 else pa.decimal128(38, 0)
        return pa.decimal128(38, SHARE_DIGITS)
    return {Kind.DATE: pa.date32(), Kind.BOOL: pa.bool_()}.get(node.type.kind, pa.string())


def shown_digits(node: Node, schema: RosterSchema) -> int:
    return 0 if node.type.unit.is_money or span(node, schema).digits == 0 else SHARE_DIGITS
