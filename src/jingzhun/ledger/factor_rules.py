"""What the rows of a factor plan (因素分配方案) are checked for."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jingzhun.core.area_code import AreaCode, Level

from .models import PlanFactor
from .standing import Standing
from .theme import Fault


def plan_faults(row: Mapping[str, Any]) -> list[Fault]:
    found = [] if 2000 <= row["year"] <= 2100 else [("year", "年度要在 2000 到 2100 之间")]
    if row["amount"] is not None and row["amount"] <= 0:
        found.append(("amount", "可分配资金要大于零；还不知道就空着"))
    return found


def factor_key(row: Mapping[str, Any]) -> str:
    return str(row.get("factor") or "")


def factor_faults(row: Mapping[str, Any]) -> list[Fault]:
    return [] if 0 < row["weight"] <= 100 else [("weight", "权重要大于 0%，不超过 100%")]


def value_key(row: Mapping[str, Any]) -> str:
    """A township has one value of a factor."""
    return sha256(f"{row.get('factor') or ''}|{row.get('area_id') or ''}".encode()).hexdigest()[:32]


def value_faults(row: Mapping[str, Any]) -> list[Fault]:
    found = [("value", "不能是负数")] if row["value"] < 0 else []
    if not row["area_id"] or AreaCode.parse(row["area_id"]).level != Level.TOWNSHIP:
        found.append(("area_id", "因素数值按乡镇写"))
    return found


def value_against(standing: Standing, subject: int, at: Any, row: Mapping[str, Any]) -> list[Fault]:
    """The factor is one of the plan's, and a value that is divided by is above nought."""
    factor = standing.of(subject, PlanFactor).get(row["factor"])
    if factor is None:
        named = "、".join(map(str, standing.of(subject, PlanFactor))) or "还没有因素"
        return [("factor", f"方案里没有“{row['factor']}”这个因素（{named}），请先登记因素和权重")]
    if factor["way"] == "less" and not row["value"]:
        return [("value", f"“{row['factor']}”低的多分，按倒数折算，数值要大于零")]
    return []
