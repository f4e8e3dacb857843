"""Changes between two figures: how much more or less, by how many per cent or points, and what is left over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ... import wording
from ...agreement import is_slip, is_strong_slip, is_swap
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading
from ...unit import MEASURED, PERCENT, POINTS, TIMES
from ..claims.claim import Claim, Scene, coarse, digits, is_counted, is_far_off, is_near, scenes, settle
from ..shares.share import GROWTH, LEVEL
from ..sums.wrong_total import are_opposite

_EARLIER = re.compile(
    r"上年|去年|前年|同期|上一|上次|上轮|上季|上月|第一轮|年初|年末的|月末的|季度末?的|由|从|原来|过去|20\d\d年[的为是，末底初]*|年底"
)
_DELTA = re.compile(
    r"(?:增加|减少|增长|下降|提高|提升|降低|上升|净增|净减|增收|减收|增产|减产|增支|多|少|多出|高出|低|高|超|超支|超概算|压减|缩小|扩大|多报|少报|多收|少收|涨|超额完成|超额|超出|新增|新建)(?:了|到达|约|额|值|收入|计划)*$"
    r"|(?:高于|低于|多于|少于|高出|低出)[一-龥]{2,14}$|相差|差距为?|增减额?为?|净增加?|差额为?"
)
_REST = re.compile(
    r"还差|尚差|差(?:额)?$|还剩|剩余|结余|结转|余额|尚余|余下|尚未|尚有|还有|未|缺口|相差|其余|盈余|结存|还需|仍需|尚需|还要|仍要|正在|在建|空置|不(?:合格|认可|满意)|脱岗|还欠|停工|扣发|少发|少分|虚报|多报|欠|核减|实发|没有?|剩下|剔除|自筹|待|盘活|整改|净赚|净收|纯收|利润|实际|已|合格|目前|集中|分散|参保|竣工|收回"
)
_STRONG_REST = re.compile(
    r"还差|尚差|还剩|剩余|结余|结转|结存|节余|尚余|余下|尚未|尚有|仍有|还有|缺口|相差|还需|仍需|还要|还欠|尚欠|空置|剩下|扣发|少发|核减|未[一-龥]{1,5}$|其余|余$"
    r"|^[还尚仍]?[差欠缺]费?$|净[赚收]$|虚报$|多报$|少分$"
)

_CARRIED = re.compile(r"(?:年初|期初|[月季]初|上[年月季期]|去年)[一-龥]{0,4}(?:结余|结存|余额|节余)[为是有]?$")
"""What was there at the start is left of nothing that this report tells."""
_EXTREMES = re.compile(r"首尾|最[高多大快][一-龥]{0,3}最[低少小慢]|高低|极差")
_GROSS = re.compile(r"新增|新纳入|新识别|纳入|新聘|招录?|录用")
_LEFT = re.compile(r"减少|退出|消除|注销|死亡|迁出|离岗|解聘|核减|清退|脱贫|毕业")
Settled = tuple[Outcome, Claim] | None


def find(reading: Reading, pairs: set[tuple[int, int]]) -> Iterator[Outcome]:
    """``pairs`` are ids of (whole, part) of shares and sums that hold."""
    for scene in scenes(reading):
        for figure in scene.here:
            if figure.is_range or figure.is_quoted:
                continue
            settled = None
            if (figure.dimension == TIMES and GROWTH.search(figure.left[-6:]) and "到" not in figure.left[-2:]) or (
                figure.dimension == PERCENT and _is_growth(scene, figure)
            ):
                settled = _growth(scene, figure)
            elif figure.dimension == POINTS:
                settled = _points(scene, figure)
            elif is_counted(figure) and not figure.is_article:
                settled = _difference(scene, figure, pairs)
            if settled:
                yield settled[0]


def pairs(reading: Reading, known: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Ids of (whole, done) of what is left over, where it holds."""
    found = set()
    for scene in scenes(reading):
        for figure in scene.here:
            if is_counted(figure) and not figure.is_article and _STRONG_REST.search(scene.cue(figure)[-8:]):
                settled = _difference(scene, figure, known)
                if settled and isinstance(settled[0], Holding) and len(settled[1].operands) == 2:
                    whole, done = settled[1].operands
                    found.add((id(whole), id(done)))
    return found


