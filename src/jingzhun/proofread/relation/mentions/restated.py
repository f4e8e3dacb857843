"""One thing said twice with two numbers: the same label in the same scope, and pairs of which only one half agrees."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from ... import wording
from ...agreement import is_slip
from ...figure import Figure
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding, once
from ...unit import MEASURED, RATES
from ..dates.date import planned_blocks
from ..limits.bound import pairs_of
from ..lists.numbering import headings

_NOUN_END = re.compile(
    r"实现|享受|参加|完成|达到|发放|落实|开展|实施|得到|获得|进行|已|均|全部|的|建设|为|与|和|及|在|用于|给予|予以|增收|外出|就业|通过|纳入|建立|签订|领取|受益|入住|搬迁入|退出|脱贫(?![户人村县攻])|整改|通"
)
_STATE = re.compile(
    r"新增|新识别|新纳入|累计|未|尚|剩余|计划|拟|目标|任务|其中|返贫|当年|年初|年末|每|均|首批|第[一二三四五]批|上年|去年|同期|下一步|下半年|上半年|"
    r"[一二三四]季度|预计|力争|全[国省州市]|各|分别|减少|增加|增长|下降|退出|整改|消除|已|到位|拨付|支出|下达|完成|开工|竣工|验收|投资|报名|"
    r"低保|特困|残疾|监测|边缘|突发|脱贫|贫困|一般|男|女|省级|市级|县级|中央|外出|县内|县外|省内|省外|种植|养殖"
)
_WORDS_OF_SCOPE = re.compile(
    r"(?:20\d{2}|十[一二三四五])(?:年|五)?|\d{1,2}月|第?[一二三四]季度|上年|去年|今年|前年|同期|年初|年末"
)


_ALIKE = 0.5


def find(reading: Reading, held: frozenset[tuple[int, str]]) -> Iterator[Outcome]:
    """``held`` are (line, literal) of figures that other relations confirm."""
    said: set[tuple[int, ...]] = set()
    for outcome in (*_pairs(reading), *_labels(reading, held)):
        if outcome.kind is not Kind.RESTATED or outcome.lines not in said:
            yield outcome
        if outcome.kind is Kind.RESTATED:
            said.add(outcome.lines)
    yield from _repeats(reading)


def _pairs(reading: Reading) -> Iterator[Outcome]:
    """591户1593人 here, 558户1593人 there."""
    pairs = [(passage, *pair) for passage in reading.passages for pair in pairs_of(passage)]
    by_people: dict[Decimal, list[tuple[Figure, Figure]]] = defaultdict(list)
    by_households: dict[Decimal, list[tuple[Figure, Figure]]] = defaultdict(list)
    for _, households, people in pairs:
        if households.is_exact and people.is_exact and people.base >= 100 and households.base >= 30:
            by_people[people.base].append((households, people))
            by_households[households.base].append((households, people))
    for groups, odd in ((by_people, 0), (by_households, 1)):
        for group in groups.values():
            for first, second in pairwise(group):
                one, other = first[odd], second[odd]
                if first[1 - odd].base < 100 and wording.likeness(first[0].left, second[0].left) < _ALIKE:
                    continue  # 下坝组 48 户 172 人 and 建档立卡户 48 户 176 人
                if one.base == other.base or (first[0].block == second[0].block and first[0].start == second[0].start):
                    continue
                if _is_plan_and_done(reading, one, other):
                    continue
                if not (
                    is_slip(one.base, other.base, Decimal(1))
                    or abs(one.base - other.base) <= max(Decimal(3), one.base / 10)
                ):
                    continue
                if one.base < 100 and not is_slip(one.base, other.base, Decimal(1)):
                    continue
                if other.base == group[0][odd].base:
                    continue
                yield from _full_coverage(reading, one, other)
                yield finding(
                    Kind.RESTATED, Severity.WARNING, other, [one, second[1 - odd], first[1 - odd]], computed=one.text,
                    arithmetic=f"{first[0].text}{first[1].text} 与 {second[0].text}{second[1].text}",
                    message=f"前文{first[0].text}{first[1].text}，此处{second[0].text}{second[1].text}，一数相同而另一数不同",
                    suggestion="请核对哪一处有误",
                )  # fmt: skip


def _is_plan_and_done(reading: Reading, one: Figure, other: Figure) -> bool:
    """规划搬迁 2186 户 9124 人，实际搬迁 2186 户 9118 人: in one sentence these are two things."""
    if one.block != other.block:
        return False
    text = reading.block_of(one).text
    words = [re.split(r"[，。；]", text[max(0, f.start - 20) : f.start])[-1] for f in (one, other)]
    return any(wording.PLAN.search(words[a]) and wording.ACTUAL.search(words[1 - a]) for a in (0, 1))


def _full_coverage(reading: Reading, one: Figure, other: Figure) -> Iterator[Outcome]:
    """全覆盖 said of fewer than there are."""
    text = reading.block_of(other).text
    match = re.search(r"全覆盖|全部覆盖|应[一-龥]尽[一-龥]", text[other.end : other.end + 40])
    if match and other.base < one.base and "。" not in text[other.end : other.end + match.start()]:
        share = other.base / one.base * 100
        yield Finding(
            Kind.PERCENT, Severity.WARNING, (other.place.line, one.place.line), (match.group(0), other.literal, one.literal), f"{share:.2f}%", "100%",
            f"{other.text} ÷ {one.text} = {share:.2f}%", f"称“{match.group(0)}”，但{one.text}中只有{other.text}", "请核对户数或改写结论",
        )  # fmt: skip


def key_of(figure: Figure) -> str:
    """What the figure counts, in words: left label and following noun."""
    noun = _NOUN_END.split(figure.noun)[0] if figure.noun else ""
    undated = re.sub(r"(?:19|20)\d{2}年[度底末]?|\d{1,2}月[份底末]?", "", figure.left)
    return wording.label(undated) + wording.label(noun)


def scope_of(reading: Reading, figure: Figure, section: dict[int, frozenset[str]]) -> tuple[frozenset[str], ...]:
    text = reading.block_of(figure).text
    start = max(text.rfind(mark, 0, figure.start) for mark in "。；！") + 1
    sentence = text[start : figure.start]
    clause = figure.clause + figure.noun
    nearest = wording.places(clause) or wording.places(sentence)
    return (
        frozenset(_STATE.findall(clause)), frozenset(_WORDS_OF_SCOPE.findall(sentence[-60:])), nearest, section.get(figure.block, frozenset())
    )  # fmt: skip


@once
def sections_of(reading: Reading) -> dict[int, frozenset[str]]:
    """Places named by the heading or item each block stands under."""
    found: dict[int, frozenset[str]] = {}
    starts = {heading.block.number for heading in headings(reading)}
    current: frozenset[str] = frozenset()
    for block in reading.blocks:
        if block.number in starts or len(block.text) <= 30:
            current = wording.places(re.split(r"[。，；：]", block.text)[0])
        found[block.number] = current
    return found


def _labels(reading: Reading, held: frozenset[tuple[int, str]]) -> Iterator[Outcome]:
    section = sections_of(reading)
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if not figure.is_exact or figure.is_article or not figure.dimension or figure.per or figure.base < 10:
            continue
        if figure.dimension.startswith(("span", "age")) or (figure.dimension in RATES and "率" not in figure.left):
            continue
        key = key_of(figure)
        if len(key) >= 4 or (len(key) >= 3 and figure.dimension not in MEASURED):
            groups[figure.dimension, key].append(figure)
    for group in groups.values():
        if 2 <= len(group) <= 12:
            yield from _conflicts(reading, group, section, held)
    tails: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for (dimension, key), group in groups.items():
        if len(key) >= 4:
            tails[dimension, key[-4:]].extend(group)
    for group in tails.values():
        keys = {key_of(figure) for figure in group}
        short = min(keys, key=len)
        if (
            2 <= len(keys) <= 4
            and len(group) <= 12
            and all(key.endswith(short) and len(key) <= len(short) + 4 for key in keys)
        ):
            yield from _conflicts(
                reading,
                [figure for figure in group if figure.base >= 100 * figure.step or len(short) >= 6],
                section,
                held,
            )


_TO_DO = re.compile(r"(?:完成|改造|实施|新建|修建|开展|确保|力争|举办|培训|建设|整治)[一-龥]{0,8}$")


@once
def _by_worth(reading: Reading) -> dict[tuple[str, Decimal], list[Figure]]:
    found: dict[tuple[str, Decimal], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        found[figure.dimension, figure.base].append(figure)
    return found


def _is_planned_anew(reading: Reading, *figures: Figure) -> bool:
    """完成 22 个村的整治 this year, 完成 25 个 under what is to be done next; or a number that was an aim already."""
    planned = planned_blocks(reading)
    ahead = [f for f in figures if f.block in planned]
    if len(ahead) != 1 or "的" in ahead[0].left[-1:]:
        return False
    alike = _by_worth(reading)[ahead[0].dimension, ahead[0].base]
    aimed = any(f is not ahead[0] and wording.PLAN.search(f.left) for f in alike)
    return aimed or bool(_TO_DO.search(ahead[0].left))


def _conflicts(
    reading: Reading, group: list[Figure], section: dict[int, frozenset[str]], held: frozenset[tuple[int, str]]
) -> Iterator[Outcome]:
    values = {figure.base for figure in group}
    if len(values) != 2:
        return
    for one, other in combinations(group, 2):
        if one.base == other.base or (one.block == other.block and abs(one.start - other.start) < 60):
            continue
        if not (
            is_slip(one.base, other.base, min(one.step, other.step))
            or abs(one.base - other.base) <= 2 * max(one.step, other.step)
        ):
            continue
        if scope_of(reading, one, section) != scope_of(reading, other, section) or _is_planned_anew(
            reading, one, other
        ):
            continue
        if _is_held(one, held) and _is_held(other, held):
            continue
        certain = min(one.base / one.step, other.base / other.step) >= 100 or len(key_of(one)) >= 5
        if not certain:
            continue
        stated, right = (one, other) if _is_held(other, held) and not _is_held(one, held) else (other, one)
        same = [figure for figure in group if figure.base == right.base]
        yield finding(
            Kind.RESTATED, Severity.WARNING, stated, same, computed=right.text, arithmetic=f"{right.text} ≠ {stated.text}",
            message=f"“{key_of(one)}”前后不一：一处{right.text}，一处{stated.text}", suggestion="请核对哪一处有误",
        )  # fmt: skip
        return


def _is_held(figure: Figure, held: frozenset[tuple[int, str]]) -> bool:
    return (figure.place.line, figure.literal) in held


def _repeats(reading: Reading) -> Iterator[Outcome]:
    """Figures that come again as they were."""
    groups: dict[tuple[str, Decimal], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if (
            figure.dimension
            and figure.base >= 10
            and not figure.is_range
            and not figure.dimension.startswith(("span", "age"))
        ):
            groups[figure.dimension, figure.base].append(figure)
    for (dimension, base), group in groups.items():
        if len({figure.place.line for figure in group}) < 2:
            continue
        digits = len(str(base.normalize()).replace(".", "").replace("E+", ""))
        first = group[0]
        alike = [
            figure for figure in group[1:]
            if digits >= 3 or wording.likeness(first.left + first.noun, figure.left + figure.noun) >= 0.4
        ]  # fmt: skip
        if alike and dimension:
            yield holding(Kind.RESTATED, first, alike, f"{first.text}在{len(alike) + 1}处一致")
