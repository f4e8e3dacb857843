"""What stands right behind an amount and a count as their mean: 惠及 52 户，销售 27.3 万元，户均 5250 元; 入户 504 户，平均每村 24 户.

The amount and the count are the last of their kinds before it, their own parts and shares left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip, rounded
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading
from ...unit import PERCENT, RATES
from ..claims.claim import Scene, scenes
from ..claims.folded import folded
from ..products.rate import count_in
from . import layout

_MEAN = re.compile(
    r"(?:即|折合|相当于|也就是|按[^，。；]{1,6})?(?P<mean>[一-龥]{1,2}均|平均下?来?每?一?[一-龥]{0,4}|每一?个?[一-龥]{1,5}|[一-龥]{0,2}亩产)[一-龥]{0,6}"
)
_OF_OTHERS = re.compile(
    r"[月日天年季]|增|提高|[多少]|高|低|纯|净|利|节|目标|计划|补助标准|标准|最|不|超|达标|上年|去年|其中|同比|为限|另|其余"
)
_NOT_ALL = re.compile(
    r"计划|拟|预计|目标|力争|[去上前]年|同期|原[有来]|另[有外]?|其余|余下|剩|未|尚|等$|[多少增减]了?$"
)
_OPENS = re.compile(r"其中|分别|依次|：")
_OF_SOME = re.compile(r"的|不等|（[^）]*(?:扣|按|含|计算|不包括)")
_FEW = 3  # commas between the first of the three and the mean; where there is no other of their kinds, twice as many
_SURE = 2


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    settled = layout.Settled(everything)
    here = layout.Settled(o for o in everything if not _is_from_afar(o))
    for scene in scenes(reading):
        for mean in scene.here:
            if mean.per and mean.dimension and mean.dimension not in RATES and mean.is_exact and _is_named(scene, mean):
                yield from _judged(reading, settled, here, scene, mean)


def _is_from_afar(outcome: Outcome) -> bool:
    """What comes out with a number of another paragraph says little against the two that stand before the mean."""
    return isinstance(outcome, Holding) and outcome.kind is Kind.PRODUCT and len({f.block for f in outcome.figures}) > 1


def _is_named(scene: Scene, mean: Figure) -> bool:
    words = re.split(r"[，。；：（）、“”]", scene.text[scene.passage.sentence.start : mean.start])[-1]
    return bool(_MEAN.fullmatch(words)) and not (_OF_OTHERS.search(words) or _OF_SOME.match(scene.text, mean.end))


def _judged(
    reading: Reading, settled: layout.Settled, here: layout.Settled, scene: Scene, mean: Figure
) -> Iterator[Outcome]:  # fmt: skip
    before = _before(scene, mean)
    if any(f.per == mean.per and f.dimension == mean.dimension for f in before):
        return  # 前者人均 500 元，后者人均 1500 元
    found = _amount_and_count(scene, mean, before)
    if not found:
        return
    amount, count, number = found
    if number <= 1 or _comes_out_of_others(scene, mean, amount, count):
        return
    computed = amount.base / number
    is_slipped = is_slip(rounded(computed, mean.step), mean.base, mean.step)
    if not (is_slipped or abs(computed - mean.base) * 8 <= mean.base):
        return
    slack = mean.step * Decimal("0.999") + amount.coarse / number
    yield from layout.judged(
        reading, here if is_slipped else settled, Kind.PRODUCT, mean, [amount, count], computed,
        f"{amount.text} ÷ {count.text}", slack=slack,
    )  # fmt: skip


def _before(scene: Scene, mean: Figure) -> list[Figure]:
    """The quantities of its stretch of the sentence, without those in brackets and what follows 其中."""
    start = max(scene.passage.sentence.start, scene.text.rfind("；", 0, mean.start) + 1)
    figures = [
        f for f in scene.here
        if start <= f.start and f.end <= mean.start and f.is_quantity and not f.is_article and f.dimension != PERCENT
    ]  # fmt: skip
    return [
        f for f in folded(figures)
        if not _is_bracketed(scene.text, start, f) and "其中" not in re.split("，", scene.text[start : f.start])[-1]
    ]  # fmt: skip


def _is_bracketed(text: str, start: int, figure: Figure) -> bool:
    return text.count("（", start, figure.start) > text.count("）", start, figure.start)


def _amount_and_count(
    scene: Scene, mean: Figure, before: Sequence[Figure]
) -> tuple[Figure, Figure, Decimal] | None:  # fmt: skip
    counts = [
        (f, number) for f in before for number, sure in [count_in(f, mean.per, scene)] if sure >= _SURE and not f.per
    ]
    amounts = [f for f in before if _is_amount(mean, f) and all(f is not count for count, _ in counts)]
    if not counts or not amounts:
        return None
    amount, (count, number) = amounts[-1], counts[-1]
    first = min(amount.start, count.start)
    if scene.text.count("，", first, mean.start) > (_FEW if len(amounts) + len(counts) > 2 else 2 * _FEW):
        return None
    behind_both = [f for f in before if f.start > first and f not in (amount, count)]
    is_behind = scene.text[max(amount.end, count.end) : mean.start].count("，") <= 1
    if behind_both and (len(counts) > 1 or (len(amounts) > 1 and not (is_behind and amount is before[-1]))):
        return None
    if len(amounts) + len(counts) > 2 and _OPENS.search(scene.text, before[0].end, mean.start):
        return None  # which of the parts or the whole is meant, the layout does not say
    if not all(f.is_exact and not f.is_change and not _NOT_ALL.search(f.left) for f in (amount, count)):
        return None
    return amount, count, number


def _is_amount(mean: Figure, figure: Figure) -> bool:
    same = figure.dimension == mean.dimension and (figure.dimension != "个" or figure.noun[:1] == mean.noun[:1])
    return same and not figure.per


def _comes_out_of_others(scene: Scene, mean: Figure, amount: Figure, count: Figure) -> bool:
    """Another amount over another count of the sentence gives what is stated."""
    near = [f for f in scene.here if f.is_quantity and not f.per]
    counts = [(f, number) for f in near for number, sure in [count_in(f, mean.per, scene)] if sure > 0 and number > 1]
    return any(
        abs(one.base / number - mean.base) * 2 <= mean.step
        for one in near
        if _is_amount(mean, one)
        for other, number in counts
        if one is not other and (one, other) != (amount, count)
    )
