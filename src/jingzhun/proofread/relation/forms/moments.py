"""Days, months, seasons and years as told, and lengths of time: 2020年11月, 同年9月30日, 2016年春天; 一年半, 3年零2个月, 半年."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ...numerals import read_count

_MONTH_OF = {"春": (2, 5), "夏": (5, 8), "秋": (8, 11), "冬": (11, 12), "上半年": (1, 6), "下半年": (7, 12), "年中": (5, 8), "初": (1, 3), "底": (11, 12), "末": (11, 12)}  # fmt: skip
_TENTHS = {"初": (1, 10), "上": (1, 10), "中": (11, 20), "下": (21, 31), "底": (21, 31), "末": (21, 31)}
_Y = r"(?P<y>(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})年"
_M = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?!度)"
_D = r"(?P<d>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_MOMENT = re.compile(
    r"(?=[\d一二三四五六七八九十今本当同次翌去上前明春夏秋冬下年底末初])"  # most of what follows may be missing
    rf"(?:(?<![\d.〔农历夏])(?:(?:{_Y}(?:度|的)?|(?P<rel>[今本当同次翌去上前明]年(?:（(?P<told>20\d\d)年）)?的?)))?"
    rf"(?:(?<![\d一二三四五六七八九十]){_M}(?:{_D}|份?(?P<tenth>[上中下]旬|初|底|末))?"
    r"|(?P<season>[春夏秋冬](?:天|季|节后)?|上半年|下半年|年中|[底末初](?!期)))?"
    r"|(?<=[至到—\-~])(?P<only>\d{1,2})[日号]"
    r"|(?<![\d.])(?P<y2>(?:19|20)\d{2})(?P<dot>[./-])(?P<m2>\d{1,2})(?P=dot)(?P<d2>\d{1,2})(?![\d.]))"
)
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_LENGTH = re.compile(
    rf"(?<![\d.第每近约数几余届同一二两三四五六七八九十])(?<![第每近约数几][一二三四五六七八九十])(?<![^前先最][前后])(?<!^[前后])(?<![^以][上下])"
    rf"(?:(?P<half>半年)|(?:(?<![零又])(?P<y>{_N})(?:周?年(?P<yhalf>半)?|个?年头))?(?:[零又])?(?:(?P<m>{_N})个(?P<mhalf>半)?月(?P<mafter>半)?)?(?:[零又])?"
    rf"(?:(?P<w>{_N})(?:个?星期|周))?(?:(?P<d>{_N})(?:个?(?:日历)?天|日(?![前起至止内])))?)"
    r"(?![多余来左前内后以级期度代制版]|之[内前久]|以[上下内]|工作|规划|计划|行动|时间[内前])"
)


class Grain(IntEnum):
    """How finely a moment or a length is told."""

    DAY = 1
    MONTH = 2
    SEASON = 3
    YEAR = 4


@dataclass(frozen=True)
class Moment:
    """``first`` and ``last`` are the days between which it lies; ``start`` and ``end`` its span in the block's text."""

    first: datetime.date
    last: datetime.date
    grain: Grain
    start: int
    end: int
    literal: str


@dataclass(frozen=True)
class Length:
    """``days`` as the calendar has them on average; ``grain`` of the finest unit told; ``is_years_begun`` for 三个年头."""

    days: float
    grain: Grain
    start: int
    end: int
    literal: str
    is_years_begun: bool = False


YEAR, MONTH, WEEK = 365.25, 30.4375, 7.0


def moments_of(text: str, now: int) -> list[Moment]:
    """Moments in the order of the text; ``now`` is the year the report speaks of, or 0.

    One without its year is of the year told last. Where none is told, years are counted from one of 365 days: only
    lengths between such moments mean anything.
    """
    found: list[Moment] = []
    now = now or (0 if _ABSOLUTE.search(text) else _PLAIN)
    told, month, was = 0, 0, None
    for match in _MOMENT.finditer(text):
        if not (match["y"] or match["rel"] or match["m"] or match["only"] or match["y2"]):
            continue
        year = _year_of(match, told, now)
        if year is None:
            continue
        moment = _placed(match, year or now or _PLAIN, month)
        if moment is None:
            continue
        if was and not (match["y"] or match["rel"] or match["y2"] or match["only"]) and moment.last < was.first:
            moment = _placed(match, moment.first.year + 1, month) or moment
        found.append(moment)
        told, month, was = moment.first.year, moment.first.month, moment
    return found


_PLAIN = 2023  # a year of 365 days
_ABSOLUTE = re.compile(rf"(?<!\d){_Y}")


def _year_of(match: re.Match[str], told: int, now: int) -> int | None:
    """The year a match is of; 0 where no year is told; ``None`` where it cannot be known."""
    if match["y2"] or match["y"]:
        year = match["y2"] or match["y"]
        return read_count(year)
    if match["told"]:
        return int(match["told"])
    if not match["rel"]:
        return told
    which = match["rel"][0]
    if which in "当同":
        return told or None
    if which in "次翌":
        return told + 1 if told else None
    if which in "今本":
        return now or None
    return now + {"去": -1, "上": -1, "前": -2, "明": 1}[which] if now else None


def _placed(match: re.Match[str], year: int, month: int) -> Moment | None:
    start, end, literal = match.start(), match.end(), match.group(0)
    try:
        if match["only"] or match["y2"] or match["d"]:
            month = read_count(match["m2"] or match["m"] or "") or month
            day = datetime.date(year, month, read_count(match["only"] or match["d2"] or match["d"]))
            return Moment(day, day, Grain.DAY, start, end, literal)
        if match["m"]:
            month = read_count(match["m"])
            most = calendar.monthrange(year, month)[1]
            low, high = _TENTHS[match["tenth"][0]] if match["tenth"] else (1, most)
            first, last = datetime.date(year, month, low), datetime.date(year, month, min(high, most))
            return Moment(first, last, Grain.MONTH, start, end, literal)
        season = match["season"]
        low, high = _MONTH_OF[season if len(season) == 3 or season == "年中" else season[0]] if season else (1, 12)
        last = datetime.date(year, high, calendar.monthrange(year, high)[1])
        return Moment(datetime.date(year, low, 1), last, Grain.SEASON if season else Grain.YEAR, start, end, literal)
    except (ValueError, calendar.IllegalMonthError):
        return None  # no such day: said elsewhere


def lengths_of(text: str, moments: Sequence[Moment]) -> Iterator[Length]:
    """Lengths of time in the order of the text, outside ``moments``; 近三年, 第 3 年, 三年内 and 五年规划 are none."""
    taken = {at for moment in moments for at in range(moment.start, moment.end)}
    for match in _LENGTH.finditer(text):
        if not match.group(0).strip("零又") or match.start() in taken or match.end() - 1 in taken:
            continue
        literal = match.group(0)
        if match["half"]:
            yield Length(YEAR / 2, Grain.MONTH, match.start(), match.end(), literal)
            continue
        years, months, weeks, days = (read_count(match[part]) if match[part] else 0 for part in "ymwd")
        many = (
            (years + bool(match["yhalf"]) / 2) * YEAR
            + (months + (bool(match["mhalf"]) or bool(match["mafter"])) / 2) * MONTH
            + weeks * WEEK
            + days
        )
        grain = Grain.DAY if match["d"] or match["w"] else Grain.MONTH if match["m"] else Grain.YEAR
        if many:
            yield Length(many, grain, match.start(), match.end(), literal, "年头" in literal)


def between(one: Moment, other: Moment) -> tuple[float, float]:
    """The fewest and the most days from one to the other, both ends counted."""
    return float((other.first - one.last).days), float((other.last - one.first).days + 1)
