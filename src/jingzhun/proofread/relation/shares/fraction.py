"""Shares in words: 占全村的四分之一, 正好一半 of what stands before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_chinese
from ...reading import Reading, lines_of
from ..claims.claim import Scene, scenes

_FRACTION = re.compile(
    r"(?P<of>[一二三四五六七八九十]{1,2})分之(?P<n>[一二两三四五六七八九十]{1,2})(?!.?分之)|(?P<half>一半|半数)(?!以)|每(?P<each>[三四五六七八九十两])[户人个]就有一[户人个]"
)
_SHARE = re.compile(r"占[^。；，]{0,14}$|(?:正好|恰好|刚好|恰为|约|近|差不多|的|达|相当于[^。；，]{0,10})$")
_CLOSE, _NEAR = Decimal("0.005"), Decimal("0.03")
_ROUGH = re.compile(r"约|近|差不多|左右|上下|将近|接近|大约")


def find(reading: Reading) -> Iterator[Outcome]:
    """What comes out: to half a per cent of itself, to three where the wording says 约, among the nearest few; and what
    does not where the two stand alone and the whole is in the wording that asks for it."""
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
            elif wrong := _of_the_two(scene, match, _share(match)):
                yield wrong


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


_LOOSE = re.compile(r"约|近|左右|上下|接近|超|过|多|不到|不足|以上|以下|至少|余|强|弱|最多|不低于|不少于")
_AIM = re.compile(r"争取|力争|目标|计划|要求|应|将")
_EXACTLY = re.compile(r"正好|恰好|刚好|恰为|整整")
_SAYS = re.compile(
    r"[，、（]?(?:(?:就|仅|只|也|恰|刚|正好|恰好|刚好|整整)*(?:占|是|为|达到?|相当于)(?:了|到)?|正好|恰好|刚好)"
)
_LIMITS = (Decimal("0.92"), Decimal("1.08"))


def _of_the_two(scene: Scene, match: re.Match[str], share: Decimal) -> Finding | None:
    """480 户，其中 120 户，占四分之一; 到位 420 万元，正好是计划 1,260 万元的三分之一: no third of their kind in the sentence."""
    before = [f for f in scene.here[: bisect_left(scene.here, match.start(), key=lambda f: f.start)] if f.is_quantity]
    if len(before) < 2 or match["each"]:
        return None
    one, other = before[-2:]
    alike = [f for f in before if f.dimension == one.dimension]
    said = scene.text[one.start : min(match.end() + 3, scene.passage.sentence.end)]
    if (
        one.dimension != other.dimension
        or len(alike) != 2
        or not (one.is_exact and other.is_exact)
        or one.per
        or other.per
    ):
        return None
    if _AIM.search(scene.text[other.end : match.end() + 3]):
        return None
    if _LOOSE.search(said) or re.search(r"[；：]", said) or one.is_change or other.is_change or one.base == other.base:
        return None
    near, behind = scene.between(one, other), scene.text[other.end : match.start()]
    if other.base > one.base:
        if not (_SAYS.match(near) and re.fullmatch(r"[一-龥]{0,4}的", behind)):
            return None
    elif not re.fullmatch(_SAYS.pattern + r"(?:[全总][^，。；、\d的占]{1,5}的)?", behind):
        return None
    part, whole = sorted((one, other), key=lambda f: f.base)
    off = part.base / whole.base / share
    if _LIMITS[0] <= off <= _LIMITS[1] and not (_EXACTLY.search(said) and abs(off - 1) > _NEAR / 3):
        return None
    if not Decimal(2) / 3 <= off <= Decimal("1.5"):
        return None
    line = scene.passage.block.origin[match.start()][0] + 1
    computed = plain((part.base / whole.base * 100).quantize(Decimal("0.1"))) + "%"
    stated = match.group(0)
    return Finding(
        Kind.PERCENT, Severity.WARNING, tuple(sorted({line, *lines_of((part, whole))})),
        (stated, part.literal, whole.literal), computed, stated, f"{part.text} ÷ {whole.text} = {computed} ≠ {stated}",
        f"{part.text}占{whole.text}应为{computed}，文中写{stated}", f"若两数无误，应改为{computed}", (part, whole),
    )  # fmt: skip
