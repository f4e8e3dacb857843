"""Changes that the wording spells out: 比去年的 2,050 人多 820 人, 由 a 扩大到 b，增长 p%, 收入 a…支出 b，结余 c.

Here the sentence itself says which two figures are compared. That some other two beside them also come out is chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import is_slip, rounded
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import PERCENT, POINTS
from ..claims.claim import Scene, is_counted, scenes, trailing

_UP = r"净增加?|增加|增长|增收|增产|多|高|提高|上升|上涨|提升|扩大|新增|增|升|超"
_DOWN = r"净减少?|节[水电约省]|省|减少|减收|减产|下降|降低|少|低|压减|缩减|缩短|节约|节省|回落|减|降"
_VERB = rf"(?P<verb>{_UP}|{_DOWN})(?:幅度?|额|量|率)?出?了?(?:约|近|为|是|达)?"
_THAN = re.compile(r"(?:^|(?<=[^占对相]))(?:比|较)(?![例重率大小好多为照起])(?P<what>[^，。；：、]{1,18})$")
_THEN = re.compile(
    r"^(?:而|其?[一-龥]{0,4})?(?:上年|去年|前年|上年同期|去年同期|同期|上[月季]|上一?年度?|年初|20\d\d年)(?:同期|末|底|的?是|为|只有|仅|[一-龥]{2,8})?(?:为|是|仅)?$"
)
_FROM = re.compile(r"(?:^|[一-龥])(?:由|从)[^，。；：、由从]{0,18}$")
_TO = re.compile(
    r"^的?(?:[一-龥]{0,3}(?:增加|增长|扩大|提高|提升|发展|上升|增|升|涨|减少|下降|降低|缩小|压减|减|降|变)|调整)?(?:到|至|为)了?(?:[一-龥]{0,2}20\d\d年[度底末]?的?|[今本]年[底末]?的?|目前的?|现在的?)?$"
)
_ONCE = re.compile(r"^(?:过去|以前|原来|原先|改造前|从前|那时)[一-龥]{0,14}$")
_BY_NOW = re.compile(r"^，?(?:[一-龥]{0,4}(?:现在|如今|目前|改造后))[一-龥]{0,8}$")
_TWO_YEARS = re.compile(rf"(?P<one>20\d\d)年[一-龥]{{0,4}}比(?P<other>20\d\d)年[一-龥]{{0,4}}?{_VERB}$")
_BEHIND = re.compile(rf"^的?[一-龥]{{0,4}}?{_VERB}$")
_APART = re.compile(rf"^[，）]?(?:[一-龥]{{0,6}}?){_VERB}$")
_NO_NOW = re.compile(r"其中|计划|目标|任务|力争|预计|达到?$")
_INCOME = re.compile(r"(?:总?收入|到位|筹集|筹措|进账|收到|争取|可用)(?:资金|总额|合计|共计?|约|为|了)*$")
_SPENT = re.compile(r"(?:总?支出|支付|使用|用去|花[去费]|开支|拨付)(?:资金|总额|合计|共计?|约|为|了)*$")
_BALANCE = re.compile(r"^，(?:[一-龥]{0,4})(?:结余|剩余|余额|尚余|还剩|结存|节余|盈余)(?:资金|为|约|了)*$")
_CARRIED = re.compile(r"上年|年初|期初|结转|往年|历年|累计")


@dataclass(frozen=True)
class Told:
    """``now`` and ``then`` are what is compared, ``stated`` the amount or the per cent between them."""

    kind: Kind
    stated: Figure
    now: Figure
    then: Figure
    falls: bool

    @property
    def computed(self) -> Decimal:
        gap = abs(self.now.base - self.then.base)
        return gap / self.then.base * 100 if self.kind is Kind.GROWTH else gap

    @property
    def allowed(self) -> Decimal:
        """What the roundings of both may have taken."""
        step, stated = self.stated.step, self.stated
        both = [_grain(figure) for figure in (self.now, self.then)]
        if self.kind is Kind.GROWTH:
            now, then = self.now.base, self.then.base
            return step / 2 + min(step, (both[0] + both[1] * now / then) / then * 100)
        slack = sum(both, Decimal(0))
        if stated.base and slack and min(trailing(self.now), trailing(self.then)) >= 100 * step:
            return Decimal(0) if stated.base % min(trailing(self.now), trailing(self.then)) == 0 else slack
        return slack if max(self.now.step, self.then.step) > step else Decimal(0)

    @property
    def holds(self) -> bool:
        turned = self.falls != (self.now.base < self.then.base) and self.now.base != self.then.base
        return not turned and abs(self.computed - self.stated.base) <= self.allowed

    @property
    def how(self) -> str:
        high, low = sorted((self.now, self.then), key=lambda f: -f.base)
        less = f"{high.text} − {low.text}"
        return f"（{less}）÷ {self.then.text}" if self.kind is Kind.GROWTH else less


def _grain(figure: Figure) -> Decimal:
    return figure.step / 2 if figure.step > 1 and figure.value % 1 else Decimal(0)


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for place, then in enumerate(scene.here[:-1]):
            if is_counted(then) or then.dimension == PERCENT:
                yield from _of(scene, then, scene.here[place + 1 : place + 4], scene.here[:place])
        yield from _balance(scene)
        yield from _between_years(scene)


def without_chance(outcomes: Iterable[Outcome], told: Sequence[Outcome]) -> list[Outcome]:
    """Without what else comes out for figures that the wording ties to others."""
    wrong = {(o.kind, line, o.literals[0]) for o in told if isinstance(o, Finding) for line in o.lines}
    return [
        o for o in outcomes
        if not isinstance(o, Holding) or not any((o.kind, line, o.literals[0]) in wrong for line in o.lines)
    ]  # fmt: skip


def _of(scene: Scene, then: Figure, behind: Sequence[Figure], before: Sequence[Figure]) -> Iterator[Outcome]:
    clause = then.clause if then.left != then.clause and len(then.left) < 2 else then.left
    if _FROM.search(clause) and behind and _is_alike(then, behind[0]):
        gap = scene.between(then, behind[0])
        if len(gap) <= 16 and _TO.match(gap):
            yield from _judged(scene, [behind[0]], then, behind[1:], _APART)
        return
    if _ONCE.search(then.clause) and len(behind) >= 2 and _is_alike(then, behind[0]):
        if _BY_NOW.match(scene.between(then, behind[0])):
            yield from _judged(scene, [behind[0]], then, behind[1:], _APART)
        return
    than, then_was = _THAN.search(clause), _THEN.match(clause)
    if not (than or then_was) or not behind:
        return
    if "平均" in clause:
        return
    if than:
        yield from _in_itself(scene, then, behind)
    nows = _now(scene, then, before)
    if nows:
        yield from _judged(scene, nows, then, behind, _BEHIND if than else _APART)


def _in_itself(scene: Scene, then: Figure, behind: Sequence[Figure]) -> Iterator[Outcome]:
    """比去年的 735 头多 147 头，增长 20%: the amount over what it is compared with, whatever there is now."""
    if len(behind) < 2 or behind[0].dimension != then.dimension or behind[1].dimension != PERCENT or not then.base:
        return
    delta, rate = behind[:2]
    first, second = _BEHIND.match(scene.between(then, delta)), _APART.match(scene.between(delta, rate))
    if not (first and second) or _kind(rate, then) is not Kind.GROWTH or delta.base >= then.base * 3 or not delta.base:
        return
    computed = delta.base / then.base * 100
    slack = rate.step / 2 + min(rate.step, computed * (_grain(delta) / delta.base + _grain(then) / then.base))
    how = f"{delta.text} ÷ {then.text}"
    if abs(computed - rate.base) <= slack:
        yield holding(Kind.GROWTH, rate, [delta, then], f"{how} = {rate.text}")
    elif all(f.is_exact for f in (rate, delta, then)) and abs(computed - rate.base) <= max(Decimal(10), computed / 2):
        shown = f"{plain(computed.quantize(rate.step / 10).normalize())}%"
        yield finding(
            Kind.GROWTH, Severity.ERROR, rate, [delta, then], computed=shown, arithmetic=f"{how} = {shown} ≠ {rate.text}",
            message=f"与{then.text}相比差{delta.text}，幅度应为{shown}，文中写{rate.text}", suggestion="请核对差额、幅度和上期数",
        )  # fmt: skip


def _between_years(scene: Scene) -> Iterator[Outcome]:
    """2022 年 412 户，2023 年 365 户…。2023 年比 2022 年少 47 户: each year's figure stands once before, under its year."""
    for stated in scene.here:
        said = _TWO_YEARS.search(scene.clause(stated, 24))
        if not said or not is_counted(stated) or stated.per:
            continue
        pool = [f for f in (*scene.far[-12:], *scene.above[-12:]) if _is_alike(f, stated)]
        pair = [{f.base: f for f in pool if f.left.lstrip("，、").startswith(f"{said[y]}年")} for y in ("one", "other")]
        if all(len(found) == 1 for found in pair):
            now, then = (next(iter(found.values())) for found in pair)
            falls = bool(re.fullmatch(_DOWN, said["verb"]))
            yield from _outcome(scene, [Told(Kind.DIFFERENCE, stated, now, then, falls)])
            rate = next(iter(scene.after(stated)), None)
            if rate and rate.dimension == PERCENT and then.base and _APART.match(scene.between(stated, rate)):
                yield from _outcome(scene, [Told(Kind.GROWTH, rate, now, then, falls)])


