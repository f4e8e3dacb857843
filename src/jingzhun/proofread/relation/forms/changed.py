"""Two amounts and the change between them: 由 17 户降到 5 户，减少 12 户; 去年 9860 元，今年 11240 元，多挣 1380 元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Kind, Outcome
from ...reading import Reading
from ...unit import MEASURED, PERCENT, POINTS
from . import layout

_VERB = (
    r"增加|增长|增收|增产|增效|增添|净增|新增|增|提高|提升|上升|上涨|攀升|涨|抬高|扩大|拓宽|加宽|加长|延长|超出|高出|贵|拉大|"
    r"减少|下降|降低|降|减产|减收|减|净减|压减|压缩|核减|核增|缩减|缩短|缩小|收窄|回落|下跌|跌|便宜|节约|节省|省下|省|落后|滞后|低于|高于|少于|多于|拉低|"
    r"相差|差距|差额|之差|差"
)
_DELTA = re.compile(
    rf"(?:{_VERB})(?:幅度?|[额量率])?(?:了|出来?|整整|将近|近|约|掉|达|仅|是|下来?|过|[一-龥]{{0,2}}的)*$"
    r"|(?:[增减降升涨]幅|增[速量额]|减量|[差降]额|落差|差距)[一-龥]{0,4}?(?:为|是|达到?|约|有|在)*$"
    r"|(?<![许至众不大最很较更诸差减])[多少](?![种项元渠方年次数部])(?:(?![到至为])[一-龥]){0,4}$"
    r"|(?<![最提新])(?:[高低](?:出来?|了)*|[宽长窄短大小重轻快慢早晚远近厚深](?:出来?|了))(?:整整|近|约)?$"
    r"|节[约省水电][一-龥]{0,6}$"
)
_RATE = re.compile(
    r"(?:增加|增长|增产|增收|减产|减收|减少|下降|降低|上升|提高|提升|上涨|下跌|压减|缩减|缩短|扩大|回落|攀升|增|降|升|减|涨|跌|[增减降升涨跌]幅度?)"
    r"(?:率|幅度?)?(?:了|为|是|达到?|约|近|高达|整整|有|在)*$"
)
_WITHIN = re.compile(
    r"(?:[一二两三四五六七八九十半\d]+(?:多)?[年天周]|[一二两三四五六七八九十\d]+个月)(?:时间|多?来|间|里|之?内|下来|中)|期间|其间|此间"
)
_FROM = re.compile(r"(?:由(?!于)|(?<!自)从(?![事而业])|自)[^，。；、：由从]{0,18}$")
_TO = re.compile(r"(?:到|至|[成为])(?!位)[^，。；]{0,12}$")
_EARLIER = re.compile(
    r"(?<!以)[去前]年|上年|上一?[个]?[月季学年]|[年月期]初|初期|起初|最初|开始时?|原[来先有定本]|原为|(?<![目提空])前(?![列往三移后景沿期款提])|以往|过去|从前"
    r"|当[年初时]|那[时年]|(?:19|20)\d\d年|第一[年次期轮]|头一?年|前一[次年期]|同期|旧"
)
_LATER = re.compile(
    r"[今本]年|今|现[在有已]?|目前|如今|眼下|当前|[年期月]末|[年月]底|本[月期季轮次]|后来|[一-龥]后|第[二三]|这[时次]|(?:19|20)\d\d年|[到至达]|已|只|仅|才|变|改|眼前|最近|升|降|增|减"
)
_THEN = re.compile(r"(?:比|较|而|与)?(?:[去前]年|上年|上[个一]?[月季]|年初|同期|(?:19|20)\d\d年)[^，。；]{0,12}$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_APART = re.compile(r"相差|差距|差额|之差|前者|后者|两者|二者|两[村者地项边处家个]|差了?$|落差")
_OVER = re.compile(r"(?:高|低|多|少|落后|滞后|高于|低于|贵|便宜|差)(?:出来?|了|于)*[一-龥]{0,3}$")
_OTHER = re.compile(r"平均|全[国省市州县区镇乡村]|邻|另|周边|其他|市里|县里|乙|[低高]于|不及|不如")
_REFERS = re.compile(r"(?:比|较|同比|环比)(?![例重率赛])(?P<what>[^，。；]{0,10})")
_CLASSES = tuple(
    re.compile(words)
    for words in (r"去年|上年|同期|同比|上一年|前年", r"上月|环比|上个月|上季", r"年初|期初", r"原|过去|以[前往]|[^目]前|当[年初]", r"20\d\d年")
)  # fmt: skip
_DOING = re.compile(r"[多少](?P<doing>[一-龥]{1,3}?)了?$")
_NAMED = re.compile(rf"(?P<what>[一-龥]*)(?:{_VERB}|[增减降升涨]幅|[多少高低宽长])")
_SCALES = tuple(
    tuple(re.compile(words) for words in scale)
    for scale in (
        ("前年", "去年|上年", "[今本]年"), ("上学[期年]", "[本这]学[期年]"), ("上月|上个月", "本月|这个月"), ("上半年", "下半年"),
        ("一季度", "二季度", "三季度", "四季度"), ("第一", "第二", "第三", "第四", "第五"), ("头[一年]", "第二"),
    )
)  # fmt: skip
_ASIDE = re.compile(r"其中|计划|目标|任务|力争|预计|规划|[应拟]")


@dataclass(frozen=True)
class _Tie:
    """Two figures that the wording sets against one another; ``then`` is the earlier or the one compared with."""

    then: Figure
    now: Figure
    wide: bool = False
    timed: bool = True
    sure: bool = False


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    for figures in reading.by_block:
        for at, stated in enumerate(figures):
            if stated.is_article or stated.is_range or stated.is_quoted or not stated.base:
                continue
            tie = _tied(reading, figures[:at], stated)
            if tie:
                yield from _held_against(reading, settled, stated, tie)


def _held_against(reading: Reading, settled: layout.Settled, stated: Figure, tie: _Tie) -> Iterator[Outcome]:
    then, now = tie.then, tie.now
    high, low = sorted((then, now), key=lambda f: -f.base)
    gap, how = high.base - low.base, f"{high.text} − {low.text}"
    if stated.dimension == PERCENT and then.dimension != PERCENT:
        if tie.timed and then.base and gap:
            step = stated.step
            slack = step / 2 + min(3 * step, (then.coarse + now.coarse) / then.base * 100)
            rate = gap / then.base * 100
            if abs(rate - stated.base) < step * Decimal("1.05"):
                slack = step * Decimal("1.05")
            yield from layout.judged(
                reading, settled, Kind.GROWTH, stated, [now, then], rate, f"（{how}）÷ {then.text}", wide=True, sure=tie.sure,
                slack=slack,
            )  # fmt: skip
        return
    yield from layout.judged(
        reading, settled, Kind.DIFFERENCE, stated, [high, low], gap, how,
        wide=tie.wide, slack=layout.slack_of(stated, [high, low]),
    )  # fmt: skip


def _tied(reading: Reading, before: Sequence[Figure], stated: Figure) -> _Tie | None:
    text = reading.block_of(stated).text
    within = False
    if not _is_delta(text, before, stated):
        said = text[max(_start(reading, stated), stated.start - 16) : stated.start]
        within = stated.is_quantity and bool(_WITHIN.search(said))
        if not within:
            return None
    pool = _pool(reading, before, stated)
    if len(pool) < 2:
        return None
    one, other = pool[-2:]
    gap = text[other.end : stated.start]
    if gap.count("。") > 1 or gap.count("，") > 3 or _ASIDE.search(text[one.end : stated.start]):
        return None
    lead = text[max(_start(reading, one), pool[-3].end if len(pool) > 2 else 0) : one.start]
    between = text[one.end : other.start]
    tie = _from_to(lead, between, one, other)
    if not tie and len(pool) == 2:
        tie = _of_two_times(stated, lead, between, one, other) or _of_two_things(stated, gap, between, one, other)
    if not tie or not _refers(stated, lead, between, tie, one) or _is_told(reading, before, other, stated):
        return None
    name = _name(stated)
    if not _is_of_them(stated, name, lead + one.noun + between + other.noun + gap[: -len(stated.clause)]):
        return None
    plain = tie.wide and len(gap) <= 8 and "。" not in gap and not name
    return _Tie(tie.then, tie.now, tie.wide and not within, tie.timed, sure=plain)


def _is_told(reading: Reading, before: Sequence[Figure], other: Figure, stated: Figure) -> bool:
    """Whether the change has been told: what stands behind is another."""
    text = reading.block_of(stated).text
    return any(
        f.start >= other.end and f.dimension == stated.dimension and _is_delta(text, before[:at], f)
        for at, f in enumerate(before)
    )


def _name(stated: Figure) -> str:
    """What the clause says that has changed; nothing in 降幅为, 比上年增加了, 每人多挣了."""
    found = _NAMED.match(_WITHIN.sub("", _REFERS.sub("", stated.clause)))
    return wording.label(_plain(re.sub("每[一-龥]|我[们县镇乡村]", "", found["what"]))) if found else ""


def _is_of_them(stated: Figure, name: str, words: str) -> bool:
    """但低保标准提高了 8%: names what it is of, and that is nothing named before."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    free = 2 if stated.dimension == PERCENT else 3
    return len(name) <= free or sum(pair in words for pair in pairs) * 2 >= len(pairs)


