"""Written numbers: 3,210.5 and 三百二十一 and 一点五亿 as exact decimals with the step of their last digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
SPACED = r"(?<![\d.])[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?(?![\d.])"
"""9 860: thousands set apart by blanks, as they are in running text."""
SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏])|百)"
CHINESE = (
    r"(?:[一二两三四五六七八九十百千万亿零〇]{1,24}(?:点[零〇一二三四五六七八九]{1,12}(?:万亿|千万|百万|亿|万)?)?)"
)
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Numeral:
    """``step`` is the worth of the last written digit: 3.5万 has 1000, 321 has 1."""

    value: Decimal
    step: Decimal


@lru_cache
def scale_factor(scale: str) -> Decimal:
    """万 is 10 000, 千万 is 10 000 000; nothing is 1."""
    factor = Decimal(1)
    for character in scale:
        factor *= _SMALL.get(character) or _LARGE[character]
    return factor


def read_arabic(text: str, scale: str = "") -> Numeral:
    digits = Decimal(text.replace(",", "").replace(" ", ""))
    exponent = digits.as_tuple().exponent
    factor = scale_factor(scale)
    return Numeral(digits * factor, Decimal(1).scaleb(min(int(exponent), 0)) * factor)


def read_count(text: str) -> int:
    """12 and 十二 as a whole number; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    numeral = read_chinese(text)
    return int(numeral.value) if numeral else 0


def read_chinese(text: str) -> Numeral | None:
    """``None`` for what only looks like a number (千家, 百村, 二三)."""
    whole, _, fraction = text.partition("点")
    scale = ""
    if fraction:
        match = re.fullmatch(r"([零〇一二三四五六七八九]+)(.*)", fraction)
        if not match:
            return None
        fraction, scale = match.group(1), match.group(2)
    value = _whole(whole)
    if value is None:
        return None
    factor = scale_factor(scale)
    if fraction:
        digits = "".join(str(_DIGITS[character]) for character in fraction)
        number = Decimal(f"{value}.{digits}")
        return Numeral(number * factor, Decimal(1).scaleb(-len(digits)) * factor)
    coarse = _LARGE.get(whole[-1], 1)
    return Numeral(Decimal(value), Decimal(coarse))


def _whole(text: str) -> int | None:
    if not text or text[0] in "百千万亿零":
        return None
    if all(character in _DIGITS for character in text):
        return _DIGITS[text] if len(text) == 1 else (_positional(text) if len(text) >= 4 or "〇" in text else None)
    total, section, digit = 0, 0, None
    for character in text:
        if character in _DIGITS:
            if digit not in (None, 0) and _DIGITS[character] != 0:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        else:
            section += digit or 0
            total = (total + section) * _LARGE[character] if character == "亿" else total + section * _LARGE[character]
            section, digit = 0, None
    if digit and text[-2:-1] in _SMALL and _SMALL[text[-2]] > 10 and "零" not in text[-2:]:
        digit *= _SMALL[text[-2]] // 10  # 三千五 is 3500
    return total + section + (digit or 0)


def _positional(text: str) -> int:
    return int("".join(str(_DIGITS[character]) for character in text))
