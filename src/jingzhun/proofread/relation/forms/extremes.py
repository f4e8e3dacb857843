"""The most and the least of a list: 清源 2105 户，洛水 964 户，城步口 617 户…最少的是洛水; 减贫最多的年份为 2017 年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, lines_of

_MOST = re.compile(
    r"(?:最(?P<up>[多大高])|最(?P<down>[少小低]))的?(?:年份|[一-龥]{0,2}[村组乡镇县区])?(?:是|为|的是|：)(?P<name>20\d\d年|[一-龥]{2,6}?)(?=[，。；（\d]|$)"
)
_LEAST = 3


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Said of the parts of the nearest sum of the paragraph that has a part of that name."""
    rows: dict[int, list[list[Figure]]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Holding) and outcome.kind is Kind.SUM and len(outcome.figures) > _LEAST:
            parts = [f for f in outcome.figures if f.dimension == outcome.figures[0].dimension][1:]
            if len({part.block for part in parts}) == 1:
                rows.setdefault(parts[0].block, []).append(parts)
    for number, found in rows.items():
        block = reading.blocks[number]
        for said in _MOST.finditer(block.text):
            near = [parts for parts in found if parts[-1].end <= said.start()]
            named = [(parts, part) for parts in near if (part := _called(block.text, parts, said["name"]))]
            if named:
                parts, part = max(named, key=lambda pair: pair[0][-1].end)
                yield from _judged(block.origin[said.start()][0] + 1, said, parts, part)


def _called(text: str, parts: Sequence[Figure], name: str) -> Figure | None:
    own = []
    for before, part in zip((None, *parts), parts, strict=False):
        start = max(before.end if before else 0, part.start - 12)
        label = re.split(r"[，。；：、]", text[start : part.start])[-1]
        if re.sub(r"(?:减贫|脱贫|的|有|为|减少?)+$", "", label) == name:
            own.append(part)
    return own[0] if len(own) == 1 else None


def _judged(line: int, said: re.Match[str], parts: Sequence[Figure], part: Figure) -> Iterator[Outcome]:
    pick = max if said["up"] else min
    first = pick(parts, key=lambda figure: figure.base)
    if first.base == part.base:
        return
    word = said.group(0)[: said.group(0).index(said["name"])]
    yield Finding(
        Kind.BOUND, Severity.ERROR, tuple(sorted({line, *lines_of((part, first))})), (said["name"], part.literal, first.literal),
        first.text, part.text, f"{first.text} {'>' if said['up'] else '<'} {part.text}",
        f"{word}{said['name']}（{part.text}），但所列还有{first.text}", "请核对这句话和所列各数", (part, first),
    )  # fmt: skip