def _is_growth(scene: Scene, figure: Figure) -> bool:
    return not LEVEL.search(figure.left) and bool(
        GROWTH.search(figure.left[-8:]) or (len(figure.left) < 2 and GROWTH.search(scene.clause(figure, 10)))
    )


def _reach(scene: Scene, figure: Figure) -> list[Figure]:
    """Figures of the sentence, nearest first, then of the paragraph."""
    return [*scene.nearest(figure)[:14], *reversed(scene.above[-16:])]


_CHANGED_TO = re.compile(r"[一-龥]{0,6}(?:下降|提高|增加|减少|上升|上涨|涨|增长|降低|提升)(?:到|至|为)")


def _is_earlier(scene: Scene, figure: Figure) -> bool:
    return bool(
        _EARLIER.search((figure.left[-12:] if len(figure.left) >= 2 else scene.clause(figure, 12)).rsplit("，", 1)[-1])
        or _CHANGED_TO.match(scene.behind(figure))
    )


def _is_delta(figure: Figure) -> bool:
    return bool(_DELTA.search(figure.left[-16:]))


def _growth(scene: Scene, rate: Figure) -> Settled:
    claims = []
    reach = [f for f in _reach(scene, rate) if is_counted(f) or f.dimension == PERCENT][:14]
    reach = [f for f in reach if f.dimension != PERCENT]
    earlier = {f for f in reach if _is_earlier(scene, f)}
    deltas = {f for f in reach if _is_delta(f)}
    nearest = {f for f in reach if f not in deltas and f not in earlier and _nearest(scene, f, rate)}
    subject = rate.left[:4]
    for one in reach:
        for other in reach:
            if one is other or one.dimension != other.dimension or not other.base:
                continue
            tie = 0
            tie += 3 if other in earlier else 0
            tie += 1 if _same_sentence(scene, one) else 0
            tie += 1 if _same_sentence(scene, other) else 0
            tie += 2 if one.unit and subject.startswith(one.unit) else 0
            if one in deltas:
                if one.base > other.base * 3 or one.end > rate.start:
                    continue
                near = scene.between(one, rate) if _same_sentence(scene, one) else "。"
                close = len(near) <= 10 and not re.search(r"[。；]", near)
                tie += 3 if close else 0
                computed, how = one.base / other.base * 100, f"{one.text} ÷ {other.text}"
                slack = computed * (coarse(one) / one.base + coarse(other) / other.base)
                claims.append(Claim(Kind.GROWTH, rate, (one, other), computed, tie, how, slack))
                if one.base < other.base and other not in earlier:
                    falls = re.search(r"下降|减少|降低|降幅", rate.left[-8:])
                    base = other.base + one.base if falls else other.base - one.base
                    computed = one.base / base * 100 if base else Decimal(0)
                    sign = "+" if falls else "−"
                    claims.append(
                        Claim(
                            Kind.GROWTH,
                            rate,
                            (one, other),
                            computed,
                            tie + 1,
                            f"{one.text} ÷（{other.text} {sign} {one.text}）",
                            slack,
                        )
                    )
                continue
            if other in deltas:
                continue
            tie += 2 if one in nearest else 0
            tie -= 2 if one in earlier and other not in earlier else 0
            computed = abs(one.base - other.base) / other.base * 100
            slack = (coarse(one) + coarse(other)) / other.base * 100 * 2
            low, high = sorted((other.text, one.text), key=lambda text: text != other.text)
            claims.append(
                Claim(Kind.GROWTH, rate, (one, other), computed, tie, f"（{high} − {low}）÷ {other.text}", slack)
            )
    if rate.dimension == TIMES:
        claims = [replace(claim, computed=claim.computed / 100, slack=claim.slack / 100) for claim in claims]
    loose = 2 if digits(rate) >= 3 else 4
    return settle(claims, firm=6, loose=loose, is_likely=_is_likely_rate, message="增减幅度")


def _is_likely_rate(claim: Claim) -> bool:
    return abs(claim.computed - claim.stated.base) <= 10 or is_near(
        claim.computed, claim.stated.base, claim.stated.step, Decimal("0.3")
    )


def _same_sentence(scene: Scene, figure: Figure) -> bool:
    return figure in scene.members


_OF = re.compile(r"占[^，。；]*$")


