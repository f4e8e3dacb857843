"""What a row of a site list is checked for."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .bill_rules import product_fault
from .theme import Fault


def site_key(row: Mapping[str, Any]) -> str:
    """Item, place and state tell the rows of a project apart."""
    told = "|".join(str(row.get(name) or "") for name in ("item", "area_id", "state"))
    return sha256(told.encode()).hexdigest()[:32]


def site_faults(row: Mapping[str, Any]) -> list[Fault]:
    quantity, rate, amount = row["quantity"], row["rate"], row["amount"]
    found = [("quantity", "要大于零")] if quantity is not None and quantity <= 0 else []
    found += [(name, "不能是负数") for name in ("rate", "amount") if row[name] is not None and row[name] < 0]
    if not row["area_id"]:
        found.append(("area_id", "要写明村；不知道到村的写乡镇"))
    if quantity is not None and not row["unit"]:
        found.append(("unit", "有数量就要有计量单位"))
    if rate is not None and (quantity is None or amount is None):
        found.append(("rate", "有单价就要有数量和金额；单价不知道就空着"))
    if not found and rate is not None and (why := product_fault(quantity, rate, amount, row["unit"])):
        found.append(("amount", why))
    return found
