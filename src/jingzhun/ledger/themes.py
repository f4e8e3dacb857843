"""The tables of rows that a project has, in the order of its page: one :class:`~jingzhun.ledger.theme.Theme` each."""

from __future__ import annotations

from jingzhun.accounts.roles import Verb
from jingzhun.registry.models import Subject

from . import bill_rules as bill
from . import factor_rules as factors
from . import milestone_rules as steps
from . import scheme_rules as schemes
from . import site_rules as sites
from .models import (
    FactorPlan,
    FactorValue,
    LineItem,
    LineShare,
    PlanFactor,
    PrintedTotal,
    ProjectMilestone,
    ProjectProgress,
    ProjectScheme,
    ProjectUpkeep,
    SchemeAchievement,
    SchemeProfile,
    SchemeTarget,
    SiteWork,
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
MEMBERSHIP = Theme(
    key="project-schemes",
    title="所属专项",
    model=ProjectScheme,
    needed=("scheme",),
    signs=("专项编号",),
    faults=lambda row: [],
    against=schemes.membership_against,
)
SCHEMES = Theme(
    key="schemes",
    title="专项",
    model=SchemeProfile,
    needed=("title", "kind"),
    signs=("专项名称",),
    faults=schemes.profile_faults,
    against=schemes.profile_against,
    aliases={"first_year": ("起始年",), "last_year": ("终止年",), "above": ("上级专项编号",), "document": ("文号",)},
    kind=Subject.Kind.SCHEME,
    creates=True,
)
TARGETS = Theme(
    key="scheme-targets",
    title="专项目标",
    model=SchemeTarget,
    needed=("measure", "unit", "document"),
    signs=("目标",),
    key_of=schemes.target_key,
    faults=schemes.target_faults,
    aliases={"planned": ("计划", "目标任务"), "unit": ("单位",)},
    kind=Subject.Kind.SCHEME,
)
ACHIEVEMENTS = Theme(
    key="scheme-achievements",
    title="专项完成情况",
    model=SchemeAchievement,
    needed=("measure", "achieved_on", "unit", "document"),
    signs=("完成",),
    key_of=schemes.achievement_key,
    faults=schemes.achievement_faults,
    aliases={"achieved": ("完成数", "已完成"), "unit": ("单位",), "rate": ("完成率", "占比")},
    kind=Subject.Kind.SCHEME,
)
SITES = Theme(
    key="site-works",
    title="设施到村",
    model=SiteWork,
    needed=("item", "state"),
    signs=("建设项",),
    key_of=sites.site_key,
    faults=sites.site_faults,
    aliases={"item": ("设施", "建设内容"), "quantity": ("面积", "盏数"), "unit": ("单位",), "state": ("进展",)},
    placed=True,
)
FACTOR_PLANS = Theme(
    key="factor-plans",
    title="因素分配方案",
    model=FactorPlan,
    needed=("title", "year"),
    signs=("方案名称", "可分配资金"),
    faults=factors.plan_faults,
    aliases={"amount": ("分配总额",), "document": ("文号", "文件")},
    kind=Subject.Kind.FACTOR_PLAN,
    creates=True,
    sees=Verb.VIEW_FUNDS,
    edits=Verb.RECORD_FUNDS,
    loads=Verb.RECORD_FUNDS,
)
PLAN_FACTORS = Theme(
    key="plan-factors",
    title="因素和权重",
    model=PlanFactor,
    needed=("factor", "weight", "way"),
    signs=("权重", "分法"),
    key_of=factors.factor_key,
    faults=factors.factor_faults,
    aliases={"factor": ("因素名称",), "unit": ("单位",)},
    kind=Subject.Kind.FACTOR_PLAN,
    sees=Verb.VIEW_FUNDS,
    edits=Verb.RECORD_FUNDS,
    loads=Verb.RECORD_FUNDS,
)
FACTOR_VALUES = Theme(
    key="factor-values",
    title="各乡镇因素数值",
    model=FactorValue,
    needed=("factor", "value"),
    signs=("因素", "数值"),
    key_of=factors.value_key,
    faults=factors.value_faults,
    against=factors.value_against,
    reads=(PlanFactor,),
    aliases={"factor": ("因素名称",), "value": ("数",)},
    kind=Subject.Kind.FACTOR_PLAN,
    placed=True,
    sees=Verb.VIEW_FUNDS,
    edits=Verb.RECORD_FUNDS,
    loads=Verb.RECORD_FUNDS,
)
THEMES: dict[str, Theme] = {
    theme.key: theme
    for theme in (
        LINE_ITEMS, LINE_SHARES, PRINTED_TOTALS, MILESTONES, PROGRESS, UPKEEP, INSPECTIONS, MEMBERSHIP, SITES, SCHEMES, TARGETS,
        ACHIEVEMENTS, FACTOR_PLANS, PLAN_FACTORS, FACTOR_VALUES,
    )
}  # fmt: skip


def themes_of(kind: Subject.Kind) -> list[Theme]:
    """The tables of one kind of subject, in the order of its page."""
    return [theme for theme in THEMES.values() if theme.kind == kind]
