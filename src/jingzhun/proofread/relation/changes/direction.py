"""Ways a change goes: from one figure up to a smaller one, or down to a larger one, cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding

_FROM = re.compile(r"(?:由|从)[^，。；：由从]{0,16}$")
_UP = "增加|增长|提高|上升|提升|扩大|发展|上涨|增|升|涨"
_DOWN = "减少|下降|降低|缩小|压减|回落|收窄|压缩|降|减"
_TO = re.compile(rf"^[一-龥]{{0,10}}?，?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)了?[一-龥\d年月底末的]{{0,10}}$")
_THAN = re.compile(r"(?:比|较)[^，。；比较]{0,4}(?:上年|去年|年初|同期|20\d\d年|上?个?月|上?季度?)[^，。；]{0,10}$")
_CHANGED = re.compile(rf"^[^\d，。；]{{0,6}}?(?:(?P<up>{_UP}|多|净增)|(?P<down>{_DOWN}|少|净减))了?(?!到|至|为|速|幅)")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for number, other in enumerate(passage.figures):
            if other.is_range or not (other.dimension or _is_ratio(passage, number)):
                continue
            if number:
                yield from _from_to(passage, passage.figures[number - 1], other)
            yield from _compared(passage, other)


def _is_ratio(passage: Passage, number: int) -> bool:
    """城乡居民收入比由 2.28 缩小到 2.32: numbers without unit, as a ratio has none."""
    two = passage.figures[number - 1 : number + 1] if number else ()
    text = passage.block.text
    return (
        len(two) == 2
        and all(f.value % 1 and text[f.end : f.end + 1] in "，。；下" for f in two[1:])
        and all(f.value % 1 and not f.dimension for f in two)
        and bool(re.search(r"比[例值重]?[由从][^，。；]*$", text[max(0, two[0].start - 16) : two[0].start]))
    )


def _alike(one: Figure, other: Figure) -> bool:
    return one.dimension == other.dimension and bool(one.per) == bool(other.per) and not one.is_range


def _from_to(passage: Passage, one: Figure, other: Figure) -> Iterator[Outcome]:
    """由 90.2% 提高到 49%."""
    way = _TO.match(passage.between(one, other))
    if not way or not _alike(one, other) or not _FROM.search(passage.block.text[max(0, one.start - 20) : one.start]):
        return
    if one.base == other.base:
        return
    is_up = other.base > one.base
    if is_up == bool(way["up"]):
        yield holding(Kind.BOUND, other, [one], f"由{one.text}到{other.text}")
        return
    word = way["up"] or way["down"]
    yield finding(
        Kind.BOUND, Severity.ERROR, other, [one], computed=f"{'>' if way['up'] else '<'}{one.text}",
        arithmetic=f"{one.text} → {other.text}", message=f"写“{word}”，但由{one.text}到{other.text}是{'上升' if is_up else '下降'}",
        suggestion="请核对前后两个数",
    )  # fmt: skip


def _compared(passage: Passage, earlier: Figure) -> Iterator[Outcome]:
    """1,149 人, 比上年的 1,190 人增加 238 人: every figure it can mean lies on the wrong side."""
    text = passage.block.text
    if not _THAN.search(text[max(passage.sentence.start, earlier.start - 20) : earlier.start]):
        return
    way = _CHANGED.match(text[earlier.end : passage.sentence.end])
    now = [f for f in passage.figures if f.end <= earlier.start and f.dimension == earlier.dimension and not f.is_range]
    now = now if any(f.per for f in now) else [f for f in now if _alike(f, earlier)]
    if not way or not now or not earlier.is_exact or len(now) > 3:
        return
    wrong = [f for f in now if f.is_exact and f.base != earlier.base and (f.base > earlier.base) != bool(way["up"])]
    if len(wrong) < len(now) or re.search(r"[；]", text[now[0].end : earlier.start]):
        return
    stated = now[0]
    word = way["up"] or way["down"]
    change = [f for f in passage.figures if f.start == earlier.end + way.end() and f.dimension == earlier.dimension]
    yield finding(
        Kind.BOUND, Severity.ERROR, stated, [earlier, *change], computed=f"{'>' if way['up'] else '<'}{earlier.text}",
        arithmetic=f"{stated.text} 与 {earlier.text}", message=f"写比{earlier.text}“{word}”，但{stated.text}并非如此",
        suggestion="请核对前后两个数",
    )  # fmt: skip
