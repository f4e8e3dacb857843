"""One way of writing for the rules: character by character, so that every offset stays where it was.

Traditional becomes simplified, full-width letters and digits become narrow, sentence marks become full-width,
commas between groups of three digits stay narrow, letters that scanners put among digits become digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import opencc

_MARKS = {
    ",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "％": "%", "﹪": "%", "．": ".",
    "\u3000": " ", "\xa0": " ", "～": "~", "－": "-", "–": "-", "─": "—", "﹣": "-",
    "「": "“", "」": "”", "『": "“", "』": "”", "＂": "“", "＋": "+", "＝": "=", "／": "/",
    "○": "〇", "Ｏ": "O", "﹐": "，", "﹔": "；", "﹕": "：", "︰": "：", "｡": "。", "､": "、",
}  # fmt: skip
_NARROW = {
    chr(code): chr(code - 0xFEE0) for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_IS_WIDE, _IS_MARK = (re.compile(f"[{re.escape(''.join(table))}]") for table in (_NARROW, _MARKS))
_GROUPED = re.compile(r"(?<![\d.])(?<!\d[,，])\d{1,3}(?:[,，]\d{3})+(?!\d|[,，]\d)")
_RATIO = re.compile(r"(?<=\d)：(?=\d)")
_LOST_ZERO = re.compile(r"(?<=[\d.])[OoQ〇](?=[\d.%一-龥])")
_LOST_ONE = re.compile(r"(?<=\d)[lI](?=[\d.%一-龥])")


def simplify(text: str) -> str:
    """``text`` in simplified characters, same length."""
    table = {ord(old): new for old in set(text) - _KNOWN if (new := _simplified(old)) != old}
    return text.translate(table) if table else text


_KNOWN = set("0123456789，。、；：（）“”的了一是在不人有我他这中大来上国和地到以说时要就出会可也你对生能而子")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=40_000)
def _simplified(character: str) -> str:
    """The single character that a traditional one converts to; any other as it is."""
    new = _converter().convert(character) if "㐀" <= character <= "鿿" else character
    return new if len(new) == 1 else character


def canonical(text: str) -> str:
    """Lines as the rules read them, same length: the n-th character stands for the n-th of ``text``."""
    text = simplify(_IS_WIDE.sub(lambda match: _NARROW[match[0]], text))
    grouped = [match.span() for match in _GROUPED.finditer(text)]
    text = _with_narrow_commas(_IS_MARK.sub(lambda match: _MARKS[match[0]], text), grouped)
    text = _RATIO.sub(":", text)
    text = _LOST_ZERO.sub("0", text)
    return _LOST_ONE.sub("1", text)


def _with_narrow_commas(text: str, grouped: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in grouped:
        parts += [text[at:start], text[start:end].replace("，", ",")]
        at = end
    return "".join([*parts, text[at:]])
