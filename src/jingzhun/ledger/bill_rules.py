"""What the rows of a bill of quantities are checked for, with the arithmetic spelled out. No database here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from jingzhun.core.money import FEN_PER_YUAN, round_fen, yuan

from .models import LineItem, LineShare, PrintedTotal
from .standing import Standing
from .theme import Fault

_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3}){0,2}", re.ASCII)
_PRINTED = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)


def plain(number: Decimal) -> str:
    """Without noughts at its end, never in powers of ten."""
    return f"{number.normalize():f}"


def item_key(row: Mapping[str, Any]) -> str:
    return f"{row.get('part') or ''}|{row.get('number') or ''}"


def share_key(row: Mapping[str, Any]) -> str:
    return f"{item_key(row)}|{row.get('source') or ''}"


def product_fault(quantity: Decimal, rate: Decimal, amount: int, unit: str) -> str:
    """Empty where quantity × rate (yuan) is ``amount`` (fen), rounded once; else the arithmetic."""
    right = round_fen(quantity * rate * FEN_PER_YUAN)
    if right == amount:
        return ""
    sum_ = f"{plain(quantity)} {unit} × {plain(rate)} 元 = {yuan(right)} 元"
    return f"{sum_}，不等于 {yuan(amount)} 元，差 {yuan(abs(right - amount))} 元"


def item_faults(row: Mapping[str, Any]) -> list[Fault]:
    quantity, rate, amount = row.get("quantity"), row.get("rate"), row.get("amount")
    found = [] if _NUMBER.fullmatch(row["number"]) else [("number", "项号写作 1、1.2 或 1.2.3")]
    found += [(name, "不能是负数或零") for name in ("quantity",) if row.get(name) is not None and row[name] <= 0]
    found += [(name, "不能是负数") for name in ("rate", "amount") if row.get(name) is not None and row[name] < 0]
    if quantity is None and amount is None:
        found.append(("amount", "数量和金额至少填一个"))
    if quantity is not None and not row.get("unit"):
        found.append(("unit", "有数量就要有计量单位"))
    if rate is not None and (quantity is None or amount is None):
        found.append(("rate", "有单价就要有数量和金额；单价不知道就空着，只填金额"))
    if not found and rate is not None and (why := product_fault(quantity, rate, amount, row["unit"])):
        found.append(("amount", why))
    return found


def item_against(standing: Standing, subject: int, at: str, row: Mapping[str, Any]) -> list[Fault]:
    """An item does not fall below what its sources pay."""
    shared = [s["amount"] for s in standing.of(subject, LineShare).values() if item_key(s) == at]
    if row.get("amount") is not None and sum(shared) > row["amount"]:
        return [("amount", f"各来源已分 {yuan(sum(shared))} 元，多于这一项的 {yuan(row['amount'])} 元")]
    return []


def share_faults(row: Mapping[str, Any]) -> list[Fault]:
    days, value, amount = row.get("workdays"), row.get("day_value"), row["amount"]
    if amount < 0:
        return [("amount", "不能是负数")]
    if (days is None) != (value is None):
        return [("workdays", "投工投劳要同时填工日和工日单价")]
    if days is None:
        return []
    if days <= 0 or value <= 0:
        return [("workdays", "工日和工日单价要大于零")]
    why = product_fault(days, value, amount, "工日")
    return [("amount", why)] if why else []


def share_against(standing: Standing, subject: int, at: str, row: Mapping[str, Any]) -> list[Fault]:
    """The sources of an item together pay no more than it costs."""
    key = item_key(row)
    item = standing.of(subject, LineItem).get(key)
    if item is None:
        return [("number", f"工程量清单里没有这一项：{' '.join(filter(None, key.split('|')))}")]
    others = [s["amount"] for place, s in standing.of(subject, LineShare).items() if place != at and item_key(s) == key]
    total = sum(others) + row["amount"]
    if item["amount"] is not None and total > item["amount"]:
        parts = " + ".join(yuan(each) for each in (*others, row["amount"]))
        return [("amount", f"{parts} = {yuan(total)} 元，多于这一项的 {yuan(item['amount'])} 元")]
    return []


def printed_key(row: Mapping[str, Any]) -> str:
    from hashlib import sha256

    told = "|".join(str(row.get(name) or "") for name in ("part", "number", "source"))
    return sha256(told.encode()).hexdigest()[:32]


def printed_faults(row: Mapping[str, Any]) -> list[Fault]:
    found = [] if _PRINTED.fullmatch(row["printed"]) else [("printed", "照印出的样子填数字，例如 18.11")]
    if row["unit"] not in PrintedTotal.UNITS:
        found.append(("unit", "单位填元或万元"))
    if not found and printed_worth(row)["amount"] is None:
        found.append(("printed", "小于一分"))
    return found


def printed_worth(row: Mapping[str, Any]) -> dict[str, int | None]:
    """Fen of a printed number, and of one unit of its last digit (at least one fen)."""
    unit = PrintedTotal.UNITS.get(row.get("unit") or "")
    if unit is None or not _PRINTED.fullmatch(row.get("printed") or ""):
        return {"amount": None, "step": None}
    value = Decimal(row["printed"])
    fen, digits = value * unit, -int(value.as_tuple().exponent)
    step = int(Decimal(unit).scaleb(-digits)) if digits > 0 else unit
    return {"amount": int(fen) if fen == fen.to_integral_value() else None, "step": max(step, 1)}


def gaps(numbers: Iterable[str]) -> list[str]:
    """Item numbers that are missing before the highest of their level: 1, 3, 4 → 2; 1.1, 1.3 → 1.2."""
    found: dict[tuple[int, ...], set[int]] = {}
    for number in numbers:
        parts = tuple(int(each) for each in number.split("."))
        for depth in range(len(parts)):
            found.setdefault(parts[:depth], set()).add(parts[depth])
    return [
        ".".join(str(each) for each in (*above, missing))
        for above, used in sorted(found.items())
        for missing in range(1, max(used))
        if missing not in used
    ]
