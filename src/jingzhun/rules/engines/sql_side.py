"""Sides of a comparison: numbers that may lie between bounds, or are quotients compared by cross-multiplying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlglot import exp

from .. import nodes as n
from ..nodes import Node
from . import sql_number as q
from .sql_number import SqlNumber, both, case
from .sql_plan import inner

Known = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: between ``low`` and ``high`` (NULL: without end), each over ``below`` where there is one.

    They are the same object where the number is exactly known or missing."""

    low: SqlNumber
    high: SqlNumber
    below: SqlNumber | None = None


def crossed(number: SqlNumber, other: Side) -> SqlNumber:
    return number if other.below is None else q.product(number, other.below)


def mean_side(top: SqlNumber, below: SqlNumber) -> Side:
    """A quotient with a positive divisor; NULL where the divisor is nought."""
    zero = exp.Nullif(this=below.value, expression=exp.Literal.number(0))
    if below.is_never_negative:
        return Side(top, top, SqlNumber(zero, below.digits, below.bound, True))
    turned = case(
        (both(exp.LT, below.value, exp.Literal.number(0)), exp.Neg(this=q.paren(top.value))), default=top.value
    )
    turned_top = SqlNumber(turned, top.digits, top.bound)
    positive = SqlNumber(exp.Abs(this=zero), below.digits, below.bound, True)
    return Side(turned_top, turned_top, positive)


def can_miss(node: Node, known: Known) -> bool:
    """Whether a node may be missing at all; ``known`` are the columns (of tables) in which no value is missing."""
    if isinstance(node, n.Literal | n.IsMissing | n.Marked | n.AllRows):
        return False
    if isinstance(node, n.Field):
        return (node.table, node.column) not in known
    if isinstance(node, n.Arithmetic):
        return node.sign == "//" or can_miss(node.left, known) or can_miss(node.right, known)
    if isinstance(node, n.AnyOf | n.Every | n.Count | n.Total):
        return node.complete is not None or any(can_miss(part, known) for part in inner(node))
    if isinstance(node, n.Verdict | n.Missing | n.Mean | n.Share):
        return True
    return any(can_miss(child, known) for child in node.children())


def birth_compared(node: n.Compare) -> tuple[str, Node, date] | None:
    """``年龄 >= 6`` as a comparison of the birth date with a fixed day, without arithmetic per row: sign, birth date, day."""
    age, years, sign = node.left, node.right, node.sign
    if not isinstance(age, n.Age):
        age, years = node.right, node.left
        sign = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(sign, sign)
    if not (isinstance(age, n.Age) and isinstance(years, n.Literal) and sign not in ("=", "!=")):
        return None
    assert isinstance(age.day, n.Literal) and isinstance(age.day.value, date)
    number = Fraction(years.value)  # type: ignore[arg-type]
    least = -(-number // 1) if sign in (">=", "<") else number // 1 + 1
    if not 0 <= least < age.day.value.year:
        return None
    try:
        latest = age.day.value.replace(year=age.day.value.year - int(least))
    except ValueError:  # 29 February
        latest = date(age.day.value.year - int(least), 2, 28)
    return ("<=" if sign in (">", ">=") else ">"), age.born, latest


def age_of(born: exp.Expr, on: Node) -> exp.Expr:
    """Full years on a fixed day."""
    assert isinstance(on, n.Literal) and isinstance(on.value, date)
    of_year = both(exp.Add, both(exp.Mul, exp.Month(this=born), exp.Literal.number(100)), exp.Day(this=born))
    not_yet = both(exp.GT, of_year, exp.Literal.number(on.value.month * 100 + on.value.day))
    years = both(exp.Sub, exp.Literal.number(on.value.year), exp.Year(this=born))
    less = case((not_yet, exp.Literal.number(1)), default=exp.Literal.number(0))
    return q.cast(both(exp.Sub, years, less), "BIGINT")
