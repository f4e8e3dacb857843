"""Pinyin initials of names, by which lists are searched: ``此里农布`` is ``clnb``. Surnames have readings of their own."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_SURNAMES = {
    "单": "s", "曾": "z", "解": "x", "仇": "q", "查": "z", "盖": "g", "区": "o", "朴": "p", "任": "r", "华": "h", "缪": "m",
    "乐": "y", "翟": "z", "覃": "q", "尉": "y", "黑": "h", "折": "s", "种": "c", "冼": "x", "佴": "n", "员": "y", "召": "s",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    return lazy_pinyin(character, style=Style.FIRST_LETTER)[0][:1].lower() if character.isalnum() else ""


def initials(name: str) -> str:
    """Lower-case initials, at most 40."""
    if not name:
        return ""
    first = _SURNAMES.get(name[0]) if len(name) in (2, 3) else None
    return ((first or _initial(name[0])) + "".join(map(_initial, name[1:])))[:40]
