"""Numbers as an official letter prints them: no thousands comma, money exact in 万元."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Printed:
    text: str
    unit: str


def printed(value: Decimal | None, unit: str) -> Printed:
    """Money (分) as 万元 with as many decimals as it needs, all else as it is: ``21130.74`` 万元, ``2814`` 户; 缺数据 for None."""
    if value is None:
        return Printed("缺数据", "")
    if unit == "分":
        return Printed(_plain(value / 1_000_000), "万元")
    return Printed(_plain(value), unit)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
