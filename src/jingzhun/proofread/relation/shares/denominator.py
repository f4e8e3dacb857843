"""Bases that percentages imply: two shares of the same whole must lead to the same whole."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ... import wording
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import PERCENT, RATES

_BASE = re.compile(r"占(?P<base>[^，。；：、占]{3,14}?)的?(?:比例|比重|比)?(?:约|近|达到?|为|是|的|高达)*$")


def find(reading: Reading) -> Iterator[Outcome]:
    groups: dict[tuple[str, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for passage in reading.passages:
        for part, share in zip(passage.figures, passage.figures[1:], strict=False):
            match = _BASE.search(share.left)
            if (
                share.dimension != PERCENT
                or not match
                or part.dimension in RATES
                or not part.dimension
                or share.base <= 0
            ):
                continue
            if part.is_exact and share.is_exact and passage.between(part, share).count("，") <= 1:
                key = re.sub(r"^(?:了|全[省州市县镇乡村])|的$", "", match["base"])
                if len(wording.label(key)) >= 3:
                    groups[key, part.dimension].append((part, share))
    for (key, _), group in groups.items():
        yield from _compare(key, group)


def _span(part: Figure, share: Figure) -> tuple[Decimal, Decimal]:
    slack = part.step / 2 if part.step > 1 else Decimal(0)
    return (part.base - slack) / (share.base + share.step / 2) * 100, (part.base + slack) / max(
        share.base - share.step / 2, share.step / 2
    ) * 100


def _compare(key: str, group: list[tuple[Figure, Figure]]) -> Iterator[Outcome]:
    for first, second in itertools.pairwise(group):
        low, high = _span(*first)
        other_low, other_high = _span(*second)
        base, other = first[0].base / first[1].base * 100, second[0].base / second[1].base * 100
        worth = first[0].unit_worth
        shown, other_shown = (
            f"{plain((number / worth).quantize(Decimal('0.01')))}{first[0].unit}" for number in (base, other)
        )
        if max(low, other_low) <= min(high, other_high):
            yield holding(Kind.PERCENT, second[1], [*first, second[0]], f"两处“{key}”反推均约{shown}")
        elif base * Decimal("0.02") < abs(base - other) < base / 4:
            yield finding(
                Kind.PERCENT, Severity.NOTE, second[1], [second[0], *first], computed=other_shown,
                arithmetic=f"{first[0].text} ÷ {first[1].text} = {shown}；{second[0].text} ÷ {second[1].text} = {other_shown}",
                message=f"两处都说占“{key}”，反推的总数却不同：{shown}与{other_shown}", suggestion="请核对两处的分母是否同一口径",
            )  # fmt: skip
