"""Lists that add up whatever their parts are called: 其中住房 74 条、饮水 121 条、收入下降 96 条."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading, holding
from ..claims.claim import Scene, scenes

_OPENS = re.compile(r"其中|包括|包含|分别|分为|：|（|即")
_NEXT = re.compile(r"^[^，。；：）\d]{0,6}[、，；][^。；：\d]{0,16}$")
_FEWEST, _MOST = 3, 16


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Three parts or more, one behind the other, exactly the total before them: no chance, even where a part bears 下降 or 增加."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.SUM for line in o.lines}
    for scene in scenes(reading):
        for place, total in enumerate(scene.here):
            if total.is_summable and total.is_exact and (total.place.line, total.literal) not in said:
                yield from _behind(scene, total, scene.here[place + 1 :])


def _behind(scene: Scene, total: Figure, later: Iterable[Figure]) -> Iterator[Holding]:
    parts: list[Figure] = []
    added = Decimal(0)
    for figure in later:
        if figure.dimension != total.dimension or figure.per:
            continue
        gap = scene.between(parts[-1] if parts else total, figure)
        if not parts and not _OPENS.search(gap):
            return
        if (parts and not _NEXT.match(gap)) or added + figure.base > total.base or len(parts) == _MOST:
            return
        parts.append(figure)
        added += figure.base
        if added == total.base and len(parts) >= _FEWEST:
            how = " + ".join(part.text for part in parts)
            yield holding(Kind.SUM, total, parts, f"{how} = {total.text}")
            return
