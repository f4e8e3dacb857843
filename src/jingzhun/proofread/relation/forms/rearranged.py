"""A result with two neighbouring digits changed places: the sum, the rest or the product of the figures right before it.

两项加起来 6.48 万元 behind 5.94 万元 and 9000 元; 3114 人，其中单人保 986 人，随户保 2218 人; 133 人，按每月 500 元，月需 6.56 万元.
Three digits that are right but for their order come out by chance of one pair of figures in some hundreds; so the
wording need only say what kind of result is told, not which figures it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ... import wording
from ...agreement import is_swap, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding
from ...unit import MONEY, PERCENT, RATES
from .layout import Settled, is_pair

_SUMS = re.compile(r"合计|合起来|加起来|相加|[一总合]?共|[两三四五六]项|综合|总")
_RESTS = re.compile(
    r"其中|[中里](?:面|间)?[，有]|已|完成|剔除|扣除|除|减|另|其余|剩|余下|未|结余|还有|尚有|比|，占[\d.]+%"
)
_LISTED = re.compile(r"、[一-龥A-Z]{1,8}")
_WHOLE = re.compile(r"合计|共|总|全")
_EACH = re.compile(r"每[一-龥]{0,4}|平均|均|单价")
_RESULT = re.compile(r"共|计|需|收|支|额|得|付|发|资金|收入|补助|产")
_GROWS = re.compile(r"增[长幅]|增加了?$")
_DIGITS = 3
_FURTHEST = 60


def find(reading: Reading, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Only numbers of three digits and more that no arithmetic explains."""
    settled = Settled(outcomes)
    for figures in reading.by_block:
        for at, figure in enumerate(figures):
            if (
                (figure.is_quantity or figure.dimension == PERCENT) and figure.is_exact and not figure.is_article
                and settled.is_open(figure) and _is_long(figure)
            ):  # fmt: skip
                yield from _first(reading, figure, [f for f in figures[:at] if not f.is_article and not f.is_range])


