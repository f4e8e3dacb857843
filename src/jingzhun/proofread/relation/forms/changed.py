"""Two amounts and the change between them: 由 17 户降到 5 户，减少 12 户; 去年 9860 元，今年 11240 元，多挣 1380 元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Kind, Outcome
from ...reading import Reading
from ...unit import PERCENT, POINTS
from . import layout
from .tie import YEAR, Tie, of_two, plain_words, start

_VERB = (
    r"增加|增长|增收|增产|增效|增添|净增|新增|增|提高|提升|上升|上涨|攀升|涨|抬高|扩大|拓宽|加宽|加长|延长|超出|高出|贵|拉大|"
    r"减少|下降|降低|降|减产|减收|减|净减|压减|压缩|核减|核增|缩减|缩短|缩小|收窄|回落|下跌|跌|便宜|节约|节省|省下|省|落后|滞后|低于|高于|少于|多于|拉低|"
    r"还[了掉清]|相差|差距|差额|之差|差"
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
_APART = re.compile(r"还[了掉清]|相差|差距|差额|之差|前者|后者|两者|二者|两[村者地项边处家个]|差了?$|落差")
_OVER = re.compile(r"(?:高|低|多|少|落后|滞后|高于|低于|贵|便宜|差)(?:出来?|了|于)*[一-龥]{0,3}$")
_OTHER = re.compile(r"平均|全[国省市州县区镇乡村]|邻|另|周边|其他|市里|县里|乙|[低高]于|不及|不如")
_REFERS = re.compile(r"(?:比|较|同比|环比)(?![例重率赛])(?P<what>[^，。；]{0,10})")
_CLASSES = tuple(
    re.compile(words)
    for words in (r"去年|上年|同期|同比|上一年|前年", r"上月|环比|上个月|上季|[一二三四五六七八九十\d]月", r"年初|期初", r"原|过去|以[前往]|[^目]前|当[年初]", r"20\d\d年")
)  # fmt: skip
_MORE_THAN = re.compile(
    r"(?P<one>[一-龥]{2,5}?)(?:比(?P<other>[一-龥]{2,5}?))?(?:[多少高低]|高出|多出|少于|低于)[一-龥]{0,3}$"
)
_EXTREMES = re.compile(r"最[多高大长](?:的一?[年月季次期天]|年份|月份)[^，。；]{0,4}[比和与跟]最[少低小短]")
_EXACTLY = re.compile(r"^[，（]?(?:为|达到?|即|是|实际为?|共)?$")
_NAMED = re.compile(rf"(?P<what>[一-龥]*)(?:{_VERB}|[增减降升涨]幅|[多少高低宽长])")
_ASIDE = re.compile(r"其中|计划|目标|任务|力争|预计|规划|[应拟]")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    for figures in reading.by_block:
        for at, stated in enumerate(figures):
            if stated.is_article or stated.is_range or stated.is_quoted or not stated.base:
                continue
            tie = _tied(reading, figures[:at], stated) or _tied_behind(reading, figures[:at], stated, figures[at + 1 :])
            if tie:
                yield from _held_against(reading, settled, stated, tie)


def _held_against(reading: Reading, settled: layout.Settled, stated: Figure, tie: Tie) -> Iterator[Outcome]:
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


def _tied(reading: Reading, before: Sequence[Figure], stated: Figure) -> Tie | None:
    text = reading.block_of(stated).text
    within = False
    if not _is_delta(text, before, stated):
        said = text[max(start(reading, stated), stated.start - 16) : stated.start]
        within = stated.is_quantity and bool(_WITHIN.search(said))
        if not within:
            return None
    pool = _pool(reading, before, stated)
    if len(pool) < 2:
        return None
    if most := _of_extremes(reading, stated, pool):
        return most
    one, other = pool[-2:]
    gap = text[other.end : stated.start]
    if gap.count("。") > 1 or gap.count("，") > 3 or _ASIDE.search(text[one.end : stated.start]):
        return None
    after = pool[-3].end if len(pool) > 2 else 0
    lead = text[max(start(reading, one), after) : one.start]
    between = text[one.end : other.start]
    tie = of_two(reading, one, other, after=after, doing=stated.left, alone=len(pool) == 2)
    if not tie and len(pool) == 2:
        tie = _of_two_things(stated, gap, lead, between, one, other)
    if tie and stated.dimension.startswith("span") and not tie.wide:
        return None
    if not tie or not _refers(stated, lead, between, tie, one) or _is_told(reading, before, other, stated):
        return None
    name = _name(stated)
    if not _is_of_them(stated, name, lead + one.noun + between + other.noun + gap[: -len(stated.clause)]):
        return None
    plain = tie.wide and len(gap) <= 8 and "。" not in gap and not name
    return Tie(tie.then, tie.now, tie.wide and not within, tie.timed, sure=plain)


def _tied_behind(
    reading: Reading, before: Sequence[Figure], stated: Figure, behind: Sequence[Figure]
) -> Tie | None:  # fmt: skip
    """少了 12 户，由 17 户降到 5 户; 比去年贵了 18 元，去年是 142 元，眼下 160 元."""
    text = reading.block_of(stated).text
    end = reading.block_of(stated).sentence_at(stated.start).end
    if not _is_delta(text, before, stated):
        return None
    amounts = [f for f in behind if f.start < end and _is_amount(f)]
    if stated.dimension == PERCENT:
        amounts = [f for f in amounts if f.is_quantity]
        alike = layout.alike(reading, amounts[0], amounts) if amounts else []
    else:
        alike = layout.alike(reading, stated, amounts, PERCENT if stated.dimension == POINTS else "")
    if len(alike) < 2 or any(f.start > start(reading, stated) for f in layout.alike(reading, alike[0], before)):
        return None
    one, other = alike[:2]
    gap = text[stated.end : one.start]
    tie = of_two(reading, one, other, after=stated.end, doing=stated.left, alone=len(alike) == 2)
    if (
        not tie
        or len(gap) > 24
        or gap.count("，") > 2
        or re.search("[；。但而]", gap)
        or _ASIDE.search(text[stated.end : other.start])
    ):
        return None
    return tie if _refers(stated, gap, text[one.end : other.start], tie, one) else None


def _of_extremes(reading: Reading, stated: Figure, pool: Sequence[Figure]) -> Tie | None:
    """最多的一年比最少的一年多用 75 人: the most of those told before, and the least."""
    text = reading.block_of(stated).text
    if len(pool) < 3 or not _EXTREMES.search(text[pool[-1].end : stated.start]):
        return None
    return Tie(min(pool, key=lambda f: f.base), max(pool, key=lambda f: f.base), wide=True, timed=False)


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
    return wording.label(plain_words(re.sub("每[一-龥]|我[们县镇乡村]", "", found["what"]))) if found else ""


def _is_of_them(stated: Figure, name: str, words: str) -> bool:
    """但低保标准提高了 8%: names what it is of, and that is nothing named before."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    free = 2 if stated.dimension == PERCENT else 3
    return len(name) <= free or sum(pair in words for pair in pairs) * 2 >= len(pairs)


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
    amounts = [
        f for at, f in enumerate(amounts) if not _is_said_exactly(block.text, f, *amounts[at + 1 : at + 2])
    ]  # fmt: skip
    if stated.dimension == PERCENT:
        last = next((f for f in reversed(amounts) if f.is_quantity), None)
        return layout.alike(reading, last, amounts) if last else []
    alike = layout.alike(reading, stated, amounts, PERCENT if stated.dimension == POINTS else "")
    inside = [f for f in alike if f.start >= here.start]
    return inside if len(inside) >= 2 else alike


