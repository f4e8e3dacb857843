"""Deadlines: a day before which something is to be done comes after the day of the report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ..block import Block, Form
from ..finding import Holding, Kind, Outcome
from ..reading import Reading
from .date import signature

_DUE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?P<before>(?:之|以)?前)?"
)
_NEXT = re.compile(r"(?:下次|下一次|将于|定于|拟于|订于|最迟|不[晚迟]于)[一-龥]{0,6}$")
_TO_COME = re.compile(r"要|须|将|拟|承诺|力争|确保|请|限|务必|应|计划|内|预计|抓紧|尽快|完成|返回|报送")
_DATED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:上午|下午|晚)?(?:[（(][^）)]{1,4}[）)])?(?:$|[，）)]|召开|在)"
)
_HEAD = 8  # paragraphs at the top in which the report's own day is looked for


def find(reading: Reading) -> Iterator[Outcome]:
    own = own_day(reading)
    if not own:
        return
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _DUE.finditer(block.text):
            sentence = block.text[max(0, match.start() - 40) : match.end() + 30]
            is_next = _NEXT.search(block.text[max(0, match.start() - 12) : match.start()])
            if not (is_next or (match["before"] and _TO_COME.search(sentence))):
                continue
            day = _day(match, own.year)
            if day and day > own:
                literal = match.group(0)
                line = block.origin[match.start()][0] + 1
                yield Holding(Kind.DATE, (line,), (literal, literal.removesuffix("前")), f"{day} 在 {own} 之后")


def own_day(reading: Reading) -> datetime.date | None:
    """The day under the report, or that of the meeting or in the heading at its top."""
    signed = signature(reading)
    if signed and signed[0].month and signed[0].day:
        try:
            return datetime.date(signed[0].year, signed[0].month, signed[0].day)
        except ValueError:
            return None
    return next((day for block in reading.blocks[:_HEAD] if (day := _heading(block))), None)


def _heading(block: Block) -> datetime.date | None:
    match = _DATED.search(block.text[:60]) if block.form is not Form.ROW else None
    return _day(match, 0) if match else None


def _day(match: re.Match[str], year: int) -> datetime.date | None:
    try:
        return datetime.date(int(match["y"] or year), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