def _is_alike(one: Figure, other: Figure) -> bool:
    """Of one kind and unit; 去年同期是 7,650 元 needs no 人均 of its own."""
    same = bool(one.per) == bool(other.per) or (
        any((not f.per and _THEN.match(f.left)) or _ONCE.search(f.clause) for f in (one, other))
        and one.base < 3 * other.base < 9 * one.base
    )
    return (
        one.dimension == other.dimension and same and one.unit[-1:] == other.unit[-1:]
        and not other.is_range and not other.is_quoted
    )  # fmt: skip


def _now(scene: Scene, then: Figure, before: Sequence[Figure]) -> list[Figure]:
    """What is compared with ``then``: the figures of its kind before it, the nearest first."""
    found = [f for f in reversed(before) if _is_alike(f, then) and not f.is_article]
    if not found or found[0].is_approximate:
        return []
    gap = scene.between(found[0], then)
    if re.fullmatch(r".*；(?:比|较|与)[^，；。]{0,10}", gap) and "；" not in scene.between(found[-1], found[0]):
        return found[
            -1:
        ]  # 收入 5318 元，是…的 1.52 倍，高出 1818 元；比上年 4462 元增长: what the sentence begins with
    if re.search(r"[。；]", gap) or gap.count("，") > 3:
        return []
    return found


