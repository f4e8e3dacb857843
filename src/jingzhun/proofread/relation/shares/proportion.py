"""Proportions in a row: 三次产业结构为 25.2∶32.4∶42.4, each a share of the parts told before it, all of them a hundred."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, lines_of
from ..claims.claim import Scene, scenes

_NUMBER = r"\d{1,2}(?:\.\d{1,2})?"
_ROW = re.compile(rf"(?<![\d:：∶.])(?P<row>{_NUMBER}(?:\s?[:：∶]\s?{_NUMBER}){{1,5}})(?![\d:：∶.])")
_HUNDRED, _NEARLY = Decimal(100), Decimal(10)


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for match in _ROW.finditer(scene.text, scene.passage.sentence.start, scene.passage.sentence.end):
            shares = [Decimal(number) for number in re.findall(_NUMBER, match["row"])]
            if abs(sum(shares) - _HUNDRED) <= _NEARLY:
                yield from _of_parts(scene, match, shares)


def _of_parts(scene: Scene, match: re.Match[str], shares: Sequence[Decimal]) -> Iterator[Outcome]:
    before = list(scene.here[: bisect_left(scene.here, match.start(), key=lambda f: f.start)])
    pool = [f for f in (*reversed(before), *reversed(scene.above[-16:])) if f.is_quantity and not f.per]
    best: tuple[int, list[Figure]] = (0, [])
    for dimension in dict.fromkeys(f.dimension for f in pool):
        alike = [f for f in pool if f.dimension == dimension]
        for at in range(len(alike) - len(shares) + 1):
            parts = alike[at : at + len(shares)][::-1]
            fitting = sum(_fits(part, parts, share) for part, share in zip(parts, shares, strict=True))
            best = max(best, (fitting, parts), key=lambda found: found[0])
    fitting, parts = best
    if fitting < len(shares) - 1 or fitting < 2:
        return
    numbers = list(re.finditer(_NUMBER, match["row"]))
    for part, share, number in zip(parts, shares, numbers, strict=True):
        line = scene.passage.block.origin[match.start("row") + number.start()][0] + 1
        lines = tuple(sorted({line, *lines_of(parts)}))
        right = _share(part, parts)
        how = f"{part.text} ÷ 各部分之和 = {right:.2f}%"
        if _fits(part, parts, share):
            yield Holding(Kind.PERCENT, lines, (number.group(0), part.literal), how)
        elif abs(right - share) > 1:
            yield Finding(
                Kind.PERCENT, Severity.WARNING, (line,), (number.group(0),), f"{right:.1f}", number.group(0), f"{how} ≠ {share}",
                f"按各部分计算应为{right:.1f}，文中写{share}", "请核对构成比",
            )  # fmt: skip


def _share(part: Figure, parts: Sequence[Figure]) -> Decimal:
    return part.base / sum((f.base for f in parts), Decimal(0)) * 100


def _fits(part: Figure, parts: Sequence[Figure], share: Decimal) -> bool:
    step = Decimal(1).scaleb(int(share.as_tuple().exponent))
    return abs(_share(part, parts) - share) <= step * Decimal("0.6")
