"""A share and what it is a share of, found by the layout of the sentence alone.

250 份里不规范的 35 份，占 14 %; 占总量 9,600 万元的七成; 一半也就是 110 人; 占三成，全部收入为 620 万元; 提出 20 %，收入 46 万元，就是 9.2 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Passage, Reading
from ...unit import MONEY, PERCENT
from ..claims.norm import is_aimed
from ..claims.refuted import is_slip_away
from ..evidence.other_whole import has_a_base_of_its_own, is_of_a_class
from .portion import Explained, Portion, lines_told, portions, said_of_share
from .share_words import BASE, RATE, is_of, is_said, words_of

_OF_WHOLE = re.compile(
    r"^[一-龥（）“”]{0,6}?(?:的|中的?|里的?|当中|之中)?[，]?(?:占|有|约|近|达到?|比例为?|比重为?|正好|恰好|刚好|仅|只|整整|了|是|将|接近)*$"
)
_ASIDE = re.compile(r"[。；]")
_THEN = re.compile(
    r"(?:即|也就是说?|就是|一?共有?|共计|总共|合计|总数|计)[^，。；\d]{0,8}$|^[，、]?(?:的|也有|就有|有)?$"
)
_WIDE = re.compile(r"总|全[部体]|应|共|累计|计划|年度|批复|当年|收回|回收|抽|现有|在册")
_THEN_AND_NOW = re.compile(r"去年|上年|前年|上次|上月|上半年|第[一二三]次|同期|往年")
_NOT = re.compile(r"[未不脱缺欠差空漏错退停]")
_PUNCTUAL = re.compile(r"按[时期][一-龥]{0,4}(?:率|比例)[为达是到]*$")  # no rate to go by
_NUMBER = re.compile(r"\d[\d,.]*")
_FINE = Decimal("0.05")


@dataclass(frozen=True)
class Tie:
    """``part`` is what ``portion`` is, of ``whole``; ``is_amount``: the part is worked out from the share;
    ``is_named``: the words say which of several wholes is meant."""

    portion: Portion
    part: Figure
    whole: Figure
    is_amount: bool = False
    is_named: bool = False


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    elsewhere = Explained(outcomes)
    for passage in reading.passages:
        said = portions(passage)
        if said:
            for tie in _ties(reading, passage, said):
                yield from _judged(tie, elsewhere)


def _ties(reading: Reading, passage: Passage, said: Sequence[Portion]) -> Iterator[Tie]:
    known: list[Tie] = []
    for portion in said:
        tie = _behind(reading, passage, portion, said, known) or _ahead(passage, portion, said)
        if tie:
            known.append(tie)
            yield tie


def _counts(passage: Passage) -> list[Figure]:
    return [f for f in passage.figures if f.is_quantity and not f.per and not f.is_article]


def _behind(
    reading: Reading, passage: Passage, portion: Portion, said: Sequence[Portion], known: Sequence[Tie]
) -> Tie | None:
    """The part right before its share; the whole in the words of the share, or the one of its kind in the sentence."""
    text = passage.block.text
    figures = [
        f for f in passage.figures if f.end <= portion.start and f.dimension and not _is_passed_over(text, f, portion)
    ]
    before = [f for f in _counts(passage) if f in figures]
    if not before or figures[-1] is not before[-1]:
        return None
    last = before[-1]
    gap = text[last.end : portion.start]
    for figure in reversed(passage.figures):
        if last.end <= figure.start and figure.end <= portion.start and figure.dimension:
            gap = gap[: figure.start - last.end] + gap[figure.end - last.end :]
    if _ASIDE.search(gap) or len(gap) > 24:
        return None
    if len(before) >= 2 and before[-2].dimension == last.dimension:
        between = text[before[-2].end : last.start]
        named = re.fullmatch(r"[^，。；：]{0,10}[，（]?(?:[一-龥]{0,3})占(?!地|用)[^，。；\d]{2,16}", between)
        within = re.fullmatch(r"[^。；：\d]{0,16}，在[^，。；\d]{2,10}", between) and re.match(r"(?:当?中|里)占", gap)
        if (named or within) and _OF_WHOLE.match(gap):
            return _tie(portion, before[-2], last)
    alike = [f for f in before[:-1] if f.dimension == last.dimension]
    wholes = {id(t.whole): t.whole for t in known if t.part in alike}
    free = [f for f in alike if not _has_own(text, f, said) and f not in {t.part for t in known}]
    named_base = _called_base(passage, portion, gap, free)
    free = named_base or free
    part, whole = last, None
    if called := _called(passage, gap, [*free, last]):
        part, whole = called
    elif len(free) == 1:
        whole = free[0]
        if _WIDE.search(last.left[-10:]) and not _WIDE.search(whole.left[-10:]):
            part, whole = whole, last
    elif not free and len(wholes) == 1:
        whole = next(iter(wholes.values()))
    elif not alike:
        whole = _elsewhere(reading, passage, portion, last)
    if not whole or not is_said(passage, portion, part, whole, gap):
        return None
    if is_of_a_class(gap, part) or has_a_base_of_its_own(text[portion.end :], whole):
        return None
    if part.base > whole.base and not _is_slip(portion, part, whole):
        return None
    return _tie(portion, part, whole, is_named=bool(named_base))


def _is_passed_over(text: str, figure: Figure, portion: Portion) -> bool:
    """超过 20 万元 says which they are; 接近九成，即 89.97 % is one share told twice."""
    if figure.dimension == PERCENT:
        return bool(re.fullmatch(r"[，（]?(?:即|也就是|为)?", text[figure.end : portion.start]))
    return figure.is_bound or (figure.is_approximate and figure.dimension == MONEY)


def _called(passage: Passage, gap: str, alike: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """应还款 640 笔，按时归还 632 笔，展期 8 笔，按时还款率: the one that the rate is called by, of what should be."""
    rate = RATE.search(gap)
    if not rate or len(alike) < 3 or not re.search(r"应|共|总", alike[0].left[-8:]):
        return None
    pairs = wording.bigrams(rate["stem"][-4:])
    own = [f for f in alike[1:] if pairs & wording.bigrams(words_of(passage, f)) and not BASE.search(f.left[-8:])]
    return (own[0], alike[0]) if len(own) == 1 else None


def _called_base(passage: Passage, portion: Portion, gap: str, free: Sequence[Figure]) -> list[Figure]:
    """按到会人数计算同意率: the one of them that the words name."""
    named = re.search(r"按(?:照)?([^，。；（）]{2,8}?)(?:计算|计|算)", gap)
    if not named or len(free) < 2:
        return []
    first = [f for f in free if named.group(1)[:2] in words_of(passage, f)]
    if len(first) == 1:
        return first
    shared = [len(set(named.group(1)) & set(words_of(passage, f))) for f in free]
    return [f for f, many in zip(free, shared, strict=True) if many == max(shared) > 0]


def _elsewhere(reading: Reading, passage: Passage, portion: Portion, part: Figure) -> Figure | None:
    """The whole in the sentence before, or told behind the share: 占 8 %，也就是说全村共有 300 户."""
    text, stop = passage.block.text, passage.sentence.end
    later = [f for f in _counts(passage) if f.start >= portion.end and f.dimension == part.dimension]
    if later:
        near = text[portion.end : later[0].start]
        told = re.fullmatch(r"[^，。；\d]{0,4}，[^，。；\d]{2,16}", near) and re.search(r"总|全部|共有|一共", near)
        return later[0] if told and len(later) == 1 and later[0].end < stop else None
    own = [f for f in reading.by_block[part.block] if f.end <= passage.sentence.start]
    if not own:
        return None
    start = passage.block.sentence_at(own[-1].start).start
    above = [f for f in own if f.start >= start and f.dimension == part.dimension and f.is_quantity and not f.per]
    return above[0] if len(above) == 1 and re.search(r"总|全|共|现?有", above[0].left[-10:]) else None


def _is_slip(portion: Portion, part: Figure, whole: Figure) -> bool:
    """84 of 75 for 48: a slip of what the share makes of the whole."""
    if portion.is_in_words or part.step != whole.step:
        return False
    return is_slip_away(part, whole.base * portion.ratio)


def _has_own(text: str, figure: Figure, said: Sequence[Portion]) -> bool:
    """A part that has its own share right behind it."""
    return any(
        0 <= portion.start - figure.end <= 20 and not _NUMBER.search(text[figure.end : portion.start])
        for portion in said
    ) and not re.match(r"[^，。；]{0,6}(?:中|里|，其中)", text[figure.end : figure.end + 10])


def _ahead(passage: Passage, portion: Portion, said: Sequence[Portion]) -> Tie | None:
    """The share first: 三分之一即 207 人; the whole before it, or told behind."""
    text = passage.block.text
    counts = _counts(passage)
    after = [f for f in counts if f.start >= portion.end]
    if not after:
        return None
    part = after[0]
    gap = text[portion.end : part.start]
    if any(other is not portion and other.start < part.start for other in said) or (
        len(said) > 1 and not re.match(r"^[一-龥]{0,4}[，、]?(?:即|也就是|就是)", gap)
    ):
        return None
    alike = [f for f in counts if f.dimension == part.dimension and f is not part]
    if _ASIDE.search(gap) or len(gap) > 26 or len(alike) != 1 or not _THEN.search(gap):
        return None
    whole = alike[0]
    if whole.start > part.start and not (_WIDE.search(whole.left[-8:]) or _WIDE.search(part.left[-8:])):
        return None
    return _tie(portion, part, whole, is_amount=True) if is_of(passage, portion, whole) else None


def _tie(
    portion: Portion, part: Figure, whole: Figure, *, is_amount: bool = False, is_named: bool = False
) -> Tie | None:
    if portion.ratio == 1:
        return None
    both = (part, whole)
    if bool(_THEN_AND_NOW.search(part.clause)) != bool(_THEN_AND_NOW.search(whole.clause)):
        return None
    if not all((f.is_exact or _is_about(f)) and not f.is_change for f in both) or part.base == whole.base:
        return None
    return Tie(portion, part, whole, is_amount, is_named)


def _is_about(figure: Figure) -> bool:
    return (
        figure.is_approximate
        and not (figure.is_bound or figure.is_range or figure.is_quoted)
        and "约" in figure.left[-3:]
    )


def _judged(tie: Tie, elsewhere: Explained) -> Iterator[Outcome]:
    portion, part, whole = tie.portion, tie.part, tie.whole
    if portion.figure and is_aimed(portion.figure) and not _PUNCTUAL.search(portion.figure.left):
        return
    small, large = sorted((part, whole), key=lambda f: f.base)
    small.base / large.base
    literals = (portion.literal, part.literal, whole.literal)
    same = frozenset(literals) if tie.is_amount else frozenset()
    if _holds(tie, small, large):
        if not elsewhere.has(portion.line, portion.literal):
            yield Holding(Kind.PERCENT, lines_told(portion, part, whole), literals,
                          f"{small.text} ÷ {large.text} = {portion.literal}", (part, whole))  # fmt: skip
        return
    if (not tie.is_named and elsewhere.has(portion.line, portion.literal, but_for=same)) or (
        tie.is_amount and elsewhere.has(part.place.line, part.literal, but_for=same)
    ):
        return
    yield said_of_share(portion, small, large, part if tie.is_amount and part is small else None)


def _holds(tie: Tie, small: Figure, large: Figure) -> bool:
    portion = tie.portion
    computed = small.base / large.base
    if (
        not tie.is_amount
        and abs(1 - computed - portion.ratio) <= portion.step / 2
        and _NOT.search(tie.part.left + tie.part.noun)
    ):
        return True  # 脱岗 46 个，在岗率
    if _is_about(tie.part):
        return abs(computed - portion.ratio) <= portion.ratio * Decimal("0.08")
    if portion.is_in_words:
        room = Decimal("0.07") if portion.is_rough else _FINE if portion.figure else portion.ratio * Decimal("0.06")
        if tie.is_amount and not portion.is_rough:
            return abs(large.base * portion.ratio - small.base) <= max(small.step, small.base * Decimal("0.03"))
        return abs(computed - portion.ratio) <= room
    if of_ratio(computed * 100, portion.ratio * 100, portion.step * 100) is not Agreement.FAILS:
        return True
    return abs(computed - portion.ratio) <= (Decimal("0.03") if portion.is_rough else portion.step)