def _first(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[Outcome]:
    ways = (_shares, _growths) if stated.dimension == PERCENT else (_sums, _rests, _products, _means)
    for kind, operands, computed, how in (way for each in ways for way in each(reading, stated, before)):
        right = rounded(computed, stated.step)
        if is_swap(right, stated.base, stated.step):
            said = f"{plain(right / stated.unit_worth)}{stated.unit}"
            yield finding(
                kind, Severity.ERROR, stated, operands, computed=said, arithmetic=f"{how} = {said} ≠ {stated.text}",
                message=f"{how}应为{said}，文中写{stated.text}，像是两位数字写颠倒了", suggestion=f"若其余各数无误，应改为{said}",
            )  # fmt: skip
            return


_Way = tuple[Kind, Sequence[Figure], Decimal, str]


def _said_before(reading: Reading, figure: Figure, start: int) -> str:
    return reading.block_of(figure).text[start : figure.start]


def _clause(reading: Reading, figure: Figure, before: Sequence[Figure]) -> str:
    """The words between the last figure and this one; of people those before their households."""
    mate = before[-1] if before and is_pair(before[-1], figure) else figure
    start = next((f.end for f in reversed(before) if f is not mate), 0)
    return re.split(r"[。；]", _said_before(reading, mate, max(start, mate.start - 24)))[-1]


def _alike(stated: Figure, before: Sequence[Figure]) -> list[Figure]:
    return [f for f in before if f.dimension == stated.dimension and bool(f.per) == bool(stated.per) and f.is_quantity]


def _sums(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    if not _SUMS.search(_clause(reading, stated, before)):
        return
    alike = _alike(stated, before)
    for number in range(2, 9):
        parts = alike[-number:]
        if len(parts) < number or any(part.base > stated.base for part in parts):
            return
        if stated.start - parts[0].end <= _FURTHEST * 2 and all(part.step <= stated.step for part in parts):
            yield Kind.SUM, parts, sum((p.base for p in parts), Decimal(0)), " + ".join(p.text for p in parts)


def _rests(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    """Whole and part are the last two of their kind, the whole before the part; 比 may compare them the other way round."""
    alike = _alike(stated, before)
    if len(alike) < 2:
        return
    whole, part = alike[-2:]
    words = _said_before(reading, stated, whole.end)
    compared = "比" in _clause(reading, stated, before)
    listed = _LISTED.fullmatch(_said_before(reading, stated, part.end)) and _WHOLE.search(whole.left)
    if (
        not (_RESTS.search(words) or listed)
        or stated.start - whole.end > _FURTHEST
        or (whole.base <= part.base and not compared)
    ):
        return
    larger, smaller = (whole, part) if whole.base > part.base else (part, whole)
    yield Kind.DIFFERENCE, (larger, smaller), larger.base - smaller.base, f"{larger.text} − {smaller.text}"


def _products(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    """One of them is so much each; the other is a count."""
    near = [f for f in before if stated.start - f.end <= _FURTHEST][-6:]
    if not _RESULT.search(_clause(reading, stated, before)):
        return
    for each in near:
        if (
            each.dimension != stated.dimension
            or not (each.per or _EACH.search(each.left[-8:]))
            or each.base >= stated.base
        ):
            continue
        for count in near:
            if count is not each and not count.per and _is_number_of(count, each, stated):
                yield Kind.PRODUCT, (each, count), each.base * count.value, f"{each.text} × {count.text}"


def _shares(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    """责任落实方面 18 个 of 110 个 … 责任落实类问题占 16.4 %: the part is called by name, the whole is any larger number."""
    clause = re.split(r"[，。；]", _said_before(reading, stated, max(0, stated.start - 24)))[-1]
    if "占" not in clause:
        return
    named = wording.bigrams(clause.partition("占")[0])
    near = [f for f in before if stated.start - f.end <= _FURTHEST * 4 and f.is_quantity and f.is_exact and not f.per]
    for part in near:
        if named & wording.bigrams(part.left[-10:] + part.noun[:6]):
            for whole in near:
                if whole.dimension == part.dimension and whole.base > part.base:
                    yield Kind.PERCENT, (part, whole), part.base / whole.base * 100, f"{part.text} ÷ {whole.text}"


def _growths(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    """Of two figures told one behind the other: 8158 元…9214 元，增长 12.9 %."""
    if not _GROWS.search(stated.left[-6:]):
        return
    near = [f for f in before if stated.start - f.end <= _FURTHEST * 2 and f.is_quantity and f.is_exact]
    for then, now in pairwise(near):
        if then.dimension == now.dimension and then.base < now.base and bool(then.per) == bool(now.per):
            how = f"({now.text} − {then.text}) ÷ {then.text}"
            yield Kind.GROWTH, (now, then), (now.base - then.base) / then.base * 100, how


def _means(reading: Reading, stated: Figure, before: Sequence[Figure]) -> Iterator[_Way]:
    """高标准梯田 412.6 万元…2100 亩，每亩造价 1965 元: the count is of what the mean is for."""
    near = [f for f in before if stated.start - f.end <= _FURTHEST * 4 and f.is_quantity and not f.per]
    for total in near:
        if stated.per and total.dimension == stated.dimension and total.base > stated.base:
            for count in near:
                if count.unit == stated.per and stated.start - count.end <= _FURTHEST and count.value > 1:
                    yield Kind.PRODUCT, (total, count), total.base / count.value, f"{total.text} ÷ {count.text}"


def _is_long(figure: Figure) -> bool:
    """Three digits that tell: the nought of 21.0 % does, that of 210 户 does not."""
    return len(figure.written if figure.dimension == PERCENT else figure.written.rstrip("0")) >= _DIGITS


def _is_number_of(count: Figure, each: Figure, stated: Figure) -> bool:
    """A count of things, or of the months or days that so much is paid by."""
    if count.dimension.startswith("span"):
        return bool(count.unit) and count.unit[-1] in each.left[-8:]
    return count.is_quantity and count.dimension not in RATES and count.dimension not in (stated.dimension, MONEY)
