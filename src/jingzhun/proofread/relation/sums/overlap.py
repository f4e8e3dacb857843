"""Overlapping classes: A + B − both = all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...agreement import is_slip
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PEOPLE, TURNS
from .split import is_summable

_BOTH = re.compile(
    r"交叉|重复|重叠|重合|叠加|[两二](?:样|种|个|会|头|期|病|社|门|手|场|年|届|轮|批|科)[^，。；]{0,4}(?:均|都|皆|兼|同)|同时[一-龥]{1,4}(?:了|有)?[两二](?:项|种|类|样)|同时(?:属于|享受|纳入|具备|符合|是|为|参加|种植|从事|[患有领种养做][两二])|既[^，。；]{1,14}又|兼有|[两二]者(?:均|都|皆|兼)|两[项类](?:均|都)|双重|原系|本就是|本来就是|同属"
)
_NET = re.compile(r"至少[一-龥]{0,4}其一|至少有?[一1]|去重|剔重|扣除|剔除|减去|合并|净|实际|不重复|去除|实有")


_UNION = re.compile(
    r"至少[一-龥]{0,4}(?:其一|一[项种类样个])|去(?:掉)?重|剔重|(?:剔除|扣除|去除|减去|除去)(?:了)?(?:重[复叠合]|交叉)|不重复"
)
_OF_ANOTHER = re.compile(r"与(?P<name>[一-龥]{2,8}?)(?:相)?(?:重叠|重复|交叉|重合)的?$")
_BRACKETED = re.compile(r"既[^，。；（]{1,14}又[^，。；（]{1,10}（[^）]{1,12}）(?:有)?$")
_BETWEEN = re.compile(r"[。；]|[均都]?(?:没有|不)|[均都]未")
_IN_NEITHER = re.compile(r"[都均皆也还][^，。；\d]{0,4}(?:没|未|不)")
_ABOVE = 4  # paragraphs above in which the class is looked for that another is told to share members with
_HEADS = {TURNS: PEOPLE}
_NONE = re.compile(r"[都均]?没有|[都均]未|以外|除外")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage, both, figures in told_in_both(reading):
        told = list(_of_named(reading, passage, both)) or list(_of_two(passage, both, figures))
        yield from told or _identity(both, figures)


def told_in_both(reading: Reading) -> Iterator[tuple[Passage, Figure, list[Figure]]]:
    """The sentence, the number of those in both classes, and the figures of their kind in it and the ones beside it."""
    for index, passage in enumerate(reading.passages):
        for both in passage.figures:
            trigger = (
                _BOTH.search(both.clause)
                or _BOTH.search(both.noun)
                or re.match(r"[^，。；]{0,6}(?:重复|交叉)|同时享受[两二]|[两二][项样种类]都", both.right)
                or _BRACKETED.search(passage.text[: both.start - passage.sentence.start])
            )
            if (
                not trigger
                or not is_summable(both)
                or not both.is_exact
                or both.base <= 1  # 同一户可兼有
                or _IN_NEITHER.search(both.clause + both.right)
            ):
                continue
            window = [p for p in reading.passages[max(0, index - 1) : index + 2] if p.block is passage.block]
            figures = [
                f
                for p in window
                for f in p.figures
                if is_summable(f)
                and _HEADS.get(f.dimension, f.dimension) == _HEADS.get(both.dimension, both.dimension)
                and f.is_exact
                and f is not both
            ]
            yield passage, both, figures


def is_of_both(figure: Figure) -> bool:
    """Those who are in two classes, as 两病同患的 11 人: no part of what the classes come to."""
    return bool(_BOTH.search(figure.clause)) and not _IN_NEITHER.search(figure.clause + figure.right)


def _union(passage: Passage, both: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The number of all, right behind that of both and told as such: 去重后 127 人, 至少有一项满意的 415 户."""
    behind = [figure for figure in figures if figure.start > both.start]
    if not behind or behind[0].start >= passage.sentence.end or _BETWEEN.search(passage.between(both, behind[0])):
        return None
    return behind[0] if _UNION.search(passage.between(both, behind[0])) else None


