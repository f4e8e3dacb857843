"""Years that went by: from the year something began to this one, and a work's last day by its first and its term."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .date import signature, title_year

_SINCE = re.compile(
    r"(?<!\d)(?P<begin>(?:19|20)\d{2})年(?P<middle>[^。；！？\d]{0,30}?(?:[^。；！？\d]{0,12}\d{1,2}月(?:\d{1,2}日)?)?[^。；！？\d]{0,30}?)"
    r"(?:到|至|截至)(?P<end>今年?|(?:19|20)\d{2}年)[底末]?(?P<verb>，?(?:已经?|共|整整|足足|一共|正好|刚好)*[^。；，！？\d]{0,8}?)"
    r"(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>个年头|周年|年)(?!级|度|代|期|[前后以来制计])"
)
_HAS_BEEN = re.compile(
    r"已|整整|足足|坚持|使用|运行|走过|工作|从教|扎根|服务|历时|历经|过去|任职|干了|当了|建成|成立|年限"
)
_STARTS = re.compile(
    r"(?:自|于|从)?(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:起)?(?:正式)?(?:开工|动工|进场|开始|开班|起算)[^。；\d]{0,10}"
    r"(?:工期|期限|为期|周期|施工期)(?:为|共|计)?(?P<n>\d{1,3})(?P<unit>天|日|个日历天|日历天)[^。；\d]{0,12}"
    r"(?P<end>(?:(?P<y2>(?:19|20)\d{2})年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日)(?:前|之前|以前)?(?:完工|竣工|完成|交付|结束|结业|建成)"
)


def find(reading: Reading) -> Iterator[Outcome]:
    signed, titled = signature(reading), title_year(reading)
    now = titled[0] if titled else signed[0].year if signed else 0
    for block in reading.blocks:
        if block.form is not Form.ROW:
            for match in _SINCE.finditer(block.text):
                yield from _years(block, match, now, signed[0].year if signed else now)
            for match in _STARTS.finditer(block.text):
                yield from _term(block, match)


def _line(block: Block, position: int) -> tuple[int, ...]:
    return (block.origin[position][0] + 1,)


def _years(block: Block, match: re.Match[str], now: int, also: int) -> Iterator[Outcome]:
    """1998年参加工作, 到今年已 26 年: the years between, or one more where both ends count."""
    begin, end = int(match["begin"]), match["end"]
    ends = {int(end[:4])} if end[:4].isdecimal() else {year for year in (now, also) if year}
    stated = read_count(match["years"])
    if not ends or not stated or (not _HAS_BEEN.search(match["verb"]) and "，" in match["verb"]):
        return
    literal = match["years"] + match["unit"]
    fits = {year - begin + more for year in ends for more in (0, 1)}
    if max(ends) < begin or re.search(r"提前|延长|规划|计划|还有|剩", match["middle"] + match["verb"]):
        return
    right = max(ends) - begin
    how = f"{max(ends)} − {begin} = {right}"
    if stated in fits and stated == right + 1:
        how += "，首尾都算多一年"
    if stated in fits:
        yield Holding(Kind.DATE, _line(block, match.start("years")), (literal, match["begin"] + "年"), how)
    elif (
        _HAS_BEEN.search(match["verb"])
        and not re.search(r"连续|累计|分|近|超|前|每", match["verb"])
        and not re.search(r"19|20", match["middle"])
    ):
        yield Finding(
            Kind.DATE, Severity.WARNING, _line(block, match.start("years")), (literal, match["begin"] + "年"), f"{right}年", literal,
            f"{how} ≠ {stated}", f"从{begin}年到{max(ends)}年是{right}年，文中写{literal}", "请核对起始年份或年数",
        )  # fmt: skip


def _term(block: Block, match: re.Match[str]) -> Iterator[Outcome]:
    """自 5 月 6 日开工, 工期 120 天, 9 月 2 日前完工."""
    try:
        first = datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
        last = datetime.date(int(match["y2"] or match["y"]), int(match["m2"]), int(match["d2"]))
    except ValueError:
        return
    days, stated = (last - first).days, int(match["n"])
    right = first + datetime.timedelta(stated - 1)
    literal = f"{match['m2']}月{match['d2']}日"
    how = f"{first.month}月{first.day}日起{stated}天，到{right.month}月{right.day}日"
    lines = _line(block, match.start("end"))
    if days in (stated - 1, stated, stated + 1):
        yield Holding(Kind.DATE, lines, (match["end"], literal), how)
    elif days > 0:
        yield Finding(
            Kind.DATE, Severity.WARNING, lines, (match["end"], literal, f"{match['n']}{match['unit']}"), f"{right.month}月{right.day}日",
            literal, how, f"{how}，文中写{literal}", "请核对起止日期或天数",
        )  # fmt: skip
