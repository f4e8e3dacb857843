"""The words that a procedure in a pack may use: posts, levels, subjects, what a step asks for, what the last step does.

Closed tables: an unknown word is refused when a pack is loaded, and a test compares each table with what implements it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Calendar(StrEnum):
    """How days are counted."""

    NATURAL = "natural"
    WORKING = "working"

    @property
    def unit(self) -> str:
        return {"natural": "天", "working": "个工作日"}[self.value]


LEVELS: Mapping[str, int] = {"户": 12, "村": 12, "乡": 9, "县": 6}
"""Where a step is decided, as the level (digits of code) of the post's area; what a household does is recorded by the
village's post."""

POSTS: Mapping[str, tuple[str, int]] = {
    "村干部": ("village_cadre", 12),
    "驻村工作队": ("resident_team", 12),
    "乡镇审核员": ("township_reviewer", 9),
    "乡镇长": ("township_head", 9),
    "财政所": ("finance", 9),
    "财政": ("finance", 6),
    "县级业务员": ("county_officer", 6),
    "行业部门": ("department", 6),
}
"""Title of a post → role and level of its area. Roles are those of ``accounts.roles``; a test compares the two."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "户": ("村干部", "驻村工作队"),
    "村": ("村干部", "驻村工作队"),
    "乡": ("乡镇审核员",),
    "县": ("县级业务员",),
}

SUBJECTS: Mapping[str, str] = {
    "户": "household",
    "村": "village",
    "乡": "township",
    "县": "county",
    "项目": "project",
    "报账单": "claim",
    "奖补名册": "award_roster",
    "基金申请": "fund_request",
}

AREAS: tuple[str, ...] = ("村", "乡", "县")
"""Levels of the area of a subject that may lie in one village, in several (its area is then the township) or in several
townships (then the county): a procedure says for which it is, and none of its steps may be of a lower level."""

INPUTS: Mapping[str, str] = {
    "cause": "致贫原因",
    "attribute": "农户类别",
    "monitoring": "监测类别与风险",
    "risk": "返贫致贫风险",
    "adjustment": "复核结论",
    "dwelling": "房屋鉴定结果",
    "correction": "要改的记录",
    "newcomer": "新增成员",
    "leaver": "减少成员",
    "split": "分户",
    "merge": "并户",
    "move": "迁移",
    "urgent_help": "先行救助",
    "contested": "申诉的办件",
    "negative_list": "负面清单核对",
    "library_exit": "出库原因",
    "project_adjustment": "项目调整内容",
    "payment": "支付凭证",
    "allocation": "拨付内容",
    "fund_year": "资金公告的年度",
}
"""What a step may ask to be filled in, kept with the case until an effect writes it."""

EFFECTS: Mapping[str, str] = {
    "register_household": "登记在册",
    "leave_register": "清退",
    "exit_poverty": "标记脱贫",
    "adjust_register": "按复核结论调整",
    "register_monitored": "纳入监测",
    "clear_risk": "标记风险消除",
    "record_cause": "写入致贫原因",
    "set_dwelling": "写入房屋等级",
    "correct_record": "改记录",
    "add_member": "增加成员",
    "remove_member": "减少成员",
    "split_household": "分户",
    "merge_household": "并户",
    "move_household": "迁移",
    "give_urgent_help": "记先行救助",
    "exit_village": "贫困村退出",
    "exit_county": "贫困县退出",
    "reopen_contested": "撤销原结论重办",
    "enter_library": "项目入库",
    "leave_library": "项目出库",
    "adjust_project": "项目调整",
    "approve_claim": "报账",
    "pay_claim": "支付报账单",
    "approve_awards": "批准奖补名册",
    "allocate_funds": "拨付资金",
    "pay_fund": "发放基金",
}
"""What the last step may do; :mod:`jingzhun.casework.effects.table` has an action for each."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "adjust_register": ("adjustment",),
    "register_monitored": ("monitoring", "risk"),
    "record_cause": ("cause",),
    "set_dwelling": ("dwelling",),
    "correct_record": ("correction",),
    "add_member": ("newcomer",),
    "remove_member": ("leaver",),
    "split_household": ("split",),
    "merge_household": ("merge",),
    "move_household": ("move",),
    "give_urgent_help": ("urgent_help",),
    "reopen_contested": ("contested",),
    "enter_library": ("negative_list",),
    "leave_library": ("library_exit",),
    "adjust_project": ("project_adjustment",),
    "pay_claim": ("payment",),
    "allocate_funds": ("allocation",),
    "pay_fund": ("payment",),
}
"""Effect → the inputs of which a step must have asked for one, or there would be nothing to write."""

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "register_household": ("regime",),
    "leave_register": ("regime",),
    "adjust_register": ("regime",),
    "register_monitored": ("regime", "risk"),
    "clear_risk": ("regime",),
    "exit_village": ("fact",),
    "exit_county": ("fact",),
    "pay_claim": ("first", "second"),
    "pay_fund": ("first", "second"),
}
"""Effect → the arguments that a pack may give it: a register, the code word of a declared fact, the ids of two steps."""
REQUIRED: frozenset[str] = frozenset({"fact", "first", "second"})
"""Arguments that must be given."""
STEPS_NAMED: frozenset[str] = frozenset({"first", "second"})
"""Arguments that name a step after the first: who decided it counts as having approved, and is not who applied."""
