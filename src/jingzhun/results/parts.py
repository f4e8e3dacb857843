"""Parts of a run's indicators: item and outcome of each standard, each programme; their keys, titles, kinds and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jingzhun.rules.wording import unjudged_note

from .indicator import Indicator, Kind
from .models.verdict import Outcome

WHOLE = {Outcome.PASS: "达标", Outcome.FAIL: "未达标", Outcome.MISSING: "缺数据", Outcome.NOT_APPLICABLE: "不适用"}
ITEM = {Outcome.PASS: "通过", Outcome.FAIL: "不通过", Outcome.MISSING: "缺数据"}
UNITS = {
    Kind.HOUSEHOLD: "户", Kind.PERSON: "人", Kind.VILLAGE: "个村", Kind.TOWNSHIP: "个乡", Kind.COUNTY: "个县",
    Kind.PROJECT: "个项目", Kind.MOVEMENT: "笔",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    title: str
    kind: Kind
    unit: str


def criterion_part(standard: str, item: str, outcome: str) -> str:
    """The key of a count: ``户退出/income/fail``; the whole standard has an empty item."""
    return f"{standard}/{item}/{outcome}"


def run_parts(indicator: Indicator, standards: Sequence[Mapping[str, Any]]) -> dict[str, Part]:
    """Every part that a run counts, also where it counts nought. ``standards`` is :attr:`Run.standards`."""
    parts: dict[str, Part] = {}
    for each in standards:
        name, kind = each["name"], Kind(each["subject"])
        if indicator.name == "criterion" and not each["is_programme"]:
            unit, unjudged = UNITS[kind], unjudged_note(sum(not item["decided"] for item in each["items"]))
            for outcome, word in WHOLE.items():
                parts[criterion_part(name, "", outcome)] = Part(f"{name}{unjudged}：{word}", kind, unit)
            for item in (item for item in each["items"] if item["decided"]):
                for outcome, word in ITEM.items():
                    parts[criterion_part(name, item["id"], outcome)] = Part(f"{item['title']}：{word}", kind, unit)
        elif indicator.name != "criterion" and each["is_programme"]:
            unit = UNITS[kind] if indicator.unit == UNITS[Kind.HOUSEHOLD] else indicator.unit
            parts[name] = Part(indicator.titled(name), kind, unit)
    return parts
