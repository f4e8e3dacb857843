"""Growth by what its words tie it to: 五年增加了 4609 元，累计增长 63.5 %; 与上年的 6000 万元相比，增长 10 %; 秋季比春季增长 5.3 %."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Passage, Reading
from ...unit import PERCENT, RATES
from . import layout

_UP = r"增[加长幅速]?|提高|提升|上升|上涨|升|涨"
_DOWN = r"减少|下降|降低|降幅|缩减|压减|回落|减|降"
_RATE = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度?|率)?(?:了|为|是|达到?)*$"
_RISE = re.compile(r"(?:净?增[加长]?|提高|提升|上升|上涨|增收|增产|多)了?$")
_FALL = re.compile(r"(?:净?减[少]?|下降|降低|缩减|压减|少)了?$")
_RIGHT_BEHIND = re.compile(rf"^(?:（[^（）\d]*）)?，?(?:也就是|即|同比|环比|累计|总体)?{_RATE}")
_EARLIER = r"上年|去年|前年|同期|年初|上季|上月|上半年|上一?年度|20\d\d年|[一二三四]季度|\d{1,2}月份?"
_IN_BRACKETS = re.compile(rf"^（(?:{_EARLIER})[^，。；\d（）]{{0,4}}$")
_AFTERWARDS = re.compile(rf"^[，（](?:而)?(?:{_EARLIER})[^，。；\d（）]{{0,4}}$")
_AGAINST = re.compile(rf"[与和同比较](?:{_EARLIER})[^，。；\d]{{0,8}}$")
_COMPARED = re.compile(rf"^(?:的[^，。；\d]{{0,6}})?(?:相比|比较|比)，?[^，。；\d]{{0,6}}?{_RATE}")
_AND_CHANGED = re.compile(r"^(?:的[^，。；\d]{0,6})?(?:(?:相比|比较|比)，?)?[^，。；\d]{0,6}$")
_SIDES = re.compile(rf"(?:^|[，。；、（])(?P<one>[一-龥\d]{{2,6}})[比较](?P<other>[一-龥\d]{{2,6}}?){_RATE}")
_YEAR = re.compile(rf"(?:^|[，。；、：（])(?:其中)?(?P<one>20\d\d年)(?:同比|环比)?{_RATE}")
_FILLER = r"(?:[^，。；：、\d]{0,8})$"
_PARTIAL = re.compile(r"其中|计划|目标|任务|预计|力争")


@dataclass(frozen=True)
class Tie:
    """``gap`` is what came on or went off ``then``; ``operands`` are the figures that say both."""

    gap: Decimal
    then: Decimal
    operands: tuple[Figure, ...]
    how: str
    is_tight: bool = True


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    gaps = {
        o.figures[0]: o.figures[1:]
        for o in outcomes
        if isinstance(o, Holding) and o.kind is Kind.DIFFERENCE and len(o.figures) == 3
    }
    for passage in reading.passages:
        for at, rate in enumerate(passage.figures):
            if rate.dimension != PERCENT or not rate.is_exact or wording.YEARLY.search(rate.left):
                continue
            before = [f for f in passage.figures[:at] if f.dimension and not f.is_article]
            tie = (
                _of_change(passage, rate, before, gaps)
                or _compared(reading, passage, rate, before)
                or _sides(reading, passage, rate)
            )
            if tie and tie.then > 0 and all(f.is_exact for f in tie.operands):
                yield from _held_against(reading, settled, rate, tie)


def _held_against(reading: Reading, settled: layout.Settled, rate: Figure, tie: Tie) -> Iterator[Outcome]:
    computed = tie.gap / tie.then * 100
    slack = rate.step / 2 + sum((f.coarse for f in tie.operands), Decimal(0)) / tie.then * 100
    slack = max(min(slack, 3 * rate.step), rate.step * Decimal("1.05") if tie.is_tight else slack)
    yield from layout.judged(
        reading, settled, Kind.GROWTH, rate, tie.operands, computed, tie.how, wide=tie.is_tight, slack=slack
    )


def _of_change(
    passage: Passage, rate: Figure, before: Sequence[Figure], gaps: Mapping[Figure, tuple[Figure, ...]]
) -> Tie | None:
    """增加 a，增长 p %: of what the difference that holds was before, or what is told of the time before beside it."""
    text = passage.block.text
    if not before:
        return None
    bracketed = None
    change = before[-1]
    if (
        len(before) > 1
        and _IN_BRACKETS.match(text[before[-2].end : change.start])
        and text.startswith("）", change.end)
    ):
        bracketed, change = change, before[-2]
    start = bracketed.end + 1 if bracketed else change.end
    said = _RIGHT_BEHIND.match(text[start : rate.start])
    left = text[max(0, change.start - 8) : change.start]
    if not said or not _is_amount(change) or not (_FALL if said["down"] else _RISE).search(left):
        return None
    if bracketed:
        return _over(change, bracketed)
    if operands := gaps.get(change):
        high, low = sorted(operands, key=lambda f: -f.base)
        then = high if said["down"] else low
        return Tie(high.base - low.base, then.base, (high, low), f"（{high.text} − {low.text}）÷ {then.text}")
    after = next((f for f in passage.figures if f.start >= rate.end), None)
    if after and _AFTERWARDS.match(text[rate.end : after.start]):
        return _over(change, after)
    if len(before) > 1:
        then = before[-2]
        against = _AGAINST.search(text[max(0, then.start - 16) : then.start])
        if against and _AND_CHANGED.match(text[then.end : change.start]):
            return _over(change, then)
    return None


def _over(change: Figure, then: Figure) -> Tie | None:
    if change.dimension != then.dimension or bool(change.per) != bool(then.per) or not then.base:
        return None
    return Tie(change.base, then.base, (change, then), f"{change.text} ÷ {then.text}")


def _compared(reading: Reading, passage: Passage, rate: Figure, before: Sequence[Figure]) -> Tie | None:
    """收入 6600 万元，其中…。与上年的 6000 万元相比，增长 10 %: what the sentence, or the one before, begins with."""
    text = passage.block.text
    if not before or not _AGAINST.search(text[max(0, before[-1].start - 16) : before[-1].start]):
        return None
    then = before[-1]
    said = _COMPARED.match(text[then.end : rate.start])
    if not said or not _is_amount(then):
        return None
    own = [f for f in before[:-1] if _is_like(f, then)]
    if not own:
        here = [f for f in reading.by_block[then.block] if f.end <= passage.sentence.start]
        start = passage.block.sentence_at(here[-1].start).start if here else 0
        own = [f for f in here if f.start >= start and _is_like(f, then)]
    if not own or _PARTIAL.search(own[0].left):
        return None
    falls = bool(said["down"])
    meant = [f for f in own if (f.base < then.base) is falls]
    return _of_two(own[0], then, falls=falls, is_tight=meant == own[:1])


def _sides(reading: Reading, passage: Passage, rate: Figure) -> Tie | None:
    """秋季比春季增长, 2023 年增长 beside a row of years: each side has one figure of its name before."""
    text = passage.block.text
    clause = text[max(passage.sentence.start, rate.start - 24) : rate.start]
    said = _SIDES.search(clause) or _YEAR.search(clause)
    if not said:
        return None
    one = said["one"]
    other = said.groupdict().get("other") or f"{int(one[:4]) - 1}年"
    here = [f for f in reading.by_block[rate.block] if f.end <= rate.start and _is_amount(f)]
    now, then = (_bearing(text, here, name) for name in (one, other))
    if len(now) != 1 or len(then) != 1 or not _is_like(now[0], then[0]):
        return None
    return _of_two(now[0], then[0], falls=bool(said["down"]), is_tight=True)


def _bearing(text: str, figures: Iterable[Figure], name: str) -> list[Figure]:
    named = re.compile(re.escape(name) + _FILLER)
    return [f for f in figures if named.search(text[max(0, f.start - len(name) - 8) : f.start])]


def _of_two(now: Figure, then: Figure, *, falls: bool, is_tight: bool) -> Tie | None:
    gap = then.base - now.base if falls else now.base - then.base
    if gap <= 0:
        return None
    high, low = (then, now) if falls else (now, then)
    return Tie(gap, then.base, (now, then), f"（{high.text} − {low.text}）÷ {then.text}", is_tight)


def _is_amount(figure: Figure) -> bool:
    return bool(figure.dimension) and figure.dimension not in RATES and not figure.dimension.startswith(("span", "age"))


def _is_like(one: Figure, other: Figure) -> bool:
    return one.dimension == other.dimension and bool(one.per) == bool(other.per) and one.is_exact and not one.is_change
