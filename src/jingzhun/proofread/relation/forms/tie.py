"""Two figures that the wording sets against one another: 由 a 到 b; 去年 a，今年 b; 2019 年 a，2023 年 b."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ... import wording
from ...figure import Figure
from ...reading import Reading
from ...unit import MEASURED, PERCENT

_FROM = re.compile(r"(?:由(?!于)|(?<!自)从(?![事而业])|自)[^，。；、：由从]{0,18}$")
_TO = re.compile(r"(?:到|至|[成为])(?!位)[^，。；]{0,12}$")
_MONTHS = tuple(
    tuple(re.compile(words) for words in names)
    for names in ([f"(?<!十){n}月" for n in "一二三四五六七八九"], [rf"(?<!\d){n}月" for n in range(1, 13)])
)  # fmt: skip
EARLIER = re.compile(
    r"(?<!以)[去前]年|上年|上一?[个]?[月季学年]|[年月期]初|初期|起初|最初|开始时?|原[来先有定本]|原为|(?<![目提空])前(?![列往三移后景沿期款提])|以往|过去|从前"
    r"|当[年初时]|那[时年]|(?:19|20)\d\d年|第一[年次期轮]|头一?年|前一[次年期]|同期|旧"
)
_LATER = re.compile(
    r"[今本]年|今|现[在有已]?|目前|如今|眼下|当前|[年期月]末|[年月]底|本[月期季轮次]|后来|[一-龥]后|第[二三]|这[时次]|(?:19|20)\d\d年|[到至达]|已|只|仅|才|变|改|眼前|最近|升|降|增|减"
)
_THEN = re.compile(r"(?:比|较|而|与)?(?:[去前]年|上年|上[个一]?[月季]|年初|同期|(?:19|20)\d\d年)[^，。；]{0,12}$")
YEAR = re.compile(r"(?:19|20)\d\d年")
_SCALES = tuple(
    tuple(re.compile(words) for words in scale)
    for scale in (
        ("前年", "去年|上年", "[今本]年"), ("上学[期年]", "[本这]学[期年]"), ("上月|上个月", "本月|这个月"), ("上半年", "下半年"),
        ("一季度", "二季度", "三季度", "四季度"), ("上[一]?届", "本届|这届"),
        ("第一", "第二", "第三", "第四", "第五"), ("头[一年]", "第二"),
    )
)  # fmt: skip
_DOING = re.compile(r"[多少](?P<doing>[一-龥]{1,3}?)了?$")


@dataclass(frozen=True)
class Tie:
    """Two figures that the wording sets against one another; ``then`` is the earlier or the one compared with."""

    then: Figure
    now: Figure
    wide: bool = False
    timed: bool = True
    sure: bool = False


def start(reading: Reading, figure: Figure) -> int:
    return reading.block_of(figure).sentence_at(figure.start).start


def of_two(
    reading: Reading, one: Figure, other: Figure, *, after: int = 0, doing: str = "", alone: bool = True
) -> Tie | None:
    """By 从 and 到, or by two times, those only if ``alone``: no third figure of the kind stands with them.

    ``after`` is where the one before ends; ``doing`` are the words of the change, as 少跑了.
    """
    text = reading.block_of(one).text
    lead, between = text[max(start(reading, one), after) : one.start], text[one.end : other.start]
    return _from_to(lead, between, one, other) or (_of_two_times(doing, lead, between, one, other) if alone else None)


def _from_to(lead: str, between: str, one: Figure, other: Figure) -> Tie | None:
    said = _FROM.search(lead)
    if said and _TO.search(between) and not re.search(r"[。；]", between) and between.count("，") <= 1:
        return Tie(one, other, wide=True)
    return None


def _of_two_times(doing: str, lead: str, between: str, one: Figure, other: Figure) -> Tie | None:
    order = _order(lead, between)
    if order:
        early, late = (one, other) if order < 0 else (other, one)
    elif EARLIER.search(lead) and _LATER.search(between) and not _THEN.search(between):
        early, late = one, other
    elif _THEN.search(between) and not EARLIER.search(lead):
        early, late = other, one
    else:
        return None
    if not (_is_same_measure(lead, between, one, other) or _is_same_doing(doing, lead + between)):
        return None
    return Tie(early, late)


def _order(lead: str, between: str) -> int:
    """Below nought: what is told first is the earlier; nought: the words do not tell."""
    years = [YEAR.findall(words) for words in (lead, between)]
    if all(years) and years[0][-1] != years[1][-1]:
        return -1 if years[0][-1] < years[1][-1] else 1
    for scale in _SCALES if "年" in lead + between else (*_SCALES, *_MONTHS):
        first, second = ({at for at, words in enumerate(scale) if words.search(said)} for said in (lead, between))
        if len(first) == len(second) == 1 and first != second:
            return min(first) - min(second)
    return 0


def _is_same_doing(doing: str, words: str) -> bool:
    """要跑 4 趟…少跑了 3 趟: what is done more or less was named before."""
    said = _DOING.search(doing)
    return bool(said and any(character in words for character in said["doing"]))


def _is_same_measure(lead: str, between: str, one: Figure, other: Figure) -> bool:
    """Nothing new is named at the second, or what is named at the first."""
    if one.dimension not in MEASURED and one.dimension != PERCENT and one.unit[-1:] != other.unit[-1:]:
        return False
    name = wording.label(plain_words(re.split("[，。；：]", between)[-1]))
    first = wording.label(plain_words(lead)) + one.noun
    return len(name) <= 3 or any(name[i : i + 2] in first for i in range(len(name) - 1))


def plain_words(words: str) -> str:
    return re.sub(r"[^一-龥]", "", _LATER.sub("", EARLIER.sub("", words)))
