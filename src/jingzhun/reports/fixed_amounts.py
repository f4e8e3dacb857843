"""Amounts that policy fixes by place and year, for proofreading: poverty lines of both series from the pack that lists them.

A report of 德钦 may state 3500元 for 2018, one of 宁都 3535元, one that cites the statistics 2995元: each is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.proofread.relation.given.standard import Standard
from jingzhun.results.findings import stored_pack
from jingzhun.rules.pack import PackParameter, UnableToFindParameter

LINES_PACK = "national/poverty-line-2010"
WORDS = ("扶贫标准", "贫困标准", "脱贫标准", "贫困线")
"""How reports call the line; either series may be meant by each."""
YEARS = range(2010, 2027)


def fixed_amounts(area: AreaCode) -> list[Standard]:
    """The lines of every year that somebody saw, for ``area``; none where the pack is not stored."""
    version = PackVersion.objects.newest_of(LINES_PACK)
    if version is None:
        return []
    return [line for parameter in stored_pack(version).parameters for line in _lines(parameter, area)]


def _lines(parameter: PackParameter, area: AreaCode) -> Iterator[Standard]:
    for year in YEARS:
        try:
            value = parameter.value(area=area.significant, day=date(year, 12, 31))
        except UnableToFindParameter:
            continue
        fen = Fraction(value.literal.value)  # type: ignore[arg-type]
        amount = Decimal(fen.numerator) / Decimal(fen.denominator * 100)
        for word in WORDS:
            yield Standard(parameter.name, (word,), year, amount, f"{value.source}，{value.trust.label}")
