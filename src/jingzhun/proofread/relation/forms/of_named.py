"""A share right behind its part, of a whole that is called by its name: 达成意向 2,964 人，占岗位数的 24 %; 1,685 人，占剩余人口的 53.6 %.

The whole stands before, in this sentence or far above it; the number is held against it only by a slip of the pen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...agreement import Agreement, is_slip, of_ratio, rounded
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Passage, Reading
from ...unit import HOUSEHOLDS, PEOPLE
from .layout import counted, is_pair
from .portion import Explained, Portion, lines_told, portions, said_of_share

_OF = re.compile(
    r"^[^，。；：\d占]{0,10}(?:[，、（]|），)?(?:已|仅|只|就|约|刚好|正好|恰好|大约)?占(?:到|了|比)?(?P<base>[^，。；：、\d（）]{0,16}?)"
    r"(?:的(?:比例|比重)?)?(?:约|为|是|达到?)?$"
)
_SECOND = re.compile(r"^、(?:占)?(?P<base>[^，。；：、\d（）占]{2,12}?)的?$")
_SCOPE = re.compile(r"全[国省市州县区乡镇村社组]|[本该我][国省市州县区乡镇村社组]|其|上述|这些")
_EMPTY = re.compile(r"总|数|量|额|的|全部|所有|规模")
_PEOPLE = re.compile(r"人口$|人$|人员$|学生$|劳动力$|党员$|老人$|妇女$|职工$")
_ALL = re.compile(r"(?:总数|总量|总额|全部|合计)的?")
_FAR = 60  # blocks
_FEW = 3  # figures of the name: with more of them a slip away from one is chance


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    told = Explained(outcomes)
    sums = _sums(outcomes)
    for passage in reading.passages:
        if not any(figure.unit == "%" for figure in passage.figures):
            continue
        last: tuple[Figure, ...] = ()
        for portion in portions(passage):
            if portion.figure is None or portion.is_in_words or portion.is_rough:
                continue
            parts, base = _part(passage, portion) or _same_part(passage, portion, last)
            last = parts
            if parts and not told.has(portion.line, portion.literal):
                found = [(part, whole) for part in parts for whole in _wholes(reading, part, base, sums)]
                yield from _judged(portion, found)


def _sums(outcomes: Sequence[Outcome]) -> dict[Figure, list[Figure]]:
    """The totals that each part goes into."""
    wholes: dict[Figure, list[Figure]] = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome, Holding) and outcome.kind is Kind.SUM:
            for part in outcome.figures[1:]:
                if outcome.figures[0].base > part.base:
                    wholes[part].append(outcome.figures[0])
    return wholes


def _part(passage: Passage, portion: Portion) -> tuple[tuple[Figure, ...], str] | None:
    """What stands right before the share, people with the households beside them, and what it is said to be of."""
    before = [f for f in passage.figures if f.end <= portion.start and f.dimension]
    if not before:
        return None
    said = _OF.search(passage.block.text[before[-1].end : portion.start])
    if not said or not _is_counted(before[-1]):
        return None
    pair = before[-2:]
    if len(pair) == 2 and is_pair(*pair):
        return tuple(pair), said["base"]
    return (before[-1],), said["base"]


def _same_part(passage: Passage, portion: Portion, parts: tuple[Figure, ...]) -> tuple[tuple[Figure, ...], str]:
    """占全村户数的 23.5 %、人口的 22.4 %: of the same households and people."""
    before = [f for f in passage.figures if f.end <= portion.start and f.dimension]
    said = _SECOND.search(passage.block.text[before[-1].end : portion.start]) if parts and before else None
    return (parts, said["base"]) if said else ((), "")


def _is_counted(figure: Figure) -> bool:
    return figure.is_summable and figure.is_exact and not figure.is_change


def _judged(portion: Portion, found: Sequence[tuple[Figure, Figure]]) -> Iterator[Outcome]:
    if not found:
        return
    holds = [pair for pair in found if _agrees(portion, *pair)]
    if holds:
        part, whole = holds[0]
        literals = (portion.literal, part.literal, whole.literal)
        yield Holding(Kind.PERCENT, lines_told(portion, part, whole), literals,
                      f"{part.text} ÷ {whole.text} = {portion.literal}", (part, whole))  # fmt: skip
        return
    pairs = list({(part.base, whole.base): (part, whole) for part, whole in found}.values())
    slipped = [
        (part, whole) for part, whole in pairs
        if is_slip(rounded(part.base / whole.base, portion.step), portion.ratio, portion.step)
    ]  # fmt: skip
    if len(slipped) == 1 and len(pairs) <= (_FEW if portion.figure and portion.figure.digits >= 3 else 1):
        yield said_of_share(portion, *slipped[0])


def _agrees(portion: Portion, part: Figure, whole: Figure) -> bool:
    return of_ratio(part.base / whole.base * 100, portion.ratio * 100, portion.step * 100) is not Agreement.FAILS


def _wholes(reading: Reading, part: Figure, base: str, sums: Mapping[Figure, list[Figure]]) -> list[Figure]:
    """The figures that bear the name, those of this paragraph where there are any; without a name what it is a part of."""
    if not base or _ALL.fullmatch(base):
        return sums.get(part, [])
    name = _Name.of(base)
    if (name.is_of_households and part.dimension == PEOPLE) or (name.is_of_people and part.dimension == HOUSEHOLDS):
        return []
    here = [f for f in reading.by_block[part.block] if f.end <= part.start]
    return _bearing(reading, here, part, name) or _bearing(
        reading, reading.figures_before(part.block, blocks=_FAR), part, name
    )


def _bearing(reading: Reading, figures: Sequence[Figure], part: Figure, name: _Name) -> list[Figure]:
    found = []
    for place, whole in enumerate(figures):
        if whole.base > part.base and _is_counted(whole) and counted(reading, whole) == counted(reading, part):
            first = figures[place - 1] if place and is_pair(figures[place - 1], whole) else whole
            text = reading.block_of(first).text
            ahead = text[max(0, first.start - 20) : first.start]
            own = re.split(r"[，。；：]", ahead)[-1][-16:] if name.core else ahead
            if name.is_borne(own + whole.noun[:8]):
                found.append(whole)
    return found


@dataclass(frozen=True)
class _Name:
    """剩余人口 is 剩余 and people; 全村总户数 is 全村 and households, with nothing that tells which of them."""

    core: str
    scope: str
    is_of_households: bool
    is_of_people: bool

    @classmethod
    def of(cls, base: str) -> _Name:
        scope = _SCOPE.search(base)
        rest = _EMPTY.sub("", _SCOPE.sub("", base))
        core = _COUNTS.sub("", rest)
        return cls(core, scope.group(0) if scope else "", rest.endswith("户"), bool(_PEOPLE.search(rest)))

    def is_borne(self, words: str) -> bool:
        if self.core:
            return len(self.core) >= 2 and self.core in words
        if self.scope and self.scope[0] != "全":
            return False
        return bool((self.scope or "全") in words or _WHOLE.search(words)) and not _CLASS.search(words)


_COUNTS = re.compile(r"(?:人口|人员|人|户|对象|资金|款|者)+$")
_WHOLE = re.compile(r"总人口|总户|村民小组|户籍|辖")
_CLASS = re.compile(r"新|脱贫|贫困|监测|低保|特困|搬迁|参|其中|残疾|老人|党员|劳动|务工|学生|危房|纳入|应|已|未")