def _of_two(passage: Passage, both: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    """Two classes, those in both, and all told without repetition: only this identity counts, others are chance."""
    union = _union(passage, both, figures)
    ahead = [figure for figure in figures if passage.sentence.start <= figure.start < both.start]
    if union is None or len(ahead) < 2 or both.base > min(ahead[-1].base, ahead[-2].base):
        return
    if any(sum(f.base for f in ahead[-many:]) - both.base == union.base for many in range(3, len(ahead) + 1)):
        return  # three classes or more
    if len(ahead) > 2 and ahead[-3].dimension == union.dimension and _is_one_more(passage, ahead):
        return
    one, other = ahead[-2:]
    if one.base + other.base - both.base == union.base:
        how = f"{one.text} + {other.text} − {both.text} = {union.text}"
        yield holding(Kind.OVERLAP, union, [one, other, both], how)
    elif not _BOTH_PARTLY.search(passage.between(other, both)):
        yield from _fails(union, one, other, both)


_BOTH_PARTLY = re.compile(r"其中[一-龥]{0,6}前|三[者项类]|部分|分别|约|另")


def _is_one_more(passage: Passage, ahead: Sequence[Figure]) -> bool:
    """A third class right before the two: 甲 9 个、乙 6 个、丙 3 个."""
    gaps = [passage.between(ahead[-3], ahead[-2]), passage.between(ahead[-2], ahead[-1])]
    return not re.search(r"[。；：]|里|中", gaps[0]) and (gaps[0][:1] == gaps[1][:1] == "、" or "其中" in gaps[0])


def _of_named(reading: Reading, passage: Passage, both: Figure) -> Iterator[Outcome]:
    """养殖业 2310 户，其中与种植业重叠的 1125 户，剔除重复后 4753 户: the other class is told above."""
    named = _OF_ANOTHER.search(both.left)
    here = [f for f in passage.figures if is_summable(f) and f.is_exact and f.dimension == both.dimension]
    ahead = [f for f in here if f.start < both.start]
    union = _union(passage, both, here)
    if not named or union is None or not ahead or ahead[-1].base < both.base:
        return
    first = max(0, passage.block.number - _ABOVE)
    others = [
        figure
        for block in reading.blocks[first : passage.block.number]
        if named["name"] in block.text[:12]
        for figure in reading.by_block[block.number]
        if is_summable(figure) and figure.is_exact and figure.dimension == both.dimension
    ]
    others.extend(f for f in ahead[:-1] if named["name"] in f.left)
    for other in others:
        if ahead[-1].base + other.base - both.base == union.base:
            how = f"{other.text} + {ahead[-1].text} − {both.text} = {union.text}"
            yield holding(Kind.OVERLAP, union, [other, ahead[-1], both], how)
            return
    if len(others) == 1:
        yield from _fails(union, others[0], ahead[-1], both)


def _identity(both: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    for i, one in enumerate(figures):
        for other in figures[i + 1 :]:
            if both.base > min(one.base, other.base):
                continue
            for whole in figures:
                if whole not in (one, other) and whole.base == one.base + other.base - both.base:
                    yield holding(
                        Kind.OVERLAP,
                        whole,
                        [one, other, both],
                        f"{one.text} + {other.text} − {both.text} = {whole.text}",
                    )
                    return
    ahead = [figure for figure in figures if figure.start < both.start]
    behind = [figure for figure in figures if figure.start > both.start]
    if len(ahead) == 2 and behind and (_NET.search(behind[0].clause) or re.search(r"共|合计", behind[0].left)):
        yield from _fails(behind[0], ahead[0], ahead[1], both)
    elif (
        len(ahead) >= 3
        and behind
        and re.search(r"扣除|剔除|减去", both.clause)
        and _NET.search(behind[0].clause + "扣除")
    ):
        yield from _of_several(behind[0], ahead, both)
    elif len(figures) == 3 and behind and _NET.search(behind[-1].clause):
        others = [figure for figure in figures if figure is not behind[-1]]
        yield from _fails(behind[-1], others[0], others[1], both)
    elif (
        len(ahead) == 3
        and not _NONE.search(both.right + both.noun)
        and ahead[0].base >= max(ahead[1].base, ahead[2].base) >= both.base
    ):
        yield from _fails(ahead[0], ahead[1], ahead[2], both)


def _of_several(whole: Figure, ahead: Sequence[Figure], both: Figure) -> Iterator[Outcome]:
    """9 个、6 个、3 个，扣除兼有前两类的 2 个，实际 16 个."""
    for many in range(len(ahead), 2, -1):
        parts = ahead[-many:]
        if sum(f.base for f in parts) - both.base == whole.base:
            how = " + ".join(f.text for f in parts)
            yield holding(Kind.OVERLAP, whole, [*parts, both], f"{how} − {both.text} = {whole.text}")
            return
    parts = ahead[-3:]
    computed = sum(f.base for f in parts) - both.base
    if computed > 0 and abs(computed - whole.base) * 4 <= whole.base:
        how = " + ".join(f.text for f in parts)
        shown = f"{plain((computed / whole.unit_worth).normalize())}{whole.unit}"
        yield finding(
            Kind.OVERLAP, Severity.WARNING, whole, [*parts, both], computed=shown,
            arithmetic=f"{how} − {both.text} = {shown} ≠ {whole.text}",
            message=f"各类相加再减去重复部分应为{shown}，文中为{whole.text}", suggestion=f"若各分项无误，去重后应为{shown}",
        )  # fmt: skip


def _fails(whole: Figure, one: Figure, other: Figure, both: Figure) -> Iterator[Outcome]:
    computed = one.base + other.base - both.base
    if both.base > min(one.base, other.base) or not (
        0.85 < whole.base / computed < 1.18
        or (min(whole.base, computed) >= 100 * whole.step and is_slip(whole.base, computed, whole.step))
    ):
        return
    shown = f"{plain((computed / whole.unit_worth).normalize())}{whole.unit}"
    yield finding(
        Kind.OVERLAP, Severity.ERROR, whole, [one, other, both], computed=shown,
        arithmetic=f"{one.text} + {other.text} − {both.text} = {shown} ≠ {whole.text}",
        message=f"两类相加再减去交叉部分应为{shown}，文中为{whole.text}", suggestion=f"若各分项无误，去重后应为{shown}",
    )  # fmt: skip
