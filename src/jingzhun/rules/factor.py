"""Factors as pack data (因素分配): what the money of a fund is shared out by, how much each counts, and which way.

Read from ``factors/*.yaml`` of a pack. Weights name parameters of the same pack, so that a number is written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .pack import PackParameter
from .pack_file import Entry
from .trust import Trust, read_trust

WAYS: Mapping[str, str] = {"多的多分": "more", "低的多分": "less"}
"""How a place's value tells: in proportion to it, or to one divided by it."""


@dataclass(frozen=True)
class Factor:
    """``weight`` names a parameter; ``is_main``: the document calls it a main basis (主要依据)."""

    name: str
    weight: str
    way: str
    unit: str
    is_main: bool


@dataclass(frozen=True)
class FactorTemplate:
    name: str
    code: str
    title: str
    factors: tuple[Factor, ...]
    source: str
    trust: Trust
    note: str


@dataclass(frozen=True)
class Weighed:
    """A factor with its weight on a day, in per cent, and how far that is vouched for."""

    factor: Factor
    percent: Decimal
    source: str
    trust: Trust


def read_factors(entry: Entry, parameters: Sequence[PackParameter]) -> FactorTemplate:
    """One template of a pack file; raises ``AuthorProblem`` with the place."""
    entry.only("factors", "code", "title", "shares", "source", "clause", "trust", "note")
    known = {each.name for each in parameters}
    found: list[Factor] = []
    for each in entry.entries("shares"):
        each.only("factor", "weight", "way", "unit", "basis")
        name, weight, way, basis = each.text("factor"), each.text("weight"), each.text("way"), each.text("basis", "")
        if weight not in known:
            raise each.refuse("weight", weight, f"本包的参数：{'、'.join(sorted(known))}")
        if way not in WAYS:
            raise each.refuse("way", way, "、".join(WAYS))
        if basis not in ("", "主要依据"):
            raise each.refuse("basis", basis, "主要依据，或不写")
        if name in [other.name for other in found]:
            raise each.refuse("factor", name, "不重复的因素")
        found.append(Factor(name, weight, WAYS[way], each.text("unit"), bool(basis)))
    if not found:
        raise entry.refuse("shares", "shares", "至少一个因素")
    return FactorTemplate(
        name=entry.text("factors"), code=entry.text("code"), title=entry.text("title", entry.text("factors")),
        factors=tuple(found), source=entry.text("source", ""), trust=read_trust(entry), note=entry.text("note", ""),
    )  # fmt: skip


def weighed(
    template: FactorTemplate, parameters: Sequence[PackParameter], *, area: str, day: date
) -> tuple[Weighed, ...]:
    """The factors with their weights on ``day``. Raises :class:`~jingzhun.rules.pack.UnableToFindParameter`."""
    by_name = {each.name: each for each in parameters}
    found = []
    for factor in template.factors:
        value = by_name[factor.weight].value(area=area, day=day)
        share = Fraction(str(value.given.value)) * 100 if value.given is not None else Fraction(0)
        found.append(Weighed(factor, Decimal(share.numerator) / Decimal(share.denominator), value.source, value.trust))
    return tuple(found)
