"""Terms: so many days from one date to another, objections within the time of publicity, what is to come after the report's day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_chinese
from ...reading import Reading
from .date import signature

_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})\s?年\s?)?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日|(?<![\d月])(?P<only>\d{1,2})日"
)
_TERM = re.compile(
    r"(?:公示|公告|工期|期限|为期|历时|历经|共计?|会期|培训|有效期|时间|期)[一-龥：]{0,6}?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>个?工作日|个?自然日|天|日(?!前|起|至|止|，?起))"
    r"|[（(](?:共计?)?(?P<n2>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit2>个?工作日|个?自然日|天)[）)]"
)
_JOINED = re.compile(
    r"^日?(?:[（(][^）)]{1,4}[）)])?\s?(?:上午|下午|起)?[，]?(?:公示|公告|开工|开始|启动|张贴|发布|动工|进场)?[^。；\d]{0,12}(?:至|到|—+|-|~|止于)"
)
_START = re.compile(r"公示|公告|张贴|开工|开始|启动|动工|开班|起")
_END = re.compile(r"^(?:（[^）]{1,4}）)?(?:\d{1,2}时)?(?:止|结束|截止|期满|完工|竣工|结业|届满|完成)")
_TO_BE = re.compile(r"(?:定于|拟于|将于|计划于|订于)(?:[一-龥]{0,2})$")
_OBJECT = re.compile(r"(?:公示|公告)期?[间内][^。]{0,24}(?:请|可|应)?于$|异议[^。；]{0,14}于$")
_MEETS = re.compile(r"^(?:上午|下午|晚)?，?[^。；]{0,40}(?:召开|主持|会议|印发|签发)")
_NOT_ALL = re.compile(
    r"累计|断续|先后|实际|[两二三四][期批次轮]"
)  # so many days of those, not from the first to the last
_MOST_DAYS = 200


@dataclass(frozen=True)
class Spot:
    """A day of the calendar and where it stands."""

    day: datetime.date
    start: int
    end: int
    literal: str


def find(reading: Reading) -> Iterator[Outcome]:
    own = _own_day(reading)
    published: tuple[Spot, Spot, Block] | None = None
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        spots = list(_spots(block))
        for sentence in block.sentences:
            inside = [spot for spot in spots if sentence.start <= spot.start < sentence.end]
            text = block.text[sentence.start : sentence.end]
            for first, last in pairwise(inside):
                if _is_span(block.text, first, last):
                    yield from _too_long(block, text, first, last)
                    yield from _measured(block, sentence.start, text, first, last)
                    if "公示" in text or "公告" in text:
                        published = (first, last, block)
            for spot in inside:
                before = block.text[max(sentence.start, spot.start - 30) : spot.start]
                if published and _OBJECT.search(before) and published[2] is not block and spot.day < published[0].day:
                    yield _finding(
                        block, spot, published[0].literal, f"{published[0].literal} 起公示，{spot.literal} 前提出",
                        f"提出异议的期限{spot.literal}早于公示开始的{published[0].literal}",
                    )  # fmt: skip
                if own and spot.start != own[1].start and _TO_BE.search(before) and spot.day < own[1].day:
                    yield _finding(
                        block, spot, f"≥{own[1].literal}", f"{spot.literal} < {own[1].literal}",
                        f"说将于{spot.literal}，却早于文中的{own[1].literal}",
                    )  # fmt: skip


def _spots(block: Block) -> Iterator[Spot]:
    year = month = 0
    for match in _DAY.finditer(block.text):
        year = int(match["y"] or year)
        month = int(match["m"] or month)
        if not (year and month):
            continue
        try:
            day = datetime.date(year, month, int(match["d"] or match["only"]))
        except ValueError:
            continue  # no such day: said elsewhere
        yield Spot(day, match.start(), match.end(), match.group(0))


def _own_day(reading: Reading) -> tuple[Block, Spot] | None:
    """The day under the report, or the day of the meeting that it opens with."""
    signed = signature(reading)
    if signed and (spots := list(_spots(signed[1]))):
        return signed[1], spots[0]
    for block in reading.blocks[:5]:
        for spot in list(_spots(block))[:1]:
            if block.form is Form.TEXT and spot.start < 6 and _MEETS.match(block.text[spot.end :]):
                return block, spot
    return None


def _is_span(text: str, first: Spot, last: Spot) -> bool:
    """From one day to the other: joined by 至, or by what begins and what ends."""
    gap = text[first.end : last.start]
    if "。" in gap or first.day >= last.day:
        return False
    if _JOINED.match(gap) and len(gap) <= 16:
        return True
    around = text[max(0, first.start - 6) : first.start] + gap[:8]
    return bool(_START.search(around) and _END.match(text[last.end : last.end + 8]))


_SHORT = re.compile(r"审计组|公示|公告|检查|督查|抽查|巡察|暗访|培训|集中|会议|走访|调研")
_LONGEST = 400


def _too_long(block: Block, text: str, first: Spot, last: Spot) -> Iterator[Outcome]:
    """2024年4月8日至2027年6月14日, an audit of three years: one of the years is wrong."""
    days = (last.day - first.day).days
    if days > _LONGEST and _SHORT.search(text):
        yield _finding(
            block, last, f"{first.day.year}年", f"{first.literal}至{last.literal}共{days}天",
            f"{first.literal}至{last.literal}长达{days}天，年份可能有误",
        )  # fmt: skip


def _measured(block: Block, start: int, text: str, first: Spot, last: Spot) -> Iterator[Outcome]:
    terms = [
        m
        for m in _TERM.finditer(text)
        if abs(start + m.start() - last.end) < 40 or first.end <= start + m.start() < last.start
    ]
    if len(terms) != 1 or _NOT_ALL.search(text[: terms[0].start()][-6:]):
        return
    term = terms[0]
    number, unit = term["n"] or term["n2"], term["unit"] or term["unit2"]
    read = int(number) if number.isdecimal() else int(numeral.value) if (numeral := read_chinese(number)) else 0
    days = (last.day - first.day).days
    if not read or not 2 <= read <= _MOST_DAYS or days > 2 * _MOST_DAYS:
        return
    if "工作" in unit:
        working = sum((first.day + datetime.timedelta(n)).weekday() < 5 for n in range(days + 1))
        fits = read - 1 <= working <= read + 9  # feast days are not known
    else:
        fits = read in (days, days + 1) or (read == days - 1 and not term.group(0).startswith("为期"))
    literal = f"{number}{unit}"
    line = tuple(sorted({block.origin[first.start][0] + 1, block.origin[last.start][0] + 1}))
    arithmetic = f"{first.literal}至{last.literal}首尾合计{days + 1}天"
    if fits:
        yield Holding(Kind.DATE, line, (last.literal, first.literal, literal), arithmetic)
        return
    yield Finding(
        Kind.DATE, Severity.WARNING, line, (last.literal, first.literal, literal), f"首尾合计{days + 1}天", last.literal,
        f"{arithmetic} ≠ {literal}", f"写{literal}，但{first.literal}至{last.literal}首尾合计{days + 1}天", "请核对起止日期或天数",
    )  # fmt: skip


def _finding(block: Block, spot: Spot, computed: str, arithmetic: str, message: str) -> Finding:
    return Finding(
        Kind.DATE, Severity.WARNING, (block.origin[spot.start][0] + 1,), (spot.literal,), computed, spot.literal, arithmetic,
        message, "请核对日期",
    )  # fmt: skip
