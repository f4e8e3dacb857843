"""Products and averages: 每户 3000 元、120 户、共 36 万元；户均, 亩均, 单价 × 数量."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import Agreement, is_slip, is_strong_slip, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PEOPLE, RATES, TURNS, UNITS
from ..claims.folded import folded
from .rate import is_mixed

_SPANS = {"月": "span:月", "年": "span:年", "天": "span"}
_PEOPLE = {"人", "名", "位", "岗", "个"}
_AVERAGE = re.compile(r"[户人亩村社组]均|平均|亩产")


def find(reading: Reading) -> Iterator[Outcome]:
    for index, passage in enumerate(reading.passages):
        for rate in passage.figures:
            if rate.per and rate.dimension and rate.dimension not in RATES and rate.base > 0 and not rate.is_quoted:
                yield from _one(reading, passage, index, rate)


def _one(reading: Reading, passage: Passage, index: int, rate: Figure) -> Iterator[Outcome]:
    near = [p for p in reading.passages[max(0, index - 2) : index + 2] if p.block is passage.block]
    figures = [f for p in near for f in p.figures if f is not rate and f.base > 0 and not f.is_quoted]
    if _AVERAGE.search(rate.clause[-12:]):
        up = [p for p in reading.passages[max(0, index - 12) : index] if p not in near]
        figures += [f for p in up for f in p.figures if f.base > 1 and f.dimension != rate.dimension]
    counts = [f for f in figures if _counts(rate, f)]
    totals = [f for f in figures if f.dimension == rate.dimension or {f.dimension, rate.dimension} == {PEOPLE, TURNS}]
    times = _times(passage, rate)
    for count in sorted(counts, key=lambda f: abs(f.start - rate.start)):
        for total in sorted(totals, key=lambda f: abs(f.start - rate.start)):
            if total is count or (total.base <= rate.base and count.base > 1):
                continue
            for many in times:
                number = number_for(rate, count)
                if number * rate.base * many == total.base and number > 1:
                    more = f" × {many}" if many != 1 else ""
                    yield holding(
                        Kind.PRODUCT, total, [count, rate], f"{count.text} × {rate.text}{more} = {total.text}"
                    )
                    return
                quotient = total.base / number / many
                if _AVERAGE.search(rate.clause[-12:]) and of_ratio(quotient, rate.base, rate.step) is Agreement.HOLDS:
                    yield holding(Kind.PRODUCT, rate, [total, count], f"{total.text} ÷ {count.text} = {rate.text}")
                    return
                if (
                    number > 1
                    and total.digits > 1
                    and of_ratio(number * rate.base * many, total.base, total.step) is Agreement.HOLDS
                ):
                    yield holding(Kind.PRODUCT, total, [count, rate], f"{count.text} × {rate.text} ≈ {total.text}")
                    return
    yield from _stacked(passage, rate, counts)
    yield from _designated(passage, rate, counts, totals)


def _counts(rate: Figure, figure: Figure) -> bool:
    """Whether ``figure`` counts what the rate is per."""
    unit = UNITS.get(rate.per)
    if figure.per and figure.dimension == rate.dimension:
        return False
    if rate.per == "单价":
        return (
            figure.dimension not in RATES
            and figure.dimension != rate.dimension
            and bool(figure.dimension)
            and not figure.per
        )
    if unit and figure.dimension == unit.dimension and figure.dimension != "个":
        return True
    if (
        rate.per in figure.noun
        or figure.unit == rate.per
        or (figure.dimension == "个" and figure.left.endswith(rate.per))
    ):
        return True
    if rate.per in _PEOPLE and figure.dimension == TURNS:
        return True
    return rate.per in _PEOPLE and figure.dimension in {"人", "个"} and figure.unit in {"人", "名", "位", "个"}


def number_for(rate: Figure, count: Figure) -> Decimal:
    """The count in the unit the rate is per: 1200亩 is 1200 for 每亩."""
    unit = UNITS.get(rate.per)
    return (
        count.base / unit.factor
        if unit and unit.dimension == count.dimension
        else count.value
        if count.unit == rate.per
        else count.base
    )


def _times(passage: Passage, rate: Figure) -> list[Decimal]:
    """How often a monthly or daily rate is paid: as the sentence says, or a year."""
    wording = rate.clause[-10:] + rate.right[:6]
    if not re.search(r"每?[月天日]|年", wording):
        return [Decimal(1)]
    if not re.search(r"[月天日]", wording) and not re.search(r"\d年", passage.text):
        return [Decimal(1)]
    spans = [f.base for f in passage.figures if f.dimension in {"span:月", "span:年", "span"} and f.base > 1]
    return [Decimal(1), *spans, Decimal(12)]


def _designated(
    passage: Passage, rate: Figure, counts: Sequence[Figure], totals: Sequence[Figure]
) -> Iterator[Outcome]:
    text = passage.block.text
    sentence = folded([f for f in passage.figures if f in counts and f.is_exact and not f.is_article and not f.per])
    amounts = [f for f in passage.figures if f in totals and f.is_exact and f.per in ("", "年")]
    times = _times(passage, rate)
    if rate.is_exact and amounts and (len(times) > 1 or not sentence):
        yield from _by_slip(passage, rate, folded([f for f in counts if f.is_exact and not f.per]), amounts, times)
        return
    if not rate.is_exact or not sentence or not amounts:
        return
    if re.search(
        r"标准(?:提高|由|从)|起步|最低|最高|不等|上限|以内", text[passage.sentence.start : passage.sentence.end]
    ):
        return
    average = bool(_AVERAGE.search(rate.clause[-12:]))
    lowest, highest = passage.sentence.start, passage.sentence.end
    for mark in "；":
        before = text.rfind(mark, lowest, rate.start)
        after = text.find(mark, rate.end, highest)
        lowest, highest = max(lowest, before + 1), after if after >= 0 else highest
    sentence = [f for f in sentence if lowest <= f.start < highest]
    if rate.per == "单价":
        sentence = [f for f in sentence if f.end <= rate.start][-1:]
        amounts = [f for f in amounts if f.start > rate.start][:1]
    amounts = [f for f in amounts if lowest <= f.start < highest]
    if len(sentence) != 1 or len(amounts) != 1:
        return
    count, total = sentence[0], amounts[0]
    first, last = min(f.start for f in (count, total, rate)), max(f.end for f in (count, total, rate))
    if (
        text[first:last].count("，") > 4
        or "其中" in text[first:last]
        or re.search(r"增加|提高|减少|增收", total.left + rate.left)
    ):
        return
    if is_mixed(passage.figures, text, rate, total):
        return
    if average:
        yield from _average_fails(rate, total, count)
    elif (
        re.search(r"共|合计|计|总|资金|花费|支付|成本|投入|兑|发放|补助|需|拨|为|收入|产值|投资", total.left)
        and total.start > min(rate.start, count.start)
    ) or (
        total.start < min(rate.start, count.start)
        and is_strong_slip(number_for(rate, count) * rate.base, total.base, total.step)
    ):
        yield from _product_fails(rate, total, count)


def _by_slip(
    passage: Passage, rate: Figure, counts: Sequence[Figure], amounts: Sequence[Figure], times: Sequence[Decimal]
) -> Iterator[Outcome]:
    """A count in another sentence, or a rate paid so many times: only a plain slip of the pen is reported."""
    total = min(amounts, key=lambda f: abs(f.start - rate.start))
    nearby = sorted(
        {f.base: f for f in counts}.values(), key=lambda f: abs(f.start - rate.start) + 1000 * (f.block != rate.block)
    )[:2]
    average = bool(_AVERAGE.search(rate.clause[-12:]))
    for count in nearby:
        for many in times:
            quotient = total.base / number_for(rate, count) / many
            if average and is_strong_slip(rounded(quotient, rate.step), rate.base, rate.step):
                yield from _average_fails(rate, total, count)
                return
            product = number_for(rate, count) * rate.base * many
            if not average and count.base > 1 and is_strong_slip(product, total.base, total.step):
                yield from _product_fails(rate, total, count, many)
                return


def _stacked(passage: Passage, rate: Figure, counts: Sequence[Figure]) -> Iterator[Outcome]:
    """补助 a 元/亩、自筹 b 元/亩, n 亩, 共投入 T: the rates together times the count."""
    rates = [f for f in passage.figures if f.per == rate.per and f.dimension == rate.dimension and f.is_exact]
    if len(rates) < 2 or rate is not rates[0]:
        return
    counts = [f for f in counts if f in passage.figures and f.unit == rate.per and f.is_exact]
    totals = [
        f
        for f in passage.figures
        if f.start > rates[-1].end
        and not f.per
        and f.dimension == rate.dimension
        and re.search(r"共", f.left)
        and f.is_exact
    ]
    if len(counts) != 1 or len(totals) != 1:
        return
    computed = sum((f.base for f in rates), Decimal(0)) * number_for(rate, counts[0])
    how = f"{counts[0].text} × ({' + '.join(f.text for f in rates)})"
    total = totals[0]
    if of_ratio(computed, total.base, total.step) is Agreement.HOLDS:
        yield holding(Kind.PRODUCT, total, [*counts, *rates], f"{how} = {total.text}")
    elif is_slip(computed, total.base, total.step) or Decimal("0.8") < total.base / computed < Decimal("1.25"):
        shown = f"{plain((computed / total.unit_worth).normalize())}{total.unit}"
        yield finding(
            Kind.PRODUCT, Severity.ERROR, total, [*counts, *rates], computed=shown, arithmetic=f"{how} = {shown} ≠ {total.text}",
            message=f"各项标准相加乘以{counts[0].text}应为{shown}，文中为{total.text}", suggestion=f"若标准与数量无误，总额应为{shown}",
        )  # fmt: skip


def _average_fails(rate: Figure, total: Figure, count: Figure) -> Iterator[Outcome]:
    computed = total.base / number_for(rate, count)
    agreement = of_ratio(computed, rate.base, rate.step)
    ratio = computed / rate.base
    if agreement is Agreement.HOLDS or not (
        Decimal("0.5") < ratio < 2
        or is_slip(rounded(computed, rate.step), rate.base, rate.step)
        or is_slip(number_for(rate, count) * rate.base, total.base, total.step)
    ):
        return
    worth = rate.unit_worth
    shown = f"{plain(rounded(computed, rate.step) / worth)}{rate.unit}"
    off = abs(computed - rate.base) / rate.base
    severity = Severity.NOTE if agreement is not Agreement.FAILS or off < Decimal("0.01") else Severity.ERROR
    yield finding(
        Kind.PRODUCT, severity, rate, [total, count], computed=shown, arithmetic=f"{total.text} ÷ {count.text} = {shown}",
        message=f"{total.text}按{count.text}平均应为{shown}，文中为{rate.text}", suggestion=f"若总数无误，均值应为{shown}",
    )  # fmt: skip


def _product_fails(rate: Figure, total: Figure, count: Figure, many: Decimal = Decimal(1)) -> Iterator[Outcome]:
    computed = rate.base * number_for(rate, count) * many
    if of_ratio(computed, total.base, total.step) is Agreement.HOLDS:
        return
    ratio = total.base / computed
    if not (Decimal("0.6") < ratio < Decimal("1.67") or is_slip(computed, total.base, total.step)):
        return
    worth = total.unit_worth
    shown = f"{plain((computed / worth).normalize())}{total.unit}"
    often = f" × {plain(many)}" if many > 1 else ""
    hint = "，可能混用了元与万元" if ratio in (Decimal(10000), Decimal("0.0001")) else ""
    yield finding(
        Kind.PRODUCT, Severity.ERROR, total, [count, rate], computed=shown, arithmetic=f"{count.text} × {rate.text}{often} = {shown} ≠ {total.text}",
        message=f"按每{rate.per}{rate.text}、{count.text}计算应为{shown}，文中为{total.text}{hint}",
        suggestion=f"若单价与数量无误，总额应为{shown}",
    )  # fmt: skip
