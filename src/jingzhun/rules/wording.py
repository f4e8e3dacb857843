"""Values in words: amounts, counts, shares, dates and verdicts as a clerk reads them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from jingzhun.core.money import yuan

from . import nodes as n
from .language import Quantity, parse
from .nodes import Kind, Node, Type
from .numbers import half_up
from .source import AuthorProblem, Source

MISSING_TEXT = "缺数据"


def money_text(fen: int) -> str:
    return f"{yuan(fen, grouped=False)} 元"


def number_text(value: Fraction, *, digits: int = 2) -> str:
    """A number without needless noughts, at most ``digits`` behind the point."""
    shown = half_up(value, digits)
    written = f"{int(abs(shown) * 10**digits):0{digits + 1}d}"
    text = f"{written[:-digits]}.{written[-digits:]}".rstrip("0").rstrip(".") if digits else written
    return f"-{text}" if shown < 0 else text


def value_text(value: Any, kind: Type, *, is_rate: bool = False, unit: str = "") -> str:
    """A value with its unit: ``3500.00 元``, ``2.97%``, ``3 人``, ``B``, ``是``."""
    if value is None:
        return MISSING_TEXT
    if kind.kind is Kind.BOOL:
        return "是" if value else "否"
    if kind.kind is not Kind.NUMBER:
        return value.isoformat() if isinstance(value, date) else str(value)
    if kind.unit.is_money:
        return money_text(int(half_up(Fraction(value))))
    if is_rate:
        return f"{number_text(Fraction(value) * 100)}%"
    return f"{number_text(Fraction(value))} {unit or kind.unit.num}".strip()


def is_rate(node: Node | None) -> bool:
    """Whether a plain number is a share of something, to be shown in percent."""
    if isinstance(node, n.Share):
        return True
    if isinstance(node, n.Arithmetic) and node.sign == "×" and isinstance(node.left, n.Field):
        return isinstance(node.right, n.Literal) and node.right.value == Fraction(1, 100)
    return False


def same_quantity(written: str, value: Any) -> bool:
    """Whether ``3500元`` (or any quantity of the language) is exactly this value."""
    try:
        read = parse(Source(written.removeprefix("-")))
    except AuthorProblem:
        return written == str(value)
    if read.kind != "quantity":
        return written == str(value)
    quantity: Quantity = read.value
    return isinstance(value, int | Fraction) and Fraction(value) == (
        -quantity.number if written.startswith("-") else quantity.number
    )


def unjudged_note(items: int) -> str:
    """Said behind a standard's title wherever its verdict is: 通过 is never more than what was judged."""
    return f"（另有 {items} 条只列文字，未判断）" if items else ""
