"""4200亩  1200元/亩  504: rows that name a quantity and its price make the amount behind, in 元 or in 万元 as most rows say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...block import Block, Form
from ...figure import plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import ARABIC, read_arabic
from ...reading import Reading

_PRICE = re.compile(rf"(?P<number>{ARABIC})\s?(?P<scale>万)?元\s?[/／每]\s?(?P<unit>[一-龥㎡m]{{1,3}})")
_COUNT = re.compile(rf"(?P<number>{ARABIC})\s?(?P<scale>万)?(?P<unit>[一-龥㎡m]{{1,3}})")
_SCALES = (Decimal(1), Decimal(10_000))


@dataclass(frozen=True)
class Priced:
    block: Block
    count: str
    price: str
    amount: str
    computed: Decimal
    stated: Decimal
    step: Decimal

    def holds(self, scale: Decimal) -> bool:
        return abs(self.computed / scale - self.stated) <= self.step / 2


def find(reading: Reading) -> Iterator[Outcome]:
    run: list[Priced] = []
    last = -1
    for block in reading.blocks:
        if block.form is not Form.ROW:
            continue
        if block.number != last + 1:
            yield from _judged(run)
            run = []
        last = block.number
        row = _priced(block)
        if row:
            run.append(row)
    yield from _judged(run)


def _priced(block: Block) -> Priced | None:
    texts = [block.text[start:end].strip() for start, end in block.cells]
    for place in range(1, len(texts) - 1):
        price = _PRICE.fullmatch(texts[place])
        count = _COUNT.fullmatch(texts[place - 1])
        if not price or not count or count["unit"] != price["unit"]:
            continue
        amount = re.fullmatch(ARABIC, texts[place + 1])
        numbers = [read_arabic(match["number"], match["scale"] or "") for match in (count, price)]
        stated = read_arabic(amount.group(0)) if amount else None
        if stated and numbers[0] and numbers[1]:
            computed = numbers[0].value * numbers[1].value
            return Priced(block, texts[place - 1], texts[place], texts[place + 1], computed, stated.value, stated.step)
    return None


def _judged(rows: Sequence[Priced]) -> Iterator[Outcome]:
    """Two rows or more, and most of them, come out in one unit: so must the others."""
    for scale in _SCALES:
        held = [row for row in rows if row.holds(scale)]
        if len(held) < 2 or len(held) * 2 <= len(rows):
            continue
        for row in rows:
            line, literals = (row.block.first_line + 1,), (row.amount, row.count, row.price)
            how = f"{row.count} × {row.price}"
            if row.holds(scale):
                yield Holding(Kind.PRODUCT, line, literals, f"{how} = {row.amount}")
                continue
            shown = plain((row.computed / scale).normalize())
            yield Finding(
                Kind.PRODUCT, Severity.ERROR, line, literals, shown, row.amount, f"{how} = {shown} ≠ {row.amount}",
                f"表中按数量与单价应为{shown}，写作{row.amount}", f"若数量与单价无误，应为{shown}",
            )  # fmt: skip
        return
