"""A mean that is right only as far as its total is rounded, and would come out even with one digit otherwise.

安排 120 万元，补助 2400 人，人均 502 元: 2400 times 502 is 120 万 when rounded, but 120 万 over 2400 is 500 to the last nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...agreement import is_slip
from ...figure import plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import finding
from ..products.product import number_for

_SELDOM = 7  # by so many a round sum can be divided without remainder only once in as many times


def instead(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """``outcomes`` with such a mean as a finding instead of all that held of the same three figures."""
    everything = list(outcomes)
    found = {
        frozenset(o.figures): said
        for o in everything if isinstance(o, Holding) and o.kind is Kind.PRODUCT and len(o.figures) == 3
        for said in _of(o)
    }  # fmt: skip
    kept = [o for o in everything if not (isinstance(o, Holding) and frozenset(o.figures) in found)]
    return [*kept, *found.values()]


def _of(held: Holding) -> Iterator[Finding]:
    means = [f for f in held.figures if f.per and f.step and f.is_exact and f.digits >= 3]
    if len(means) != 1:
        return
    (mean,) = means
    totals = [f for f in held.figures if f.dimension == mean.dimension and not f.per and f.is_exact]
    counts = [f for f in held.figures if f not in (mean, *totals) and f.is_exact and not f.per and f.value > 1]
    if len(totals) != 1 or len(counts) != 1:
        return
    (total,), (count,) = totals, counts
    number = number_for(mean, count)
    computed = total.base / number
    is_whole = total.value % 1 == 0
    is_even = computed % ((10 if is_whole else 100) * mean.step) == 0 and (is_whole or _odd(number) >= _SELDOM)
    if abs(computed - mean.base) <= mean.step or not is_even or not is_slip(computed, mean.base, mean.step):
        return
    shown = f"{plain(computed / mean.unit_worth)}{mean.unit}"
    how = f"{total.text} ÷ {count.text}"
    yield finding(
        Kind.PRODUCT, Severity.WARNING, mean, [total, count], computed=shown, arithmetic=f"{how} = {shown} ≠ {mean.text}",
        message=f"{how}正好是{shown}，文中写{mean.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip


def _odd(number: Decimal) -> int:
    """What is left of a number without its twos and fives: 13 of 52, 3 of 2400."""
    left = int(number)
    for factor in (2, 5):
        while left and left % factor == 0:
            left //= factor
    return left
