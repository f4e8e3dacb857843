"""Days of the week of two dates of one paragraph that tells no year: 8月12日（星期五）……9月12日（星期二） lie 31 days apart."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...block import Block
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading

_DATED = re.compile(
    r"(?<![\d年])(?P<m>\d{1,2})月(?P<d>\d{1,2})日[，\s　]*[（(]?(?P<w>(?:星期|周)(?P<day>[一二三四五六日天]))(?![一-龥]?[前后内以第])"
)
_YEAR = re.compile(r"(?:19|20)\d\d年|[去今明前]年|次年|翌年|上年")
_WEEK = "一二三四五六日"
_PLAIN_YEAR = 2023
_FURTHEST = 180


@dataclass(frozen=True)
class _Dated:
    day: datetime.date
    weekday: int
    match: re.Match[str]


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        for first, second in pairwise(_dated(block)):
            apart = (second.day - first.day).days
            between = block.text[first.match.end() : second.match.start()]
            if not 0 < apart <= _FURTHEST or _YEAR.search(between) or first.day.month <= 2 < second.day.month:
                continue  # the last day of February depends on the year
            yield _judged(block, first, second, apart)


def _dated(block: Block) -> list[_Dated]:
    found = []
    for match in _DATED.finditer(block.text):
        try:
            day = datetime.date(_PLAIN_YEAR, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        found.append(_Dated(day, _WEEK.index(match["day"].replace("天", "日")), match))
    return found


def _judged(block: Block, first: _Dated, second: _Dated, apart: int) -> Outcome:
    right = _WEEK[(first.weekday + apart) % 7]
    line = block.origin[second.match.start("w")][0] + 1
    lines = tuple(sorted({block.origin[first.match.start("w")][0] + 1, line}))
    literal = second.match["w"]
    other = f"{first.day.month}月{first.day.day}日（{first.match['w']}）"
    counted = f"{other}之后{apart}天是星期{right}"
    if right == _WEEK[second.weekday]:
        return Holding(Kind.DATE, lines, (literal, first.match["w"]), counted)
    return Finding(
        Kind.DATE, Severity.WARNING, lines, (literal,), f"星期{right}", literal, counted,
        f"以{other}推算，这一天是星期{right}，文中写{literal}", "请核对两处日期和星期",
    )  # fmt: skip
