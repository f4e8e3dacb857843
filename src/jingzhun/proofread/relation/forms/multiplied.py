"""An amount that grows by a rate or a multiple: 去年 16000 人次，今年增长 15%，达到 18400 人次; 由 24 万元到 48 万元，翻了一番."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, finding, holding
from ...unit import PERCENT
from . import layout
from .tie import EARLIER, of_two

_UP = r"增[长加产收]|提高|提升|上[升涨]|上浮|扩大|攀升|净增|多产|增|涨"
_DOWN = r"减[少产收]|下[降调浮跌]|降低|压减|缩减|回落|减|降|跌"
_RATE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度?)?了?$")
_REACHED = re.compile(
    r"^[，、]?[一-龥]{0,8}?(?:达到了?|增[加长]?[到至]|升[到至]|提高到|上升到|降[到至]|减少?[到至]|[到至为达是])[一-龥]{0,3}$"
)
_FRACTION = re.compile(
    r"(?:(?P<up>增[长加产]|多|扩大)|(?P<down>减[少产]|下降|少|压减|降低|缩小))了?(?:(?P<half>一半|五成)|(?P<of>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九]))(?![多强以])"
)
_DOUBLED = re.compile(r"翻了?(?P<times>[一两二三]|\d)[番翻](?![多以])")
_LOOSE = re.compile(
    r"(?:近|约|超过?|多|接近|将近|几乎|差不多|不止|不到|不足|左右|以上|目标|计划|力争|比[^，。；]{0,8}|较[^，。；]{0,8})$"
)
_TIMES = re.compile(
    r"(?P<more>增[长加]|提高|上升|扩大|多|涨|高出?)了?$|(?:是|为|相当于)[^，。；]{1,10}的$|(?:增[长加]?|扩大|提高)[到至](?:原来|[去上]年)?的?$"
)
_SUBJECT = re.compile(r"^[，、；]?(?P<name>[一-龥]{2,6}?)(?:是|为|相当于)")
_ASIDE = re.compile(r"其中|计划|目标|力争|年均|平均每|预计")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    for figures in reading.by_block:
        for at, figure in enumerate(figures):
            if figure.dimension == PERCENT and 0 < at < len(figures) - 1:
                yield from _by_rate(reading, settled, figures[:at], figure, figures[at + 1])
            elif figure.dimension == "times":
                yield from _by_times(reading, settled, figures[:at], figure)
        yield from _by_words(reading, settled, figures)


def _by_rate(
    reading: Reading, settled: layout.Settled, before: Sequence[Figure], rate: Figure, now: Figure
) -> Iterator[Outcome]:  # fmt: skip
    """The amount right before, or the only one of its kind in the sentence, is of the earlier time."""
    text = reading.block_of(rate).text
    said = _RATE.search(rate.left)
    if not (said and now.is_quantity and _REACHED.match(text[rate.end : now.start])) or wording.YEARLY.search(
        rate.left
    ):
        return
    start = reading.block_of(rate).sentence_at(rate.start).start
    pool = [f for f in layout.alike(reading, now, before) if f.start >= start]
    if len(pool) != 1 or _ASIDE.search(text[start : now.start]):
        return
    then = pool[0]
    if not EARLIER.search(text[start : then.start]) or text[then.end : rate.start].count("，") > 2:
        return
    share = -rate.base if said["down"] else rate.base
    computed = then.base * (100 + share) / 100
    slack = then.base * rate.step / 200 + now.step / 2
    sign = "−" if said["down"] else "+"
    yield from layout.judged(
        reading, settled, Kind.GROWTH, now, [then, rate], computed, f"{then.text} ×（1 {sign} {rate.text}）", wide=True, slack=slack
    )  # fmt: skip


def _by_times(
    reading: Reading, settled: layout.Settled, before: Sequence[Figure], times: Figure
) -> Iterator[Outcome]:  # fmt: skip
    said = _TIMES.search(times.left)
    if not said or not times.is_exact:
        return
    start = reading.block_of(times).sentence_at(times.start).start
    here = [f for f in before if f.start >= start and f.is_quantity]
    pool = layout.alike(reading, here[-1], here) if here else []
    tie = of_two(reading, *pool) if len(pool) == 2 else None
    subject = _SUBJECT.match(times.left)
    if subject and not any(wording.bigrams(subject["name"]) & wording.bigrams(f.left + f.noun) for f in pool):
        return  # 产菌棒 1440 万棒，去年 360 万棒，产值是前年的 2.6 倍: of something else
    if not tie or not tie.then.base or tie.now.base <= tie.then.base:
        return
    computed = tie.now.base / tie.then.base - (1 if said["more"] else 0)
    how = f"{tie.now.text} ÷ {tie.then.text}{' − 1' if said['more'] else ''}"
    yield from layout.judged(
        reading, settled, Kind.GROWTH, times, [tie.now, tie.then], computed, how,
        wide=True, sure=True, slack=max(times.step / 2, computed / 20),
    )  # fmt: skip


def _by_words(reading: Reading, settled: layout.Settled, figures: Sequence[Figure]) -> Iterator[Outcome]:
    """Doubled, halved, a quarter more: what the words make of the earlier amount is the later one."""
    if not figures:
        return
    text = reading.block_of(figures[0]).text
    for said in (*_DOUBLED.finditer(text), *_FRACTION.finditer(text)):
        sentence = reading.block_of(figures[0]).sentence_at(said.start())
        if _LOOSE.search(text[sentence.start : said.start()]) or _ASIDE.search(text[sentence.start : sentence.end]):
            continue
        here = [f for f in figures if sentence.start <= f.start < sentence.end and f.is_quantity]
        kinds = {f.dimension: layout.alike(reading, f, here) for f in here if not f.dimension.startswith("span")}
        pairs = [found for found in kinds.values() if len(found) == 2]
        if len(pairs) != 1 or len(kinds) != 1:
            continue
        tie = of_two(reading, *pairs[0])
        if tie:
            yield from _multiplied(settled, tie.then, tie.now, *_multiple(said))


def _multiple(said: re.Match[str]) -> tuple[Decimal, str]:
    groups = said.groupdict()
    if groups.get("times"):
        return Decimal(2) ** (read_count(groups["times"]) or 1), said.group(0)
    part = Decimal(1) / 2 if groups["half"] else Decimal(read_count(groups["part"])) / read_count(groups["of"])
    return (1 - part if groups["down"] else 1 + part), said.group(0)


def _multiplied(settled: layout.Settled, then: Figure, now: Figure, multiple: Decimal, words: str) -> Iterator[Outcome]:
    """Words round: within a twentieth they are right."""
    computed = then.base * multiple
    shown = f"{plain((computed / now.unit_worth).quantize(now.step / now.unit_worth))}{now.unit}"
    if abs(computed - now.base) <= computed / 20:
        if not settled.is_explained(now, Kind.GROWTH):
            yield holding(Kind.GROWTH, now, [then], f"{then.text}{words}，{now.text}")
    elif (
        then.is_exact and now.is_exact and not settled.is_wrong(then, now) and computed / 3 <= now.base <= computed * 3
    ):
        yield finding(
            Kind.GROWTH, Severity.WARNING, now, [then], computed=shown, arithmetic=f"{then.text}{words} = {shown} ≠ {now.text}",
            message=f"{then.text}{words}应为{shown}，文中写{now.text}", suggestion=f"请核对{now.text}和“{words}”",
        )  # fmt: skip
