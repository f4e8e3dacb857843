"""Shares told by households and by people: 588 户 2117 人，占 1176 户 4265 人的比例，按户数 50 %，按人数 49.6 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...agreement import is_slipped, rounded
from ...figure import Figure
from ...finding import Outcome
from ...reading import Passage, Reading
from ...unit import HOUSEHOLDS, PEOPLE, PERCENT
from ..claims import refuted

_BY = re.compile(r"(?:按|以|从)(?P<of>户|人)(?:数|口|头)?(?:计算?|算|看)?[，]?(?:为|是|占|约)*$")
_OF = {"户": HOUSEHOLDS, "人": PEOPLE}


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for rate in passage.figures:
            said = _BY.search(rate.left) if rate.dimension == PERCENT and rate.is_exact else None
            if said:
                yield from _of(passage, rate, _OF[said["of"]])


def _of(passage: Passage, rate: Figure, dimension: str) -> Iterator[Outcome]:
    """The last two of the kind before it, where the sentence has just two households and two numbers of people."""
    before = [f for f in passage.figures if f.end <= rate.start and f.is_summable and f.is_exact]
    same = [f for f in before if f.dimension == dimension]
    if len(same) != 2 or same[0].base == same[1].base:
        return
    part, whole = sorted(same, key=lambda f: f.base)
    computed = part.base / whole.base * 100
    near = abs(computed - rate.base) <= 10 or is_slipped(rate, rounded(computed, rate.step))
    yield from refuted.share(rate, part, whole, is_meant=near)
