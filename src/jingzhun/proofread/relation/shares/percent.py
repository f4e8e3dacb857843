"""Percentages against the two figures they come from: 占比, 完成率, 完成计划的 57.47 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, may_be_share, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import MOST_FIGURES, Passage, Reading, finding, holding
from ...unit import MEASURED, MONEY, PERCENT, RATES
from ..claims.norm import is_applied, is_norm

_GROWTH = re.compile(r"增[长幅速加]|下降|提高|减少|上升|降低|降幅|回落|提升|缩小|扩大|同比|环比|[增升降]至?$")
_SHARE = re.compile(r"占(?P<base>[^，。；：、]*?)的?(?:比例|比重|比)?(?:约|近|达到?|为|是|的)*$")
_RATE = re.compile(
    r"(?P<name>[一-龥]{0,8}(?:率|进度|占比|比例))(?:(?:下降|上升|提高|降低|提升|增加|降|升)(?:到|至|为)|已?达到?|为|是|约|：|达|实现|均)*$"
)
_OF = re.compile(r"(?P<base>(?:计划|任务|目标|预算|总|应)[^，。；：、]*?)的(?:约|近)?$")
_OTHER_SUBJECT = re.compile(r"[，；][一-龥]{2,10}（[^）\d]{2,20}）$")  # 高级职称（正高级与副高级合计）占
_PLAIN_BASE = re.compile(r"^(?:的|总数|总量|总额|其|比|比例|比重|全部|总)*$")


@dataclass(frozen=True)
class Quotient:
    """``share`` should be ``part`` over ``whole``; ``is_explicit`` when the text itself names both."""

    share: Figure
    part: Figure
    whole: Figure
    is_explicit: bool
    is_named: bool = False

    @property
    def computed(self) -> Decimal:
        return self.part.base / self.whole.base * 100

    def agreement(self) -> Agreement:
        return of_ratio(self.computed, self.share.base, self.share.step)


def find(reading: Reading, chance: set[tuple[int, str]]) -> Iterator[Outcome]:
    """``chance`` takes (line, literal) of the shares that any two figures at hand come out to, whatever the wording says."""
    for index, passage in enumerate(reading.passages):
        for share in passage.figures:
            if share.dimension == PERCENT and not share.is_quoted and not share.is_range and share.base > 0:
                yield from _one(reading, passage, index, share, chance)


def _one(
    reading: Reading, passage: Passage, index: int, share: Figure, chance: set[tuple[int, str]]
) -> Iterator[Outcome]:
    before = passage.block.text[passage.sentence.start : share.start]
    clause = share.clause
    if (
        _GROWTH.search(share.left[-10:])
        and not re.search(r"(?:占比|比重|比例|率|进度)[^，。；]{0,4}[降升提增][一-龥]?[到至]$", share.left)
    ) or re.match(r"[以之]?[上内下]|的[一-龥]{0,4}(?:目标|要求|底线|红线|标准)", share.right):
        return
    near = _countable(passage.figures)
    if not near or is_norm(share) or is_applied(share):
        return
    wider = _wider(reading, passage, index)
    far = [figure for figure in reading.figures_before(passage.block.number) if figure.base > 0]
    designated = _designated(passage, share, before, clause, near, wider, far)
    if designated:
        agreement = designated.agreement()
        if agreement is Agreement.HOLDS:
            yield _holds(designated)
            return
    if designated and designated.is_named:
        wider, far = [], []
    complement = _by_complement(share, near, [*far, *wider])
    if complement and complement.agreement() is not Agreement.HOLDS and not (designated and designated.is_explicit):
        designated, agreement = complement, complement.agreement()
    whole = _all_of_them(share, near)
    if whole:
        yield _holds(whole)
        return
    match = _search(passage, share, near, wider, far)
    if match:
        chance.add((share.place.line, share.literal))
        yield _holds(match)
        return
    fine = len(plain(share.value).replace(".", "")) >= 3
    other = _of_another_part(share, designated, near) if designated and fine else None
    if other:
        yield _holds(other)
    elif designated and (designated.is_explicit or (agreement is Agreement.TRUNCATED and fine)):
        outcome = _judged(designated, agreement)
        if outcome:
            yield outcome


def _all_of_them(share: Figure, near: Sequence[Figure]) -> Quotient | None:
    """有劳动力家庭 2263 户，至少一人就业的 2263 户，占 100 %."""
    before = [f for f in near if f.end <= share.start]
    pairs = ((one, other) for place, one in enumerate(before) for other in before[:place])
    alike = (
        Quotient(share, one, other, False) for one, other in pairs
        if (one.base, one.dimension) == (other.base, other.dimension) and share.base == 100
    )  # fmt: skip
    return next(alike, None)


def _of_another_part(share: Figure, designated: Quotient, near: Sequence[Figure]) -> Quotient | None:
    """人均 7265 元（去年同期 6486 元），完成目标 15200 元的 47.8 %: of what stands before the bracket."""
    quotients = (
        Quotient(share, part, designated.whole, False)
        for part in near
        if part.dimension == designated.whole.dimension and part.end <= share.start and part is not designated.whole
    )
    return next((quotient for quotient in quotients if quotient.agreement() is Agreement.HOLDS), None)


def _countable(figures: Sequence[Figure]) -> list[Figure]:
    return [
        figure for figure in figures
        if figure.dimension and figure.dimension not in RATES and not figure.dimension.startswith(("span", "age"))
        and not figure.is_quoted and figure.base > 0
    ]  # fmt: skip


def _wider(reading: Reading, passage: Passage, index: int) -> list[Figure]:
    """Figures of the paragraph so far, and of the passage before."""
    earlier = [p for p in reading.passages[max(0, index - 8) : index] if p.block.number >= passage.block.number - 1]
    return [figure for p in earlier for figure in _countable(p.figures)]


def _search(
    passage: Passage, share: Figure, near: Sequence[Figure], wider: Sequence[Figure], far: Sequence[Figure]
) -> Quotient | None:
    """Any two figures at hand whose quotient is the percentage; the part stands near."""
    parts = sorted(near, key=lambda figure: abs(figure.start - share.start))[:6]
    wholes = sorted(
        [*near, *wider[-16:]], key=lambda figure: (figure.block != share.block, abs(figure.start - share.start))
    )[:40]
    for part in parts:
        for whole in wholes:
            if whole is part or whole.dimension != part.dimension or bool(whole.per) != bool(part.per):
                continue
            if part.step <= 1 and not may_be_share(share, part, whole):
                continue
            quotient = Quotient(share, part, whole, False)
            if quotient.agreement() is Agreement.HOLDS or _within_steps(quotient):
                return quotient
    return _search_far(share, parts[:2], far)


def _search_far(share: Figure, parts: Sequence[Figure], far: Sequence[Figure]) -> Quotient | None:
    """A whole given further up: only for shares of three digits, or wholes that are called a total, a plan or a receipt."""
    fine = len(plain(share.value).replace(".", "").strip("0")) >= 3
    for part in parts:
        if abs(part.start - share.start) > 40 or part.block != share.block or part.base < 10:
            continue
        for whole in reversed(far):
            if whole.dimension != part.dimension or whole.per or part.per or whole.base < part.base or whole is part:
                continue
            if may_be_share(share, part, whole) and (fine or _GIVEN.search(whole.left)):
                quotient = Quotient(share, part, whole, False)
                if quotient.agreement() is Agreement.HOLDS:
                    return quotient
    return None


_GIVEN = re.compile(r"共|总|计划|任务|到位|安排|下达|应|现有|累计|全[县乡镇村市州]")


def _within_steps(quotient: Quotient) -> bool:
    """Coarse figures (8.3亿) leave room: the percentage lies within what their rounding allows."""
    part, whole = quotient.part, quotient.whole
    if part.step <= 1 or part.base < part.step * 10 or whole.base < whole.step * 10 or part.step == whole.step == 10000:
        return False
    low = (part.base - part.step / 2) / (whole.base + whole.step / 2) * 100
    high = (part.base + part.step / 2) / (whole.base - whole.step / 2) * 100
    width = high - low
    return low <= quotient.share.base <= high and width <= max(quotient.share.step * 4, Decimal("0.6"))


def _designated(
    passage: Passage,
    share: Figure,
    before: str,
    clause: str,
    near: Sequence[Figure],
    wider: Sequence[Figure],
    far: Sequence[Figure],
) -> Quotient | None:
    """The part and the whole the sentence itself names for the percentage."""
    text = passage.block.text
    ahead = [figure for figure in near if figure.end <= share.start]
    if not ahead:
        return None
    inside = [figure for figure in ahead if figure.start >= share.start - len(clause)]
    within = _of_these(passage, share, ahead, text)
    if within:
        return within
    share_word = (
        -1
        if re.search(r"占比(?:重|例)?(?:下降|上升|提高|降低|提升|增加|降|升)(?:到|至|为)$", clause)
        else clause.rfind("占")
    )
    if share_word >= 0:
        word_at = share.start - len(clause) + share_word
        wholes = [figure for figure in inside if figure.start > word_at]
        parts = [figure for figure in ahead if figure.end <= word_at]
        part = _part_before(parts, text, word_at)
        if wholes and part:
            same = [figure for figure in parts if figure.dimension == wholes[-1].dimension]
            return Quotient(share, same[-1], wholes[-1], True) if same else None
        if not part:
            return None
        base = re.sub(r"的?(?:比例|比重|比)?(?:为|达到?|约|近|是)?$", "", clause[share_word + 1 :])
        return _by_base(share, part, base, parts, [*far, *wider], text)
    rate = _RATE.search(share.left)
    if rate:
        return _by_rate(share, rate["name"], ahead, wider, far, text)
    of = _OF.search(clause)
    if of or re.search(r"[完成为是达到]的$|完成率?$", clause[-4:]):
        return _done_over_planned(share, ahead, inside)
    return None


def _of_these(passage: Passage, share: Figure, ahead: Sequence[Figure], text: str) -> Quotient | None:
    """抽查的 780 户中, 知晓的 735 户, 知晓率…: every share of the sentence is of the figure before 中."""
    whole = next(
        (figure for figure in ahead if re.match(r"[一-龥]{0,4}中[，有]", text[figure.end : figure.end + 6])), None
    )
    parts = [figure for figure in ahead if whole and figure.dimension == whole.dimension and figure is not whole]
    if parts and _OTHER_SUBJECT.search(text[parts[-1].end : share.start].rstrip("占")):
        return None
    if not whole or not parts or re.search(r"[；，].*[；，]", text[parts[-1].end : share.start]):
        return None
    bare = re.search(r"[一-龥]率(?:为|达到?|是)?$|占比?(?:为|达到?)?$", share.left)
    part = parts[-1]
    return Quotient(share, part, whole, part.base <= whole.base) if bare and part.start > whole.start else None


def _part_before(parts: Sequence[Figure], text: str, word_at: int) -> Figure | None:
    """The figure the share speaks of: right before 占, or the first of a pair 户、人 there is left to the caller."""
    if not parts:
        return None
    gap = text[parts[-1].end : word_at]
    if _OTHER_SUBJECT.search(gap):
        return None
    return parts[-1] if not re.search(r"[。；：]", gap) and gap.count("，") <= 1 else None


def _by_base(
    share: Figure, part: Figure, base: str, parts: Sequence[Figure], wider: Sequence[Figure], text: str
) -> Quotient | None:
    earlier = [
        f for f in [*wider, *parts][-MOST_FIGURES:] if f is not part and f.dimension == part.dimension and not f.per
    ]
    if not earlier:
        return None
    if _PLAIN_BASE.match(base):
        whole = _enclosing_total(part, [f for f in parts if f in earlier], text)
        return Quotient(share, part, whole, True) if whole else None
    scored = sorted(
        ((_base_likeness(base, figure), figure.block == share.block, figure.start, figure) for figure in earlier),
        key=lambda item: item[:3],
    )  # fmt: skip
    score, _, _, whole = scored[-1]
    mine, theirs = wording.label(part.left + part.noun), wording.label(whole.left + whole.noun)
    alike = bool(mine) and mine in theirs and wording.label(base) not in theirs
    if score >= 0.75:
        best = [item[3] for item in scored if item[0] == score]
        quotients = [
            Quotient(share, part, figure, score >= 0.99 and figure.base != part.base and not alike, score >= 0.99)
            for figure in best
        ]
        best_guess = next(
            (quotient for quotient in quotients if quotient.agreement() is Agreement.HOLDS), quotients[-1]
        )
        if part.block - best_guess.whole.block > 1 and not _near_slip(best_guess):
            return replace(best_guess, is_explicit=False, is_named=False)
        return best_guess
    return Quotient(share, part, whole, False) if score > 0.4 else None


def _base_likeness(base: str, figure: Figure) -> float:
    """How surely a wording names a figure. People and households are named in full: 农村人口 is not 农村贫困人口."""
    short = re.sub(r"(?:总|的)?(?:人数|户数|人口数|总数|总量|总额|数量|总户数|总人数)$", "", base)
    named = wording.label(short) or wording.label(base)
    label = wording.label(figure.left + figure.noun)
    if figure.dimension in MEASURED or not label:
        return wording.likeness(named, label)
    if wording.label(base) == wording.label(figure.left) + figure.unit:
        return 1.0
    if named in label:
        return 1.0
    if label in named:
        return 0.99  # 渔户 where 登记渔户 is asked for: meant only if nothing bears the longer name
    return min(wording.likeness(named, label), 0.9)


def _by_complement(share: Figure, near: Sequence[Figure], far: Sequence[Figure]) -> Quotient | None:
    """已消除 109 户, 消除率…, 尚未消除 54 户: part and remainder make the whole that stands further up."""
    parts = [figure for figure in near if figure.end <= share.start]
    if not parts or not _RATE.search(share.left):
        return None
    part = parts[-1]
    rests = [
        f for f in near if f.dimension == part.dimension and f is not part and wording.REMAINDER.search(f.clause[-12:])
    ]
    for rest in rests:
        whole = next(
            (f for f in reversed(far) if f.dimension == part.dimension and f.base == part.base + rest.base), None
        )
        if whole:
            return Quotient(share, part, whole, True)
    return None


def _enclosing_total(part: Figure, earlier: Sequence[Figure], text: str) -> Figure | None:
    """占 without a base: the total before 其中, or the only larger figure before."""
    for figure in reversed(earlier):
        gap = text[figure.end : part.start]
        if re.search(r"其中|包括|（", gap) and figure.base > part.base:
            return figure
    larger = [figure for figure in earlier if figure.base > part.base]
    if larger and re.search(r"\d%", text[larger[0].end : part.start]):
        return None
    return larger[0] if len(larger) == 1 and len(earlier) == 1 else None


def _by_rate(
    share: Figure, name: str, ahead: Sequence[Figure], wider: Sequence[Figure], far: Sequence[Figure], text: str
) -> Quotient | None:
    if re.search(r"发生|贫困|利|增|返贫|失业|死亡|森林|城镇化|漏评|错评|错退|毛|得房|复垦|汇|概", name):
        return None
    recent = [figure for figure in ahead if not figure.per]
    last = recent[-1] if recent else None
    if not last or re.search(r"[。；]", text[last.end : share.start]) or text[last.end : share.start].count("，") > 1:
        return None
    same = [figure for figure in recent if figure.dimension == last.dimension]
    named_after = [
        f for f in same
        if wording.bigrams(name) & wording.bigrams(f.left + f.noun) and not wording.PLAN.search(f.left)
    ]  # fmt: skip
    if named_after and last not in named_after:
        return None
    if len(same) == 2 or (len(same) > 2 and re.search(r"[。；]", text[same[-3].end : same[-2].start])):
        one, other = same[-2], same[-1]
        if other.base > one.base and wording.PLAN.search(other.left) and wording.ACTUAL.search(one.left):
            one, other = other, one
        named = bool(
            wording.PLAN.search(one.left)
            or wording.ACTUAL.search(other.left)
            or wording.ACTUAL.search(one.left)
            or wording.bigrams(name) & wording.bigrams(other.left)
        )
        return Quotient(share, other, one, named and one.base > 0 and not wording.DELTA.search(other.left))
    wholes = [
        f
        for f in [*(far if len(same) == 1 else ()), *wider, *same]
        if f.dimension == last.dimension
        and not f.per
        and f.base > last.base
        and f is not last
        and _GIVEN.search(f.left)
    ]
    if len(same) > 2:
        wholes = [f for f in wholes if f in same]
    if not wholes:
        return None
    near_by = [f for f in wholes if last.block - f.block <= 1]
    quotient = Quotient(share, last, near_by[-1] if near_by else max(wholes, key=lambda f: f.base), False)
    return replace(quotient, is_explicit=_is_likely(quotient, name))


def _near_slip(quotient: Quotient) -> bool:
    computed = rounded(quotient.computed, quotient.share.step)
    return (
        is_slip(computed, quotient.share.base, quotient.share.step)
        or abs(computed - quotient.share.base) <= 3 * quotient.share.step
    )


def _is_likely(quotient: Quotient, name: str) -> bool:
    """A whole from further up counts when the rate is named after its part and a slip explains the gap."""
    computed = rounded(quotient.computed, quotient.share.step)
    named = bool(wording.bigrams(name) & wording.bigrams(quotient.part.left or quotient.part.clause[-12:]))
    slip = (
        is_slip(computed, quotient.share.base, quotient.share.step)
        or abs(computed - quotient.share.base) <= 3 * quotient.share.step
    )
    return named and slip


def _done_over_planned(share: Figure, ahead: Sequence[Figure], inside: Sequence[Figure]) -> Quotient | None:
    plain_ahead = [figure for figure in ahead if not figure.per]
    if not plain_ahead:
        return None
    last = plain_ahead[-1]
    same = [figure for figure in plain_ahead if figure.dimension == last.dimension]
    if len(same) < 2:
        return None
    part, whole = same[-1], same[-2]
    if last in inside and wording.PLAN.search(last.left):
        part, whole = whole, part
    explicit = len(same) == 2 and bool(wording.PLAN.search(whole.left))
    return Quotient(share, part, whole, explicit)


_UNIT_SLIPS = (Decimal(10_000), Decimal(1) / 10_000)


def _judged(quotient: Quotient, agreement: Agreement) -> Outcome | None:
    part, whole, share = quotient.part, quotient.whole, quotient.share
    if not (part.is_exact and whole.is_exact and share.is_exact) or part.is_article or whole.is_article:
        return None
    if re.search(r"增加|减少|提高", part.left) or (
        re.search(r"累计|历年|以来", part.left) and not re.search(r"累计|历年|以来|总", whole.left)
    ):
        return None
    computed = quotient.computed
    ratio = computed / share.base
    if part.dimension == MONEY and any(
        of_ratio(computed * f, share.base, share.step) is Agreement.HOLDS for f in _UNIT_SLIPS
    ):
        return finding(
            Kind.PERCENT, Severity.ERROR, part, [whole, share], computed=f"{share.text}对应的金额",
            arithmetic=f"{part.text} ÷ {whole.text} 与 {share.text} 相差一万倍", message=f"{part.text}与{whole.text}的单位不合，可能混用了元与万元",
            suggestion="请核对金额单位",
        )  # fmt: skip
    if not Decimal("0.5") < ratio < Decimal("2") and not is_slip(rounded(computed, share.step), share.base, share.step):
        return None
    severity = Severity.ERROR if agreement is Agreement.FAILS else Severity.NOTE
    shown = f"{plain(rounded(computed, share.step))}%"
    how = {Agreement.TRUNCATED: "（截去尾数，应四舍五入）", Agreement.NEAR: "（相差末位）"}.get(agreement, "")
    return finding(
        Kind.PERCENT, severity, share, [part, whole], computed=shown,
        arithmetic=f"{part.text} ÷ {whole.text} = {plain(rounded(computed, share.step / 100))}%",
        message=f"{part.text}占{whole.text}应为{shown}，文中为{share.text}{how}",
        suggestion=f"若两数无误，百分比应为{shown}",
    )  # fmt: skip


def _holds(quotient: Quotient) -> Outcome:
    arithmetic = f"{quotient.part.text} ÷ {quotient.whole.text} = {quotient.share.text}"
    return holding(Kind.PERCENT, quotient.share, [quotient.part, quotient.whole], arithmetic)
