"""What speaks against an error: other readings of its figures that the sentence allows, and evidence that is too thin.

Every rule that calls a figure wrong has looked for figures from which it comes out. Here all that is said is weighed
once more, whatever rule said it: parts that are no list, lists that are open, a rate with other figures between it and
what it is said to be of, a rest of which more was taken away. A director forgives a miss, not a false alarm.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from decimal import Decimal

from ..finding import Finding, Holding, Kind, Outcome, Severity
from ..reading import Reading
from ..unit import PERCENT, POINTS
from . import other_change, other_list, other_whole


def stand(reading: Reading, outcomes: Iterable[Outcome], named: Container[Outcome] = ()) -> list[Outcome]:
    """``outcomes`` without the errors and doubts that another reading of the text explains.

    ``named`` are those whose figures the text calls by name: they have no other reading.
    """
    everything = list(outcomes)
    sums = {(o.lines, o.literals) for o in everything if isinstance(o, Holding) and o.kind is Kind.SUM}
    return [
        replace(o, severity=Severity.NOTE) if isinstance(o, Finding) and _is_near_miss(o) else o
        for o in everything if not (isinstance(o, Finding) and o not in named and _is_explained(reading, o, sums))
    ]  # fmt: skip


def _is_near_miss(found: Finding) -> bool:
    """A rate with decimals that is one off in the last: what it was worked out from had been rounded."""
    if found.kind is not Kind.PERCENT or len(found.figures) != 3:
        return False
    share, part, whole = found.figures
    return (
        share.step < 1
        and share.dimension == PERCENT
        and abs(part.base / whole.base * 100 - share.base) < share.step * Decimal("1.05")
    )


def _is_explained(reading: Reading, found: Finding, sums: set[tuple[tuple[int, ...], tuple[str, ...]]]) -> bool:
    if found.severity is Severity.NOTE or len(found.figures) < 2:
        return False
    stated, *others = found.figures
    if found.kind is Kind.BOUND and "其中" in found.message:
        return other_list.is_within_another(reading, stated, others[0])
    if found.kind in (Kind.DIFFERENCE, Kind.GROWTH) and other_change.is_compared_with_more(reading, stated, others):
        return True
    if found.kind is Kind.OVERLAP:
        return (found.lines, found.literals) in sums  # a plain sum, whatever they are called
    if found.kind is Kind.SUM and not found.message.startswith("期初"):
        return other_list.is_no_list(reading, stated, others)
    if found.kind is Kind.PERCENT and stated.dimension == PERCENT and len(others) == 2:
        return other_whole.is_of_another(
            reading, stated, others[0], others[1], is_doubt=found.severity is Severity.WARNING
        )
    if found.kind is Kind.DIFFERENCE:
        if other_change.is_bracketed_apart(reading, stated, others):
            return True
        return stated.dimension != POINTS and (
            other_change.is_left_of_more(reading, stated) or other_change.is_left_of_others(reading, stated, others)
        )
    if found.kind is Kind.PRODUCT:
        return other_change.is_of_several(reading, stated, others)
    return False
