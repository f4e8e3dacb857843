"""Persons named one by one and how many they are said to be: 受理人：3人（甲某、乙某）, 列席：3人，所长甲某、干事乙某…."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...block import Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .sure import MOST_OFF

_DOUBLE = (
    "欧阳|司马|上官|诸葛|夏侯|东方|尉迟|皇甫|端木|闾丘|单于|司徒|濮阳|亓官|太叔|公羊|令狐|慕容|宇文|长孙|百里|南宫"
)
_SURNAME = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
    "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文覃韦欧莫蓝岑农向冉施宁柏项安骆裴温庞樊兰殷翟鲁葛牛洪麦甘祝卜鲍费齐穆凌盛涂关蒙柯虎栾尤游祁聂焦柳阮岳卓晏娄苗滕屈臧褚车凤伍卞佟敖乔桂"
)
_ROLE = r"(?:[一-龥]{0,9}(?:长|书记|支书|主任|员|师|干部|医生|主席|会计|文书|同志|经理|干事|委员|村医|专干|户|户主|所|办|局|委|中心|队|站))?"
PERSON = rf"{_ROLE}(?:{_DOUBLE}|[{_SURNAME}])[一-龥]{{1,2}}(?<![镇乡村县区市局社组寨])"
"""A name of two to four characters, behind the post or the office of the person."""
_NAMES = rf"(?P<names>{PERSON}(?:(?:、|和){PERSON})+)"
_N = r"(?<![\d.第约近余达到前])(?P<n>\d{1,2}|[二两三四五六七八九]|十[一二三四五六七八九]?)(?P<unit>[人名位个])"
_ENDS = r"(?=[。；）]|——|，各|$)"
_FORMS = (
    re.compile(rf"{_N}(?:[一-龥]{{0,6}})(?:：|，|（|——){_NAMES}{_ENDS}"),
    re.compile(rf"：{_NAMES}(?:，共|，计|（共?){_N}(?=[）。；]|$)"),
    re.compile(
        rf"{_N}[一-龥]{{0,6}}(?:，?(?:分别|依次)(?:是|为)?：?|：|——)(?P<names>[一-龥]{{2,4}}(?:、[一-龥]{{2,4}})+){_ENDS}"
    ),
    re.compile(
        rf"(?P<names>[一-龥]{{2,16}}(?:、[一-龥]{{0,5}}[一-龥]{{2,3}}){{2,}})(?:，共|，计|共)?{_N}(?=[，。；）]|$)"
    ),
)
_CALLED = re.compile(rf"(?:{_DOUBLE}|[{_SURNAME}])[一-龥]{{1,2}}$")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """A number that another relation holds or doubts is left alone."""
    known = {(line, text) for o in outcomes for line in o.lines for text in o.literals}
    for block in reading.blocks:
        if block.form is Form.ROW or "、" not in block.text:
            continue
        for form in _FORMS:
            for match in form.finditer(block.text):
                if not _are_persons(match["names"]):
                    continue
                line, literal = block.origin[match.start("n")][0] + 1, match["n"] + match["unit"]
                if (line, literal) not in known:
                    yield from _counted(match, (line, block.origin[match.end("names") - 1][0] + 1), literal)


def _are_persons(names: str) -> bool:
    """Two of three end in a surname that is common and one or two characters more; the rare ones are in their midst."""
    items = re.split(r"、|(?<=[一-龥]{2})和(?=[一-龥]{2})", names)
    called = sum(bool(_CALLED.search(item)) for item in items)
    return called * 3 >= len(items) * 2


def _counted(match: re.Match[str], ends: tuple[int, int], literal: str) -> Iterator[Outcome]:
    names = re.split(r"、|(?<=[一-龥]{2})和(?=[一-龥]{2})", match["names"])
    number, listed = read_count(match["n"]), len(names)
    lines = tuple(sorted(set(ends)))
    if number == listed:
        yield Holding(Kind.LIST_COUNT, lines, (literal, match["n"]), f"所列共{listed}人")
    elif abs(number - listed) <= (MOST_OFF if listed >= 3 else 1) and number > 1:
        yield Finding(
            Kind.LIST_COUNT, Severity.WARNING, lines, (literal,), str(listed), literal, f"所列“{names[0]}”至“{names[-1]}”共{listed}人，文中为{number}人",
            f"所列姓名共{listed}个，文中写“{literal}”", "请补上漏列的姓名或改正人数",
        )  # fmt: skip
