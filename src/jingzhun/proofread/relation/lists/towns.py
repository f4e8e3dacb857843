"""Towns and townships against the places of both kinds: 辖 8 镇 4 乡 12 个乡镇, 14 个乡镇（9 镇 5 乡）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading

_N = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
_KINDS = rf"(?:(?P<s>{_N})个?街道(?:办事处)?[、，和]?)?(?P<t>{_N})个?镇[、，和]?(?P<v>{_N})个?(?:民族)?乡(?:[、，和](?P<s2>{_N})个?街道(?:办事处)?)?"
_AHEAD = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_KINDS}[，、（]?(?:合计|总共|共计?|合)?(?P<all>{_N})个(?:乡镇|镇乡|乡级)"
)
_BEHIND = re.compile(
    rf"(?<![\d一二三四五六七八九十])(?P<all>{_N})个(?:乡镇|镇乡)(?:街道|（街道）)?(?:（|，其中|：|，即|，包括)(?:其中)?{_KINDS}(?=[），。；、])"
)


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is not Form.ROW and "镇" in block.text:
            for pattern in (_AHEAD, _BEHIND):
                for match in pattern.finditer(block.text):
                    yield from _added(block, match)


def _added(block: Block, match: re.Match[str]) -> Iterator[Outcome]:
    parts = [read_count(match[name]) for name in ("s", "t", "v", "s2") if match[name]]
    stated, computed = read_count(match["all"]), sum(parts)
    literal = f"{match['all']}个乡镇"
    lines = tuple(sorted({block.origin[at][0] + 1 for at in (match.start(), match.start("all"))}))
    how = " + ".join(map(str, parts))
    if computed == stated:
        yield Holding(Kind.SUM, lines, (literal, f"{match['all']}个"), f"{how} = {stated}个")
    else:
        yield Finding(
            Kind.SUM, Severity.ERROR, lines, (literal,), f"{computed}个", literal, f"{how} = {computed}个 ≠ {stated}个",
            f"镇、乡相加为{computed}个，文中写{literal}", f"若镇、乡数无误，应改为{computed}个",
        )  # fmt: skip
