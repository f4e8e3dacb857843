"""Shares of a whole that is not told: 工资性收入 10,192 元，占 65%；经营性收入 3,136 元，占 20%；… make a hundred together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome
from ...reading import Reading, holding
from ...unit import PERCENT
from ..claims.claim import Scene, scenes

_SHARE = re.compile(r"^[^。；\d]{0,10}[，（、]?(?:占比?|占[一-龥]{0,8}的?|比重为?)(?:约|为)?$|^（$")
_FEWEST = 3


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Three parts or more, each right before its share, the shares a hundred: each is a share of them all."""
    said: set[tuple[int, str]] = set()
    for outcome in outcomes:
        if outcome.kind is Kind.PERCENT or isinstance(outcome, Finding):
            said.update((line, outcome.literals[0]) for line in outcome.lines)
    for scene in scenes(reading):
        row = _row(scene)
        if len(row) < _FEWEST or abs(sum((rate.base for _, rate in row), Decimal(0)) - 100) > _loss(row):
            continue
        whole = sum((part.base for part, _ in row), Decimal(0))
        fitting = [
            (part, rate)
            for part, rate in row
            if of_ratio(part.base / whole * 100, rate.base, rate.step) is Agreement.HOLDS
        ]
        if len(fitting) == len(row):
            for part, rate in fitting:
                if (rate.place.line, rate.literal) not in said:
                    yield holding(Kind.PERCENT, rate, [part], f"{part.text} ÷ 各项之和 = {rate.text}")


def _row(scene: Scene) -> list[tuple[Figure, Figure]]:
    pairs = [
        (part, rate)
        for part, rate in zip(scene.here, scene.here[1:], strict=False)
        if rate.dimension == PERCENT and part.is_quantity and _SHARE.match(scene.between(part, rate))
    ]
    dimensions = {part.dimension for part, _ in pairs}
    return pairs if len(dimensions) == 1 else []


def _loss(row: Sequence[tuple[Figure, Figure]]) -> Decimal:
    return max(rate.step for _, rate in row) * len(row) / 2
