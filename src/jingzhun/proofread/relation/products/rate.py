"""Products: so much for each, so many of them, so much in all; also with months, with two rates, and means read backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import Agreement, is_strong_slip
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import AREA, ENERGY, HOUSEHOLDS, LENGTH, MASS, MEASURED, MONEY, PEOPLE, PERCENT, TURNS, UNITS
from ..claims.claim import Claim, Scene, coarse, digits, failed, is_counted, is_near, scenes, settle
from ..sums.total import is_bracketed

_MEASURE_OF = {
    "亩": AREA,
    "公顷": AREA,
    "平方米": AREA,
    "㎡": AREA,
    "公里": LENGTH,
    "米": LENGTH,
    "公斤": MASS,
    "斤": MASS,
    "吨": MASS,
    "千瓦": ENERGY,
    "m": LENGTH,
    "千瓦时": "electricity",
    "度": "electricity",
}
_PEOPLE = {"人", "名", "位", "口", "岗", "生", "社员"}
_ANY = {"均", "单价", "个", "项目", "处", "点"}
_TIMES = {"月", "年", "天", "学期", "期", "季"}
_YIELD = re.compile(r"利率|分红|收益率?|利息|回报|按|息$|的$|占|返还|比例|收益的")


def find(reading: Reading, parts: set[tuple[int, int]]) -> Iterator[Outcome]:
    """``parts`` are ids of (total, part): a part standing nearer than its total does not take the total's place."""
    shared: dict[str, Figure] = {}
    for scene in scenes(reading):
        for each in scene.here:
            if (each.per and each.base and is_counted(each)) or (
                each.per and each.dimension and each.base > 0 and not each.is_range
            ):
                yield from _of_rate(scene, each, shared, parts)
            elif each.dimension == PERCENT and not each.is_range and _YIELD.search(each.left[-8:]):
                yield from _of_percent(scene, each)


def count_in(figure: Figure, per: str, scene: Scene) -> tuple[Decimal, int]:
    """How many ``per`` a figure counts, and how surely; (0, 0) where it counts something else."""
    if figure.dimension in (MONEY, PERCENT) or figure.per not in ("", "年") or figure.dimension.startswith(("age",)):
        return Decimal(0), 0
    if per in _MEASURE_OF:
        if figure.dimension != _MEASURE_OF[per]:
            return Decimal(0), 0
        return (figure.base / UNITS[per].factor if per in UNITS else figure.base).quantize(Decimal("0.000001")), 3
    if figure.dimension.startswith("span"):
        span = "天" if per == "日" else per
        return (figure.base, 2) if span in _TIMES and figure.unit.endswith(span) else (Decimal(0), 0)
    if per in _PEOPLE:
        if figure.dimension in (PEOPLE, TURNS, "口"):
            return figure.base, 3 if figure.dimension == PEOPLE else 2
        return (figure.base, 2) if per == "岗" and figure.unit.endswith("个") else (Decimal(0), 0)
    if per in ("次", "人次") and figure.dimension == TURNS:
        return figure.base, 3
    if per == "户" or per == "家庭":
        return (figure.base, 3) if figure.dimension == HOUSEHOLDS else (Decimal(0), 0)
    if figure.dimension in MEASURED:
        return (
            (figure.base / UNITS[_unit(figure)].factor, 1)
            if per in _ANY and _unit(figure) in UNITS
            else (Decimal(0), 0)
        )
    if figure.dimension in (PEOPLE, HOUSEHOLDS, TURNS):
        return (figure.base, 1) if per in ("均", "单价") else (Decimal(0), 0)
    if figure.unit in (per, f"{per}次") or figure.unit.endswith(per) or figure.noun.startswith(per):
        return figure.base, 3
    if figure.noun and per in figure.noun[:6]:
        return figure.base, 2
    if per in _ANY or figure.unit == "个":
        if (
            per not in _ANY
            and figure.noun
            and not set(per) & set(figure.noun[:8])
            and per not in scene.clause(figure, 8)
        ):
            return figure.base, -2  # 5 个单元, 每层 2 户: storeys are not units; only what comes out counts
        return figure.base, 2 if per == "个" else 1
    tail = scene.clause(figure, 8)
    return (figure.base, 1) if per and per in tail else (Decimal(0), 0)


