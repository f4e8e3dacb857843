"""How far the wording of an item, a value, a procedure or a table is vouched for. Written as ``trust`` in pack files."""

from __future__ import annotations

from enum import StrEnum

from .pack_file import Entry


class Trust(StrEnum):
    """The value is how packs write it."""

    SEEN = "seen"
    ELSEWHERE = "elsewhere"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        return {"seen": "已见原文", "elsewhere": "见于他县或他年版本，待核对", "unchecked": "未核实"}[self.value]


def read_trust(entry: Entry) -> Trust:
    """The ``trust`` of an entry; unchecked where it says nothing."""
    written = entry.text("trust", Trust.UNCHECKED.value)
    try:
        return Trust(written)
    except ValueError:
        raise entry.refuse("trust", written, "、".join(Trust)) from None
