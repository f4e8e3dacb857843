"""How long it took, where the year is not written: days, months and hours from one spot of the calendar to the other; days of the week."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .date import signature, title_year

_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日|(?<=[至到—\-~])(?P<only>\d{1,2})日"
)
_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_TERM = re.compile(
    rf"(?:(?P<said>公示|历时|历经|耗时|用时|用(?=\d)|为期|前后|工期|期限|用了|花了|共计?|总计|仅|还有|还剩|时长|持续|长达|整整|满|第)[一-龥]{{0,2}}|(?<=[，（、的])){_NUMBER}(?:天|日(?![前起至止内]))"
)
_JOINED = re.compile(r"^(?:（[^）]{1,4}）)?(?:上午|下午|起|开始)?(?:至|到|—+|-|~)(?:次年|同年|当年)?$")
_LEADS = re.compile(
    r"^(?:起|开工|动工|进场|开始|启动|张贴|发布|算起|开班|入户|开播|立项|公示|收到|受理|进点)|^[，]?[^。；\d]{0,20}(?:至|到)$"
)
_CLOSES = re.compile(
    r"^(?:（[^）]{1,4}）)?(?:前|止|结束|截止|期满|完工|竣工|完成|撤除|撤下|通车|交付|投用|通水|收官|返回|办结|还有|期满|即)"
)
_DUE = re.compile(r"(?:应|须|最迟|按期应?|即)[于在]?$")
_MONTH = re.compile(r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年)?(?<!\d)(?P<m>\d{1,2})月(?![\d]*日)(?:份|底|初|中旬)?")
_MONTHS = re.compile(
    rf"(?:历时|历经|耗时|用时|为期|前后|工期|期限|用了|花了|共计?|盖了|修了|干了|建设期|实施期|周期|，|（)(?:[一-龥]{{0,2}}){_NUMBER}个月(?P<after>[后]?)"
)
_CLOCK = re.compile(
    rf"(?P<h1>\d{{1,2}})(?:时|点|：|:)(?:(?P<q1>\d{{1,2}})分?|整)?[^。；\d]{{0,6}}(?:至|到|—+|-)(?:[一-龥]{{0,2}}?)"
    rf"(?P<h2>\d{{1,2}})(?:时|点|：|:)(?:(?P<q2>\d{{1,2}})分?|整)?[^。；\d]{{0,10}}?(?:历时|共|用时|持续|前后|会期)[一-龥]{{0,2}}{_NUMBER}(?P<unit>分钟|个?小时)(?P<half>半?)"
)
_WEEKDAY = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日[，\s　]*[（(]?(?:星期|周)(?P<w>[一二三四五六日天])(?![一-龥]?[前后内以第])"
)
_NOT_ALL = re.compile(r"工作日|累计|[两二三四][期批次轮](?:培训)?共")  # working days are fewer; days of several runs
_NEAR = 26  # characters between a term and the days it is told of
_LONGEST = 400
_PLAIN_YEAR = 2023  # one of 365 days, where no year is told at all


@dataclass(frozen=True)
class Spot:
    day: datetime.date
    start: int
    end: int
    literal: str
    has_year: bool


def find(reading: Reading) -> Iterator[Outcome]:
    titled, signed = title_year(reading), signature(reading)
    year = titled[0] if titled else signed[0].year if signed else _PLAIN_YEAR
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        yield from _weekdays(block)
        spots = list(_spots(block, year))
        for sentence in block.sentences:
            text = block.text[sentence.start : sentence.end]
            inside = [spot for spot in spots if sentence.start <= spot.start < sentence.end]
            if len(inside) >= 2:
                yield from _days(block, sentence.start, text, inside)
            if "个月" in text:
                yield from _months(block, sentence.start, text)
        yield from _hours(block)


def _spots(block: Block, year: int) -> Iterator[Spot]:
    told, month = 0, 0
    for match in _DAY.finditer(block.text):
        told = int(match["y"] or told)
        month = int(match["m"] or month)
        if month:
            try:
                day = datetime.date(told or year, month, int(match["d"] or match["only"]))
            except ValueError:
                continue  # no such day: said elsewhere
            yield Spot(day, match.start(), match.end(), match.group(0), bool(told))


def _days(block: Block, start: int, text: str, spots: list[Spot]) -> Iterator[Outcome]:
    terms = [match for match in _TERM.finditer(text) if read_count(match["n"]) >= 3]
    for first, last in pairwise(spots):
        days = (last.day - first.day).days
        if not 2 <= days <= _LONGEST or "；" in block.text[first.end : last.start]:
            continue
        gap = block.text[first.end : last.start]
        joined = bool(_JOINED.match(gap))
        if not joined and not (_LEADS.match(gap) and _CLOSES.match(block.text[last.end : last.end + 8])):
            continue
        near = [m for m in terms if _is_near(start, m, first, last, text)]
        for match in near:
            if read_count(match["n"]) in (days, days + 1):
                literals = (last.literal, first.literal, match["n"] + "天")
                yield Holding(
                    Kind.DATE,
                    _line(block, last.start),
                    literals,
                    f"{first.literal}至{last.literal}首尾合计{days + 1}天",
                )
        if len(near) == 1 and near[0]["said"] and not _NOT_ALL.search(text):
            number, after = read_count(near[0]["n"]), start + near[0].start() - last.end
            told = joined and not first.has_year and 0 <= after <= 8  # with a year it is said elsewhere
            bracket = (
                joined
                and block.text[first.start - 1 : first.start] == "（"
                and -4 <= start + near[0].end() - first.start <= -1
            )
            due = not joined and after < 0 and _DUE.search(block.text[max(0, last.start - 8) : last.start])
            if (told or due or (bracket and not first.has_year)) and not days - 1 <= number <= days + 1:
                yield Finding(
                    Kind.DATE, Severity.WARNING, _line(block, last.start), (last.literal, first.literal, f"{near[0]['n']}天"),
                    f"首尾合计{days + 1}天", last.literal, f"{first.literal}至{last.literal}首尾合计{days + 1}天 ≠ {near[0]['n']}天",
                    f"写{near[0]['n']}天，但{first.literal}至{last.literal}首尾合计{days + 1}天", "请核对起止日期或天数",
                )  # fmt: skip


def _is_near(start: int, term: re.Match[str], first: Spot, last: Spot, text: str) -> bool:
    """Right behind the last day, between the two, or right before the first; another day does not stand between."""
    low, high = start + term.start(), start + term.end()
    if first.end <= low and high <= last.start:
        return True
    if low >= last.end:
        return low - last.end <= _NEAR and not re.search(r"[；\d]", text[last.end - start : term.start("n")])
    return high <= first.start and first.start - high <= _NEAR and "；" not in text[term.end() : first.start - start]


def _months(block: Block, start: int, text: str) -> Iterator[Outcome]:
    """2016年3月动工，11月投产，用了8个月: two months in the sentence, and how many from one to the other."""
    spots = list(_MONTH.finditer(text))
    terms = list(_MONTHS.finditer(text))
    if len(spots) != 2 or len(terms) != 1 or any(m["m"] == "0" or int(m["m"]) > 12 for m in spots):
        return
    first, last = spots
    years = int(last["y"]) - int(first["y"]) if first["y"] and last["y"] else 0
    months = years * 12 + int(last["m"]) - int(first["m"])
    if read_count(terms[0]["n"]) in (months, months + 1) and months >= 1:
        literals = (last.group(0), first.group(0), terms[0]["n"] + "个月")
        where = _line(block, start + last.start())
        yield Holding(Kind.DATE, where, literals, f"{first.group(0)}至{last.group(0)}首尾合计{months + 1}个月")


def _hours(block: Block) -> Iterator[Outcome]:
    for match in _CLOCK.finditer(block.text):
        first = int(match["h1"]) * 60 + int(match["q1"] or 0)
        last = int(match["h2"]) * 60 + int(match["q2"] or 0)
        said = read_count(match["n"]) * (1 if match["unit"] == "分钟" else 60) + (30 if match["half"] else 0)
        literal = match["n"] + match["unit"]
        if last > first and said == last - first:
            yield Holding(Kind.DATE, _line(block, match.start("n")), (literal,), f"起止相距{last - first}分钟")


def _weekdays(block: Block) -> Iterator[Outcome]:
    for match in _WEEKDAY.finditer(block.text):
        try:
            day = datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        right = "一二三四五六日"[day.weekday()]
        lines, literal = _line(block, match.start("w")), match.group(0).rstrip("）)")
        if match["w"].replace("天", "日") == right:
            yield Holding(Kind.DATE, lines, (literal, "星期" + match["w"]), f"{day:%Y-%m-%d} 是星期{right}")
        else:
            yield Finding(
                Kind.DATE, Severity.WARNING, lines, (literal,), f"星期{right}", literal, f"{day:%Y-%m-%d} 是星期{right}，不是星期{match['w']}",
                f"这一天是星期{right}，文中写星期{match['w']}", "请核对日期或星期",
            )  # fmt: skip


def _line(block: Block, position: int) -> tuple[int, ...]:
    return (block.origin[min(position, len(block.origin) - 1)][0] + 1,)
