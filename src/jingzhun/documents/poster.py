"""公示 and 公告 for the board: one A4 sheet for a few households, more pages with repeated heads for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .typesetting import set_sheet


@dataclass(frozen=True)
class Poster:
    """All that stands on the sheet. ``rows`` have a cell for each of ``heads``; ``qr`` is a drawing (SVG) of ``address``."""

    kind: str
    title: str
    number: str
    say: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    boxes: tuple[tuple[str, str], ...]
    how: str
    whom: tuple[tuple[str, str], ...]
    seal: str
    posted_on: str
    foot: str
    address: str
    qr: str
    is_demo: bool


def write_poster(poster: Poster, *, fonts: Sequence[Path] = ()) -> bytes:
    """The PDF of a notice."""
    return set_sheet("poster", poster, fonts=fonts)