def _unit(figure: Figure) -> str:
    return figure.unit.lstrip("万亿千百十")


def _reach(scene: Scene, each: Figure) -> list[Figure]:
    return [
        *scene.nearest(each)[:14],
        *reversed(scene.above[-10:]),
        *reversed(scene.far[-16:]),
        *scene.reading.cell_totals[:12],
    ]


def _of_rate(scene: Scene, each: Figure, shared: dict[str, Figure], parts: set[tuple[int, int]]) -> Iterator[Outcome]:
    """``shared`` keeps per unit the count that the last mean was taken over: the next one is likely taken over it too."""
    reach = _reach(scene, each)
    last = shared.get(each.per)
    if last and last not in reach:
        reach.append(last)
    counts = [
        (f, *count_in(f, each.per, scene))
        for f in reach
        if f.dimension and f.base > 0 and not f.is_range and not f.is_article
    ]
    counts = [
        (f, number, sure) for f, number, sure in counts
        if sure and number > 0 and (f.dimension != each.dimension or each.per in _ANY)
    ]  # fmt: skip
    totals = [
        f
        for f in reach
        if (
            f.dimension == each.dimension
            and f.base
            and (not f.per or f.per in _TIMES)
            and f is not each
            and is_counted(f)
        )
        or _is_heads(f, each)
    ]
    around = _Around(scene, each, reach, parts)
    loose = 4 if digits(each) >= 2 else 5
    everything: list[Claim] = []
    highest = 0
    weighed = [
        (count, number, each.worth * float(number), sure + (3 if count is last and count not in scene.members else 0))
        for count, number, sure in counts
    ]
    for total in totals:
        if not is_counted(total):
            continue
        near = around.of_total(total)
        for count, number, product, sure in weighed:
            if count is total or not _FAR_TOO_SMALL < total.worth / product < _FAR_TOO_LARGE:
                continue
            tie = sure + near + around.of_count(count)
            if (tie < loose - 1 and total not in scene.members) or (
                tie < _FIRM - 2 and tie <= highest and not around.may_come_out(total, count, product)
            ):
                continue  # neither holds nor could be called wrong, nor is it the first of all
            highest = max(highest, tie)
            everything.extend(_claims(around, total, count, number, tie))
    everything.sort(key=lambda claim: -claim.tie)
    settled = settle(everything, firm=_FIRM, loose=loose, is_likely=_is_likely, message="按单价与数量，")
    if settled:
        shared[each.per] = settled[1].operands[1]
        yield settled[0]
        yield from _other_totals(scene, everything, settled[1], parts)
        return
    yield from _of_yield(scene, each, reach, counts)


def _other_totals(
    scene: Scene, claims: Sequence[Claim], settled: Claim, parts: set[tuple[int, int]]
) -> Iterator[Outcome]:
    """每学期发放 12.3 万元，全年 24.6 万元: the year comes out, the term must too; only a slip beside it is pointed out."""
    for total in dict.fromkeys(claim.stated for claim in claims):
        if (
            total is settled.stated
            or total not in scene.members
            or not total.is_exact
            or settled.agreement is not Agreement.HOLDS
        ):
            continue
        if (id(settled.stated), id(total)) in parts:
            continue
        own = [claim for claim in claims if claim.stated is total]
        first = next((c for c in own if c.operands[:2] == settled.operands[:2]), None)
        if any(claim.agreement is Agreement.HOLDS for claim in own):
            if first and first.agreement is Agreement.HOLDS:
                yield holding(first.kind, total, first.operands, f"{first.how} = {total.text}")
        elif (
            first and first.tie >= 8 and first.is_slip and all(f.is_exact for f in first.operands)
            and digits(total) >= 2 and total.start > first.operands[0].start and total.unit == settled.stated.unit
        ):  # fmt: skip
            yield failed(first, Severity.WARNING, "按单价与数量，")


def _is_heads(figure: Figure, each: Figure) -> bool:
    return {figure.dimension, each.dimension} == {PEOPLE, TURNS} and not figure.per


_FIRM = 9  # the tie from which a product that does not come out is an error
_FAR_TOO_SMALL, _FAR_TOO_LARGE = 0.00009, 10_001.0
"""A total beyond this many times the product is neither a slip of it nor taken several times over."""


