"""Which layout a sheet follows, in which row its header stands, and which column is what.

Headers are compared folded, in any order; what stands in brackets behind a header may be its unit. A mapping saved by the
office for the same headers goes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jingzhun.core.errors import Problem
from jingzhun.core.text import fold, fold_header

from ..layouts.declared import layouts_in_use
from ..layouts.layout import Column, Layout
from .table import HEADER_WITHIN, Table, build, header_texts, signature
from .workbook import Sheet

_CLEARLY = 5  # that many columns more, and a layout is meant although it lacks a required one
_BRACKETED = re.compile(r"^(.*?)[(\[【][^()\[\]【】]*[)\]】]$")
_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_YEAR_BEFORE = re.compile(r"^20\d{2} ?年度? ?")
_UNIT_BEHIND = re.compile(r"[ /,:，：]?(万元|千元|亿元|元/人|元|个月|月|平方米|㎡|m2|公里|人|户)$")


class UnableToRecogniseColumns(Problem):
    code = "I-003"
    says = "没有认出表头：{why}"
    remedy = "请核对表头文字（顺序不限），或在“对列”里指定每一列；可用的版式有{layouts}"


class UnableToMapColumns(Problem):
    code = "I-005"
    says = "对列不完整：{why}"
    remedy = "请为每个必需的字段指定一列，同一字段只能有一列"


@dataclass(frozen=True)
class SavedColumns:
    """What an office saved for a signature: a layout and folded header → target (empty: not imported)."""

    layout: str
    targets: Mapping[str, str]


def recognise(sheets: Sequence[Sheet], saved: Mapping[str, SavedColumns] | None = None) -> Table:
    """The best sheet, header row and layout. Raises :class:`UnableToRecogniseColumns` or :class:`UnableToImportNoRows`."""
    layouts = layouts_in_use()
    found = [(sheet, best) for sheet in sheets for best in [_best(sheet, saved or {}, layouts)] if best is not None]
    if not found:
        raise UnableToRecogniseColumns(
            why=_nearest(sheets, layouts), layouts="、".join(layout.title for layout in layouts.values())
        )
    # A template without rows gives way; of equal ones the first counts.
    sheet, best = max(found, key=lambda item: (len(item[0].rows) > item[1].row + 1, item[1].score))
    table = build(sheets, sheet, best.row, best.layout, best.columns)
    read = {table.sheet, *(name for _, name in table.parts)}
    table.other_sheets = [
        (other.name, it.row + 1, it.layout.title) for other, it in found if other.name not in read and len(other.rows) > it.row + 1
    ]  # fmt: skip
    return table


def recognise_as(
    sheets: Sequence[Sheet], sheet: Sheet, header_row: int, layout: Layout, mapping: Mapping[str, str]
) -> Table:
    """The sheet under a mapping chosen by hand (place → target). Raises :class:`UnableToMapColumns`."""
    header = header_texts(sheet, header_row - 1)
    chosen = {int(place): layout.by_target[target] for place, target in mapping.items() if target in layout.by_target}
    targets = [column.target for column in chosen.values()]
    twice = sorted({layout.by_target[target].header for target in targets if targets.count(target) > 1})
    missing = [column.header for column in layout.required if column.target not in targets]
    if twice or missing:
        why = "；".join(
            text for text in (missing and "缺" + "、".join(missing), twice and "重复" + "、".join(twice)) if text
        )
        raise UnableToMapColumns(why=why)
    columns = [(place, column, _unit(header[place])) for place, column in sorted(chosen.items())]
    return build(sheets, sheet, header_row - 1, layout, columns)


@dataclass(frozen=True)
class Best:
    """How a sheet is best read: ``score`` counts the columns that are known."""

    score: int
    row: int
    layout: Layout
    columns: list[tuple[int, Column, str]]


def _best(sheet: Sheet, saved: Mapping[str, SavedColumns], layouts: Mapping[str, Layout]) -> Best | None:
    """None where nothing fits, or where a layout that lacks a required column is clearly meant."""
    best: Best | None = None
    nearest = 0
    for row in range(min(HEADER_WITHIN, len(sheet.rows))):
        header = header_texts(sheet, row)
        if sum(map(bool, header)) < 2:
            continue
        known = saved.get(signature(header))
        if known is not None and known.layout in layouts:
            layout = layouts[known.layout]
            columns = [
                (place, layout.by_target[target], _unit(text))
                for place, text in enumerate(header)
                if (target := known.targets.get(fold_header(text), "")) in layout.by_target
            ]
            return Best(10_000, row, layout, columns)
        for layout in layouts.values():
            columns = match(header, layout)
            nearest = max(nearest, len(columns))
            if len(columns) > (best.score if best else 0) and _fits(columns, layout):
                best = Best(len(columns), row, layout, columns)
    return best if best is not None and best.score + _CLEARLY > nearest else None


def match(header: Sequence[str], layout: Layout) -> list[tuple[int, Column, str]]:
    """The columns of ``layout`` among header texts; of two headers for one target the first counts."""
    found: dict[str, tuple[int, Column, str]] = {}
    for exact in (True, False):
        for place, text in enumerate(header):
            if not text or any(place == other for other, _, _ in found.values()):
                continue
            for words in [text] if exact else _shorter(text):
                column = layout.by_header.get(fold_header(words))
                if column is not None and column.target not in found:
                    found[column.target] = (place, column, _unit(text))
                    break
    return sorted(found.values(), key=lambda item: item[0])


def _shorter(text: str) -> Iterator[str]:
    """A header without what offices add to the name: brackets, a year in front, a unit behind."""
    words = fold(text)
    while bracketed := _BRACKETED.match(words):
        words = bracketed.group(1).strip()
        yield words
    words = _YEAR_BEFORE.sub("", words)
    yield words
    yield _UNIT_BEHIND.sub("", words)


def _fits(columns: list[tuple[int, Column, str]], layout: Layout) -> bool:
    targets = {column.target for _, column, _ in columns}
    signs = {layout.by_header[fold_header(sign)].target for sign in layout.signs}
    return all(column.target in targets for column in layout.required) and (not signs or bool(signs & targets))


def _unit(text: str) -> str:
    """The unit that a header writes in brackets or behind a stroke or comma."""
    words = fold(text)
    written = _IN_BRACKETS.findall(words)
    behind = _UNIT_BEHIND.search(words)
    units = [word.strip() for word in written] + ([behind.group(1)] if behind else [])
    return next((unit for unit in units if unit in ("元", "万元", "千元", "亿元")), units[-1] if units else "")


def _nearest(sheets: Sequence[Sheet], layouts: Mapping[str, Layout]) -> str:
    """What is missing for the layout that comes nearest."""
    best: tuple[int, str] = (0, "前20行里没有已知的列名")
    for sheet in sheets:
        for row in range(min(HEADER_WITHIN, len(sheet.rows))):
            header = header_texts(sheet, row)
            for layout in layouts.values():
                columns = match(header, layout)
                if len(columns) > best[0]:
                    targets = {column.target for _, column, _ in columns}
                    missing = [column.header for column in layout.required if column.target not in targets]
                    lacks = "、".join(missing) if missing else "这种表特有的列（" + "、".join(layout.signs[:4]) + "…）"
                    best = (len(columns), f"最接近“{layout.title}”，缺{lacks}")
    return best[1]
