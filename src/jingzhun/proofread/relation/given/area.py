"""Counts and names of areas against the tree the caller passed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jingzhun.core.area_code import Level

from ...area_tree import AreaTree, KnownArea
from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ..mentions.jurisdiction import makeup

_LEVELS = {"行政村": {Level.VILLAGE}, "村": {Level.VILLAGE}, "乡镇": {Level.TOWNSHIP}, "乡": {Level.TOWNSHIP}, "镇": {Level.TOWNSHIP},
           "村民小组": {Level.GROUP}}  # fmt: skip
_ENDING = re.compile(r"[村乡镇]")
SHORTEST_NAME = 4


def find(reading: Reading, tree: AreaTree) -> Iterator[Outcome]:
    yield from _counts(reading, tree)
    yield from _names(reading, tree)


def _counts(reading: Reading, tree: AreaTree) -> Iterator[Outcome]:
    """辖 8 个乡镇、46 个行政村 against the tree under the place the report speaks of."""
    opening = "".join(block.text for block in reading.blocks[:6])
    place = tree.named_in(opening) or tree.root
    if place is None:
        return
    for item in makeup(reading):
        levels = _LEVELS.get(item.kind)
        if not levels:
            continue
        known = [area for level in levels for area in tree.within(place, level) if area.code != place.code]
        if item.kind in ("乡", "镇"):
            known = [area for area in known if area.name.endswith(item.kind)]
        if not known:
            continue
        if item.total.base == len(known):
            yield holding(Kind.OTHER, item.total, [], f"{place.name}有{len(known)}个{item.kind}")
        else:
            yield finding(
                Kind.OTHER, Severity.WARNING, item.total, [], computed=f"{len(known)}个", arithmetic=f"区划表中{place.name}有{len(known)}个{item.kind}",
                message=f"文中写{item.total.text}，区划表中{place.name}有{len(known)}个{item.kind}", suggestion="请核对区划调整后的个数",
            )  # fmt: skip


def _names(reading: Reading, tree: AreaTree) -> Iterator[Outcome]:
    """A name one character away from a known one, and not itself known."""
    names = {name for name in tree.by_name if len(name) >= SHORTEST_NAME}
    lengths = sorted({len(name) for name in names}, reverse=True)
    said: set[str] = set()
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _ENDING.finditer(block.text):
            written = [block.text[match.end() - length : match.end()] for length in lengths if length <= match.end()]
            if any(name in tree.by_name for name in written):
                continue
            near = {(name, known) for name in written for known in names if _one_apart(name, known)}
            if len(near) == 1:
                ((name, known),) = near
                if name not in said:
                    said.add(name)
                    yield _misspelt(block, match.end() - len(name), name, tree.by_name[known][0])


def _one_apart(name: str, known: str) -> bool:
    """The same length of three or more characters, the same ending, one character different."""
    if len(name) != len(known) or len(name) < 4 or name[-1] != known[-1]:
        return False
    return sum(mine != theirs for mine, theirs in zip(name, known, strict=True)) == 1


def _misspelt(block: Block, start: int, name: str, area: KnownArea) -> Finding:
    line = (block.origin[start][0] + 1,)
    return Finding(
        Kind.OTHER, Severity.NOTE, line, (name,), area.name, name, f"区划表中为“{area.name}”", f"“{name}”不在区划表中，是否“{area.name}”",
        f"如是同一地，请写“{area.name}”",
    )  # fmt: skip
