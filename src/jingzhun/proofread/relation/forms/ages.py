"""Ages by the year of birth, years of service by the year it began: 1948年出生，到2023年已经75岁; 1976年入党，党龄40年."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from ..dates.date import signature, title_year

_YEAR = r"(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月)?(?:\d{1,2}日)?份?"
_BORN = re.compile(
    rf"(?<!\d)(?:{_YEAR}[^，。；、\d]{{0,8}}?(?:出生|生人|出世|生(?=[，。；、（）]|$)|生的)|(?:出?生(?:于|在)|出生(?:年月|日期|时间)?(?:：|为|是))(?P<y2>(?:19|20)\d{{2}})年(?:(?P<m2>\d{{1,2}})月)?)"
)
_SERVICE = (
    ("入党|加入(?:了)?(?:中国共产)?党|成为[^，。；]{0,4}党员", "党龄|在党"),
    ("入伍|参军|当兵|从军|参加(?:解放军|志愿军)", "军龄|兵龄|当兵|服役"),
    ("参加工作|进厂|入职|进局|进单位|上班", "工龄|工作|上班"),
    ("从教|任教|教书|当(?:上)?(?:了)?(?:民办|代课|乡村|小学)?(?:教师|老师)|走上讲台|参加教育工作", "教龄|从教|任教|教书"),
    ("从医|行医|当(?:上)?(?:了)?(?:乡村|赤脚)?(?:医生|村医)", "医龄|从医|行医"),
    ("结婚|成婚|成亲|完婚", "婚龄|结婚|婚后"),
    ("开始?驾|领(?:到|取)?驾照|拿(?:到)?驾照", "驾龄"),
)  # fmt: skip
_SAID = r"(?:已经|已|都|就|刚好|刚|才|也|正好|恰好|整整|足足|现年|年满|满|有着|有|了|达到|达|长达|为|是|今年|现在|如今|实足|不觉|她|他|老人|老汉|老人家|老两口|本人|我)*"
_AGE = rf"(?:年龄|虚岁|实岁|年纪)?{_SAID}(?:年龄)?{_SAID}(?P<n>\d{{1,3}}|[一二三四五六七八九十]{{2,4}})(?P<unit>周岁|岁|虚岁)(?!以|及|至|到|的?(?:时候|那年)|[时左上起半多])"
_WHEN = rf"(?:{_YEAR}(?!出生|生|入|参|从|任|结|考|嫁|当选|去世)[底末初]?|(?P<now>[今本]年|现年|如今|现在|目前)(?:（(?P<told>20\d\d)年）)?)"
_FAR = 60
_OTHER = re.compile(
    r"妻|老伴|爱人|配偶|丈夫|儿|女|孙|母|父|爷|奶|外公|外婆|弟|哥|姐|妹|兄|媳|婿|叔|伯|婶|侄|舅|姨|邻|搭档|同事|另一|其子|两人|二人|分别|平均|不满|未满|不到|近|约|将|差"
)


@dataclass(frozen=True)
class _Start:
    """When it began: the year and, where told, the month."""

    year: int
    month: int
    end: int
    literal: str


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    titled, signed = title_year(reading), signature(reading)
    now = titled[0] if titled else signed[0].year if signed else 0
    for block in reading.blocks:
        if block.form is Form.ROW or "年" not in block.text:
            continue
        for born in _BORN.finditer(block.text):
            start = _Start(int(born["y"] or born["y2"]), int(born["m"] or born["m2"] or 0), born.end(), born.group(0))
            yield from _judged(block, start, _AGE_AT, now, is_age=True)
        for begins, tenure in _SERVICE:
            for begun in re.finditer(rf"(?<!\d){_YEAR}[^，。；\d]{{0,10}}?(?:{begins})", block.text):
                start = _Start(int(begun["y"]), int(begun["m"] or 0), begun.end(), f"{begun['y']}年")
                for pattern in _tenure(tenure):
                    yield from _judged(block, start, pattern, now, is_age=False)


_AGE_AT = re.compile(rf"(?<![\d]){_WHEN}(?P<gap>[^，。；、\d]{{0,12}}[，、]?){_AGE}")


def _tenure(words: str) -> Iterator[re.Pattern[str]]:
    many = r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<unit>年|个年头|载)(?![前后级多余以来]|之|左右)"
    yield re.compile(rf"(?<!\d){_WHEN}(?P<gap>[^。；\d]{{0,16}}(?:{words})){_SAID}{many}")
    yield re.compile(rf"(?<!\d){_WHEN}(?P<gap>[^。；\d]{{0,14}}){_SAID}{many}的?(?:{words})")


def _judged(block: Block, start: _Start, pattern: re.Pattern[str], now: int, *, is_age: bool) -> Iterator[Outcome]:
    """The first age told behind, in the same sentence and of the same person."""
    sentence = block.sentence_at(start.end - 1)
    told = pattern.search(block.text, start.end, min(sentence.end, start.end + _FAR))
    if (
        not told
        or _OTHER.search(block.text, start.end, told.start("n"))
        or _BORN.search(block.text, start.end, told.end())
    ):
        return
    year = int(told["y"] or told["told"] or (now if told["now"] else 0) or 0)
    stated = read_count(told["n"])
    if not year or year < start.year or not stated:
        return
    low, high = year - start.year - 1, year - start.year + 1
    if is_age and told["unit"] == "周岁":
        high -= 1
        month = int(told["m"] or 0)
        if month and start.month and month != start.month:
            low = high = year - start.year - (month < start.month)
    literal, line = told["n"] + told["unit"], (block.origin[told.start("n")][0] + 1,)
    right = year - start.year
    how = f"{year} − {start.year} = {right}"
    if low <= stated <= high:
        yield Holding(Kind.DATE, line, (literal, f"{start.year}年"), how)
        return
    what = "出生" if is_age else "起"
    yield Finding(
        Kind.DATE, Severity.WARNING, line, (literal, f"{start.year}年"), f"{right}{told['unit']}", literal, f"{how} ≠ {stated}",
        f"{start.year}年{what}，到{year}年应为{right}{told['unit']}，文中写{literal}", "请核对年份或年数",
    )  # fmt: skip