def _nearest(scene: Scene, figure: Figure, rate: Figure) -> bool:
    """The first figure of its dimension before ``rate`` that is neither earlier in time nor a change."""
    for other in (*scene.before(rate), *reversed(scene.above)):
        if other.dimension != figure.dimension or bool(other.per) != bool(figure.per) or _is_delta(other):
            continue
        if other in scene.members and (_OF.search(scene.clause(other, 16)) or _is_earlier(scene, other)):
            continue
        return other is figure
    return False


def _points(scene: Scene, points: Figure) -> Settled:
    rates = [f for f in _reach(scene, points) if f.dimension == PERCENT and not f.is_range]
    ahead = {f for f in scene.before(points) if f.dimension == PERCENT}
    ahead = ahead if len(ahead) == 2 else set()
    claims = []
    for one, other in combinations(rates[:8], 2):
        tie = (1 if _same_sentence(scene, one) else 0) + (1 if _same_sentence(scene, other) else 0)
        tie += 2 if {one, other} in (set(rates[:2]), ahead) else 0
        tie += 2 if _is_earlier(scene, one) != _is_earlier(scene, other) else 0
        tie += 2 if {one, other} == ahead and wording.bigrams(one.left[-4:]) & wording.bigrams(other.left[-4:]) else 0
        tie += 1 if re.search(r"差|低|高|多|少|提|升|降", points.left[-6:]) else 0
        high, low = (one, other) if one.base >= other.base else (other, one)
        claims.append(
            Claim(Kind.DIFFERENCE, points, (high, low), high.base - low.base, tie, f"{high.text} − {low.text}")
        )
    if _EXTREMES.search(points.left) and len(here := [f for f in rates if _same_sentence(scene, f)]) >= 2:
        high, low = max(here, key=lambda f: f.base), min(here, key=lambda f: f.base)
        claims = [Claim(Kind.DIFFERENCE, points, (high, low), high.base - low.base, 8, f"{high.text} − {low.text}")]
    return settle(
        claims,
        firm=6,
        loose=2,
        is_likely=lambda c: is_near(c.computed, c.stated.base, c.stated.step, Decimal("0.6")),
        message="两率之差",
    )


def _difference(scene: Scene, figure: Figure, pairs: set[tuple[int, int]]) -> Settled:
    delta, rest = _is_delta(figure), _REST.search(scene.cue(figure)[-10:]) or _REST.match(figure.right[:6])
    if (not delta and not rest) or re.search(r"(?:各|每)[一-龥]{0,4}$", figure.left) or _CARRIED.search(figure.left):
        return None
    reach = [f for f in _reach(scene, figure) if f.dimension == figure.dimension and is_counted(f)]
    alike = [f for f in reach if bool(f.per) == bool(figure.per)]
    loose = 2 if digits(figure) >= 3 else 3
    claims = [
        *(_delta_claims(scene, figure, reach) if delta else ()),
        *(_rest_claims(scene, figure, [*alike, *_far(scene, figure)], pairs, loose) if rest else ()),
    ]
    return settle(claims, firm=6, loose=loose, is_likely=_is_likely_amount, message="差额")


def _far(scene: Scene, figure: Figure) -> list[Figure]:
    far = (*scene.reading.cell_totals, *reversed(scene.far[-24:]))
    return [f for f in far if f.dimension == figure.dimension and is_counted(f) and not f.per][:6]


def _is_likely_amount(claim: Claim) -> bool:
    """A slip of the pen in what is left or in what it is left of, or close by; small counts need firmer wording."""
    stated = claim.stated
    if any(operand.block != stated.block for operand in claim.operands) and not (
        is_strong_slip(claim.computed, stated.base, stated.step) or is_swap(claim.computed, stated.base, stated.step)
    ):
        return False  # what stands in another paragraph is meant only where a slip of the pen says so
    if len(claim.operands) == 2 and stated.dimension != PERCENT:
        whole, done = claim.operands
        step = min(whole.step, done.step)
        if any(
            is_strong_slip(a, b, step) and b % step == 0
            for a, b in ((done.base, whole.base - stated.base), (whole.base, done.base + stated.base))
        ):
            return True
    if claim.computed <= 0:
        return False
    if is_swap(claim.computed, stated.base, stated.step) and (digits(stated) >= 3 or "净" in stated.left):
        return True
    if stated.dimension not in MEASURED and stated.base < 100:
        told = bool(_STRONG_REST.search(stated.left[-8:]) or _DELTA.search(stated.left[-16:])) and stated.base >= 10
        slipped = told and is_slip(claim.computed, stated.base, stated.step)
        return slipped or (claim.tie >= 8 and abs(claim.computed - stated.base) <= 2)
    return is_near(claim.computed, stated.base, stated.step, Decimal("0.12"))