def is_mixed(figures: Sequence[Figure], text: str, each: Figure, total: Figure) -> bool:
    """一类地区每亩 1200 元，二类地区每亩 900 元, 共…: the total is of all the rates before it, not of one."""
    if total.start < each.start or total.per:
        return False
    others = [
        f for f in figures
        if f.per == each.per and f.dimension == each.dimension and f.base != each.base and f is not total and f.end <= total.start
    ]  # fmt: skip
    several = bool(others) and bool(
        re.search(r"共|合计|总|计", total.left) or all("；" not in text[f.end : total.start] for f in others)
    )
    return several or bool(re.search(r"另[加外有给]|其余|再[加给]|不等", text[each.end : total.start]))


@dataclass
class _Around:
    """What stands about a mean: how near each total and count is, worked out once for all pairs of them."""

    scene: Scene
    each: Figure
    reach: list[Figure]
    parts: set[tuple[int, int]]

    def __post_init__(self) -> None:
        self.nearest = [f for f in self.scene.nearest(self.each) if not f.per]
        self.is_mean = bool(re.search(r"均", self.scene.clause(self.each, 16)))
        self.is_twice = bool(re.search(r"每[^，。]{1,4}每", self.scene.clause(self.each, 14)))
        self.repeats = [
            f
            for f in self.reach[:12]
            if _is_repeat(f) and f.block == self.each.block and abs(f.start - self.each.start) <= 80
        ]
        self.is_seasonal = bool(_SEASONAL.search(self.scene.passage.text))
        self.times = [1.0, *(f.worth for f in self.repeats), *((2.0, 6.0, 12.0) if self.is_seasonal else ())]
        self.counts: dict[int, int] = {}

    def _is_nearest(self, figure: Figure, *, counted: bool) -> bool:
        """Nothing else of its kind stands nearer, its own parts aside."""
        for other in self.nearest:
            if (
                other.dimension == figure.dimension
                and (not counted or is_counted(other))
                and (id(figure), id(other)) not in self.parts
            ):
                return other is figure
        return False

    def of_total(self, total: Figure) -> int:
        tie = _closeness(self.scene, self.each, total) + self._is_nearest(total, counted=True)
        if total in self.scene.members and _LEAD.search(self.scene.clause(total, 12).rsplit("，", 1)[-1]):
            tie += 1
        tie -= 5 if total in self.scene.members and is_mixed(self.scene.here, self.scene.text, self.each, total) else 0
        tie -= 5 if re.search(r"(?:多|少|增加|减少|增长|下降)了?$", total.left[-6:]) else 0
        return tie - (3 if total.block != self.each.block else 0)

    def of_count(self, count: Figure) -> int:
        if id(count) not in self.counts:
            self.counts[id(count)] = _closeness(self.scene, self.each, count) + self._is_nearest(count, counted=False)
        return self.counts[id(count)]

    def may_come_out(self, total: Figure, count: Figure, product: float) -> bool:
        """Whether the total may be the product, taken once or as often as the wording has it, for all that was rounded."""
        ratio, loss, last = total.worth / product, self.each.grain + count.grain + 1e-9, float(total.step) / product
        return any(abs(times - ratio) <= loss * times + last for times in self.times)


_SEASONAL = re.compile(r"[一两三四1-4]个?学期|两次|两季|半年|全年|一年")
_LEAD = re.compile(r"共|合计|总|计|需|发放|补助|兑现|产值|收入|投资|投入|支付|资金")


def _claims(around: _Around, total: Figure, count: Figure, number: Decimal, tie: int) -> Iterator[Claim]:
    each = around.each
    shown = f"{each.text} × {count.text}"
    computed = each.base * number
    backwards = total.base / number
    mean = around.is_mean and abs(backwards - each.base) <= each.step / 2 + total.step / number / 2
    if around.is_mean and abs(backwards - each.base) < each.step and each.places >= 2:
        mean, cut = True, each.step
    else:
        cut = each.step / 2
    slack = cut * number if mean else coarse(each) * number + each.base * (coarse(count) * number / count.base)
    twice = around.is_twice
    yield Claim(Kind.PRODUCT, total, (each, count), computed, tie - (3 if twice else 0), shown, slack)
    for times in around.repeats:
        if times is total or times is count:
            continue
        if not twice and abs(computed * times.base - total.base) > slack * times.base + total.step:
            continue  # a third factor is only looked at when it comes out, or where the wording asks for it
        yield Claim(
            Kind.PRODUCT,
            total,
            (each, count, times),
            computed * times.base,
            tie - (0 if twice else 1),
            f"{shown} × {times.text}",
            slack * times.base,
        )
    if total.dimension == MONEY and around.is_seasonal:
        for factor in (2, 6, 12):
            if abs(computed * factor - total.base) > slack * factor + total.step:
                continue
            yield Claim(
                Kind.PRODUCT, total, (each, count), computed * factor, tie - 1, f"{shown} × {factor}", slack * factor
            )


