"""What a place is made up of, said once (辖 3 镇 7 乡、57 个行政村), bounds every later count of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding

_GOVERNS = re.compile(r"[下现共]?辖")
_KINDS = ("行政村", "自然村", "村民小组", "社区", "乡镇", "乡", "镇", "街道")


@dataclass(frozen=True)
class Makeup:
    kind: str
    total: Figure


def kind_of(figure: Figure) -> str:
    """行政村 for 57 个行政村 and 57 行政村."""
    word = figure.noun if figure.unit == "个" else figure.unit + figure.noun[:0]
    return next((kind for kind in _KINDS if word.startswith(kind)), "")


def makeup(reading: Reading) -> list[Makeup]:
    found: dict[str, Makeup] = {}
    for passage in reading.passages[:40]:
        match = _GOVERNS.search(passage.text)
        if not match or re.search(r"[村组]辖|所辖", passage.text):
            continue
        start = passage.sentence.start + match.end()
        for figure in passage.figures:
            kind = kind_of(figure)
            if kind and figure.start >= start and figure.is_exact and not figure.is_article:
                found.setdefault(kind, Makeup(kind, figure))
        if found:
            break
    return list(found.values())


def find(reading: Reading) -> Iterator[Outcome]:
    known = {item.kind: item for item in makeup(reading)}
    if "行政村" not in known and not known:
        return
    first = next(iter(known.values())).total
    for passage in reading.passages:
        for figure in passage.figures:
            item = known.get(kind_of(figure))
            if (
                item
                and figure is not item.total
                and figure.is_exact
                and not figure.is_article
                and not figure.per
                and figure.base >= 2
            ):
                yield from _within(passage, figure, item, first)


def _within(passage: Passage, figure: Figure, item: Makeup, first: Figure) -> Iterator[Outcome]:
    elsewhere = re.search(r"全[国省州市]|外县|邻", figure.clause)
    if figure.base <= item.total.base:
        kind = Kind.RESTATED if figure.base == item.total.base else Kind.BOUND
        yield holding(
            kind,
            item.total if kind is Kind.BOUND else figure,
            [figure, item.total],
            f"{figure.text} ≤ {item.total.text}",
        )
    elif not elsewhere and first.block <= figure.block and len(item.kind) > 1:
        yield finding(
            Kind.RESTATED, Severity.WARNING, figure, [item.total], computed=item.total.text, arithmetic=f"{figure.text} > {item.total.text}",
            message=f"前文说共辖{item.total.text}{item.kind if item.total.unit == '个' else ''}，此处却有{figure.text}", suggestion="请核对个数",
        )  # fmt: skip