def _start(reading: Reading, figure: Figure) -> int:
    return reading.block_of(figure).sentence_at(figure.start).start


def _is_delta(text: str, before: Sequence[Figure], figure: Figure) -> bool:
    if figure.dimension == PERCENT:
        return bool(_RATE.search(figure.left)) and not wording.YEARLY.search(figure.left)
    return bool(_DELTA.search(layout.lead(before, figure)))


def _pool(reading: Reading, before: Sequence[Figure], stated: Figure) -> list[Figure]:
    """Amounts of the kind in the sentence and the one before, the changes among them left out."""
    block = reading.block_of(stated)
    here = block.sentence_at(stated.start)
    first = block.sentence_at(here.start - 1).start if here.start else 0
    near = [f for f in before if f.start >= first and not f.is_article]
    amounts = [f for at, f in enumerate(near) if not _is_delta(block.text, near[:at], f) and _is_amount(f)]
    if stated.dimension == PERCENT:
        last = next((f for f in reversed(amounts) if f.is_quantity), None)
        return layout.alike(reading, last, amounts) if last else []
    alike = layout.alike(reading, stated, amounts, PERCENT if stated.dimension == POINTS else "")
    inside = [f for f in alike if f.start >= here.start]
    return inside if len(inside) >= 2 else alike


