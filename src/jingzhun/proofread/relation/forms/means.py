"""What stands right behind an amount and a count as their mean: 惠及 52 户，销售 27.3 万元，户均 5250 元; 入户 504 户，平均每村 24 户.

The amount and the count are the last of their kinds before it, their own parts and shares left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import is_slip, rounded
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading
from ...unit import PERCENT, RATES, TURNS
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
_BACK = 2  # sentences above
_THING = re.compile(r"[每一]个[一-龥]{0,3}(?P<last>[一-龥]{2})$")
_IS_PART = re.compile(r"其中|[一-龥]中(?!心|学|小学)[一-龥]")
_IN_ALL = re.compile(r"(?:共|合计|总计|累计)[一-龥]{0,2}$")
_OF_KINDS = ("方面", "类", "种", "大")  # 四个方面问题
_MORE_THAN_ONCE = (TURNS, "户次")  # 走访 1176 户次，每户 3 次


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    settled = layout.Settled(everything)
    here = layout.Settled(o for o in everything if not _is_from_afar(o))
    alone = layout.Settled(o for o in everything if not (isinstance(o, Holding) and o.kind is Kind.PRODUCT))
    for scene in scenes(reading):
        for mean in scene.here:
            if (
                mean.per
                and mean.dimension
                and mean.dimension not in RATES
                and _is_held(mean)
                and _is_named(scene, mean)
            ):
                yield from _judged(reading, Known(settled, here, alone), scene, mean)


@dataclass(frozen=True)
class Known:
    """What other arithmetic has said: all of it; without what it made of another paragraph; without any product."""

    all: layout.Settled
    near: layout.Settled
    but_products: layout.Settled


def _is_held(mean: Figure) -> bool:
    """Exact, or 户均约 3.6 人, which is about as much as it is written."""
    return mean.is_exact or (mean.is_approximate and mean.left.endswith("约") and mean.step < mean.unit_worth)


def _is_from_afar(outcome: Outcome) -> bool:
    """What comes out with a number of another paragraph says little against the two that stand before the mean."""
    return isinstance(outcome, Holding) and outcome.kind is Kind.PRODUCT and len({f.block for f in outcome.figures}) > 1


def _is_named(scene: Scene, mean: Figure) -> bool:
    words = re.split(r"[，。；：（）、“”]", scene.text[scene.passage.sentence.start : mean.start])[-1]
    return bool(_MEAN.fullmatch(words)) and not (_OF_OTHERS.search(words) or _OF_SOME.match(scene.text, mean.end))


def _judged(reading: Reading, known: Known, scene: Scene, mean: Figure) -> Iterator[Outcome]:
    before = _before(scene, mean)
    if any(f.per == mean.per and f.dimension == mean.dimension for f in before):
        return  # 前者人均 500 元，后者人均 1500 元
    found = _amount_and_count(scene, mean, before)
    far = None if found else _one_further_up(scene, mean, before)
    if far and not (far.is_rare(mean) and mean.is_exact):
        return
    found = found or far
    if not found or found.number <= 1 or _comes_out_of_others(scene, mean, found):
        return
    computed = found.mean
    is_slipped = is_slip(rounded(computed, mean.step), mean.base, mean.step)
    if not (is_slipped or (not far and abs(computed - mean.base) * 8 <= mean.base)):
        return
    slack = mean.step * (Decimal("0.999") if mean.is_exact else 2) + found.amount.coarse / found.number
    settled = (
        known.but_products if is_slipped and _is_run(scene, mean, found) else known.near if is_slipped else known.all
    )
    yield from layout.judged(
        reading, settled, Kind.PRODUCT, mean, [found.amount, found.count], computed,
        f"{found.amount.text} ÷ {found.count.text}", slack=slack, about=not mean.is_exact,
    )  # fmt: skip


@dataclass(frozen=True)
class Operands:
    """``number`` is how many of what the mean is for the count says: 1200 for 每亩 and 1200 亩."""

    amount: Figure
    count: Figure
    number: Decimal

    @property
    def mean(self) -> Decimal:
        return self.amount.base / self.number

    def is_rare(self, mean: Figure) -> bool:
        """Hardly a slip away by chance: three digits, or over so many that it seldom comes out even."""
        if mean.digits >= 3:
            return True
        is_even = rounded(self.mean, mean.step) == self.mean
        return is_even and self.number >= (_FEW_COUNTED if mean.digits == 2 else 2 * _FEW_COUNTED)


_FEW_COUNTED = 6


def _is_run(scene: Scene, mean: Figure, found: Operands) -> bool:
    """57 户 200 人，户均 3.5 人: nothing else stands among the three."""
    behind = [f for f in scene.here if min(found.amount.start, found.count.start) <= f.start < mean.start]
    return len(behind) == 2 and scene.text[behind[0].start : mean.start].count("，") <= 2


def _before(scene: Scene, mean: Figure) -> list[Figure]:
    """The quantities of its stretch of the sentence, without those in brackets and what follows 其中."""
    start = _start_of(scene, mean)
    figures = [
        f for f in scene.here
        if start <= f.start and f.end <= mean.start and f.is_quantity and not f.is_article and f.dimension != PERCENT
    ]  # fmt: skip
    return [
        f for f in folded(figures)
        if not _is_bracketed(scene.text, start, f) and "其中" not in re.split("，", scene.text[start : f.start])[-1]
    ]  # fmt: skip


def _start_of(scene: Scene, mean: Figure) -> int:
    """Where its stretch begins; behind 县派 67 支；平均每支 it is the one before."""
    first = scene.passage.sentence.start
    at = scene.text.rfind("；", first, mean.start) + 1
    if at and not any(at <= f.start < mean.start for f in scene.here):
        at = scene.text.rfind("；", first, at - 1) + 1
    return max(first, at)


def _is_bracketed(text: str, start: int, figure: Figure) -> bool:
    return text.count("（", start, figure.start) > text.count("）", start, figure.start)


def _counts(scene: Scene, mean: Figure, figures: Iterable[Figure]) -> list[tuple[Figure, Decimal]]:
    thing = _THING.search(mean.left)
    return [
        (f, number) for f in figures for number, sure in [count_in(f, mean.per, scene)]
        if (sure >= _SURE or (sure > 0 and f.left.endswith(mean.per))) and not f.per
        and not (thing and mean.per == "个" and (thing["last"] not in f.left[-6:] + f.noun or f.noun.startswith(_OF_KINDS)))
        and not _is_amount(mean, f)
    ]  # fmt: skip


def _one_further_up(scene: Scene, mean: Figure, before: Sequence[Figure]) -> Operands | None:
    """The amount stands before the mean, its count in the sentence above, or the other way about: 共 46 个问题。措施 138 条，平均每个问题 3 条."""
    start = _start_of(scene, mean)
    counts, amounts = _counts(scene, mean, before), [f for f in before if _is_amount(mean, f)]
    if bool(counts) == bool(amounts) or scene.text.count("，", (before or [mean])[-1].end, mean.start) > _FEW:
        return None
    ends = [s.start for s in scene.passage.block.sentences if s.start < start][-_BACK:]
    for above in reversed(ends):
        row = folded(
            [
                f
                for f in scene.above
                if f.start >= above and f.is_quantity and not f.is_article and f.dimension != PERCENT
            ]
        )
        row = [f for f in row if not (_is_bracketed(scene.text, above, f) or _IS_PART.search(f.left))]
        other = [f for f, _ in _counts(scene, mean, row)] if amounts else [f for f in row if _is_amount(mean, f)]
        if not other:
            continue
        own = amounts[-1] if amounts else counts[-1][0]
        if (len(other) > 1 and not _IN_ALL.search(other[-1].left)) or not all(_is_whole(f) for f in (own, other[-1])):
            return None
        amount, count = (own, other[-1]) if amounts else (other[-1], own)
        return Operands(amount, count, count_in(count, mean.per, scene)[0])
    return None


def _is_whole(figure: Figure) -> bool:
    return figure.is_exact and not figure.is_change and not _NOT_ALL.search(figure.left)


def _amount_and_count(scene: Scene, mean: Figure, before: Sequence[Figure]) -> Operands | None:
    counts = _counts(scene, mean, before)
    amounts = [f for f in before if _is_amount(mean, f)]
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
    found = Operands(amount, count, number)
    if not (
        amount.is_exact and count.is_exact and (_is_run(scene, mean, found) or (_is_whole(amount) and _is_whole(count)))
    ):
        return None
    return found


def _is_amount(mean: Figure, figure: Figure) -> bool:
    same = figure.dimension == mean.dimension and (figure.dimension != "个" or figure.noun[:1] == mean.noun[:1])
    is_often = mean.unit == "次" and figure.dimension in _MORE_THAN_ONCE
    return (same or is_often) and not figure.per


def _comes_out_of_others(scene: Scene, mean: Figure, found: Operands) -> bool:
    """Another amount over another count of the sentence gives what is stated."""
    near = [f for f in scene.here if f.is_quantity and not f.per]
    counts = [(f, number) for f in near for number, sure in [count_in(f, mean.per, scene)] if sure > 0 and number > 1]
    return any(
        abs(one.base / number - mean.base) * 2 <= mean.step
        for one in near
        if _is_amount(mean, one)
        for other, number in counts
        if one is not other and (one, other) != (found.amount, found.count)
    )
