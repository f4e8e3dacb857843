"""Counts and names of areas against the tree the caller passed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jingzhun.core.area_code import Level

from ..area_tree import AreaTree, KnownArea
from ..block import Block, Form
from ..finding import Finding, Kind, Outcome, Severity
from ..reading import Reading, finding, holding
from .jurisdiction import makeup

_LEVELS = {"行政村": {Level.VILLAGE}, "村": {Level.VILLAGE}, "乡镇": {Level.TOWNSHIP}, "乡": {Level.TOWNSHIP}, "镇": {Level.TOWNSHIP},
           "村民小组": {Level.GROUP}}  # fmt: skip
_NAME = re.compile(r"[一-龥]{2,6}?(?=[村乡镇])[村乡镇]")


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
    names = set(tree.by_name)
    said: set[str] = set()
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _NAME.finditer(block.text):
            name = match.group(0)
            if name in said or any(name.endswith(known) or known.endswith(name) for known in names):
                continue
            near = [known for known in names if _one_apart(name, known)]
            if len(near) == 1:
                said.add(name)
                yield _misspelt(block, match, near[0], tree.by_name[near[0]][0])


def _one_apart(name: str, known: str) -> bool:
    """The same length of three or more characters, the same ending, one character different."""
    if len(name) != len(known) or len(name) < 4 or name[-1] != known[-1]:
        return False
    return sum(mine != theirs for mine, theirs in zip(name, known, strict=True)) == 1


def _misspelt(block: Block, match: re.Match[str], known: str, area: KnownArea) -> Finding:
    line = (block.origin[match.start()][0] + 1,)
    return Finding(
        Kind.OTHER, Severity.NOTE, line, (match.group(0),), known, match.group(0), f"区划表中为“{area.name}”",
        f"“{match.group(0)}”不在区划表中，是否“{known}”", f"如是同一地，请写“{area.name}”",
    )  # fmt: skip
