"""Rows that go with one another: as many shares, or terms of a ratio, as there are parts; ratios that the parts make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Passage, Reading, lines_of, literals_of
from ...unit import PERCENT
from ..sums.split import is_summable

_TERM = r"\d+(?:\.\d+)?"
_RATIO = re.compile(
    rf"(?:[两三四五][者项类次产][一-龥]{{0,4}}|结构|之)比(?:例|重)?(?:约?为|是|：)?(?P<terms>{_TERM}(?:\s?[:：∶]\s?{_TERM}){{1,4}})"
)
_ORDER = re.compile(r"分别占?[一-龥]{0,6}$|依次为?占?[一-龥]{0,6}$")
_SCALES = (
    ("A级", "B级", "C级", "D级"), ("一产", "二产", "三产"), ("一季度", "二季度", "三季度", "四季度"),
    ("第一批", "第二批", "第三批", "第四批"), ("第一产业", "第二产业", "第三产业"), ("一类", "二类", "三类", "四类"),
    ("学前|幼儿", "小学", "初中", "高中"), ("省外", "省内县外", "县内"),
)  # fmt: skip
"""Names that follow one another: one left out between two others is missed."""
_BEARS = {name: re.compile(f"(?:{name})[一-龥]{{0,4}}$") for scale in _SCALES for name in scale}


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        yield from _ratios(passage)
        yield from _shares(passage)
        yield from _gaps(passage)


def _row_before(passage: Passage, at: int, figures: Sequence[Figure]) -> list[Figure]:
    """The parts that stand in one row right before ``at``: a 、b 、c."""
    row: list[Figure] = []
    for figure in reversed([f for f in figures if f.end <= at and is_summable(f)]):
        gap = passage.block.text[figure.end : row[0].start if row else at]
        if row and (
            figure.dimension != row[0].dimension or not re.fullmatch(r"[、，和][一-龥A-Z]{1,14}", gap) or "其中" in gap
        ):
            break
        if not row and len(gap) > 8:
            return []
        if len(row) > 1 and gap[0] == "，" and passage.between(row[0], row[1])[0] != "，":
            break  # what stands before the comma is the total
        row.insert(0, figure)
    return row


def _ratios(passage: Passage) -> Iterator[Outcome]:
    """专项 a、整合 b、社会 c，三者比例为 55:30:15."""
    start = passage.sentence.start
    for match in _RATIO.finditer(passage.block.text, start, passage.sentence.end):
        terms = [Decimal(term) for term in re.split(r"\s?[:：∶]\s?", match["terms"])]
        row = _row_before(passage, match.start(), passage.figures)
        if len(row) < 2 or len(terms) < 3 or not all(f.is_exact for f in row):
            continue
        literals = (match["terms"], *literals_of(row))
        if len(row) == len(terms):
            whole, sums = sum((f.base for f in row), Decimal(0)), sum(terms)
            step = Decimal(1).scaleb(min(int(t.as_tuple().exponent) for t in terms))
            off = [abs(f.base / whole * sums - term) for f, term in zip(row, terms, strict=True)]
            if all(gap <= step for gap in off):
                yield Holding(
                    Kind.PERCENT, lines_of(row), literals, f"{'：'.join(f.text for f in row)} = {match['terms']}"
                )
            elif all(gap <= 10 * step for gap in off):
                yield _finding(Kind.PERCENT, row, match["terms"], f"各项之比不是{match['terms']}")
        elif len(row) == len(terms) - 1 and _has_total(passage, row):
            yield _finding(Kind.SUM, row, match["terms"], f"比例有{len(terms)}项，前面只列了{len(row)}项，像是少列一项")


def _shares(passage: Passage) -> Iterator[Outcome]:
    """a、b、c，分别占 x%、y%、z%: as many shares as parts."""
    rates: list[Figure] = []
    for figure in [*passage.figures, None]:
        if (
            figure
            and figure.dimension == PERCENT
            and rates
            and re.fullmatch(r"[、，和]", passage.between(rates[-1], figure))
        ):
            rates.append(figure)
            continue
        if len(rates) >= 3 and _ORDER.search(rates[0].left):
            row = _row_before(passage, rates[0].start - len(rates[0].left), passage.figures)
            if len(row) == len(rates) - 1 >= 2 and _has_total(passage, row):
                message = f"“{rates[0].literal}”等比例有{len(rates)}个，前面只列了{len(row)}项，像是少列一项"
                yield _finding(Kind.SUM, row, rates[0].literal, message)
        rates = [figure] if figure and figure.dimension == PERCENT else []


def _gaps(passage: Passage) -> Iterator[Outcome]:
    """其中 A级…、C级…: the name between is left out, and the parts do not make the whole."""
    text = passage.block.text
    for first, second in pairwise(f for f in passage.figures if is_summable(f)):
        if first.dimension != second.dimension or not re.fullmatch(
            r"、[一-龥A-Z]{1,10}", text[first.end : second.start]
        ):
            continue
        for scale in _SCALES:
            places = [
                next((i for i, name in enumerate(scale) if _BEARS[name].search(f.left)), -1) for f in (first, second)
            ]
            if min(places) < 0 or places[1] - places[0] != 2:
                continue
            row = _row_before(passage, second.end, passage.figures)
            total = _total(passage, row)
            rest = total.base - sum((f.base for f in row), Decimal(0)) if total else Decimal(0)
            if total and total.is_exact and rest > 0 and "等" not in text[second.end : second.end + 3]:
                name = scale[places[0] + 1].split("|")[0]
                yield _finding(
                    Kind.SUM, [total, *row], total.literal, f"“{name}”没有列，各项之和比总数少，像是少列一项"
                )


def _total(passage: Passage, row: Sequence[Figure]) -> Figure | None:
    before = [
        f
        for f in passage.figures
        if row and f.end <= row[0].start and f.dimension == row[0].dimension and is_summable(f)
    ]
    if not before:
        return None
    gap = passage.between(before[-1], row[0])
    return before[-1] if len(gap) <= 24 and re.search(r"其中|，|：", gap) and not re.search(r"[。；]", gap) else None


def _has_total(passage: Passage, row: Sequence[Figure]) -> bool:
    """A total stands before the row that the parts do not make."""
    total = _total(passage, row)
    return bool(total and total.base > sum((f.base for f in row), Decimal(0)))


def _finding(kind: Kind, row: Sequence[Figure], literal: str, message: str) -> Finding:
    literals = tuple(dict.fromkeys((literal, *literals_of(row))))
    return Finding(
        kind, Severity.WARNING, lines_of(row), literals, "", literal, "、".join(f.text for f in row), message, "请核对是否漏列",
    )  # fmt: skip
