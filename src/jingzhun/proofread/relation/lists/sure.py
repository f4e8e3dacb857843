"""Whether the names of a list are all that its number counts, so that a number far from theirs is wrong as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_OFF = 7
"""How far the stated number may lie from the names where they are surely all: one digit is wrong."""
_SAID = re.compile(r"[仍还尚有是共个的]")
"""教育、住房、饮水仍有 7 个问题, 甲村、乙村、丙村的 8 户: what is counted is theirs."""


def are_surely_all(items: Sequence[str], number: str, unit: str) -> bool:
    """Three names or more of nearly one length and nothing else: none but these is counted."""
    rest = [len(item) for item in items[1:]]
    title = unit == "条" and not number.isdecimal()  # 产业奖补、就业激励十条
    return len(items) >= 3 and max(rest) - min(rest) <= 2 and not title and not _SAID.search(items[-1][-3:])
