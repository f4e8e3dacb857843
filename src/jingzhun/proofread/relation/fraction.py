"""Shares in words: 占全村的四分之一, 正好一半 of what stands before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..numerals import read_chinese
from ..reading import Reading, lines_of
from .claim import Scene, scenes

_FRACTION = re.compile(
    r"(?P<of>[一二三四五六七八九十]{1,2})分之(?P<n>[一二两三四五六七八九十]{1,2})(?!.?分之)|(?P<half>一半|半数)(?!以)|每(?P<each>[三四五六七八九十两])[户人个]就有一[户人个]"
)
_SHARE = re.compile(r"占[^。；，]{0,14}$|(?:正好|恰好|刚好|恰为|约|近|差不多|的|达|相当于[^。；，]{0,10})$")
_CLOSE, _NEAR = Decimal("0.005"), Decimal("0.03")
_ROUGH = re.compile(r"约|近|差不多|左右|上下|将近|接近|大约")


def find(reading: Reading) -> Iterator[Outcome]:
    """Only what comes out: to half a per cent of itself, to three where the wording says 约, among the nearest few."""
    for scene in scenes(reading):
        text = scene.text
        for match in _FRACTION.finditer(text, scene.passage.sentence.start, scene.passage.sentence.end):
            if not match["each"] and not _SHARE.search(
                text[max(scene.passage.sentence.start, match.start() - 18) : match.start()]
            ):
                continue
            found = _over(scene, match, _share(match))
            if found:
                yield found


def _share(match: re.Match[str]) -> Decimal:
    if match["half"]:
        return Decimal("0.5")
    if match["each"]:
        return 1 / _read(match["each"])
    return _read(match["n"]) / _read(match["of"])


def _read(text: str) -> Decimal:
    numeral = read_chinese(text)
    return numeral.value if numeral and numeral.value else Decimal(1)


def _over(scene: Scene, match: re.Match[str], share: Decimal) -> Holding | None:
    before = scene.here[: bisect_left(scene.here, match.start(), key=lambda f: f.start)]
    parts = [f for f in reversed(before) if f.is_quantity][:2]
    rough = bool(_ROUGH.search(scene.text[max(0, match.start() - 6) : match.end() + 2]))
    for part in parts:
        wholes = [f for f in (*reversed(before), *reversed(scene.above[-6:])) if f.is_quantity and f is not part]
        if found := _whole(part, wholes, share, _NEAR if rough else _CLOSE):
            literals = (match.group(0), part.literal, found.literal)
            line = scene.passage.block.origin[match.start()][0] + 1
            lines = tuple(sorted({line, *lines_of((part, found))}))
            how = f"{part.text} ÷ {found.text} = {match.group(0)}"
            return Holding(Kind.PERCENT, lines, literals, how, (part, found))
    return None


def _whole(part: Figure, wholes: Sequence[Figure], share: Decimal, close: Decimal) -> Figure | None:
    alike = [f for f in wholes if f.dimension == part.dimension and f.base > part.base][:3]
    return next((f for f in alike if abs(part.base / f.base / share - 1) <= close), None)
