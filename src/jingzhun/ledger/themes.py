"""The tables of rows that a project has, in the order of its page: one :class:`~jingzhun.ledger.theme.Theme` each."""

from __future__ import annotations

from . import bill_rules as bill
from . import milestone_rules as steps
from .models import (
    LineItem,
    LineShare,
    PrintedTotal,
    ProjectMilestone,
    ProjectProgress,
    ProjectUpkeep,
    UpkeepInspection,
)
from .theme import Theme

LINE_ITEMS = Theme(
    key="line-items",
    title="工程量清单",
    model=LineItem,
    needed=("number", "name"),
    signs=("分项名称", "项号"),
    key_of=bill.item_key,
    faults=bill.item_faults,
    against=bill.item_against,
    reads=(LineItem, LineShare),
    aliases={
        "name": ("工程名称", "建设项目", "子项名称"), "unit": ("工程量单位",), "quantity": ("工程量",),
        "rate": ("综合单价", "补助标准"), "amount": ("合价", "投资"), "part": ("村民小组", "标段"),
    },
)  # fmt: skip
LINE_SHARES = Theme(
    key="line-shares",
    title="分项资金来源",
    model=LineShare,
    needed=("number", "source", "amount"),
    signs=("工日", "工日单价"),
    key_of=bill.share_key,
    faults=bill.share_faults,
    against=bill.share_against,
    reads=(LineItem, LineShare),
    aliases={"part": ("村民小组", "标段"), "workdays": ("投工投劳",), "day_value": ("劳动日单价", "每工日折价")},
)
PRINTED_TOTALS = Theme(
    key="printed-totals",
    title="文件里的合计",
    model=PrintedTotal,
    needed=("printed", "unit", "document"),
    signs=("印出的数",),
    key_of=bill.printed_key,
    faults=bill.printed_faults,
    derive=bill.printed_worth,
    derived=("amount", "step"),
)
MILESTONES = Theme(
    key="milestones",
    title="建设节点",
    model=ProjectMilestone,
    needed=("step",),
    signs=("节点",),
    faults=steps.milestone_faults,
    against=steps.milestone_against,
    aliases={"step": ("项目节点", "程序"), "document": ("文号", "批复"), "planned_on": ("计划完成日期",),
             "done_on": ("办结日期", "实际完成日期")},
)  # fmt: skip
PROGRESS = Theme(
    key="progress",
    title="建设进度",
    model=ProjectProgress,
    needed=(),
    signs=("形象进度", "完成投资"),
    faults=steps.progress_faults,
    against=steps.progress_against,
    aliases={"percent": ("工程进度", "完成比例"), "invested": ("累计完成投资", "已完成投资")},
    day="截至日期",
)
UPKEEP = Theme(
    key="upkeep",
    title="后续管护",
    model=ProjectUpkeep,
    needed=(),
    signs=("管护人", "管护单位"),
    faults=steps.upkeep_faults,
    aliases={"keeper": ("管护责任人",), "keeper_unit": ("管护责任单位",), "budget": ("管护经费",)},
    day="自何日",
)
INSPECTIONS = Theme(
    key="inspections",
    title="管护检查",
    model=UpkeepInspection,
    needed=("inspected_on", "inspector"),
    signs=("检查日期",),
    key_of=steps.inspection_key,
    faults=steps.inspection_faults,
)
THEMES: dict[str, Theme] = {
    theme.key: theme for theme in (LINE_ITEMS, LINE_SHARES, PRINTED_TOTALS, MILESTONES, PROGRESS, UPKEEP, INSPECTIONS)
}
