"""A part of a whole in per cent, as tables print it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def percent_of(part: int | Decimal, whole: int | Decimal | None, *, places: int = 2) -> Decimal | None:
    """``part`` of ``whole`` in per cent, half up to ``places`` decimals; None without a whole, which nought is not."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