def _judged(
    scene: Scene, nows: Sequence[Figure], then: Figure, behind: Sequence[Figure], first: re.Pattern[str]
) -> Iterator[Outcome]:
    """``behind`` are the figures after both: an amount, a per cent, or one after the other."""
    pattern, last = first, nows[0] if nows[0].start > then.start else then
    nows = _agreeing(scene, nows, then, behind, first)
    for stated in behind[:2]:
        said = pattern.match(scene.between(last, stated))
        if not said or (stated.per and stated.per != then.per):
            return
        if not (kind := _kind(stated, then)):
            return
        falls = bool(re.fullmatch(_DOWN, said["verb"]))
        told = [Told(kind, stated, now, then, falls) for now in nows if now.base]
        yield from _outcome(scene, told)
        pattern, last = _APART, stated


def _agreeing(
    scene: Scene, nows: Sequence[Figure], then: Figure, behind: Sequence[Figure], first: re.Pattern[str]
) -> Sequence[Figure]:
    """计划 20450 万元，其中…，比上年的 17860 万元增加 2590 万元，增幅 14.5 %: what gives one of the two, amount or rate, to three
    digits is what is meant, whatever stands nearer."""
    if len(nows) < 2 or len(behind) < 2 or nows[0].start > then.start:
        return nows
    amount, rate = behind[:2]
    one, other = first.match(scene.between(then, amount)), _APART.match(scene.between(amount, rate))
    if not (one and other) or (_kind(amount, then), _kind(rate, then)) != (Kind.DIFFERENCE, Kind.GROWTH):
        return nows
    falls = bool(re.fullmatch(_DOWN, one["verb"]))
    for now in nows[:8]:
        told = [Told(kind, f, now, then, falls) for kind, f in ((Kind.DIFFERENCE, amount), (Kind.GROWTH, rate))]
        if any(one.holds and one.stated.digits >= 3 for one in told):
            return [now]
    return nows