def _is_amount(figure: Figure) -> bool:
    """No bare number but one with decimals, as 城乡收入比由 2.86 缩小到 2.71."""
    if not figure.dimension:
        return "." in figure.literal
    return figure.is_quantity or figure.dimension == PERCENT or figure.is_range or figure.dimension.startswith("span")


def _is_said_exactly(text: str, figure: Figure, behind: Figure | None = None) -> bool:
    """突破了 1 万只，为 10400 只: the round number is followed by the true one."""
    return bool(behind and figure.is_approximate and _EXACTLY.match(text[figure.end : behind.start]))


def _is_named(stated: Figure, lead: str, between: str) -> bool:
    """初中部多 126 人, 甲组比乙组多: what the clause says is more is one of the two, and the other is none or named too."""
    said = _MORE_THAN.match(stated.clause)
    if not said or not said["one"]:
        return False
    first, second = said["one"], said["other"]
    if second:
        return (first in lead and second in between) or (first in between and second in lead)
    return first in between or first in lead


def _of_two_things(stated: Figure, gap: str, lead: str, between: str, one: Figure, other: Figure) -> Tie | None:
    means = {one.per, other.per} - {"", "均"}
    if stated.dimension == PERCENT or len(means) > 1:
        return None
    if _APART.search(gap):
        return Tie(one, other, wide=True, timed=False)
    if _OVER.search(stated.left) and (_OTHER.search(between) or _is_named(stated, lead, between)):
        return Tie(one, other, timed=False)
    return None


def _refers(stated: Figure, lead: str, between: str, tie: Tie, one: Figure) -> bool:
    """比上年…: what the change is told against is the earlier of the two."""
    said = _REFERS.search(stated.clause)
    if not said:
        return True
    words = said.group(0)
    then = lead if tie.then is one else between
    if (year := YEAR.search(words)) and YEAR.search(then):
        return year.group(0) in then
    for known in _CLASSES:
        if known.search(words):
            return bool(known.search(then)) or bool(YEAR.search(then) and known is _CLASSES[0])
    name = wording.bigrams(said["what"])
    return "者" in words or not name or any(pair in lead + between for pair in name)
