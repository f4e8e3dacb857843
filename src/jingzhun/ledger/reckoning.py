"""A stated sum beside the computed one: does it hold, is it rounding, does it differ; with the arithmetic in words.

Amounts are fen; printed in 万元 or 元 without noughts at the end. No database here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Agreement(StrEnum):
    HOLDS = "相符"
    ROUNDING = "四舍五入之内"
    DIFFERS = "不符"
    MISSING = "缺数据"


@dataclass(frozen=True)
class Reckoning:
    """``title`` says what is compared, ``arithmetic`` how, ``source`` where the stated number stands."""

    title: str
    arithmetic: str
    agreement: Agreement
    source: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """As the verdict tag knows it."""
        return {Agreement.DIFFERS: "fail", Agreement.MISSING: "missing"}.get(self.agreement, "pass")


def scale_of(unit: str) -> int:
    """How many of the whole numbers reckoned with make one ``unit``: fen of money, ten-thousandths of all else."""
    return {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}.get(unit, 10_000)


def in_unit(fen: int, unit: str) -> str:
    """The amount in its unit with as many decimals as it needs."""
    value = Decimal(fen) / scale_of(unit)
    return f"{value.normalize():f}" if fen else "0"


def reckon(
    *, title: str, parts: Sequence[int | None], stated: int, step: int, unit: str, part_steps: Sequence[int] = (),
    source: str = "", note: str = "",
) -> Reckoning:  # fmt: skip
    """Compare the sum of ``parts`` (fen; None unknown) with ``stated``, printed to ``step`` fen.

    Within rounding is half a step of the total, and half the finest step of the parts for each part that is itself a
    printed number (``part_steps``): 60 + 4.96 + 43.55 = 108.51 against 108.505.
    """
    unknown = sum(part is None for part in parts)
    told = in_unit(stated, unit)
    if unknown:
        known = " + ".join(in_unit(part, unit) for part in parts if part is not None)
        text = f"{unknown} 处没有金额，不能相加" + (f"（已知 {known}）" if known else "")
        return Reckoning(title, f"{text}；写的是 {told} {unit}", Agreement.MISSING, source, note)
    sums = [part for part in parts if part is not None]
    total = sum(sums)
    text = " + ".join(in_unit(part, unit) for part in sums) + (f" = {in_unit(total, unit)}" if len(sums) > 1 else "")
    off = abs(total - stated)
    slack = Decimal(step) / 2 + Decimal(min(part_steps, default=0)) / 2 * len(part_steps)
    if off == 0:
        return Reckoning(title, f"{text} {unit}，写的是 {told}", Agreement.HOLDS, source, note)
    told = f"{text}，写的是 {told}，差 {in_unit(off, unit)} {unit}"
    return Reckoning(title, told, Agreement.ROUNDING if off <= slack else Agreement.DIFFERS, source, note)
