"""Days in their course: two years whose figures rose or fell, works from one day to another, what cannot come before what."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from ...agreement import is_slip
from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading

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
_WHEN = r"(?:(?P<y{0}>20[0-4]\d)年)?(?P<m{0}>\d{{1,2}})月(?:(?P<d{0}>\d{{1,2}})日)?"
_BUILT = re.compile(
    rf"(?<![\d年]){_WHEN.format(1)}[^，。；、\d至到]{{0,6}}(?:开工|动工|动的工|开建|奠基|进场施工|启动建设)[^，。；、\d]{{0,6}}[，、；](?:并?[于至到在])?"
    rf"{_WHEN.format(2)}[^，。；、\d的完立也均先前]{{0,8}}(?:竣工|完工|建成|投产|投入使用|投用|交付(?=使用|[，。；、）]|$)|验收|通车|通水)(?!的)"
)
_WRITTEN = re.compile(
    rf"截[至止]到?{_WHEN.format(1)}[^。；]{{0,80}}?(?<![\d年]){_WHEN.format(2)}(?:定稿|成稿|完稿|脱稿)(?!的)"
)
_LATE = re.compile(
    rf"(?P<many>\d{{1,3}})天(?:——|：){_WHEN.format(1)}[^，。；\d]{{1,10}}，{_WHEN.format(2)}才?[^，。；\d]{{1,10}}(?=[，。；）])"
)
_THIS_YEAR = re.compile(r"今年|本年")
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
        for pattern, before in ((_BUILT, "开工"), (_WRITTEN, "数据的截止日期")):
            for match in pattern.finditer(block.text):
                yield from _ran_backwards(block, match, before)
        for match in _LATE.finditer(block.text):
            yield from _late(block, match)


def _ran_backwards(block: Block, match: re.Match[str], before: str) -> Iterator[Outcome]:
    """2024年3月1日开工，2024年2月28日竣工; 数据截至2022年12月31日，2022年2月16日定稿: the second comes first.

    A second day without its year may be one of the year after, unless all is told of this year.
    """
    sentence = block.sentence_at(match.start())
    this_year = _THIS_YEAR.search(block.text, sentence.start, match.end())
    if not (match["y2"] and match["y1"]) and (match["y1"] or match["y2"] or not this_year):
        return
    first, second = ((int(match[f"y{end}"] or 0), int(match[f"m{end}"]), int(match[f"d{end}"] or 0)) for end in "12")
    if not first[2] or not second[2]:
        first, second = (*first[:2], 0), (*second[:2], 0)
    if second >= first:
        return
    literal = _literal_of(match, 2)
    yield _finding(
        block, match.start("m2"), literal, f"≥{_literal_of(match, 1)}", f"{literal} 早于 {_literal_of(match, 1)}",
        f"“{literal}”早于{before}“{_literal_of(match, 1)}”，先后颠倒", "请核对两个日期",
    )  # fmt: skip


def _literal_of(match: re.Match[str], end: int) -> str:
    year, month, day = (match[f"{part}{end}"] for part in "ymd")
    return (f"{year}年" if year else "") + f"{month}月" + (f"{day}日" if day else "")


def _late(block: Block, match: re.Match[str]) -> Iterator[Outcome]:
    """最长延迟 67 天——2021年4月8日收到，6月24日才下达: counted out it is 77 days, one digit away."""
    year = int(match["y1"] or match["y2"] or 0)
    if not (year and match["d1"] and match["d2"]):
        return
    try:
        first = datetime.date(year, int(match["m1"]), int(match["d1"]))
        last = datetime.date(int(match["y2"] or year), int(match["m2"]), int(match["d2"]))
    except ValueError:
        return
    spent, many = (last - first).days, int(match["many"])
    if spent - 1 <= many <= spent + 1 or not is_slip(Decimal(spent), Decimal(many), Decimal(1)):
        return
    literal = _literal_of(match, 2)
    yield _finding(
        block, match.start("m2"), literal, f"{spent}天", f"{_literal_of(match, 1)}至{literal}共{spent}天 ≠ {many}天",
        f"写{many}天，但{_literal_of(match, 1)}至{literal}共{spent}天", "请核对日期或天数",
    )  # fmt: skip


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


def _finding(
    block: Block, at: int, literal: str, computed: str, how: str, message: str, remedy: str = "请核对年份"
) -> Finding:
    return Finding(
        Kind.DATE,
        Severity.WARNING,
        (block.origin[at][0] + 1,),
        (literal,),
        computed,
        literal,
        how,
        message,
        remedy,
    )
