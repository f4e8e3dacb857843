"""An overview names its sections with a count; the section of that name must count the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ... import wording
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import RATES
from ..dates.date import planned_blocks
from ..lists.numbering import Heading, headings

_TITLE = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*(?P<title>[一-龥]{4,18})[。：，]?")


def find(reading: Reading) -> Iterator[Outcome]:
    rows = headings(reading)
    for position, heading in enumerate(rows):
        match = _TITLE.match(heading.block.text)
        name = wording.label(match["title"]) if match else ""
        if len(name) < 4:
            continue
        end = rows[position + 1].block.number if position + 1 < len(rows) else heading.block.number + 1
        section = [figure for number in range(heading.block.number, end) for figure in reading.by_block[number]]
        for stated in reading.figures_before(heading.block.number):
            if (
                _opening(stated.clause) == name
                and not _is_second(reading, stated)
                and stated.is_exact
                and not stated.per
                and stated.dimension
                and stated.dimension not in RATES
            ):
                yield from _compare(reading, stated, section, heading)


@lru_cache(maxsize=20_000)
def _opening(clause: str) -> str:
    """What a clause opens with, up to its first figure: the name of a section, where it speaks of that."""
    return wording.label(re.split(r"\d", clause)[0])


def _is_second(reading: Reading, stated: Figure) -> bool:
    """政策落实 6 个、资金管理 9 个: the second of its kind in the clause is not what the clause opens with."""
    start = stated.start - len(stated.clause)
    return any(
        start <= f.start and f.end <= stated.start and f.dimension == stated.dimension and f.is_quantity
        for f in reading.by_block[stated.block]
    )


def _compare(reading: Reading, stated: Figure, section: list[Figure], heading: Heading) -> Iterator[Outcome]:
    same = [f for f in section if f.dimension == stated.dimension and f.noun[:1] == stated.noun[:1] and not f.per]
    if any(figure.base == stated.base for figure in same):
        yield holding(
            Kind.RESTATED, stated, [next(f for f in same if f.base == stated.base)], f"与“{heading.literal}”一节一致"
        )
        return
    values = {figure.base for figure in same}
    if (
        len(values) == 1
        and same[0].block not in planned_blocks(reading)
        and same[0].is_exact
        and not same[0].is_article
        and not _counts_differ(reading, stated, same[0])
        and abs(same[0].base - stated.base) <= max(Decimal(2), stated.base / 10)
    ):
        yield finding(
            Kind.RESTATED, Severity.WARNING, same[0], [stated], computed=stated.text, arithmetic=f"{stated.text} ≠ {same[0].text}",
            message=f"概述中为{stated.text}，“{heading.literal}”一节为{same[0].text}", suggestion="请核对哪一处有误",
        )  # fmt: skip


def _counts_differ(reading: Reading, one: Figure, other: Figure) -> bool:
    """6 个、985 万元 and 4 个示范村共 895 万元: of so many things, and of so many others."""
    counts = [_count_before(reading, figure) for figure in (one, other)]
    return None not in counts and counts[0] != counts[1]


def _count_before(reading: Reading, figure: Figure) -> Decimal | None:
    sentence = reading.block_of(figure).sentence_at(figure.start)
    before = [f for f in reading.by_block[figure.block] if sentence.start <= f.start and f.end <= figure.start]
    last = before[-1] if before else None
    return last.base if last and last.dimension != figure.dimension and last.is_quantity else None
