"""Dividing a whole number among shares so that the parts add up to it: the largest remainders take what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def apportion(whole: int, shares: Sequence[Fraction]) -> list[int]:
    """``whole`` (≥ 0) by ``shares`` that add up to one; of equal remainders the first takes the odd unit.

    Raises ``ValueError`` where the shares do not add up to one.
    """
    if sum(shares) != 1:
        raise ValueError("shares must add up to one")
    exact = [whole * share for share in shares]
    parts = [amount.numerator // amount.denominator for amount in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return parts
