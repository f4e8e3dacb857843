"""Projects on their way into the library in the demo: a village's batch at several steps, and one that has entered.

Entered and decided through the actions that the pages call, on days counted back from today. All invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from jingzhun.casework.actions.case import open_batch
from jingzhun.casework.procedures import offered
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.application import Entered, record_project
from jingzhun.registry.models import Subject

from .cases import Hands, Walk, paper
from .county import COUNTY

BEGUN = 60
"""Days ago on which the village applied: the notices of three levels run ten days each."""
_COMMON: Mapping[str, Any] = {
    "construction": "new", "responsible_unit": "云岭乡人民政府", "beneficiaries": "本村农户", "households": 62, "persons": 248,
    "mechanism": "土地入股，优先吸纳脱贫劳动力务工，收益按股分红",
}  # fmt: skip
_PROJECTS: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("中药材种植基地（演示数据）", "01", "种植中药材 300 亩，建烘干房 1 座", "户均增收 2000 元", 45_000_000, 5),
    ("村内道路修复（演示数据）", "07", "修复水毁村内道路 1200 米", "解决 62 户出行", 18_000_000, 1),
    ("饮水管网改造（演示数据）", "05", "更换管网 3 公里，建蓄水池 2 个", "62 户用水稳定", 22_000_000, 0),
    ("村口观景台（演示数据）", "05", "建观景台 1 处", "", 30_000_000, 0),
)
"""Name, category, task, goal (empty: the element is missing), planned fen, steps passed."""


def open_project_cases(*, today: date) -> list[str]:
    """Enter the projects and open their cases; returns a line about them."""
    hands = Hands.of_demo()
    begun = today - timedelta(days=BEGUN)
    made: list[tuple[Subject, int]] = []
    for name, category, task, goal, planned, passed in _PROJECTS:
        profile = {
            **_COMMON, "name": name, "category": category, "year": today.year + 1, "task": task, "goal": goal,
            "place": hands.village.area.title, "starts_on": date(today.year + 1, 3, 1), "ends_on": date(today.year + 1, 10, 31),
        }  # fmt: skip
        project = record_project(
            entered=Entered(profile, {"poverty": planned}, (hands.village.area_id,)), post=hands.village, on=begun,
            reason="村民代表大会提出（演示数据）",
        )  # fmt: skip
        made.append((project, passed))
    offers = {offer.procedure.code: offer for offer in offered(area=AreaCode.parse(COUNTY), day=today)}
    batch = open_batch(
        offer=offers["enter_library"], subjects=[project for project, _ in made[:-1]], post=hands.village,
        by=hands.village.official, title=f"{today.year + 1} 年项目需求", origin="年度需求调查", reason="四季度调查下一年需求", on=begun,
    )  # fmt: skip
    walk, steps = Walk(hands, paper(), today), {project.pk: passed for project, passed in made}
    for case in batch.cases.order_by("number"):
        walk.pass_steps(case, steps[case.subject_id])
    return [f"  项目申报 {len(made)} 个：1 个已入库，{len(made) - 2} 个在办，1 个要素不齐"]
