"""One normaliser for names, numbers and words: ingest, search, matching, the policy language and proofreading use it."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_INVISIBLE: dict[int, None] = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85)]
)
_NAME_DOTS = dict.fromkeys(map(ord, "•・･‧∙⋅.。"), "·")
_BLANKS = re.compile(r"\s+")
_HEADER_NOISE = re.compile(r"[\s()\[\]【】{}<>《》:;,、。.*★☆※△▲◆◇■□●○◎#/\\_\-·?!\"'“”‘’]+")


def fold(text: str) -> str:
    """NFKC, one kind of dash, no invisible or control characters, single blanks, trimmed. Case is kept."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_DASHES)).strip()


def fold_name(text: str) -> str:
    """A person's or place's name for comparing: folded, no blanks, one kind of middle dot (Tibetan and Uyghur names)."""
    joined = unicodedata.normalize("NFKC", fold(text).replace(" ", ""))
    return joined.translate(_NAME_DOTS)


def fold_header(text: str) -> str:
    """A column header for comparing: folded, lower case, without blanks and punctuation: ``务工时间（月）`` = ``务工时间月``."""
    return _HEADER_NOISE.sub("", fold(text)).lower()


def is_blank(value: object) -> bool:
    """Nothing was written: None, blanks, or a lone dash."""
    return value is None or (isinstance(value, str) and fold(value) in ("", "-", "--", "/"))


TAKEN_IN_ADDRESSES = frozenset(
    [
        "answer",
        "bank",
        "decide",
        "export",
        "late",
        "moves",
        "new",
        "sample",
        "sites",
        "totals",
        "tranches",
        "upkeep",
        "variance",
    ]
)
"""Words that stand in addresses where others have a number: ``projects/new/``."""


def fits_address(number: str) -> bool:
    """Whether a number of an office can stand in the address of a page: no slash, not only dots, not a word that is taken."""
    return "/" not in number and number.strip(".") != "" and number not in TAKEN_IN_ADDRESSES


def whole_number(text: str) -> int | None:
    """The number that decimal digits make; None for anything else (``²`` is a digit to Python and no number), and for more than
    18 of them, which no database holds."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


_LONG_NUMBER = re.compile(r"(?<![\d.,])\d{4,}(?:\.\d\d)?(?= ?(?:元|万元|平方米|公里|米|户|人|公斤|亩|项|个))")


def group_numbers(text: str) -> str:
    """Thousands separators in the quantities of a sentence: ``再增收 9002.00 元`` → ``再增收 9,002.00 元``. A number without
    a unit behind it (a year, a code, a document's number) is left alone."""
    return _LONG_NUMBER.sub(lambda found: _grouped(found[0]), text)


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"