def _is_amount(figure: Figure) -> bool:
    return figure.is_quantity or figure.dimension == PERCENT or figure.is_range


def _from_to(lead: str, between: str, one: Figure, other: Figure) -> _Tie | None:
    said = _FROM.search(lead)
    if said and _TO.search(between) and not re.search(r"[。；]", between) and between.count("，") <= 1:
        return _Tie(one, other, wide=True)
    return None


def _of_two_times(stated: Figure, lead: str, between: str, one: Figure, other: Figure) -> _Tie | None:
    order = _order(lead, between)
    if order:
        early, late = (one, other) if order < 0 else (other, one)
    elif _EARLIER.search(lead) and _LATER.search(between) and not _THEN.search(between):
        early, late = one, other
    elif _THEN.search(between) and not _EARLIER.search(lead):
        early, late = other, one
    else:
        return None
    if not (_is_same_measure(lead, between, one, other) or _is_same_doing(stated, lead + between)):
        return None
    return _Tie(early, late)


def _order(lead: str, between: str) -> int:
    """Below nought: what is told first is the earlier; nought: the words do not tell."""
    for scale in _SCALES:
        first, second = (
            [at for at, words in enumerate(scale) for _ in words.finditer(said)] for said in (lead, between)
        )
        if len(set(first)) == len(set(second)) == 1 and first[0] != second[0]:
            return first[0] - second[0]
    years = [_YEAR.findall(words) for words in (lead, between)]
    if all(years) and years[0][-1] != years[1][-1]:
        return -1 if years[0][-1] < years[1][-1] else 1
    return 0


def _is_same_doing(stated: Figure, words: str) -> bool:
    """要跑 4 趟…少跑了 3 趟: what is done more or less was named before."""
    said = _DOING.search(stated.left)
    return bool(said and any(character in words for character in said["doing"]))


def _is_same_measure(lead: str, between: str, one: Figure, other: Figure) -> bool:
    """Nothing new is named at the second, or what is named at the first."""
    if one.dimension not in MEASURED and one.dimension != PERCENT and one.unit[-1:] != other.unit[-1:]:
        return False
    name = wording.label(_plain(re.split("[，。；：]", between)[-1]))
    first = wording.label(_plain(lead)) + one.noun
    return len(name) <= 3 or any(name[i : i + 2] in first for i in range(len(name) - 1))


def _plain(words: str) -> str:
    return re.sub(r"[^一-龥]", "", _LATER.sub("", _EARLIER.sub("", words)))


def _of_two_things(stated: Figure, gap: str, between: str, one: Figure, other: Figure) -> _Tie | None:
    means = {one.per, other.per} - {"", "均"}
    if stated.dimension == PERCENT or len(means) > 1:
        return None
    if _APART.search(gap):
        return _Tie(one, other, wide=True, timed=False)
    if _OVER.search(stated.left) and _OTHER.search(between):
        return _Tie(one, other, timed=False)
    return None


def _refers(stated: Figure, lead: str, between: str, tie: _Tie, one: Figure) -> bool:
    """比上年…: what the change is told against is the earlier of the two."""
    said = _REFERS.search(stated.clause)
    if not said:
        return True
    words = said.group(0)
    then = lead if tie.then is one else between
    if (year := _YEAR.search(words)) and _YEAR.search(then):
        return year.group(0) in then
    for known in _CLASSES:
        if known.search(words):
            return bool(known.search(then)) or bool(_YEAR.search(then) and known is _CLASSES[0])
    name = wording.bigrams(said["what"])
    return "者" in words or not name or any(pair in lead + between for pair in name)
