"""Shares and rates: a figure as per cent of another that is named, listed above it, or told by 应 and 已."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import HOUSEHOLDS, MONEY, PEOPLE, PERCENT, TURNS
from ..claims.claim import Claim, Scene, digits, failed, is_counted, is_far_off, scenes, settle
from ..claims.norm import is_aimed
from .share_meant import (
    DONE,
    DUE,
    SURE,
    comes_out,
    is_likely,
    is_of_its_name,
    that_is_meant,
    that_stands_out,
)
from .share_tie import Part, Ties
from .share_whole import (
    all_of_them,
    bears_name,
    is_room,
    named_base,
    subjects_of,
    that_comes_out_beside,
    whole_of,
)

GROWTH = re.compile(
    r"超概算|超预算|超计划|超支|增长率?|增幅|增速|同比|环比|下降|上升|降低|提升|提高|增加|减少|降幅|涨|降至|跌|缩减|递增"
)
LEVEL = re.compile(r"(?:提高|提升|下降|上升|增加|增长|降|涨|升)(?:了)?(?:至|到|为)[^，]{0,6}$")
_NOT_A_SHARE = re.compile(
    r"利率|贴现|折旧|失业率|税率|发生率(?!降)|回报率|汇率|息$|分红|不(?:超过|低于|高于|少于)|达到?$|提取|标准|巩固率|普及率"
)


_LEVELED = 99  # no share of this report: last year's, or what is aimed at
_FAR_OFF = 15.0  # a base of another paragraph that comes out further off than so many points is not meant


@dataclass
class Known:
    """What is known so far: ids of (whole, part) that hold, the bases of the last shares.

    ``wrong`` are (line, literal) of shares that the wording ties to figures they are not of: what else they might be of is chance;
    ``sure`` those among them that name what they speak of; ``meant`` the claims whose part and whole the wording names.
    """

    pairs: set[tuple[int, int]] = field(default_factory=set)
    bases: list[Figure] = field(default_factory=list)
    wrong: set[tuple[int, str]] = field(default_factory=set)
    sure: set[tuple[int, str]] = field(default_factory=set)
    meant: list[Claim] = field(default_factory=list)


_OF_ONE = re.compile(r"^[，、；]?一[个家户][一-龥]{0,3}$")  # 最慢的两个镇，一个完成 22%，一个完成 25%


def _is_itself(claim: Claim) -> bool:
    """到位资金 1647.5 万元 of another paragraph is the same money told again, not a part of it."""
    part, whole = claim.operands[:2]
    return claim.agreement is Agreement.FAILS and part.base == whole.base and part.block != whole.block


def _is_of_other_heads(claim: Claim) -> bool:
    """户数消除率 is of households, whatever people stand nearer."""
    named = re.search(r"(户数|人数|人口)[一-龥]{0,4}[率例比重]$", claim.stated.left)
    heads = claim.operands[0].dimension
    meant = HOUSEHOLDS if named and named[1] == "户数" else PEOPLE
    return bool(named and claim.agreement is Agreement.FAILS and heads in (HOUSEHOLDS, PEOPLE) and heads != meant)


_OF_ITS_OWN = re.compile(r"占(?:各自|各该|本(?:学段|年级|类|组|项|段|校|班))")  # 分别占本学段的 15.3%、16.7%


def find(reading: Reading, known: Known) -> Iterator[Outcome]:
    """Shares by position, by name and by the base their neighbours have."""
    for scene in scenes(reading):
        for rate in scene.here:
            if (
                rate.dimension != PERCENT
                or rate.is_range
                or rate.is_quoted
                or not rate.base
                or _OF_ONE.search(rate.left)
                or _OF_ITS_OWN.search(scene.clause(rate, 30))
            ):
                continue
            left = scene.clause(rate, 10)
            leveled = bool(
                LEVEL.search(rate.left)
                or re.search(
                    r"(?:上年|去年|由|从|原来|同期|20\d\d年)[^，。]{0,8}$|(?:(?<!占)(?<!对)比(?![例重])|较)[^，。占]{0,10}$",
                    rate.left,
                )
            )
            if not leveled and (GROWTH.search(rate.left[-8:]) or (not rate.left and GROWTH.search(left))):
                continue
            if rate.base == 100 and (same := all_of_them(scene, rate)):
                yield holding(Kind.PERCENT, rate, same, f"{same[0].text} ÷ {same[1].text} = {rate.text}")
                continue
            known.meant = []
            loose = 2 if digits(rate) >= 3 else 4
            claims = [
                c
                for c in (*_claims(scene, rate, known, loose), *_aligned(scene, rate, known))
                if not (_is_itself(c) or _is_of_other_heads(c))
            ]
            claims = [
                replace(c, tie=5) if c.tie > 5 and c.agreement is Agreement.FAILS and not is_of_its_name(c) else c
                for c in claims
            ]
            firm = 7 if not _NOT_A_SHARE.search(rate.left[-8:]) else 9
            aimed = is_aimed(rate)
            firm = _LEVELED if (leveled and not LEVEL.search(rate.left)) or aimed or _is_risen(scene, rate) else firm
            likely = digits(rate) >= 3 or any(comes_out(claim) for claim in claims)
            margin = 4 if likely else 3
            meant = that_is_meant(claims, known.meant) if firm < _LEVELED else None
            firmest = meant or that_stands_out(claims, firm)
            settled = None
            if not firmest:
                settled = settle(claims, firm=firm, loose=loose, is_likely=is_likely, message="百分比", margin=margin)
            failing = firmest or (settled[1] if settled and not isinstance(settled[0], Holding) else None)
            if failing and (rival := that_comes_out_beside(scene, rate, failing.operands)):
                part, whole = rival
                known.pairs.add((id(whole), id(part)))
                yield holding(Kind.PERCENT, rate, [part, whole], f"{part.text} ÷ {whole.text} = {rate.text}")
                continue
            if firmest:
                known.wrong.add((rate.place.line, rate.literal))
                if meant or firmest.operands[0] in subjects_of(scene, rate):
                    known.sure.add((rate.place.line, rate.literal))
                known.bases = [firmest.operands[1], *known.bases][:3]
                yield failed(firmest, Severity.ERROR, "百分比")
                continue
            if settled:
                outcome, claim = settled
                top, base = claim.operands
                if isinstance(outcome, Holding):
                    known.pairs.add((id(base), id(top)))
                elif claim.tie >= SURE and outcome.severity is Severity.ERROR and not likely:
                    known.wrong.add((rate.place.line, rate.literal))
                known.bases = [base, *(other for other in known.bases if other is not base)][:3]
                yield outcome


_FROM_RATE = re.compile(r"[由从][^，。；]{0,6}[\d.]+%[^，。；]{0,6}$")


def _is_risen(scene: Scene, rate: Figure) -> bool:
    """入户率由 71.8% 提高到 96.1%: of all there are, and not of those that were added."""
    before = scene.text[: rate.start - len(rate.left)]
    return bool(LEVEL.search(rate.left) and _FROM_RATE.search(before[-24:]))


_OWN_SHARE = re.compile(
    r"^[一-龥]{0,8}[，（、]?[一-龥]{0,6}占[一-龥]{0,10}的?(?:比例|比重|比)?(?:约|近|达到?|为|是|的)*$"
)


def has_own_share(text: str, figures: Sequence[Figure], figure: Figure) -> Figure | None:
    """县级 305 万元，占 10%: a part that is a share itself is not what the next part is a share of."""
    behind = next((f for f in figures if f.start >= figure.end), None)
    if behind and behind.dimension == PERCENT and _OWN_SHARE.match(text[figure.end : behind.start]):
        return behind
    return None


_MAKES_UP = re.compile(r"[，（]?占比?(?:为|达)?")
_RATE = re.compile(r"([一-龥]{1,6})[率度]")


def _claims(scene: Scene, rate: Figure, known: Known, loose: int) -> Iterator[Claim]:
    """Without those that fail and are tied less than ``loose``: they say nothing."""
    before = [f for f in scene.before(rate) if is_counted(f)]
    after = [
        f
        for f in scene.after(rate)[:1]
        if is_counted(f)
        and (
            re.match(r"^[，（]?(?:的[一-龥]{0,4})?(?:即|计|为|约)?[（，]?$", scene.between(rate, f)[-4:])
            or re.fullmatch(r"[（，](?:即|也就是|相当于)[一-龥]{1,8}", scene.between(rate, f))
        )
    ]
    named, named_figure = named_base(scene, rate)
    whole = whole_of(scene, rate, named)
    named = "" if whole else named
    tops = [*before[:10], *after, *reversed(scene.above[-4:])]
    subjects = subjects_of(scene, rate)
    tops = [f for f in (*tops, *(f for f in subjects if f not in tops)) if is_counted(f)]
    clause = scene.clause(rate, 30)
    rows = [f for name in scene.reading.rows if name in clause for f in scene.reading.rows[name]]
    tops += [f for f in rows if f.where in rate.left] or rows
    bases = [*before[:14], *reversed(scene.above[-14:]), *reversed(scene.far)]
    bases = [f for f in bases if is_counted(f)]
    bases += [f for f in scene.after(rate)[:1] if is_counted(f) and _GIVEN_LATER.search(scene.between(rate, f))]
    bases += [f for f in scene.reading.cell_totals if is_counted(f)]
    if named and not named_figure:
        bases += [f for f in scene.reading.named(named) if f not in bases and bears_name(named, f)][:12]
    bases += [f for f in (*known.bases, whole) if f and f not in bases]
    stated, step = rate.worth, float(rate.step)
    fulfilled = re.search(
        r"(?:完成|达成|执行|兑现|到位)率(?:为|达到?|是)?$", rate.left
    )  # what was aimed at is its whole
    by_dimension = _by_dimension(bases, top_dimensions={f.dimension for f in tops}, everywhere="率" in rate.left)
    siblings = {f for f in before if not named and has_own_share(scene.text, scene.here, f) is not None}
    siblings -= {f for f in siblings if has_own_share(scene.text, scene.here, f) is rate}
    ties = Ties(scene, rate, named, named_figure, whole, known.pairs, known.bases)
    for top in tops:
        if top is named_figure:
            continue
        part: Part | None = None
        is_done = not (fulfilled and wording.PLAN.search(top.left[-6:]))
        near = before[:4] if top in before[:1] else ()
        for base in _of_the_order(by_dimension[top.dimension], top.worth * 100, stated, near):
            quotient = top.worth / base.worth * 100
            parts_of_mean = base.per and base.dimension == MONEY and base.block == top.block
            if top.where and base.where == "" and base.block < 0 and top.when != base.when:
                continue  # another column's total
            if base is top or (bool(base.per) != bool(top.per) and not parts_of_mean):
                continue
            if base.dimension not in (top.dimension, _HEADS.get(top.dimension)) and not is_room(scene, rate, top, base):
                continue
            if base in siblings and "其中" not in scene.text[base.end : top.start] and base is not named_figure:
                continue
            if base in scene.distant and abs(quotient - stated) > _FAR_OFF:
                continue
            part = part or ties.of_part(top, [f for f in tops if (id(top), id(f)) not in known.pairs])
            told = ties.of_whole(base)
            tie = ties.of(part, base)
            tie += 4 if base is whole else -1 if whole else 0
            tie -= 4 if top in siblings and top not in after else 0
            tie -= 0 if is_done or wording.PLAN.search(base.left) else 6
            tie -= 4 if told.is_bygone else 0
            if named or named_figure:
                tie -= 3 if any((id(head), id(top)) in known.pairs for head in tops if head is not base) else 0
            if named and base is not whole and not told.bears_name and (id(base), id(top)) in known.pairs:
                tie = min(tie, 6)  # a part of what it is said to be no share of
            if subjects:
                tie += (2 if top in scene.members else 4) if top in subjects else -6
            if tie < loose and is_far_off(abs(quotient - stated), step, quotient * float(top.blur + base.blur)):
                continue
            computed = top.base / base.base * 100
            slack = computed * (top.blur + base.blur)
            claim = Claim(Kind.PERCENT, rate, (top, base), computed, tie, f"{top.text} ÷ {base.text}", slack)
            if top in before[:2] and _is_meant(ties, claim):
                known.meant.append(claim)
            yield claim


def _is_meant(ties: Ties, claim: Claim) -> bool:
    """The wording says which whole: by its name, or because there are but the two."""
    scene, rate, (top, base) = ties.scene, ties.rate, claim.operands
    told = ties.of_whole(base)
    later = base.start > rate.start if base.block == rate.block else base.block > rate.block
    is_named = told.is_named and not told.is_bygone
    if is_named and later and not _GIVEN_LATER.search(scene.between(rate, base)[-16:]):
        is_named = False
    near = told.is_given or Decimal("0.4") < claim.computed / rate.base < Decimal("2.5")
    return (is_named and near) or _is_of_those(scene, rate, top, base) or _is_done_of_due(ties, top, base)


def _is_of_those(scene: Scene, rate: Figure, top: Figure, base: Figure) -> bool:
    """35 个重点村，其中 30 万元以上的 14 个，占 40 %: 其中 stands between the only two of their kind, 占 right behind."""
    if not _MAKES_UP.fullmatch(scene.between(top, rate)) or base.end > top.start or base.base < top.base:
        return False
    gap = scene.between(base, top)
    same = {f for f in scene.before(rate) if f.dimension == top.dimension and is_counted(f)}
    return same == {top, base} and gap.count("其中") == 1 and "；" not in gap and len(gap) <= 40


def _is_done_of_due(ties: Ties, top: Figure, base: Figure) -> bool:
    """应收 a 万元，实收 b 万元，收缴率; 抽查 a 个，不规范 b 个，占: the only two of their kind before it, one right behind the other."""
    scene, rate = ties.scene, ties.rate
    name = _RATE.search(rate.left)
    if not name and not _MAKES_UP.fullmatch(rate.left):
        return False
    if top.base > base.base or base.end > top.start or {top, base} != ties.only_two(top.dimension):
        return False
    mine, theirs = wording.label(top.left)[-2:], wording.label(base.left)[-2:]
    if (mine and mine == theirs) or "发生" in rate.left:
        return False  # 集中安置, 分散安置: two parts
    if name and (name.group(1)[-2:] in base.left or (DONE.search(base.left[-8:]) and not DUE.search(base.left[-8:]))):
        return False
    gap, behind = scene.between(base, top), scene.between(top, rate)
    return len(gap) <= 14 and "。" not in gap and len(behind) <= 10 and not re.search(r"[。；]|其中", behind)


_GIVEN_LATER = re.compile(r"^，[一-龥]{0,6}(?:任务|计划|目标|总|应)[一-龥]{0,6}$")
"""完成年度任务的 94.4%，任务数为 3 万人."""
_HEADS = {PEOPLE: TURNS, TURNS: PEOPLE}


def _by_dimension(bases: Sequence[Figure], *, top_dimensions: set[str], everywhere: bool) -> dict[str, list[Figure]]:
    """For each dimension of a part the wholes that it may be of; things of two kinds only where a rate may compare them."""
    bases = [f for f in bases if f.base]
    return {
        dimension: [f for f in bases if everywhere or f.dimension in (dimension, _HEADS.get(dimension))]
        for dimension in top_dimensions
    }


def _of_the_order(bases: Sequence[Figure], part: float, stated: float, near: Sequence[Figure]) -> Iterator[Figure]:
    """The wholes of which ``part`` (in hundredths) makes about what is stated: nobody means one eight times off, unless ``near``."""
    low, high = part / min(300.0, stated * 8), part / stated * 8
    for base in bases:
        if low <= base.worth < high or (base in near and part <= 300 * base.worth):
            yield base


def _aligned(scene: Scene, rate: Figure, known: Known) -> Iterator[Claim]:
    """甲 a、乙 b、丙 c，分别占 x%、y%、z%: the first rate speaks of the first figure."""
    row = [rate]
    for other in reversed([f for f in scene.here if f.end <= rate.start]):
        if other.dimension != PERCENT or not re.fullmatch(r"[、，和]", scene.between(other, row[0])):
            break
        row.insert(0, other)
    position = len(row) - 1
    for other in [f for f in scene.here if f.start >= rate.end]:
        if other.dimension != PERCENT or not re.fullmatch(r"[、，和]", scene.between(row[-1], other)):
            break
        row.append(other)
    if len(row) < 2 or not re.search(r"分别|依次|各占", scene.clause(row[0], 12)):
        return
    before = [f for f in scene.before(row[0]) if is_counted(f)]
    for dimension in dict.fromkeys(f.dimension for f in before):
        same = [f for f in reversed(before) if f.dimension == dimension and not f.per]
        listed = same[-len(row) :]
        if len(listed) < len(row):
            continue
        total = sum((f.base for f in listed), Decimal(0))
        bases = [*reversed(same[: -len(row)]), *reversed(scene.above), *reversed(scene.far)]
        for base in [f for f in bases if f.dimension == dimension and is_counted(f)][:12]:
            fitting = [
                of_ratio(part.base / base.base * 100, share.base, share.step) is Agreement.HOLDS
                for place, (part, share) in enumerate(zip(listed, row, strict=True)) if place != position
            ]  # fmt: skip
            agreed = len(fitting) >= 2 and all(fitting)
            tie = 5 + (4 if base.base == total or agreed else 0)
            top = listed[position]
            claim = Claim(Kind.PERCENT, rate, (top, base), top.base / base.base * 100, tie, f"{top.text} ÷ {base.text}")
            if agreed or base.base == total:
                known.meant.append(claim)
            yield claim
