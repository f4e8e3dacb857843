"""A rate that stands before what it is worked out from: 开工率只有 82.5%：126 个项目开工 104 个."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure
from ...finding import Outcome
from ...reading import Passage, Reading
from ...unit import PERCENT
from ...wording import bigrams
from ..claims import refuted

_RATE = re.compile(r"(?P<name>[一-龥]{2,6})率(?:[一-龥]{0,3}[只仅就才]有?|达到?|为|是|约)?$")
_OPENS = re.compile(r"^(?:：|——|（)[一-龥]{0,8}$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for place, rate in enumerate(passage.figures[:-2]):
            said = _RATE.search(rate.left) if rate.dimension == PERCENT and rate.is_exact else None
            pair = _operands(passage, rate, place) if said else None
            if said and pair:
                yield from _judged(rate, *pair, said["name"])


def _operands(passage: Passage, rate: Figure, place: int) -> tuple[Figure, Figure] | None:
    """The whole and the part right behind the colon, of one kind."""
    whole, part = passage.figures[place + 1 : place + 3]
    gap = passage.between(whole, part)
    if (
        not _OPENS.match(passage.between(rate, whole))
        or whole.dimension != part.dimension
        or not (whole.is_summable and part.is_summable and whole.is_exact and part.is_exact)
        or part.base > whole.base
        or len(gap) > 24
        or re.search(r"[。；]|其中", gap)
    ):
        return None
    return whole, part


def _judged(rate: Figure, whole: Figure, part: Figure, name: str) -> Iterator[Outcome]:
    far = abs(part.base / whole.base * 100 - rate.base) >= rate.step
    yield from refuted.share(rate, part, whole, is_meant=bool(bigrams(name) & bigrams(part.left)) and far)
