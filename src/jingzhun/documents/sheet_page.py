"""How a sheet comes out on paper: A4 across, its head on each page, text of nine points or more, or on one page. Pure.

Called by :mod:`jingzhun.documents.workbook` and by what writes a sheet of its own (the refused rows, the log).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

FONT = 11
"""Points of the text in a cell, as xlsxwriter writes it."""
SMALLEST = 9
"""Points that must be left of it on paper."""
SMALLEST_ON_ONE = 7
"""The same of a sheet that has to stand on one page across."""
LINE = 16
"""Points of a line in a cell."""
BETWEEN_MARGINS = 1026
"""Pixels of a line of A4 across."""
NARROWEST = 7
DEMO = "演示数据"


def narrowed(widths: Sequence[float], floors: Sequence[float], *, on_one: bool = False) -> list[float]:
    """Widths (characters) that fit on one page: the widest column that may still give way gives way first.

    ``floors`` are the widths below which a column does not go; what does not fit then takes more pages across, or smaller
    print where it is to stand ``on_one``.
    """
    found, room = list(widths), _room(on_one)
    while _pixels(found) > room:
        place = max(
            (at for at, width in enumerate(found) if width - 1 >= floors[at]), key=lambda at: found[at], default=None
        )
        if place is None:
            break
        found[place] -= 1
    return found


def set_page(
    sheet: Any, *, widths: Sequence[float], head: int, is_demo: bool = False, on_one: bool = False
) -> None:  # fmt: skip
    """The page of an xlsxwriter sheet whose head stands in row ``head`` (from 0) and whose columns are set to ``widths``:
    as few pages across as legible print allows, the first column repeated on each; one page across where ``on_one``."""
    across = 1 if on_one else max(1, -(-_pixels(widths) // _room(on_one)))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(head)
    if across > 1:
        sheet.repeat_columns(0)
        sheet.print_across()
    if is_demo:
        sheet.set_header(f"&R{DEMO}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def signs(text: str) -> int:
    """Widths of half a Chinese character."""
    return sum(1 if ord(sign) < 0x2E80 else 2 for sign in text)


def lines(text: str, width: float) -> int:
    """Lines that wrapped text takes; not every program makes a row higher by itself. A little is lost at the end of each line."""
    room = max(2, int(width) - 2)
    return sum(max(1, -(-signs(line) // (room if line.isascii() else room - room % 2))) for line in text.split("\n"))


def unbroken(text: str) -> int:
    """The longest run of signs that a line does not break: a number, a date, a code. Chinese breaks anywhere."""
    return max((len(run) for run in "".join(sign if ord(sign) < 0x2E80 else " " for sign in text).split()), default=0)


def _room(on_one: bool) -> int:
    """Pixels that fit on a page across at the smallest print."""
    return BETWEEN_MARGINS * FONT // (SMALLEST_ON_ONE if on_one else SMALLEST)


def _pixels(widths: Sequence[float]) -> int:
    return sum(int(width * 7 + 0.5) + 5 for width in widths)
