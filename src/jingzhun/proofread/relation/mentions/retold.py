"""A number taken up again further down with two digits changed places, or one digit wrong where both are what is left.

落实衔接资金 642 万元 … 确保 624 万元衔接资金应付尽付; 尚结余 296.2 万元 … 年末仍有 269.2 万元未形成支出. Chance makes two
numbers of one report alike in this way far more rarely than a clerk does: words in common, the rarer in the report the
better, need only say that they are spoken of one thing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import ne

from ...figure import Figure
from ...finding import Outcome
from ...reading import Reading
from ..forms.layout import Settled, is_pair
from .differs import differs

_ACTS = (
    "完工|开工|竣工|建成|消除|脱贫|出列|退出|整改|形成支出|支出|拨付|达标|解决|销号|追[缴回]|归还|报账|验收|发放|兑[现付]|办结|完成|"
    "搬迁|入住|拆除|就业|改[造完]|化解|清零|到位"
)
_LEFT_OVER = re.compile(
    rf"[还尚]差|还剩|剩[余下]|只剩|结余|余额|结存|[尚还]欠|尚余|(?:尚?未|没有?)(?:全部|能够?|实现|按期)?(?:{_ACTS})|空置|闲置|缺口|[仍尚还]有"
)
"""Said of what is left to do, to spend or to pay: however worded, it is one thing."""
_NOISE = re.compile(r"[的了和与及等共有为是在对将把由至年月日其中我县镇乡一二三四五六七八九十到已全达仍还尚]")
_NOT_WORDS = re.compile(r"[^一-龥]+")
_CLAUSE = re.compile(r"[，。；：！（“—]")
_NUMBER = re.compile(r"\d[\d.,%]*[一-龥]?")
_BEHIND = re.compile(r"[，。；：、！）（“\d]")
_ANEW = re.compile(r"届时|抽|计划|目标|预计|拟|新建|再|另|[上下]半年|20\d\d年")
_DENIED = re.compile(r"非")
_BYGONE = re.compile(r"[上去]年")
_LEAST = 4
_FEW = 60  # figures: in a short text every word is rare, and chance alike
_BOTH_LEFT = 2.5
_ENOUGH = 2.2
_SURE = 5.0


@dataclass(frozen=True)
class _Told:
    """A figure, the clause before it, and the pairs of characters that tell what it counts."""

    figure: Figure
    left: str
    words: frozenset[str]
    is_left_over: bool


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Only numbers that no arithmetic explains and that come nowhere else under one of these words."""
    told = [_told(reading, figure, mate) for figure, mate in _counted(reading)]
    rarity = _rarity(told)
    settled = Settled(outcomes)
    equal: dict[object, list[_Told]] = defaultdict(list)
    for this in told:
        equal[_family(this.figure), this.figure.base].append(this)
    rearranged: dict[object, list[_Told]] = defaultdict(list)
    left_over: dict[object, list[_Told]] = defaultdict(list)
    for this in told:
        figure = this.figure
        kin = rearranged[_family(figure), "".join(sorted(figure.written))]
        rest = left_over[_family(figure), figure.places]
        if settled.is_open(figure):
            meant = _meant(this, [*kin, *(rest if this.is_left_over else ())], rarity)
            again = any(other is not this and this.words & other.words for other in equal[_family(figure), figure.base])
            if meant and not again and not settled.is_called_wrong(meant.figure):
                yield differs(figure, meant.figure)
        kin.append(this)
        if this.is_left_over:
            rest.append(this)


def _counted(reading: Reading) -> Iterator[tuple[Figure, Figure]]:
    """Numbers that may be told again, each with the one whose words speak of it: its households before people."""
    for figures in reading.by_block:
        for before, figure in pairwise([None, *figures]):
            if (
                figure is not None and figure.is_quantity and figure.base >= _LEAST
                and not (figure.is_article or figure.is_approximate)
            ):  # fmt: skip
                yield figure, before if before is not None and is_pair(before, figure) else figure


def _told(reading: Reading, figure: Figure, mate: Figure) -> _Told:
    text = reading.block_of(figure).text
    left = _CLAUSE.split(text[max(0, mate.start - 26) : mate.start])[-1]
    left = _NUMBER.sub(" ", left)
    words = f"{left} {_BEHIND.split(text[figure.end : figure.end + 14])[0]}"
    parts = _NOT_WORDS.split(_NOISE.sub(" ", words))
    return _Told(
        figure,
        left,
        frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1)),
        bool(_LEFT_OVER.search(words)),
    )


def _rarity(told: Sequence[_Told]) -> dict[str, float]:
    """How much a pair of characters tells: the more, the fewer figures of the report it stands beside."""
    times = Counter(pair for this in told for pair in this.words)
    return {pair: log((max(len(told), _FEW) + 1) / count) for pair, count in times.items()}


def _family(figure: Figure) -> tuple[object, ...]:
    """What two figures must share to be one number: unit, last digit, what they are the mean of."""
    return figure.dimension, figure.unit_worth, figure.step, figure.per


def _meant(this: _Told, before: Sequence[_Told], rarity: dict[str, float]) -> _Told | None:
    """The one of ``before`` that ``this`` takes up, by the words in common."""
    best, weight = None, 0.0
    for other in before:
        if other.figure.block == this.figure.block or other.figure.base == this.figure.base:
            continue
        common = sum(rarity[pair] for pair in this.words & other.words)
        common += _BOTH_LEFT if this.is_left_over and other.is_left_over else 0
        if common > weight and _is_slip(this, other, common):
            best, weight = other, common
    return best


def _is_slip(this: _Told, other: _Told, common: float) -> bool:
    """Digits rearranged under a word in common; one digit wrong where both are left over and a second word is in common."""
    one, two = this.figure.written, other.figure.written
    apart = sum(map(ne, one, two))
    if len(one) == len(two) > 1 and (apart == 2 or (len(one) == 3 and one == two[::-1])) and sorted(one) == sorted(two):
        return common >= _ENOUGH and not (_ANEW.search(this.left + other.left) or _is_denial(this, other))
    if not (apart == 1 and this.is_left_over and other.is_left_over):
        return False
    return common >= (_SURE if len(one) < 2 or this.figure.dimension == "个" else _BOTH_LEFT)


def _is_denial(this: _Told, other: _Told) -> bool:
    """贫困村 25 个, 非贫困村 52 个; 去年 1,542 艘, 今年 1,524 艘: two things that are called alike but for one word."""
    return bool(_DENIED.search(this.left[-4:])) != bool(_DENIED.search(other.left[-4:])) or bool(
        _BYGONE.search(this.left)
    ) != bool(_BYGONE.search(other.left))
