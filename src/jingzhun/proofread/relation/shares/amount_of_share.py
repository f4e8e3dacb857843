"""Amounts worked out from a rate that stands before them: 按 60% 即 2,620.8 万元, 增长 10%、达到 11,506 元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, Decimal

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import PERCENT
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, is_mere_bound, is_slip_away, refute
from ..sums.split import addable
from .share import GROWTH

_IS = re.compile(
    r"^(?:以上|以内|左右|[一-龥]{0,6})?[，（、：]?[^。；，\d]{0,6}(?:即|也就是|就是|约为?|为|是|达到?|至少|不[少低]于|累计[一-龥]{2}|计|提取|到|至|完工|支出|拨付|预留|领到?|得到?)[一-龥]{0,10}$"
)
_AT_LEAST = re.compile(r"至少|不[少低]于|要|应|须|达到")
_FALLS = re.compile(r"下降|减少|降低|压减|降幅|减幅|降|减")
_REACHES = re.compile(r"(?:达到?|到|至|为|突破)[一-龥]{0,3}$")
_ROOM = 24  # characters between a rate and its amount
_MOST = 120  # figures of a kind that are tried


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """A rate, then the amount that it makes of something said anywhere before; chance by how many there are to try.

    Where it does not come out, only what the wording ties firmly is called wrong: one of a row of which all others are
    of one whole, the rate of what stands right before it, the amounts of named shares.
    """
    everything = list(outcomes)
    said = {(o.literals[0], line) for o in everything if o.kind is Kind.PRODUCT for line in o.lines}
    elsewhere = explained(everything)
    proven = {o.figures[2] for o in everything if isinstance(o, Holding) and _is_share(o) and o.figures[2].block >= 0}
    shares = {(id(o.figures[0]), id(o.figures[1])): o.figures[2] for o in everything if _is_share(o)}
    for scene in scenes(reading):
        pairs: list[tuple[Figure, Figure]] = []
        held: dict[Figure, Figure] = {}
        for rate in scene.here:
            if rate.dimension != PERCENT or rate.is_range or not rate.base:
                continue
            amount = _amount(scene, rate)
            if not amount:
                continue
            pairs.append((rate, amount))
            if (amount.literal, amount.place.line) in said:
                continue
            whole = shares.get((id(rate), id(amount)))
            if whole and whole.dimension == amount.dimension:
                held[amount] = whole
                yield holding(Kind.PRODUCT, amount, [whole, rate], f"{whole.text} × {rate.text} = {amount.text}")
            elif found := _worked_out(reading, scene, rate, amount):
                held[amount] = found.figures[1]
                yield found
        open_ = [
            (rate, amount)
            for rate, amount in pairs
            if amount not in held and (amount.place.line, amount.literal) not in elsewhere
        ]
        if open_:
            yield from (
                _grown(reading, open_)
                or _odd_one(scene, pairs, open_)
                or _of_the_one_before(scene, open_)
                or _of_proven(open_, proven)
            )
        yield from _of_named_shares(scene, elsewhere)


def _is_share(o: Outcome) -> bool:
    return isinstance(o, Holding) and o.kind is Kind.PERCENT and len(o.figures) == 3


def _off(rate: Figure, amount: Figure, base: Decimal) -> bool:
    """Beyond what rounding either of them may do; 六成 is sixty."""
    return abs(base * rate.base / 100 - amount.base) > amount.step / 2 + base * min(rate.step, Decimal(1)) / 200


def _is_plain(rate: Figure) -> bool:
    tenths = (
        rate.literal.endswith("成")
        and not rate.is_range
        and not _ROUGH.search(rate.left[-3:] + rate.literal + rate.right[:2])
    )
    return (rate.is_exact or tenths) and not GROWTH.search(rate.left[-8:]) and rate.base <= 100


_ROUGH = re.compile(r"约|近|多|余|超|不到|不足|左右|上下|以上|以下|接近|至少|最多")


def _odd_one(scene: Scene, pairs: list[tuple[Figure, Figure]], open_: list[tuple[Figure, Figure]]) -> list[Outcome]:
    """一季度 30 % 就是 3,540 万元, 上半年六成就是 7,080 万元, 到 11 月 95 % 也就是 10,210 万元: all the others are of one whole."""
    own = [(r, a) for r, a in pairs if _is_plain(r) and a.is_exact and a.dimension == open_[0][1].dimension]
    if len(own) < 3:
        return []
    for rate, amount in open_:
        others = [(r, a) for r, a in own if a is not amount]
        low = max((a.base - a.step / 2) / r.base for r, a in others)
        high = min((a.base + a.step / 2) / r.base for r, a in others)
        if (rate, amount) not in own or len(others) != len(own) - 1 or low > high:
            continue
        finest_rate, finest = max(others, key=lambda pair: pair[1].base)
        base = finest.base / finest_rate.base * 100
        if _off(rate, amount, base) and is_close(amount, base * rate.base / 100):
            alike = {pair for r, _ in others for pair in wording.bigrams(_WHEN.sub("", r.left))}
            if wording.bigrams(_WHEN.sub("", rate.left)) - alike and not is_slip_away(amount, base * rate.base / 100):
                continue
            how = f"{finest.text} ÷ {finest_rate.text} × {rate.text}"
            return list(refute(Kind.PRODUCT, Severity.ERROR, amount, [rate, finest, finest_rate],
                               base * rate.base / 100, how, f"与同句其余{len(others)}处同一基数，{rate.text}"))  # fmt: skip
    return []


_WHEN = re.compile(
    r"[上下]半年|[一二三四]季度|前?[一二三四\d]{1,2}个?月[底末份]?|[前到至截止]|全年|年[底末]|达到?|支出|完成"
)
_FIRM = re.compile(r"^[一-龥]{0,6}[，（]?[^。；，\d]{0,6}(?:即|也就是|就是)[一-龥]{0,8}$")
_OF_IT = re.compile(r"^(?:，|的)?(?:其中)?(?:按照?)?(?:其中的?)?$")


def _of_the_one_before(scene: Scene, open_: list[tuple[Figure, Figure]]) -> list[Outcome]:
    """收入 86.5 万元，按四成提取，就是 34.6 万元: the only amount before the rate, right before it."""
    for rate, amount in open_:
        before = scene.before(rate)
        if not before or not _is_plain(rate) or not _FIRM.match(scene.between(rate, amount)):
            continue
        whole = before[0]
        if whole.dimension != amount.dimension or not whole.is_quantity or bool(whole.per) != bool(amount.per):
            continue
        computed = whole.base * rate.base / 100
        if _OF_IT.match(scene.between(whole, rate)) and _off(rate, amount, whole.base) and is_close(amount, computed):
            return list(refute(Kind.PRODUCT, Severity.ERROR, amount, [whole, rate], computed, f"{whole.text} × {rate.text}",
                               f"{whole.text}的{rate.text}"))  # fmt: skip
    return []


def _of_proven(open_: list[tuple[Figure, Figure]], proven: set[Figure]) -> list[Outcome]:
    """9 月底达到 80 %，即支出 13,024 万元: a slip away from that share of the one whole of which other shares are."""
    for rate, amount in open_:
        exact = rate.is_exact or is_mere_bound(rate)
        if not exact or GROWTH.search(rate.left[-8:]) or rate.base > 100 or amount.digits < 4:
            continue
        wholes = [
            f for f in proven if f.dimension == amount.dimension and not f.per and f.base > amount.base and f.is_exact
        ]
        fitting = [f for f in wholes if is_slip_away(amount, f.base * rate.base / 100) and _off(rate, amount, f.base)]
        if len({f.base for f in fitting}) == 1:
            whole = max(fitting, key=lambda f: (f.block, f.start))
            return list(refute(Kind.PRODUCT, Severity.WARNING, amount, [whole, rate], whole.base * rate.base / 100,
                               f"{whole.text} × {rate.text}", f"{whole.text}的{rate.text}"))  # fmt: skip
    return []


def _grown(reading: Reading, open_: list[tuple[Figure, Figure]]) -> list[Outcome]:
    """人均纯收入增长 9 % 以上，达到 17,805 元: what the one so called is then, a slip of the pen away."""
    for rate, amount in open_:
        grows = GROWTH.search(rate.left[-8:])
        name = re.sub(
            r"(?:力争|确保|预计|同比|比上年|较上年|今年|全年)|(?:要|再|将|预计|年均)$",
            "",
            rate.left[: -8 + grows.start()]
            if grows and len(rate.left) > 8
            else (rate.left[: grows.start()] if grows else ""),
        )
        if not grows or len(wording.label(name)) < 3 or amount.digits < 4 or not (rate.is_exact or is_mere_bound(rate)):
            continue
        factor = 1 - rate.base / 100 if _FALLS.search(rate.left[-8:]) else 1 + rate.base / 100
        olds = [
            f for f in reading.named(name)
            if f.dimension == amount.dimension and f is not amount and f.is_exact and not f.is_change
            and f.end <= (rate.start if f.block == rate.block else f.end) and f.block <= rate.block
            and wording.label(f.left).endswith(wording.label(name)[-4:])
        ]  # fmt: skip
        if (
            not olds
            or len({f.base for f in olds}) > _FEW
            or any(_comes_out(f.base * factor, amount, at_least=True) for f in olds)
        ):
            continue
        fitting = [
            f
            for f in olds
            if is_slip_away(amount, f.base * factor) and abs(f.base * factor - amount.base) > f.base * rate.step / 200
        ]
        if len({f.base for f in fitting}) == 1:
            old = fitting[-1]
            how = f"{old.text} ×（1 {'−' if factor < 1 else '+'} {rate.text}）"
            return list(refute(Kind.PRODUCT, Severity.WARNING, amount, [old, rate], old.base * factor, how,
                               f"{old.text}按{rate.text}增减"))  # fmt: skip
    return []


_FEW = 4  # different figures of one name: more are years, places, classes


def _of_named_shares(scene: Scene, elsewhere: set[tuple[int, str]]) -> Iterator[Outcome]:
    """利润的 50 % 分红、30 % 扩大生产、20 % 归村集体，村集体拿到 41.92 万元，用于分红的 104.8 万元: each named again."""
    rates = [f for f in scene.here if f.dimension == PERCENT and f.is_exact]
    if not 2 <= len(rates) <= 5 or sum(f.base for f in rates) != 100:
        return
    behind = [f for f in scene.after(rates[-1]) if f.is_quantity and f.is_exact and not f.per]
    named: list[tuple[Figure, Figure]] = []
    for amount in behind:
        words = wording.bigrams(amount.left)
        own = [r for r in rates if words & wording.bigrams(re.split(r"[，。；、]", r.right + "，")[0] or r.left)]
        if len(own) == 1 and amount.dimension == behind[0].dimension:
            named.append((own[0], amount))
    if len(named) < 2 or len({id(r) for r, _ in named}) < len(named):
        return
    before = [f for f in (*scene.before(rates[0]), *reversed(scene.above), *reversed(scene.far))
              if f.dimension == behind[0].dimension and f.is_quantity and not f.per][:12]  # fmt: skip
    for whole in before:
        off = [(r, a) for r, a in named if _off(r, a, whole.base)]
        if len(off) != 1 or len(off) == len(named):
            continue
        rate, amount = off[0]
        computed = whole.base * rate.base / 100
        if (amount.place.line, amount.literal) not in elsewhere and is_close(amount, computed):
            yield from refute(Kind.PRODUCT, Severity.ERROR, amount, [whole, rate], computed, f"{whole.text} × {rate.text}",
                              f"{whole.text}的{rate.text}")  # fmt: skip
        return


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