def _kind(stated: Figure, then: Figure) -> Kind | None:
    if stated.is_range or stated.is_quoted:
        return None
    if stated.dimension == PERCENT:
        return Kind.GROWTH if then.dimension != PERCENT and then.base else None
    if stated.dimension == POINTS:
        return Kind.DIFFERENCE if then.dimension == PERCENT else None
    return Kind.DIFFERENCE if stated.dimension == then.dimension else None


def _outcome(scene: Scene, told: Sequence[Told]) -> Iterator[Outcome]:
    held = next((one for one in told if one.holds), None)
    if held:
        yield holding(held.kind, held.stated, [held.now, held.then], f"{held.how} = {held.stated.text}")
        return
    first = told[0] if told else None
    if not first or not all(f.is_exact or _is_aim(f) for f in (first.stated, first.now, first.then)):
        return
    wide = Decimal(100) if first.stated.dimension == PERCENT else first.stated.base
    near = abs(first.computed - first.stated.base) <= (
        max(Decimal(10), first.computed / 2) if first.kind is Kind.GROWTH else wide / 2
    )
    slipped = is_slip(rounded(first.computed, first.stated.step), first.stated.base, first.stated.step)
    if first.falls == (first.now.base < first.then.base) and (slipped or (near and _is_only(scene, told))):
        yield _failed(first)


def _is_aim(figure: Figure) -> bool:
    return figure.is_bound and not (figure.is_approximate or figure.is_range or figure.is_quoted)


def _is_only(scene: Scene, told: Sequence[Told]) -> bool:
    """No other figure of the kind in the sentence may be meant: its parts, or one called by another name, aside."""
    first = told[0].now
    if first.start > told[0].then.start or len(told) == 1:
        return not re.search(r"其中|、$", first.left)
    gap = scene.between(told[1].now, first)
    return "其中" not in gap and not re.search(r"[、（）]", gap[:1] + gap[-1:])


def _failed(told: Told) -> Finding:
    stated = told.stated
    worth = stated.unit_worth
    step = stated.step / worth
    shown = f"{plain((told.computed / worth).quantize(step / 10).normalize())}{stated.unit}"
    return finding(
        told.kind, Severity.ERROR, stated, [told.now, told.then], computed=shown,
        arithmetic=f"{told.how} = {shown} ≠ {stated.text}",
        message=f"{told.now.text}与{told.then.text}相比，应为{shown}，文中写{stated.text}",
        suggestion=f"若两数无误，应改为{shown}",
    )  # fmt: skip


def _balance(scene: Scene) -> Iterator[Outcome]:
    """收入 a，其中…。支出 b，结余 c: what came in stands once in the paragraph, no balance brought forward."""
    for place, left in enumerate(scene.here[1:], 1):
        spent = scene.here[place - 1]
        if not (_is_alike(spent, left) and _SPENT.search(spent.left) and _BALANCE.match(scene.between(spent, left))):
            continue
        before = [f for f in (*scene.above, *scene.here[: place - 1]) if _is_alike(f, left) and _INCOME.search(f.left)]
        text = scene.text[before[0].start - 30 if before else 0 : left.start]
        if len({f.base for f in before}) != 1 or _CARRIED.search(text):
            continue
        told = Told(Kind.DIFFERENCE, left, before[0], spent, True)
        if told.now.base <= spent.base:
            continue
        computed = told.now.base - spent.base
        if computed == left.base:
            yield holding(told.kind, left, [told.now, spent], f"{told.how} = {left.text}")
        elif all(f.is_exact for f in (left, spent, told.now)) and (
            is_slip(computed, left.base, left.step) or abs(computed - left.base) <= left.base / 5
        ):
            yield _failed(Told(told.kind, left, told.now, spent, True))
