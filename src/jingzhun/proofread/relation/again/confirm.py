"""What comes out beside the wording that asks for it: differences, growth, products and rates of the figures at hand.

Only holdings: the wording says what kind of arithmetic is meant, the numbers say which figures; where none come out
nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading, holding, once
from ...unit import MONEY, PEOPLE, PERCENT, POINTS, RATES
from ..claims.claim import Scene, digits, is_counted, scenes
from ..products.rate import count_in
from ..shares.share import GROWTH

_LEFT = re.compile(
    r"[还尚]|余|剩|其余|差|欠|缺|没有?|未|暂无|待|结存|结余|节[约省]|亏|[多少高低慢快轻重涨跌降升退减增缩扩]|自[己付理费掏]|自筹|请假|缺席|掏|净|比|较|超"
)
_BETWEEN = re.compile(r"[。！？]")
_MONTHS = re.compile(r"全年|一年|年内|每年|年|按月")
_STANDARD = re.compile(r"标准(?:为|是)?$|月薪(?:为|是)?$|月(?:工资|租金?|补贴)(?:为|是)?$")
_MONTHLY = re.compile(r"月[一-龥]{1,4}$")
_NEAR, _ABOVE, _FAR = 8, 8, 16


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """``outcomes`` are what the other rules have said: a figure of a kind is not said to hold twice, nor where it fails."""
    said = {(o.kind, line, literal) for o in outcomes for line in o.lines for literal in o.literals[:1]}
    for scene in scenes(reading):
        for figure in scene.here:
            if figure.is_range or figure.is_quoted or figure.is_article or not figure.dimension or figure.base <= 0:
                continue
            for kind, look in ((Kind.DIFFERENCE, _difference), (Kind.GROWTH, _growth), (Kind.PRODUCT, _product)):
                if (kind, figure.place.line, figure.literal) not in said and (found := look(scene, figure)):
                    yield found


def _pools(scene: Scene, figure: Figure, dimension: str = "") -> Iterator[tuple[list[Figure], int]]:
    """Figures of the sentence, of the paragraph, of those before, with how much rarer than chance a hit must be.

    ``dimension`` leaves out all others, so that what stands between does not take their place.
    """
    here = [f for f in scene.nearest(figure) if not f.is_range and dimension in ("", f.dimension)]
    yield here[:_NEAR], 1
    above = [f for f in scene.above if dimension in ("", f.dimension)]
    yield [*here[:_NEAR], *reversed(above[-_ABOVE:])], 4
    far = [f for f in scene.far if dimension in ("", f.dimension)]
    yield [*here[:4], *reversed(above[-4:]), *reversed(far[-_FAR:])], 20


def _is_rare(figure: Figure, tries: int, factor: int) -> bool:
    return bool(10 ** digits(figure) * 2 >= tries * factor)


def _difference(scene: Scene, figure: Figure) -> Holding | None:
    if figure.dimension in RATES - {POINTS}:
        return None
    cue = scene.cue(figure)[-10:] + "·" + figure.right[:4]
    if not _LEFT.search(cue) and not _is_last_of_two(scene, figure):
        return None
    dimension = PERCENT if figure.dimension == POINTS else figure.dimension
    timed = figure.dimension.startswith("span")
    for pool, factor in _pools(scene, figure, dimension):
        alike = [f for f in pool if is_counted(f) or dimension == PERCENT or timed]
        pairs = list(combinations(alike, 2))
        nearest = set(alike[:2])
        for one, other in pairs:
            high, low = (one, other) if one.base >= other.base else (other, one)
            if high.base - low.base != figure.base:
                continue
            if _is_rare(figure, len(pairs), factor) or (
                factor == 1 and ({one, other} == nearest or digits(figure) >= 2)
            ):
                return holding(Kind.DIFFERENCE, figure, [high, low], f"{high.text} − {low.text} = {figure.text}")
    return None


def _is_last_of_two(scene: Scene, figure: Figure) -> bool:
    """助教 86 名, 其中本科 52 名, 专科 34 名: the last of two parts is what the first leaves."""
    before = [f for f in scene.before(figure) if f.dimension == figure.dimension and is_counted(f)][:2]
    return len(before) == 2 and before[1].base - before[0].base == figure.base


def _growth(scene: Scene, rate: Figure) -> Holding | None:
    if rate.dimension != PERCENT or not (
        GROWTH.search(rate.left[-10:]) or (len(rate.left) < 2 and GROWTH.search(scene.clause(rate, 12)))
    ):
        return None
    for pool, factor in _pools(scene, rate):
        counted = [f for f in pool if is_counted(f) and f.base]
        pairs = [(a, b) for a, b in permutations(counted, 2) if a.dimension == b.dimension]
        tries = len(pairs)
        for one, other in pairs:
            if _runs_against(rate, one, other):
                continue
            ways = [(abs(one.base - other.base) / other.base, f"（{one.text} 与 {other.text} 之差）÷ {other.text}")]
            if wording.DELTA_HERE.search(one.left) or _LEFT.search(one.left[-4:]):
                ways.append((one.base / other.base, f"{one.text} ÷ {other.text}"))
                if other.base > one.base:
                    ways.append((one.base / (other.base - one.base), f"{one.text} ÷（{other.text} − {one.text}）"))
            for computed, how in ways:
                if of_ratio(computed * 100, rate.base, rate.step) is Agreement.HOLDS and (
                    _is_rare(rate, tries, factor) or (factor == 1 and tries <= 12) or computed * 100 == rate.base
                ):
                    return holding(Kind.GROWTH, rate, [one, other], f"{how} = {rate.text}")
    return None


_UP, _DOWN = re.compile(r"增[长加幅]|上升|上涨"), re.compile(r"下降|减少|降低|降幅|下跌")


def _runs_against(rate: Figure, now: Figure, then: Figure) -> bool:
    """增长 36.1 % is not what the smaller number lacks of the larger; a change has no direction of its own."""
    if now.is_change or then.is_change:
        return False
    said = rate.left[-8:]
    return (now.base < then.base and bool(_UP.search(said))) or (now.base > then.base and bool(_DOWN.search(said)))


def _product(scene: Scene, total: Figure) -> Holding | None:
    if total.dimension in RATES or total.dimension.startswith(("span", "age")):
        return None
    may_multiply = _that_may_multiply(scene.reading)
    for pool, factor in _pools(scene, total):
        rates = [f for f in pool if f in may_multiply and f.dimension in (PERCENT, total.dimension)]
        if rates and (found := _multiplied(scene, total, pool, rates, factor)):
            return found
    return _mean(scene, total) if total.per else None


@once
def _that_may_multiply(reading: Reading) -> frozenset[Figure]:
    """Rates that are no growth, and what there is for each."""
    return frozenset(
        f for f in reading.figures
        if (not GROWTH.search(f.left[-8:]) if f.dimension == PERCENT else f.per or _STANDARD.search(f.left))
    )  # fmt: skip


def _multiplied(
    scene: Scene, total: Figure, pool: Sequence[Figure], rates: Sequence[Figure], factor: int
) -> Holding | None:
    alike = [f for f in pool if f.dimension == total.dimension and not f.is_range and f.base > 1]
    counts: list[Figure] = []
    others: list[Figure] = []
    months, times, most, tries = False, 12, 0.0, 1
    if any(rate.dimension != PERCENT for rate in rates):
        counts = _counts(pool)
        tries, most = max(1, len(rates) * len(counts)), max((f.worth for f in counts), default=0.0)
        others = [
            f for f in counts
            if f.dimension != total.dimension
            and (not total.per or f.dimension == PEOPLE or f.dimension.startswith("span"))
        ]  # fmt: skip
        ahead = scene.text[max(0, total.start - 40) : total.start]
        months = bool(_MONTHS.search(ahead))
        times = 365 if months and re.search(r"每?[天日]", ahead) else 12
    for rate in rates:
        if rate.dimension == PERCENT:
            of = _whole(total, rate, alike)
            if of and (factor == 1 or _is_rare(total, len(rates) * len(_counts(pool)), factor)):
                return holding(Kind.PRODUCT, total, [of, rate], f"{of.text} × {rate.text} = {total.text}")
            continue
        for count in others:
            number, sure = count_in(count, rate.per or "均", scene)
            if not sure and not count.dimension.startswith("span"):
                continue
            product = rate.base * (number or count.base)
            if not product:
                continue
            if product == total.base and (_is_rare(total, tries, factor) or factor == 1):
                return holding(Kind.PRODUCT, total, [rate, count], f"{rate.text} × {count.text} = {total.text}")
            if months and product * times == total.base and _is_rare(total, tries * 2, factor):
                return holding(
                    Kind.PRODUCT, total, [rate, count], f"{rate.text} × {count.text} × {times} = {total.text}"
                )
            needed = total.worth / float(product)
            for third in counts if 0.99 < needed < 1.01 * most else ():
                if abs(third.worth - needed) > needed * 1e-9:
                    continue
                if third in (rate, count) or third.dimension in (total.dimension, count.dimension):
                    continue
                if product * third.base == total.base and _is_rare(total, tries * len(counts), factor):
                    return holding(
                        Kind.PRODUCT, total, [rate, count, third],
                        f"{rate.text} × {count.text} × {third.text} = {total.text}",
                    )  # fmt: skip
        if (
            months
            and total.dimension == MONEY
            and (rate.per or _MONTHLY.search(rate.left))
            and rate.base * 12 == total.base
        ):
            return holding(Kind.PRODUCT, total, [rate], f"{rate.text} × 12 = {total.text}")
    return None


def _counts(pool: Sequence[Figure]) -> list[Figure]:
    return [f for f in pool if f.dimension and not f.is_range and f.base > 1 and f.dimension != PERCENT]


def _whole(part: Figure, rate: Figure, alike: Sequence[Figure]) -> Figure | None:
    """That of ``alike`` of which ``part`` is just so many per cent."""
    whole = part.worth / rate.worth * 100 if rate.base else 0.0
    for figure in alike:
        if abs(figure.worth - whole) <= whole * 1e-9 and figure.base * rate.base / 100 == part.base:
            return figure
    return None


def _mean(scene: Scene, mean: Figure) -> Holding | None:
    """A mean read backwards: total over count, to its last digit."""
    for (alike, factor), (pool, _) in zip(_pools(scene, mean, mean.dimension), _pools(scene, mean), strict=True):
        totals = [f for f in alike if is_counted(f) and not f.per and f.base > mean.base]
        counts = [f for f in pool if f.dimension and f.dimension not in RATES and f.base > 1 and not f.per]
        if factor != 1 and not _is_rare(mean, max(1, len(totals) * len(counts)), factor):
            continue
        counted = [
            (f, number) for f in counts for number, sure in [count_in(f, mean.per, scene)] if sure > 0 and number
        ]
        for total in totals:
            for count, number in counted:
                if count is not total and of_ratio(total.base / number, mean.base, mean.step) is Agreement.HOLDS:
                    return holding(Kind.PRODUCT, mean, [total, count], f"{total.text} ÷ {count.text} = {mean.text}")
    return None
