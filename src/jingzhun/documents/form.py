"""Forms to fill in by hand, with what is known already printed: blocks of known lines, tables with blank rows, and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .typesetting import set_sheet


@dataclass(frozen=True)
class Lines:
    """Label and value, two to a row; an empty value is left to be written."""

    title: str
    lines: tuple[tuple[str, str], ...]
    kind: str = "lines"


@dataclass(frozen=True)
class Table:
    """``wide`` are the columns that share what is left, ``right`` those of figures; an empty cell is left to be written, as are
    the ``blank`` rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: tuple[int, ...]
    blank: int = 0
    right: tuple[int, ...] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Writing:
    """A box to write in, below ``text``; ``height`` in millimetres."""

    title: str
    text: str
    height: int
    kind: str = "writing"


@dataclass(frozen=True)
class Signatures:
    """A line for each who signs, with the day."""

    who: tuple[str, ...]
    kind: str = "signatures"


Block = Lines | Table | Writing | Signatures


@dataclass(frozen=True)
class Form:
    """``under`` stands below the title; ``foot`` on every page."""

    title: str
    under: str
    blocks: tuple[Block, ...]
    foot: str
    is_demo: bool


def write_form(form: Form, *, fonts: Sequence[Path] = ()) -> bytes:
    """The PDF of a form."""
    return set_sheet("form", form, fonts=fonts)
