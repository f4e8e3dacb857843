"""Figures that already come out otherwise: what they are held to make is another figure, and that one is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...agreement import is_slipped
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome
from ...reading import Reading
from ...unit import HOUSEHOLDS, PEOPLE

Made = dict[tuple[Kind, frozenset[str]], list[Holding]]


def what_holds(outcomes: Iterable[Outcome]) -> Made:
    """Holdings by what makes them: kind, and the literals of the figures that were worked with."""
    found: Made = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome, Holding) and len(outcome.literals) > 2:
            found[outcome.kind, frozenset(outcome.literals[1:])].append(outcome)
    return found


def is_made_of_them(reading: Reading, found: Finding, made: Made) -> bool:
    """Five items come to the 6800 万元 of the sentence, so not to last year's 6250; of 42 looked at 20, of them 17 and 3."""
    if len(found.figures) < 3:
        return False
    stated, *others = found.figures
    if found.kind is Kind.PRODUCT:
        return _are_alike(found.figures)
    if found.kind is Kind.SUM and _is_first_the_sum_of_the_rest(reading, others):
        return True
    if found.kind not in (Kind.SUM, Kind.GROWTH):
        return False
    return any(
        set(held.lines) <= set(found.lines) and stated.place.line in held.lines
        and held.literals[0] != stated.literal and not _is_slip_of(stated, held.literals[0])
        for held in made.get((found.kind, frozenset(f.literal for f in others)), ())
    )  # fmt: skip


def _are_alike(figures: Sequence[Figure]) -> bool:
    """Households times households are no households: 把剩下的 5 户一户一户盯到底，再消除 2 户."""
    return len(figures) == 3 and {f.dimension for f in figures} in ({HOUSEHOLDS}, {PEOPLE})


def _is_first_the_sum_of_the_rest(reading: Reading, parts: Sequence[Figure]) -> bool:
    first, *rest = parts
    if len(rest) < 2 or first.block < 0 or first.block != rest[0].block:
        return False
    gap = reading.block_of(first).text[first.end : rest[0].start]
    return "，" in gap and first.base == sum((f.base for f in rest), Decimal(0))


def _is_slip_of(stated: Figure, literal: str) -> bool:
    digits = "".join(c for c in literal if c.isdecimal() or c == ".").strip(".")
    return bool(digits) and is_slipped(stated, Decimal(digits))
