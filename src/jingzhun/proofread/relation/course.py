"""Years in their course: two years whose figures rose or fell, and works that lasted from one day to another."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from ..block import Block, Form
from ..finding import Finding, Kind, Outcome, Severity
from ..reading import Reading

_TWO_YEARS = re.compile(
    r"(?<!\d)(?P<one>20[0-4]\d)年(?:度|底|末)?[^。；\d]{0,20}(?P<now>\d[\d,]*(?:\.\d+)?)(?P<unit>[^，。；\d]{1,6})"
    r"，(?P<other>20[0-4]\d)年(?:度|底|末)?[^，。；\d]{0,8}(?P<then>\d[\d,]*(?:\.\d+)?)(?P=unit)"
    r"，(?:共|净)?(?:(?P<up>增加|增长|提高|上升)|(?P<down>减少|下降|降低))"
)
_LASTED = re.compile(
    r"(?<!\d)(?P<y>20[0-4]\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?[^。；\d]{0,14}?(?:至|到|—|-)"
    r"(?P<y2>20[0-4]\d)年(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?[^。；\d]{0,12}?[，（]"
    r"(?:历时|为期|工期|期限|周期|前后)?(?:共|共计|计)?(?P<many>\d{1,4})(?P<unit>天|日|个月)(?!内|前|以)"
)
_A_YEAR_OFF = {"天": 300, "日": 300, "个月": 10}
"""What the calendar and the term may differ by before a year must be wrong: breaks, rests and how ends are counted aside."""


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _TWO_YEARS.finditer(block.text):
            yield from _went(block, match)
        for match in _LASTED.finditer(block.text):
            yield from _lasted(block, match)


def _went(block: Block, match: re.Match[str]) -> Iterator[Outcome]:
    """2024年底 36.8 万千瓦，2026年底是 34.5 万千瓦，增加: from the earlier year to the later it fell."""
    now, then = (Decimal(match[name].replace(",", "")) for name in ("now", "then"))
    years = int(match["one"]) - int(match["other"])
    if now == then or (years and ((now > then) == (years > 0)) == bool(match["up"])):
        return
    literal, word = f"{match['other']}年", match["up"] or match["down"]
    yield _finding(
        block, match.start("other"), literal, "", f"{match['one']}年{match['now']}，{literal}{match['then']}",
        f"写“{word}”，但{match['one']}年{match['now']}{match['unit']}、{literal}{match['then']}{match['unit']}，年份与增减对不上",
    )  # fmt: skip


def _lasted(block: Block, match: re.Match[str]) -> Iterator[Outcome]:
    """2024年3月12日开工，到 2027年5月30日交付，历时 80 天: the years are too far apart."""
    many, unit = int(match["many"]), match["unit"]
    if unit == "个月":
        spent = (int(match["y2"]) - int(match["y"])) * 12 + int(match["m2"]) - int(match["m"])
    elif not match["d"] or not match["d2"]:
        return
    else:
        try:
            first, last = (
                datetime.date(int(match["y" + end]), int(match["m" + end]), int(match["d" + end])) for end in ("", "2")
            )
        except ValueError:
            return
        spent = (last - first).days
    if spent > 0 and abs(spent - many) < _A_YEAR_OFF[unit]:
        return
    literal = f"{match['y2']}年"
    yield _finding(
        block, match.start("y2"), literal, f"{spent}{unit}", f"{match.group(0)}，相隔{spent}{unit}",
        f"起止相隔{spent}{unit}，文中写{many}{unit}，像是年份写错",
    )  # fmt: skip


def _finding(block: Block, at: int, literal: str, computed: str, how: str, message: str) -> Finding:
    return Finding(
        Kind.DATE,
        Severity.WARNING,
        (block.origin[at][0] + 1,),
        (literal,),
        computed,
        literal,
        how,
        message,
        "请核对年份",
    )
