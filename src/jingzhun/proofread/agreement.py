"""When two numbers agree: exactly, after rounding, after cutting off, nearly, or not at all; and what a slip looks like."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from operator import ne

from .figure import Figure
from .unit import MEASURED


class Agreement(StrEnum):
    HOLDS = "holds"
    TRUNCATED = "truncated"
    NEAR = "near"
    FAILS = "fails"


def of_ratio(computed: Decimal, stated: Decimal, step: Decimal) -> Agreement:
    """A computed quotient against a stated one written to ``step``."""
    gap = abs(computed - stated)
    if gap * 2 <= step:
        return Agreement.HOLDS
    if gap >= step:
        return Agreement.FAILS  # neither rounding nor cutting off bridges a whole last digit
    if computed.quantize(step, rounding=ROUND_DOWN) == stated:
        return Agreement.TRUNCATED
    return Agreement.NEAR if step < 1 or gap < step * _NEARLY else Agreement.FAILS


def may_be_share(share: Figure, part: Figure, whole: Figure) -> bool:
    """Whether a share may hold, as a glance at its numbers tells: False is sure."""
    return abs(part.worth * 100 - share.worth * whole.worth) <= 0.500001 * share.last * whole.worth


_NEARLY = Decimal("0.6")
_ONE = Decimal(1)


def rounded(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(_ONE, rounding=ROUND_HALF_UP) * step


def of_sum(total: Figure, parts: Sequence[Figure], computed: Decimal) -> Agreement:
    """A total against signed parts: coarser steps may be roundings; whole counts must be exact.

    17万元 beside 10.8万元 is 17.0: in one paragraph and unit what has no decimals has them as noughts.
    """
    gap = abs(computed - total.base)
    if gap == 0:
        return Agreement.HOLDS
    if total.dimension not in MEASURED and total.step <= 1 and all(part.step <= 1 for part in parts):
        return Agreement.FAILS
    slack = total.step / 2 if any(part.step < total.step for part in parts) else Decimal(0)
    coarse = [part for part in parts if part.step > total.step]
    apart = [part for part in coarse if (part.unit, part.block) != (total.unit, total.block)]
    slack += sum((part.step / 2 for part in apart), Decimal(0)) + max(
        (part.step / 2 for part in coarse if part not in apart and part.value % 1), default=Decimal(0)
    )
    if gap <= slack:
        return Agreement.HOLDS
    fine = total.step < total.unit_worth
    return Agreement.NEAR if fine and gap <= total.step * len(parts) / 2 else Agreement.FAILS


def is_slip(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether a slip of the pen leads from ``one`` to ``other``: one digit, two swapped, a few off, a lost nought."""
    if one == other or step == 0:
        return False
    first, second = _written(one, step), _written(other, step)
    if len(first) == len(second) and (are_one_digit_apart(first, second) or are_swapped(first, second)):
        return True
    low, high = sorted((abs(one), abs(other)))
    return 0 < low * 10 <= high and high / low in _POWERS


def is_swap(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether two neighbouring digits, and nothing else, changed places."""
    return bool(step) and are_swapped(_written(one, step), _written(other, step))


def _written(number: Decimal, step: Decimal) -> str:
    return str(int(abs(number) / step))


def are_one_digit_apart(first: str, second: str) -> bool:
    """One digit is written for another: 1234 and 1834."""
    return len(first) == len(second) and sum(map(ne, first, second)) == 1


def are_swapped(first: str, second: str) -> bool:
    """Two neighbouring digits changed places: 1234 and 1324."""
    if len(first) != len(second) or sum(map(ne, first, second)) != 2:
        return False
    at = next(place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b)
    return first[at] == second[at + 1] and first[at + 1] == second[at]


_POWERS = {Decimal(10), Decimal(100), Decimal(1000), Decimal(10000), Decimal("100000000")}


def is_strong_slip(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """A slip between numbers of three digits or more: hardly ever chance."""
    return step > 0 and min(one, other) / step >= 100 and is_slip(one, other, step)


def is_slipped(stated: Figure, right: Decimal) -> bool:
    """Whether a slip leads from ``right``, in the unit that ``stated`` is written in, to what is written."""
    step = stated.step / stated.unit_worth
    return is_slip(right, stated.value, step) or is_swap(right, stated.value, step)


def slip_in_sum(total: Figure, parts: Sequence[Figure], computed: Decimal) -> Figure | None:
    """The one figure of a failing sum whose correction by a slip repairs it; the total is tried first."""
    if is_slip(total.base, computed, min(total.step, min(part.step for part in parts))):
        return total
    for part in parts:
        needed = part.base + total.base - computed
        if needed > 0 and is_slip(part.base, needed, min(part.step, total.step)):
            return part
    return None
