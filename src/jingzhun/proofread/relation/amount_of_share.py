"""Amounts worked out from a rate that stands before them: 按 60% 即 2,620.8 万元, 增长 10%、达到 11,506 元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, Decimal

from .. import wording
from ..agreement import Agreement, of_ratio
from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..reading import Reading, holding
from ..unit import PERCENT
from .claim import Scene, scenes
from .share import GROWTH
from .split import addable

_IS = re.compile(
    r"^(?:以上|以内|左右|[一-龥]{0,6})?[，（、：]?[^。；，\d]{0,6}(?:即|也就是|就是|约为?|为|是|达到?|至少|不[少低]于|累计[一-龥]{2}|计|提取|到|至|完工|支出|拨付|预留|领到?|得到?)[一-龥]{0,10}$"
)
_AT_LEAST = re.compile(r"至少|不[少低]于|要|应|须|达到")
_FALLS = re.compile(r"下降|减少|降低|压减|降幅|减幅|降|减")
_REACHES = re.compile(r"(?:达到?|到|至|为|突破)[一-龥]{0,3}$")
_ROOM = 24  # characters between a rate and its amount
_MOST = 120  # figures of a kind that are tried


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """A rate, then the amount that it makes of something said anywhere before; chance by how many there are to try."""
    everything = list(outcomes)
    said = {(o.literals[0], line) for o in everything if o.kind is Kind.PRODUCT for line in o.lines}
    shares = {
        (id(o.figures[0]), id(o.figures[1])): o.figures[2]
        for o in everything
        if isinstance(o, Holding) and o.kind is Kind.PERCENT and len(o.figures) == 3
    }
    for scene in scenes(reading):
        for rate in scene.here:
            if rate.dimension != PERCENT or rate.is_range or not rate.base:
                continue
            amount = _amount(scene, rate)
            if not amount or (amount.literal, amount.place.line) in said:
                continue
            whole = shares.get((id(rate), id(amount)))
            if whole and whole.dimension == amount.dimension:
                yield holding(Kind.PRODUCT, amount, [whole, rate], f"{whole.text} × {rate.text} = {amount.text}")
            elif found := _worked_out(reading, scene, rate, amount):
                yield found


def _amount(scene: Scene, rate: Figure) -> Figure | None:
    after = [f for f in scene.after(rate)[:1] if f.is_quantity and not f.is_article]
    if not after:
        return None
    gap = scene.between(rate, after[0])
    return after[0] if len(gap) <= _ROOM and _IS.match(gap) else None


def _worked_out(reading: Reading, scene: Scene, rate: Figure, amount: Figure) -> Holding | None:
    grows = bool(GROWTH.search(rate.left[-8:]))
    gap = scene.between(rate, amount)
    if grows and not _REACHES.search(gap):
        return None
    factor = rate.base / 100
    if grows:
        factor = 1 - factor if _FALLS.search(rate.left[-8:]) else 1 + factor
    near = [f for f in (*scene.above, *scene.here) if f is not amount and _may_be_whole(f, amount, grows=grows)]
    for wholes, wanted in ((near, 2), (_before(reading, amount, grows=grows), 3)):
        fitting = [f for f in wholes if _comes_out(f.base * factor, amount, at_least=bool(_AT_LEAST.search(gap)))]
        tries = len({f.base for f in wholes})
        if wanted == 3 and amount.digits < 4 and 10**amount.digits < 8 * tries:
            words = wording.bigrams(scene.clause(amount, 30) + amount.noun)
            fitting = [f for f in fitting if words & wording.bigrams(f.left + f.noun)]
        if fitting and amount.digits >= wanted - (1 if wanted == 3 else 0):
            whole = fitting[-1]
            shown = (
                f"{whole.text} ×（1 {'−' if factor < 1 else '+'} {rate.text}）"
                if grows
                else f"{whole.text} × {rate.text}"
            )
            return holding(Kind.PRODUCT, amount, [whole, rate], f"{shown} = {amount.text}")
    return None


def _may_be_whole(figure: Figure, amount: Figure, *, grows: bool) -> bool:
    """A mean grows to a mean whether or not the wording says so again."""
    return figure.is_quantity and addable(figure, amount) and (grows or bool(figure.per) == bool(amount.per))


def _before(reading: Reading, amount: Figure, *, grows: bool) -> list[Figure]:
    earlier = [*reading.figures_before(amount.block, blocks=80), *reading.by_block[amount.block]]
    return [f for f in earlier if f is not amount and _may_be_whole(f, amount, grows=grows)][-_MOST:]


def _comes_out(computed: Decimal, amount: Figure, *, at_least: bool) -> bool:
    if of_ratio(computed, amount.base, amount.step) is Agreement.HOLDS:
        return True
    return at_least and (computed / amount.step).to_integral_value(ROUND_CEILING) * amount.step == amount.base