def _delta_claims(scene: Scene, figure: Figure, reach: list[Figure]) -> Iterator[Claim]:
    net = re.search(r"净[增减]|自然[增减]", figure.left[-6:])
    others = [f for f in scene.here if f is not figure and f.dimension == figure.dimension]
    if not net and _GROSS.search(figure.left[-6:]) and any(_LEFT.search(f.left[-8:]) for f in others):
        return  # what came in says nothing of the balance where others went out
    pool = [f for f in reach if net or not _is_delta(f)][:8]
    earlier = {f for f in pool if _is_earlier(scene, f)}
    told = (1 if _APART.search(figure.left) else 0) + (1 if _COMPARES.match(_lead(scene, figure)) else 0)
    bracketed = {
        f for f in pool if f in scene.members and f.start >= figure.end and _BRACKET.fullmatch(scene.between(figure, f))
    }
    for one, other in combinations(pool, 2):
        if _span(figure, one, other) > 160 and not (one in earlier or other in earlier):
            continue
        tie = (1 if _same_sentence(scene, one) else 0) + (1 if _same_sentence(scene, other) else 0)
        if bool(one.per) != bool(other.per):
            if not (one.base < 3 * other.base and other.base < 3 * one.base and (one in earlier) != (other in earlier)):
                continue  # a mean and an amount
            tie -= 1
        tie += 3 if (one in earlier) != (other in earlier) else 0
        tie += 2 if _follows(scene, figure, one, other) else 0
        tie += 1 if {one, other} == set(pool[:2]) else 0
        tie += told
        tie += 2 if one in bracketed or other in bracketed else 0
        if _is_likely_pair(one, other):
            tie += 1
        if (
            net
            and re.search(r"新增|增加|纳入|出生|[迁流调]入", one.left[-6:] + other.left[-6:])
            and re.search(r"退出|减少|注销|消除|死亡|[迁流调]出", one.left[-6:] + other.left[-6:])
        ):
            tie += 3
        high, low = (one, other) if one.base >= other.base else (other, one)
        yield Claim(
            Kind.DIFFERENCE, figure, (high, low), high.base - low.base, tie, f"{high.text} − {low.text}", coarse(high) + coarse(low)
        )  # fmt: skip


_APART = re.compile(r"相差|多报|少报|两[^，。]{0,4}差")
_COMPARES = re.compile(r"[，；]?(?:比|较|与|超|多|少|增|减|净|提|降|升|下|高|低)")
_BRACKET = re.compile(r"[一-龥]{0,2}（[^，。）]{0,8}")


def _follows(scene: Scene, delta: Figure, one: Figure, other: Figure) -> bool:
    """概算 a，决算 b，超 c; 由 a 扩大到 b，增加 c: the two right before it, nothing else of their kind between."""
    before = [f for f in scene.before(delta) if f.dimension == delta.dimension and not f.per and is_counted(f)]
    return (
        set(before[:2]) == {one, other} and not re.search(r"[。；]", scene.between(before[1], delta))
        and bool(re.match(r"^，(?:三年|两年|一年|累计|共|实际|净)*(?:增|减|超|多|少|高|低|扩|升|降|提|节)", scene.text[before[0].end : delta.start]))
    )  # fmt: skip


def _lead(scene: Scene, figure: Figure) -> str:
    clause = scene.clause(figure, 30)
    return clause.rsplit("，", 1)[-1]


def _is_likely_pair(one: Figure, other: Figure) -> bool:
    """What was said and what is so: 上报 48, 实际 41; 计划 and 完成."""
    words = (one.left[-8:], other.left[-8:])
    return any(wording.PLAN.search(a) or re.search(r"上报|应", a) for a in words) and any(
        re.search(r"实际|完成|已|决算", a) for a in words
    )


def _span(figure: Figure, *others: Figure) -> int:
    if any(other.block != figure.block for other in others):
        return 1_000
    spots = [figure.start, *(other.start for other in others)]
    return max(spots) - min(spots)


