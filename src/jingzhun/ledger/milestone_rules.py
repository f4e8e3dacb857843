"""Which step must stand before which, and what progress and upkeep are checked for. No database here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.core.money import yuan

from .bill_rules import plain
from .models import ProjectMilestone, ProjectProgress
from .standing import Row, Standing
from .theme import Fault

STEPS = ("land", "permits", "bidding", "start", "finish", "acceptance", "settlement", "handover")
NAMES = dict(zip(STEPS, ("用地", "审批手续", "招投标", "开工", "完工", "验收", "结算", "移交"), strict=True))
AFTER: dict[str, tuple[str, ...]] = {
    "start": ("land", "permits", "bidding"),
    "finish": ("start",),
    "acceptance": ("start",),
    "settlement": ("start",),
    "handover": ("acceptance",),
}
"""Steps that must be done, or not needed with a reason, before a step may be done."""


def milestone_faults(row: Mapping[str, Any]) -> list[Fault]:
    if row["is_needed"] is not False:
        return []
    if row["done_on"] or row["planned_on"]:
        return [("is_needed", "不需要办的节点没有计划日期和完成日期")]
    return [] if row["reason"] else [("reason", "不需要办要写明原因，例如：购置，没有基建工程")]


def milestone_against(standing: Standing, subject: int, at: date, row: Mapping[str, Any]) -> list[Fault]:
    """The order of the steps, looked at from the row both ways."""
    steps = steps_of(standing, subject) | {row["step"]: row}
    done = row["done_on"]
    if done and done > at:
        return [("done_on", f"完成日期晚于数据日期 {at:%Y-%m-%d}")]
    for later, before in AFTER.items():
        for step in before:
            if row["step"] in (later, step) and (why := blocked(steps, later=later, step=step)):
                return [("done_on", why)]
    return []


def blocked(steps: Mapping[str, Row], *, later: str, step: str) -> str:
    """Why ``later`` cannot be done as it is said, because of ``step``; empty when it can."""
    done = steps[later]["done_on"] if later in steps else None
    if not done:
        return ""
    before = steps.get(step)
    if before is not None and before["is_needed"] is False:
        return ""
    if before is None or not before["done_on"]:
        return f"{NAMES[step]}没有办结，也没有写明不需要，不能{NAMES[later]}"
    if before["done_on"] > done:
        return f"{NAMES[later]} {done:%Y-%m-%d} 早于{NAMES[step]} {before['done_on']:%Y-%m-%d}"
    return ""


def steps_of(standing: Standing, subject: int) -> dict[str, Row]:
    """The last row of each step."""
    return {
        step: row for (step, _), row in sorted(standing.of(subject, ProjectMilestone).items(), key=lambda each: each[0])
    }


def progress_faults(row: Mapping[str, Any]) -> list[Fault]:
    percent, invested = row["percent"], row["invested"]
    if percent is None and invested is None:
        return [("percent", "形象进度和完成投资至少填一个")]
    if percent is not None and not 0 <= percent <= 100:
        return [("percent", "形象进度在 0 到 100 之间")]
    return [("invested", "不能是负数")] if invested is not None and invested < 0 else []


def progress_against(standing: Standing, subject: int, at: date, row: Mapping[str, Any]) -> list[Fault]:
    """What was built and spent does not fall: not below an earlier day, not above a later one."""
    for (day,), other in sorted(standing.of(subject, ProjectProgress).items()):
        if day == at:
            continue
        first, last = (other, row) if day < at else (row, other)
        for name, title, show in (("percent", "形象进度", _percent), ("invested", "完成投资", _yuan)):
            if first[name] is not None and last[name] is not None and first[name] > last[name]:
                less = f"{day:%Y-%m-%d} 是 {show(other[name])}，{at:%Y-%m-%d} 不能{'少' if day < at else '多'}于它"
                return [(name, f"{title}从开工累计：{less}；前面记错了请先改前面的")]
    return []


def _percent(value: Any) -> str:
    return f"{plain(value)}%"


def _yuan(value: Any) -> str:
    return f"{yuan(value)} 元"


def upkeep_faults(row: Mapping[str, Any]) -> list[Fault]:
    if all(row[name] in (None, "") for name in ("keeper", "keeper_unit", "rules", "staff", "budget")):
        return [("keeper", "管护人、单位、制度、人数、经费至少填一项")]
    return [(name, "不能是负数") for name in ("staff", "budget") if row[name] is not None and row[name] < 0]


def inspection_key(row: Mapping[str, Any]) -> str:
    return f"{row.get('inspected_on') or ''}|{row.get('inspector') or ''}"


def inspection_faults(row: Mapping[str, Any]) -> list[Fault]:
    return [] if row["is_sound"] or row["found"] else [("found", "不是完好的要写明情况")]
