"""What the rows of a scheme are checked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jingzhun.registry.models import Subject

from .bill_rules import plain
from .models import SchemeProfile
from .standing import Standing
from .theme import Fault

IN_FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_MONEY = ("invest", "funds")


def profile_faults(row: Mapping[str, Any]) -> list[Fault]:
    first, last = row["first_year"], row["last_year"]
    wrong = [(name, "年度要在 1980 到 2100 之间") for name in ("first_year", "last_year") if not _is_year(row[name])]
    if not wrong and first is not None and last is not None and last < first:
        wrong.append(("last_year", f"终止年度 {last} 早于起始年度 {first}"))
    return wrong


def profile_against(standing: Standing, subject: int, at: Any, row: Mapping[str, Any]) -> list[Fault]:
    """The scheme above exists and is not a part of this one."""
    code, seen = row["above"], {subject}
    while code:
        above, next_code = _above_of(standing, code)
        if above is None:
            return [("above", f"没有编号 {code} 的专项，请先登记上级专项；同一个文件里上级在前")]
        if above in seen:
            return [("above", f"专项 {row['above']} 已经在它下面，不能又在它上面")]
        seen.add(above)
        code = next_code
    return []


def _above_of(standing: Standing, code: str) -> tuple[int | None, str]:
    """The key of a scheme by its number, and the number of the one above it."""
    key = standing.codes.get(code)
    told = standing.of(key, SchemeProfile) if key is not None else {}
    if told:
        return key, str(told[max(told)]["above"])
    found = Subject.objects.filter(kind=Subject.Kind.SCHEME, code=code).first()
    if found is None:
        return None, ""
    rows = SchemeProfile.objects.known(None).filter(subject=found).order_by("-since").values_list("above", flat=True)
    return found.pk, next(iter(rows), "")


def target_key(row: Mapping[str, Any]) -> str:
    return f"{row.get('year') or ''}|{row.get('measure') or ''}"


def achievement_key(row: Mapping[str, Any]) -> str:
    return f"{target_key(row)}|{row.get('achieved_on') or ''}"


def target_faults(row: Mapping[str, Any]) -> list[Fault]:
    found = _common(row, "planned")
    base, each, planned = row["base"], row["each"], row["planned"]
    if (base is None) != (each is None):
        found.append(("base", "基数和每一基数要同时填"))
    elif base is not None and not found and (planned is None or base * each != planned):
        told = "没有填" if planned is None else plain(planned)
        found.append(("planned", f"{plain(base)} × {plain(each)} = {plain(base * each)}，目标{told}"))
    return found


def achievement_faults(row: Mapping[str, Any]) -> list[Fault]:
    found = _common(row, "achieved")
    if row["rate"] is not None and row["rate"] < 0:
        found.append(("rate", "不能是负数"))
    return found


def membership_against(standing: Standing, subject: int, at: Any, row: Mapping[str, Any]) -> list[Fault]:
    if Subject.objects.filter(kind=Subject.Kind.SCHEME, code=row["scheme"]).exists():
        return []
    return [("scheme", f"没有编号 {row['scheme']} 的专项，请先登记专项")]


def _common(row: Mapping[str, Any], amount: str) -> list[Fault]:
    found = [] if _is_year(row["year"]) else [("year", "年度要在 1980 到 2100 之间")]
    if row[amount] is not None and row[amount] < 0:
        found.append((amount, "不能是负数"))
    if row["measure"] in _MONEY and row["unit"] not in IN_FEN:
        found.append(("unit", "金额的单位填元、万元或亿元"))
    return found


def _is_year(year: int | None) -> bool:
    return year is None or 1980 <= year <= 2100
