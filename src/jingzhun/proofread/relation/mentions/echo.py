"""One thing said twice: a figure that comes again as it was, and one that comes again a slip of the pen away."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from ... import wording
from ...agreement import are_one_digit_apart, are_swapped, is_swap
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding, once
from ...unit import RATES, TURNS
from ..claims.claim import digits
from ..dates.date import title_year

_TIME = re.compile(
    r"20\d\d年|\d{1,2}月|上年|去年|前年|同期|年初|年末|年底|上半年|[一二三四]季度|第[一二三四]批|明年|上一|上次|第[一二三]轮"
)
_BYGONE = frozenset({"上年", "去年", "前年", "同期", "上一", "上次"})
_FUTURE = re.compile(r"计划|力争|确保|目标|拟|将|明年|达到|以上|不低于|扩|预计")
_EACH = re.compile(r"每|均$|平均")


def find(
    reading: Reading, supported: frozenset[tuple[int, str]], known: frozenset[tuple[int, str]]
) -> Iterator[Outcome]:
    """(line, literal) of figures: ``supported`` by exact arithmetic, ``known`` to agree with any other."""
    by_unit: dict[str, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if (
            figure.dimension
            and figure.is_exact
            and not figure.is_article
            and not figure.dimension.startswith(("span", "age"))
            and figure.base > 0
        ):
            by_unit[figure.dimension].append(figure)
    for dimension, figures in by_unit.items():
        yield from _same(reading, figures)
        if dimension not in RATES:
            yield from _slips(reading, figures, supported, known)


def _same(reading: Reading, figures: Sequence[Figure]) -> Iterator[Outcome]:
    groups: dict[Decimal, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.base].append(figure)
    for group in groups.values():
        first = group[0]
        alike = [
            f
            for f in group[1:]
            if (f.block, f.start // 40) != (first.block, first.start // 40) and _is_same_thing(reading, first, f, 0)
        ]
        if alike:
            yield holding(Kind.RESTATED, first, alike[:8], f"{first.text}在{len(alike) + 1}处一致")


def _is_same_thing(reading: Reading, one: Figure, other: Figure, least: int) -> bool:
    many = digits(one) if one.dimension not in RATES else digits(one) - 1
    if many >= 3 and least == 0:
        return True
    if one.dimension in RATES:
        return wording.likeness(one.left, other.left) >= 0.6
    return _kinship(reading, one, other) >= (1 if many == 2 else 2)


def _share_name(one: Figure, other: Figure) -> bool:
    """Numbers of two digits are many: what stands right before them, or behind, must be the same word."""
    mine, theirs = (wording.bigrams(figure.left[-12:]) for figure in (one, other))
    if mine and theirs:
        return bool(mine & theirs)
    return bool(one.noun[:2]) and one.noun[:2] == other.noun[:2]


@once
def _words_of(reading: Reading) -> Callable[[Figure], tuple[str, str]]:
    """Gives the words before and behind a figure, each worked out once."""

    @cache
    def words(figure: Figure) -> tuple[str, str]:
        text = reading.block_of(figure).text
        before = _STOP.split(text[max(0, figure.start - 40) : figure.start])[-1]
        return before, figure.noun or figure.right[:12]

    return words


_STOP = re.compile(r"[。；！：]")


def _words(reading: Reading, figure: Figure) -> tuple[str, str]:
    return _words_of(reading)(figure)


def _kinship(reading: Reading, one: Figure, other: Figure) -> Decimal:
    """How many signs say that both figures speak of one thing; below nought where each names another."""
    left, right = _words(reading, one), _words(reading, other)
    signs = Decimal(0)
    nouns = (wording.label(left[1])[:8], wording.label(right[1])[:8])
    if nouns[0][:2] and nouns[0][:2] == nouns[1][:2]:
        signs += 2 if nouns[0][:3] == nouns[1][:3] and len(nouns[0]) >= 3 else 1
    mine, theirs = (wording.bigrams(words[0][-26:] + words[1][:10]) for words in (left, right))
    shared = mine & theirs
    if shared:
        share = len(shared) / min(len(mine), len(theirs))
        signs += 3 if len(shared) >= 3 and share >= 0.6 else 2 if len(shared) >= 3 else 1
    elif len(wording.label(one.left)) >= 2 and len(wording.label(other.left)) >= 2:
        common = set(wording.label(one.left + one.noun[:6])) & set(wording.label(other.left + other.noun[:6])) - set(
            "户人数个名有的一"
        )
        signs += Decimal("0.5") if common else Decimal(-2)
    whole = [bool(re.search(r"全[县市州区乡镇村]|总|共有?$|辖", words[0][-10:])) for words in (left, right)]
    return signs + (1 if all(whole) else 0)


def _slips(
    reading: Reading,
    figures: Sequence[Figure],
    supported: frozenset[tuple[int, str]],
    known: frozenset[tuple[int, str]],
) -> Iterator[Outcome]:
    """A figure nothing supports, a slip away from one that something does, both about one thing."""
    said: set[int] = set()
    counts: dict[Decimal, int] = defaultdict(int)
    for figure in figures:
        counts[figure.base] += 1
    by_places: dict[int, list[int]] = defaultdict(list)  # where the figures of as many digits stand
    for index, figure in enumerate(figures):
        by_places[figure.places].append(index)
    for index, odd in enumerate(figures):
        if _is_supported(odd, supported) or counts[odd.base] > 1 or odd.places < 2 or id(odd) in said:
            continue
        best: tuple[Decimal, Figure] | None = None
        alike = by_places[odd.places]
        near = alike[bisect_left(alike, index - 200) : bisect_left(alike, index + 60)]
        others = [figures[at] for at in near if at != index]
        rivals = 0
        for other in others:
            if (
                other.step != odd.step
                or other.base == odd.base
                or (other.block == odd.block and abs(other.start - odd.start) < 30)
            ):
                continue
            if other.per or odd.per or (odd.unit[:1] in "亿" and other.unit[:1] not in "亿"):
                continue
            if not _is_misreading(odd, other) or _differ_in_time(reading, odd, other):
                continue
            if _are_of_two_things(reading, odd, other):
                continue
            kinship = _kinship(reading, odd, other)
            if not _is_swap(odd, other) and (digits_of_count(odd) < 3 or kinship < 3):
                continue
            if digits_of_count(odd) == 2 and not _share_name(odd, other):
                continue
            rivals = rivals or len({f.base for f in others})
            weight = _rarity(odd, other, rivals) + Decimal("0.7") * kinship
            weight += Decimal("0.5") if _is_known(other, known) or counts[other.base] > 1 else 0
            if weight >= _ENOUGH and (best is None or weight > best[0]):
                best = weight, other
        if best:
            other = best[1]
            said.add(id(other))
            yield finding(
                Kind.RESTATED, Severity.WARNING, odd, [other], computed=other.text, arithmetic=f"第{other.place.line}行{other.text}，第{odd.place.line}行{odd.text}",
                message=f"第{other.place.line}行写{other.text}，此处写{odd.text}，像是同一个数写错了一处", suggestion=f"请核对，若是同一事项应统一为{other.text}",
            )  # fmt: skip


_ITEM = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*(?P<title>[一-龥]{2,14})[：。，]")


def _are_of_two_things(reading: Reading, one: Figure, other: Figure) -> bool:
    """In one sentence like figures are of like things; 1. 学前教育：春季 1794 人 and （2）非寄宿生：春季 1796 人 are two."""
    blocks = [reading.block_of(f).text for f in (one, other)]
    if one.block == other.block:
        first, second = sorted((one, other), key=lambda f: f.start)
        return "。" not in blocks[0][first.end : second.start]
    titles = [_ITEM.match(text) for text in blocks]
    if not titles[0] or not titles[1] or not all(1 <= len(wording.label(f.left)) <= 3 for f in (one, other)):
        return False
    return not wording.bigrams(titles[0]["title"]) & wording.bigrams(titles[1]["title"])


_ENOUGH = Decimal("2.8")


def _rarity(odd: Figure, other: Figure, rivals: int) -> Decimal:
    """How rare it is, in powers of ten, that chance puts a number so near to one of ``rivals`` others."""
    many = digits_of_count(odd)
    step = min(odd.step, other.step)
    ways = many - 1 if _is_swap(odd, other) else 4 if abs(odd.base - other.base) <= 2 * step else 9 * many
    return -(Decimal(ways) / (9 * Decimal(10) ** (many - 1)) * max(1, rivals)).log10()


def digits_of_count(figure: Figure) -> int:
    return figure.places


def _is_misreading(one: Figure, other: Figure) -> bool:
    """Two or less apart, or one digit written for another that leaves it near, or two that changed places."""
    if not one.step:
        return False
    if one.places >= 3 and abs(one.steps - other.steps) <= 2:
        return True
    if are_one_digit_apart(one.written, other.written):
        return 0.7 < one.worth / other.worth < 1.43
    return are_swapped(one.written, other.written)


def _is_known(figure: Figure, known: frozenset[tuple[int, str]]) -> bool:
    return (figure.place.line, figure.literal) in known


def _is_swap(one: Figure, other: Figure) -> bool:
    """Two neighbouring digits changed places."""
    return is_swap(one.base, other.base, min(one.step, other.step))


def _is_supported(figure: Figure, supported: frozenset[tuple[int, str]]) -> bool:
    return (figure.place.line, figure.literal) in supported


def _differ_in_time(reading: Reading, one: Figure, other: Figure) -> bool:
    left, right = _words(reading, one)[0], _words(reading, other)[0]
    mine, theirs = (frozenset(_TIME.findall(words)) for words in (left, right))
    if (mine != theirs and mine and theirs) or (mine & _BYGONE) != (theirs & _BYGONE):
        return True
    years = {stamp for stamp in mine ^ theirs if stamp.endswith("年") and stamp[0] == "2"}
    titled = title_year(reading)
    if len(years) == 1 and not (mine and theirs) and titled and f"{titled[0]}年" not in years:
        return True  # 2023 年带动 4500 户, in a report of 2022
    if bool(_FUTURE.search(left[-8:])) != bool(_FUTURE.search(right[-8:])):
        return True
    return bool(wording.DELTA_HERE.search(left)) != bool(wording.DELTA_HERE.search(right)) or (
        TURNS in (one.dimension, other.dimension) and one.dimension != other.dimension
    )
