"""Texts that people typed, before they are public: no long numbers, and no longer than the column that keeps them."""

from __future__ import annotations

import re

from django.db.models import Field

_GAP = r"[\s\-－—–·.．_/]{0,2}"
IN_GROUPS = rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)|(?:\d{{3,4}}{_GAP}){{3,}}\d{{3,4}}[\dXx]?(?!\d)"
"""A mobile telephone, a card or an ID number written in groups (138 1234 5678, 6217 0012 …); no date and no sum has this form."""
_LONG_NUMBER = re.compile(rf"\d{{11,}}|\d{{14,17}}[\dXx]|0\d{{2,3}}[-－—]\d{{7,8}}|{IN_GROUPS}")
WHY = "有长串数字，可能是证件号、电话或账号"


def may_be_public(text: str) -> bool:
    """Whether it holds no number that may be of a person: an ID number, a telephone, an account; else say :data:`WHY`."""
    return not _LONG_NUMBER.search(text)


def cut(text: str, field: Field) -> str:
    return text if len(text) <= field.max_length else f"{text[: field.max_length - 1]}…"