def _rest_claims(
    scene: Scene, figure: Figure, reach: list[Figure], pairs: set[tuple[int, int]], loose: int
) -> Iterator[Claim]:
    """What one figure leaves of another, without what fails and is tied less than ``loose``: that says nothing."""
    pool = [*reach[:12], *(f for f in reach[12:] if any((id(f), id(done)) in pairs for done in reach[:12]))]
    kin = [f for f in pool if f.end <= figure.start][:4] + [f for f in pool if f.start >= figure.end][:3]
    nearest = set(kin[:2])
    strong = (
        2 if _STRONG_REST.search(scene.cue(figure)[-8:]) else 1 if re.match(r"尚?未|没|正在|空置", figure.right) else 0
    )
    stem = set(wording.bigrams(re.sub(r"尚|未|还|没有?|已|不", "", figure.left[-6:] + figure.right[:4])))
    said = [_as_done(f, stem) for f in pool]
    here = [f in scene.members for f in pool]
    by_worth = sorted((f.worth, place) for place, f in enumerate(pool))
    rest, step = figure.worth, float(figure.step)
    close = step / 2 * 1.000001
    for place, whole in enumerate(pool):
        if whole.base <= figure.base:
            continue
        for at, done in enumerate(pool):
            if done is whole or done.base > 3 * whole.base:
                continue
            left = whole.worth - done.worth
            if left > 0 and not 0.1 * rest < left < 20 * rest:
                continue  # neither what is left nor more than it by a third figure
            tie = strong + here[place] + here[at] + said[at]
            tie += 2 if kin and {whole, done} == nearest else 0
            tie += 1 if whole.start < done.start and whole.block == done.block else 0
            tie += 3 if (id(whole), id(done)) in pairs else 0
            tie += 4 if here[place] and here[at] and _mates_fit(scene, figure, whole, done) else 0
            opposed = (id(whole), id(done)) in pairs and here[at] and are_opposite(done, figure)
            tie = (
                tie + 2 if opposed else tie if strong else min(tie, 3)
            )  # 已 and 实际 alone do not say that it is what is left
            computed = whole.base - done.base
            how = f"{whole.text} − {done.text}"
            if tie >= loose or not is_far_off(abs(left - rest), step, float(whole.coarse + done.coarse)):
                yield Claim(Kind.DIFFERENCE, figure, (whole, done), computed, tie, how, whole.coarse + done.coarse)
            for also in _worth_about(left - rest, close, by_worth, pool):  # three only where they come out
                if also.start <= done.start or also is whole or also is done or also.base > computed:
                    continue
                second = tie + (3 if {done, also} == nearest else 0) - (0 if _same_sentence(scene, also) else 2) - 1
                if done.end <= also.start and len(scene.text[done.end : also.start]) > 40 and done.block == also.block:
                    continue
                yield Claim(
                    Kind.DIFFERENCE, figure, (whole, done, also), computed - also.base, second, f"{how} − {also.text}"
                )


_SPENT = re.compile(r"拨|支|盘活|退出|合格|属实")


def _as_done(figure: Figure, stem: set[str]) -> int:
    """How surely the wording says that it is done, and done of what ``stem`` says is left."""
    words = figure.left[-8:]
    done = wording.ACTUAL.search(words) or _SPENT.search(words)
    return (1 if done else 0) + (2 if stem & wording.bigrams(re.sub(r"已|全部", "", figure.left[-6:])) else 0)


def _worth_about(worth: float, close: float, by_worth: list[tuple[float, int]], pool: list[Figure]) -> list[Figure]:
    """The figures of the pool worth so much, in its order."""
    places = []
    for at in range(bisect_left(by_worth, (worth - close, -1)), len(by_worth)):
        if by_worth[at][0] > worth + close:
            break
        places.append(by_worth[at][1])
    return [pool[place] for place in sorted(places)]


def _mates_fit(scene: Scene, rest: Figure, whole: Figure, done: Figure) -> bool:
    """The households beside the people make the same difference."""
    first, second, third = (scene.mate(f) for f in (rest, whole, done))
    return bool(
        first and second and third
        and first.dimension == second.dimension == third.dimension and second.base - third.base == first.base
    )  # fmt: skip
