"""A share taken out of an amount that is told apart from it: 留 5 % 作质保金，结算价 86 万元，留下 4.3 万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ... import wording
from ...figure import Figure, plain
from ...finding import Holding, Kind, Outcome
from ...reading import Passage, Reading
from ...unit import PERCENT
from ..claims.refuted import is_slip_away
from .portion import Explained, Portion, lines_told, portions, said_of_share
from .share_words import is_of

_TAKES = re.compile(
    r"[提拿抽取留扣缴交付补奖返让捐出给拨存]|分红|贴息|承担|负担|自[缴筹付费掏]|报销|归|占|用[于来作]|作为|作|当|享受|入股|支付|预付"
)
_RESULT = re.compile(
    r"(?:就是|即|也就是|便是|[只仅就才须需要应得可]{1,3}[需要掏缴交付领得拿出补花]?|[留提拿分扣补领得交缴付捐返存还报发][出下去取到了得留回还销]?(?:去|来)?|共[发计]?|达|为|是|到手|[提发]取|补助|补贴|报销|分红|奖励|自付|自筹|自缴)(?:了|出|的|共|款|金|资金)*$"
)
_REST = re.compile(r"自己|个人|自[缴付掏筹费担]|其余|剩|余下")
_OF_ALL = re.compile(r"总|一共|全部|共有|合计|合共")
_OTHER = re.compile(r"另|其余|剩|余下|再|还有|[上去前]年|比|超|原|已|左右|约")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """One sentence or two with the share, the amount, and what the share makes of it; no third amount."""
    elsewhere = Explained(outcomes)
    for passage, following in _pairs(reading):
        said = portions(passage)
        if said and (len(said) == 1 or sum(p.ratio for p in said) <= 1):
            yield from _judged(passage, following, said, elsewhere)


def _pairs(reading: Reading) -> Iterator[tuple[Passage, Passage | None]]:
    passages = reading.passages
    for at, passage in enumerate(passages):
        following = passages[at + 1] if at + 1 < len(passages) else None
        yield passage, following if following and following.block is passage.block else None


def _judged(
    passage: Passage, following: Passage | None, said: Sequence[Portion], elsewhere: Explained
) -> Iterator[Outcome]:
    text, last = passage.block.text, said[-1]
    behind = [f for f in passage.figures if f.start >= last.end]
    if not behind and following and not portions(following):
        behind = list(following.figures)
    behind = [f for f in behind if f.is_quantity and not f.is_bound and not re.search(r"最[高低多少]|至[多少]", f.left)]
    told = {p.start for p in said}
    if not behind or any(
        f.dimension == PERCENT and f.start not in told and f.start > said[0].start for f in passage.figures
    ):
        return
    ahead = [f for f in passage.figures if f.end <= said[0].start and f.dimension == behind[0].dimension]
    if len(ahead) == 1 and ahead[0].is_quantity:
        behind = [*ahead, *behind]
    if len(behind) < 2 or len(ahead) > 1:
        return
    one, other = behind[:2]
    if one.dimension != other.dimension or not (one.is_exact and other.is_exact) or one.is_change or other.is_change:
        return
    if any(f.dimension == one.dimension for f in behind[2:3]) and "。" not in text[other.end : behind[2].start]:
        return
    gap = text[one.end : other.start]
    if (
        len(gap) > 24
        or re.search(r"[。；]", gap)
        or _OTHER.search(other.left)
        or (not ahead and text[last.end : one.start].count("。") > 1)
    ):
        return
    whole, part = (other, one) if _OF_ALL.search(other.left) and not _OF_ALL.search(one.left) else (one, other)
    if part is other and not (_RESULT.search(part.left) or _is_named(text, said, part, whole)):
        return
    portion = _meant(text, said, part)
    if portion is None or portion.is_rough or portion.ratio >= 1:
        return
    if not is_of(passage, portion, whole):
        return
    computed = whole.base * portion.ratio
    literals = (part.literal, portion.literal, whole.literal)
    same = frozenset((part.literal, whole.literal, *(p.literal for p in said)))
    if abs(computed - part.base) <= max(part.step / 2, computed * Decimal("0.004")):
        if not elsewhere.has(part.place.line, part.literal):
            yield Holding(Kind.PERCENT, lines_told(portion, part, whole), literals,
                          f"{whole.text} × {portion.literal} = {part.text}", (part, whole))  # fmt: skip
    elif (
        part.base < whole.base
        and not elsewhere.has(part.place.line, part.literal, but_for=same)
        and not elsewhere.has(portion.line, portion.literal, but_for=same)
        and _is_near(part, whole, computed, said)
    ):
        yield said_of_share(portion, part, whole, part)


def _is_named(text: str, said: Sequence[Portion], part: Figure, whole: Figure) -> bool:
    """55 % 用于公益岗工资，收益 24 万元，公益岗工资 13.2 万元: what the share is for is named again."""
    around = text[max(0, said[0].start - 12) : said[-1].end] + re.split(r"[，。；]", text[said[-1].end :][:14])[0]
    own = wording.bigrams(part.left) - wording.bigrams(whole.left)
    return bool(own & wording.bigrams(around))


def _is_near(part: Figure, whole: Figure, computed: Decimal, said: Sequence[Portion]) -> bool:
    """A slip of the pen, a third off, or the other share of the two."""
    if is_slip_away(part, computed) or abs(computed - part.base) * 3 <= computed:
        return True
    others = (*(p.ratio for p in said), 1 - said[0].ratio)
    return any(abs(whole.base * ratio - part.base) <= part.step / 2 for ratio in others)


def _meant(text: str, said: Sequence[Portion], part: Figure) -> Portion | None:
    """The one share; of several the one whose clause has the words of the part."""
    if len(said) == 1:
        around = text[max(0, said[0].start - 16) : said[0].end + 12]
        return said[0] if _TAKES.search(around) else None
    words = wording.bigrams(re.split(r"[，。；：]", part.clause)[-1])
    rest = 1 - sum((p.ratio for p in said), Decimal(0))
    called = [p for at, p in enumerate(said) if words & wording.bigrams(_lead(text, said, at))]
    if not called and rest > 0 and _REST.search(part.clause[-8:]):
        return replace(said[-1], ratio=rest, literal=f"余下的{plain(rest * 100)}%", figure=None)
    return called[0] if len(called) == 1 else None


def _lead(text: str, said: Sequence[Portion], at: int) -> str:
    start = said[at - 1].end if at else max(0, said[at].start - 12)
    return re.split(r"[，。；、：]", text[start : said[at].start])[-1]
