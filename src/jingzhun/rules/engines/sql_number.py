"""Exact numbers in SQL: a whole number of its last digit, in 64 bits where its bound allows, else in 128."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce

from sqlglot import exp

from ..numbers import LARGEST_NUMBER

_SMALL = 2**62


@dataclass(frozen=True)
class SqlNumber:
    """``value`` is an expression worth ``value / 10**digits``; ``bound`` limits the whole number's size. ``exact`` is that
    number where it is written out."""

    value: exp.Expr
    digits: int
    bound: int
    is_never_negative: bool = False
    exact: int | None = None

    @property
    def kind(self) -> str:
        return "BIGINT" if self.bound < _SMALL else "HUGEINT"


def paren(value: exp.Expr) -> exp.Expr:
    simple = isinstance(value, exp.Column | exp.Literal | exp.Func | exp.Paren | exp.Boolean | exp.Null | exp.Cast)
    simple = simple and not isinstance(value, exp.Binary | exp.Connector)  # And and Or count as functions in sqlglot
    return value if simple else exp.Paren(this=value)


def both(kind: type[exp.Expr], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """A binary expression with its sides in brackets where needed."""
    return kind(this=paren(left), expression=paren(right))


def case(*branches: tuple[exp.Expr, exp.Expr], default: exp.Expr | None = None) -> exp.Case:
    return exp.Case(
        ifs=[exp.If(this=when, true=then) for when, then in branches],
        default=default if default else None,
    )


@cache
def data_type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect="duckdb")


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    return exp.Cast(this=value, to=data_type(kind))


def all_of(*conditions: exp.Expr) -> exp.Expr:
    return reduce(lambda left, right: exp.And(this=left, expression=right), map(paren, conditions))


def some_of(*conditions: exp.Expr) -> exp.Expr:
    return reduce(lambda left, right: exp.Or(this=left, expression=right), map(paren, conditions))


def function(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def or_nought(value: exp.Expr) -> exp.Expr:
    return function("coalesce", value, exp.Literal.number(0))


def whole(value: int) -> exp.Expr:
    """An integer literal of 64 (or 128) bits."""
    written = exp.Literal.number(str(abs(value)))
    signed: exp.Expr = exp.Neg(this=written) if value < 0 else written
    return cast(paren(signed), "BIGINT" if abs(value) < 2**63 else "HUGEINT")


def literal(value: Fraction | int, digits: int) -> SqlNumber:
    scaled = Fraction(value) * 10**digits
    number = scaled.numerator // scaled.denominator
    return SqlNumber(whole(number), digits, abs(number), number >= 0, number)


def null_of(number: SqlNumber, *, unless: exp.Expr) -> SqlNumber:
    """The number where the condition holds, else missing."""
    return SqlNumber(case((unless, number.value)), number.digits, number.bound, number.is_never_negative)


def scaled(number: SqlNumber, digits: int) -> SqlNumber:
    """The same number with more digits."""
    if digits == number.digits:
        return number
    power = 10 ** (digits - number.digits)
    if number.exact is not None:
        return literal(Fraction(number.exact, 10**number.digits), digits)
    made = product(number, SqlNumber(whole(power), 0, power, True))
    return SqlNumber(made.value, digits, made.bound, number.is_never_negative)


def aligned(numbers: Sequence[SqlNumber]) -> list[SqlNumber]:
    digits = max(number.digits for number in numbers)
    return [scaled(number, digits) for number in numbers]


def _wide(number: SqlNumber, bound: int) -> exp.Expr:
    return cast(number.value, "HUGEINT") if bound >= _SMALL and number.bound < _SMALL else number.value


def added(left: SqlNumber, right: SqlNumber, *, minus: bool = False) -> SqlNumber:
    left, right = aligned([left, right])
    bound = left.bound + right.bound
    value = both(exp.Sub if minus else exp.Add, _wide(left, bound), _wide(right, bound))
    return SqlNumber(value, left.digits, bound, not minus and left.is_never_negative and right.is_never_negative)


def product(left: SqlNumber, right: SqlNumber) -> SqlNumber:
    bound = left.bound * right.bound
    value = both(exp.Mul, _wide(left, bound), _wide(right, bound))
    return SqlNumber(value, left.digits + right.digits, bound, left.is_never_negative and right.is_never_negative)


def limited(number: SqlNumber, largest: int = LARGEST_NUMBER) -> SqlNumber:
    """Stops the run with an error where the number is larger than the language allows."""
    most = largest * 10**number.digits
    if number.bound <= most:
        return number
    too_large = both(exp.GT, exp.Abs(this=number.value), whole(most))
    stop = function("error", exp.Literal.string("jingzhun: number too large"))
    value = case((too_large, cast(stop, "HUGEINT")), default=number.value)
    narrow = cast(value, "BIGINT") if most < _SMALL else value
    return SqlNumber(narrow, number.digits, most, number.is_never_negative)


def floor_divided(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """``//`` that rounds down below nought too (SQL's goes towards nought). A zero divisor gives NULL."""
    nought = exp.Literal.number(0)
    safe = exp.Nullif(this=right, expression=nought)
    uneven = both(exp.NEQ, both(exp.Mod, left, safe), nought)
    opposite = both(exp.NEQ, both(exp.LT, left, nought), both(exp.LT, right, nought))
    return both(exp.Sub, both(exp.IntDiv, left, safe), cast(all_of(uneven, opposite), "TINYINT"))


