"""Totals whose parts stand in a sentence of their own: 按类型分…, 从资金来源看…, 其中 two sentences on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_strong_slip, of_sum, slip_in_sum
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, holding
from .split import Split, failing, is_summable, judge, spelled, that_holds
from .sum import added, is_delta, parallel

_REFERS_BACK = re.compile(r"^其中[，：]?")
_BREAKDOWN = re.compile(r"^(?:按|分|从)[^，。：；]{1,16}(?:分|划分|看|统计|区分)?[：，]")


def find(reading: Reading) -> Iterator[Outcome]:
    """按类型分：… in a sentence of its own: the parts of a total named before."""
    for index, passage in enumerate(reading.passages):
        if _REFERS_BACK.match(passage.text):
            yield from _referring_back(reading, passage, index)
        if not _BREAKDOWN.match(passage.text):
            continue
        parts = [figure for figure in passage.figures if is_summable(figure) and not is_delta(figure)]
        for dimension in dict.fromkeys(figure.dimension for figure in parts):
            row = parallel(passage, [figure for figure in parts if figure.dimension == dimension])
            if len(row) < 3:
                continue
            before = [
                f
                for p in reading.passages[max(0, index - 6) : index]
                for f in p.figures
                if f.dimension == dimension and is_summable(f)
            ]
            total = next((f for f in reversed(before) if of_sum(f, row, added(row)) is Agreement.HOLDS), None)
            if total:
                yield holding(Kind.SUM, total, row, f"{spelled(row)} = {total.text}")
                continue
            near = [
                f for f in before
                if is_strong_slip(f.base, added(row), f.step) or (slip_in_sum(f, row, added(row)) and Decimal("0.8") < added(row) / f.base < Decimal("1.25"))
            ]  # fmt: skip
            if (
                near
                and all(figure.is_exact for figure in [near[-1], *row])
                and not any(wording.OVERLAPPING.search(f.left) for f in row[:2])
            ):
                yield failing(
                    Split(near[-1], tuple(row), True, True, "breakdown"),
                    Severity.WARNING,
                    slip_in_sum(near[-1], row, added(row)),
                )


def _referring_back(reading: Reading, passage: Passage, index: int) -> Iterator[Outcome]:
    """其中 opens a sentence although the total stands one sentence further up."""
    if index < 2:
        return
    skipped, source = reading.passages[index - 1], reading.passages[index - 2]
    parts = [figure for figure in passage.figures if is_summable(figure) and not is_delta(figure)]
    for dimension in dict.fromkeys(figure.dimension for figure in parts):
        row = parallel(passage, [figure for figure in parts if figure.dimension == dimension])
        totals = [f for f in source.figures if f.dimension == dimension and is_summable(f) and f.is_exact]
        if (
            len(row) < 2
            or len(totals) != 1
            or source.block is not passage.block
            or any(f.dimension == dimension for f in skipped.figures)
        ):
            continue
        split = Split(totals[0], tuple(row), False, True, "其中")
        if of_sum(split.total, row, split.computed) is Agreement.HOLDS:
            yield that_holds(split)
        elif outcome := judge(split, set()):
            yield outcome