def _is_repeat(figure: Figure) -> bool:
    return (
        bool(figure.dimension.startswith("span") or figure.unit in ("次", "期", "批", "季", "轮", "个", "茬"))
        and 2 <= figure.base <= (366 if figure.unit == "天" else 60)
        and not figure.per
    )


def _closeness(scene: Scene, each: Figure, other: Figure) -> int:
    """3 in the same stretch between semicolons, 2 in the sentence, 1 in the paragraph, 0 beyond."""
    if other.block != each.block:
        return 0
    if other not in scene.members:
        return 1
    low, high = sorted((each, other), key=lambda f: f.start)
    gap = scene.between(low, high)
    return 1 if "；" in gap else 3 if gap.count("，") <= 2 else 2


def _is_likely(claim: Claim) -> bool:
    stated, computed = claim.stated.base, claim.computed
    if stated < claim.operands[0].base and stated * 10_000 != computed:
        return False
    if not computed or not claim.operands[0].is_exact or claim.operands[0].is_bound:
        return False
    ratio = stated / computed
    each = claim.operands[0]
    if is_strong_slip(each.base, each.base * ratio, each.step):
        return True
    return (
        is_near(computed, stated, claim.stated.step, Decimal("0.35"))
        or ratio in (10, 100, 1000, 10000)
        or 1 / ratio in (10, 100, 1000, 10000)
    )


def _of_yield(
    scene: Scene, each: Figure, reach: list[Figure], counts: list[tuple[Figure, Decimal, int]]
) -> Iterator[Outcome]:
    """亩产 a 公斤, 每公斤 b 元, c 亩: two rates and a count."""
    for price in scene.here:
        if price is each or not price.per or price.dimension != MONEY or price.per not in _MEASURE_OF:
            continue
        if (
            each.dimension != _MEASURE_OF[price.per]
            or price.per not in UNITS
            or is_bracketed(scene.text, price) != is_bracketed(scene.text, each)
        ):
            continue
        yielded = each.base / UNITS[price.per].factor
        claims = []
        for count, number, sure in counts:
            for total in reach:
                if total.dimension == MONEY and not total.per and is_counted(total):
                    tie = sure + _closeness(scene, each, total) + _closeness(scene, each, count) + 1
                    computed = number * yielded * price.base
                    slack = coarse(each) * number * price.base
                    claims.append(
                        Claim(
                            Kind.PRODUCT,
                            total,
                            (each, count, price),
                            computed,
                            tie,
                            f"{each.text} × {count.text} × {price.text}",
                            slack,
                        )
                    )
        settled = settle(claims, firm=9, loose=4, is_likely=_is_likely, message="按面积、产量与单价，")
        if settled:
            yield settled[0]
            return


def _of_percent(scene: Scene, rate: Figure) -> Iterator[Outcome]:
    """按年利率 4.5% 贴息, 按 6% 分红, 收益的 60% 即…: an amount as so many per cent of another."""
    money = [f for f in _reach(scene, rate)[:18] if f.dimension == MONEY and is_counted(f) and not f.per]
    claims = []
    for total in money:
        for base in money:
            if total is base or total.base >= base.base:
                continue
            if total.block != rate.block or base.block != rate.block:
                continue
            tie = _closeness(scene, rate, total) + _closeness(scene, rate, base)
            tie += 1 if base.end <= rate.start else 0
            computed = base.base * rate.base / 100
            claims.append(
                Claim(Kind.PRODUCT, total, (base, rate), computed, tie, f"{base.text} × {rate.text}", Decimal(0))
            )
    settled = settle(claims, firm=99, loose=4, is_likely=_is_likely, message="按比例，")
    if settled:
        yield settled[0]