def half_up_divided(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The quotient as a whole number, half up, away from nought below zero too. A zero divisor gives NULL."""
    nought, below = exp.Literal.number(0), exp.Abs(this=right)
    opposite = both(exp.NEQ, both(exp.LT, left, nought), both(exp.LT, right, nought))
    size = _half_up(exp.Abs(this=left), below, exp.Nullif(this=_twice(below), expression=nought))
    return case((opposite, exp.Neg(this=paren(size))), default=size)


def half_up_by(left: SqlNumber, divisor: int, kind: str) -> exp.Expr:
    """The whole number over a positive one, half up, away from nought below zero too."""
    below, value = whole(divisor), cast(left.value, kind)
    if left.is_never_negative:
        return _half_up(value, below, _twice(below))
    size = _half_up(exp.Abs(this=value), below, _twice(below))
    return case((both(exp.LT, value, exp.Literal.number(0)), exp.Neg(this=paren(size))), default=size)


def _twice(value: exp.Expr) -> exp.Expr:
    return both(exp.Mul, value, exp.Literal.number(2))


def _half_up(left: exp.Expr, right: exp.Expr, twice_right: exp.Expr) -> exp.Expr:
    return both(exp.IntDiv, both(exp.Add, _twice(left), right), twice_right)


def extreme(which: str, numbers: Sequence[SqlNumber]) -> SqlNumber:
    parts = aligned(numbers)
    bound = max(part.bound for part in parts)
    values = [_wide(part, bound) for part in parts]
    picked: exp.Expr = (exp.Least if which == "min" else exp.Greatest)(
        this=values[0],
        expressions=values[1:],
        ignore_nulls=True,  # they do, in both dialects
    )
    nulls = [
        exp.Is(this=paren(value), expression=exp.Null())
        for value, part in zip(values, parts, strict=True)
        if part.exact is None
    ]
    return SqlNumber(
        case((some_of(*nulls), exp.Null()), default=picked) if nulls else picked,
        parts[0].digits,
        bound,
        all(part.is_never_negative for part in parts),
    )


def chosen(condition: exp.Expr, yes: SqlNumber, no: SqlNumber, *, is_sure: bool = False) -> SqlNumber:
    """``is_sure``: the condition is never missing."""
    yes, no = aligned([yes, no])
    bound = max(yes.bound, no.bound)
    if is_sure:
        value = case((condition, _wide(yes, bound)), default=_wide(no, bound))
    else:
        value = case((condition, _wide(yes, bound)), (exp.Not(this=paren(condition)), _wide(no, bound)))
    return SqlNumber(value, yes.digits, bound, yes.is_never_negative and no.is_never_negative)


def rounded(number: SqlNumber, way: str, step: int) -> exp.Expr:
    """A whole multiple of ``step``: ``half up``, ``down`` or ``up``, by size."""
    by = step * 10**number.digits
    kind = "HUGEINT" if number.bound * 2 + by >= _SMALL else "BIGINT"
    if way == "half up":
        units = half_up_by(number, by, kind)
    else:
        divisor, value = whole(by), cast(number.value, kind)
        size: exp.Expr = exp.Abs(this=value)
        if way == "up":
            size = both(exp.Add, size, both(exp.Sub, divisor, exp.Literal.number(1)))
        units = both(exp.IntDiv, size, divisor)
        units = case((both(exp.LT, value, exp.Literal.number(0)), exp.Neg(this=paren(units))), default=units)
    return both(exp.Mul, units, whole(step))
