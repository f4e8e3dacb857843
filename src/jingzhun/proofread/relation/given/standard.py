"""Amounts that a standard of some year and place fixes, against the standards the caller passed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ..dates.date import title_year


@dataclass(frozen=True)
class Standard:
    """``words`` all stand in the clause before a figure that states it; ``amount`` in the base unit of ``dimension`` (元)."""

    name: str
    words: tuple[str, ...]
    year: int
    amount: Decimal
    source: str
    dimension: str = "money"


def find(reading: Reading, standards: Sequence[Standard]) -> Iterator[Outcome]:
    titled = title_year(reading)
    for passage in reading.passages:
        for figure in passage.figures:
            matching = [s for s in standards if s.dimension == figure.dimension and _is_stated(s, figure)]
            if not matching or figure.is_approximate or figure.is_range:
                continue
            years = re.findall(r"(20\d\d)年", passage.text[: figure.end - passage.sentence.start])
            year = int(years[-1]) if years else titled[0] if titled else 0
            of_year = [standard for standard in matching if standard.year == year]
            if of_year:
                yield _compare(figure, of_year)


def _is_stated(standard: Standard, figure: Figure) -> bool:
    return all(word in figure.clause for word in standard.words)


def _compare(figure: Figure, standards: Sequence[Standard]) -> Outcome:
    exact = next((standard for standard in standards if standard.amount == figure.base), None)
    standard = exact or standards[0]
    known = f"{standard.year}年{standard.name}为{plain(standard.amount)}元（{standard.source}）"
    if exact:
        return holding(Kind.OTHER, figure, [], known)
    return finding(
        Kind.OTHER, Severity.WARNING, figure, [], computed=f"{plain(standard.amount)}元", arithmetic=known,
        message=f"文中为{figure.text}，{known}", suggestion="请核对年份与标准",
    )  # fmt: skip
