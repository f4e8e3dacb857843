"""A number written without a unit beside a value that has one: it takes the other side's unit (5 beside 公里 is 5公里).

Beside a rate (a % column, 占比) a number above 1 is refused: nobody who writes 50 there means 5,000 %.
"""

from __future__ import annotations

from fractions import Fraction

from . import nodes as n
from .language import Quantity, Syntax
from .nodes import Kind, Node
from .source import AuthorProblem, Source


class UnableToMatchUnits(AuthorProblem):
    code = "Y-015"
    says = "单位不合：{found}"
    remedy = "请统一单位，金额要写明元或万元"


def in_unit_of(source: Source, syntax: Syntax, node: Node, other: Node) -> Node:
    """``node`` as it is meant beside ``other``: the same, or a bare number in the unit that the other's column is written in."""
    if syntax.kind != "quantity" or not isinstance(node, n.Literal) or other.type.kind is not Kind.NUMBER:
        return node
    quantity: Quantity = syntax.value
    factor = _factor(other)
    if not quantity.is_bare or factor == 1:
        return node
    if factor < 1:
        if quantity.number > 1:
            found, allowed = f"{quantity.written}与比例相比", f"{quantity.written}%"
            raise UnableToMatchUnits(source, syntax.start, found=found, allowed=allowed)
        return node
    return n.Literal(other.type, quantity.number * factor)


def _factor(node: Node) -> Fraction:
    """What one of the written unit is in its base: 1000 of a column in 公里, 1/100 of a rate."""
    if isinstance(node, n.Share):
        return Fraction(1, 100)
    if isinstance(node, n.Arithmetic) and isinstance(node.left, n.Field) and isinstance(node.right, n.Literal):
        return Fraction(node.right.value) if node.sign == "×" and node.right.type == n.NUMBER else Fraction(1)  # type: ignore[arg-type]
    return Fraction(1)


def is_above(low: n.Literal, high: n.Literal) -> bool:
    """Whether a range is written the wrong way round."""
    return low.type.kind is high.type.kind and low.type.kind in (Kind.NUMBER, Kind.DATE) and low.value > high.value  # type: ignore[operator]


def is_nought(node: Node) -> bool:
    """Nought is nought in every unit."""
    return isinstance(node, n.Literal) and node.type.kind is Kind.NUMBER and node.value == 0
