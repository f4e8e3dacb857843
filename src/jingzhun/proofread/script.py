"""One way of writing for the rules: character by character, so that every offset stays where it was.

Traditional becomes simplified, full-width letters and digits become narrow, sentence marks become full-width,
commas between groups of three digits stay narrow, letters that scanners put among digits become digits.
"""

from __future__ import annotations

import re
from functools import cache

import opencc

_NARROW = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_MARKS = str.maketrans(
    {
        ",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "％": "%", "﹪": "%", "．": ".",
        "\u3000": " ", "\xa0": " ", "\t": "\t", "～": "~", "－": "-", "–": "-", "—": "—", "─": "—", "﹣": "-",
        "“": "“", "”": "”", "「": "“", "」": "”", "『": "“", "』": "”", "＂": "“", "＋": "+", "＝": "=", "／": "/",
        "○": "〇", "Ｏ": "O", "﹐": "，", "﹔": "；", "﹕": "：", "︰": "：", "｡": "。", "､": "、", "‰": "‰", "×": "×",
    }
)  # fmt: skip
_GROUPED = re.compile(r"(?<![\d.])(?<!\d[,，])\d{1,3}(?:[,，]\d{3})+(?!\d|[,，]\d)")
_RATIO = re.compile(r"(?<=\d)：(?=\d)")
_LOST_ZERO = re.compile(r"(?<=[\d.])[OoQ〇](?=[\d.%一-龥])")
_LOST_ONE = re.compile(r"(?<=\d)[lI](?=[\d.%一-龥])")


def simplify(text: str) -> str:
    """``text`` in simplified characters, same length."""
    return text.translate(_table("".join(sorted(set(text) - _KNOWN))))


_KNOWN = set("0123456789，。、；：（）“”的了一是在不人有我他这中大来上国和地到以说时要就出会可也你对生能而子")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _table(characters: str) -> dict[int, str]:
    """Single characters that convert to another single character."""
    pairs = ((character, _converter().convert(character)) for character in characters if "㐀" <= character <= "鿿")
    return {ord(old): new for old, new in pairs if len(new) == 1 and new != old}


def canonical(line: str) -> str:
    """``line`` as the rules read it, same length: the n-th character stands for the n-th of ``line``."""
    text = simplify(line.translate(_NARROW))
    grouped = [match.span() for match in _GROUPED.finditer(text)]
    text = text.translate(_MARKS)
    for start, end in grouped:
        text = text[:start] + text[start:end].replace("，", ",") + text[end:]
    text = _RATIO.sub(":", text)
    text = _LOST_ZERO.sub("0", text)
    return _LOST_ONE.sub("1", text)
