"""What two rules say of one fault is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from .finding import Finding, Kind, Severity

_T = TypeVar("_T")
_ARITHMETIC = frozenset({Kind.SUM, Kind.PERCENT, Kind.DIFFERENCE, Kind.PRODUCT, Kind.GROWTH})


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each fault once: one figure that two rules of a kind call wrong, or the same figures seen as sum and as difference."""
    order = list(Severity)
    said: list[Finding] = []
    for found in sorted(distinct(findings), key=lambda found: order.index(found.severity)):
        arithmetic = found.kind in _ARITHMETIC
        twice = any(
            set(found.lines) & set(other.lines)
            and (
                (found.kind is other.kind and found.literals[0] == other.literals[0] and found.kind is not Kind.OTHER)
                or (arithmetic and other.kind in _ARITHMETIC and set(found.literals) == set(other.literals))
                or (found.kind is other.kind is Kind.RESTATED and set(found.literals) == set(other.literals))
                or (found.kind is other.kind is Kind.DUPLICATE and set(found.literals) < set(other.literals))
            )
            for other in said
        )
        if not twice:
            said.append(found)
            yield found


def distinct(items: Iterable[_T]) -> Iterator[_T]:
    return iter(dict.fromkeys(items))
