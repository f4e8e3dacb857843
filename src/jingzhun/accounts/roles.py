"""Roles of posts and what each may do: one table. ``docs/reference/permissions.md`` is generated from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jingzhun.core.area_code import Level


class Verb(StrEnum):
    """What can be done. The value is the sentence shown where a button is refused."""

    VIEW_HOUSEHOLDS = "查看农户"
    RECORD_FACTS = "补录事实"
    SHOW_ID_NUMBERS = "显示证件号"
    VIEW_HEALTH = "查看健康状况"
    VIEW_ALL_FACTS = "查看各部门的事实"
    EXPORT = "导出名单"
    VIEW_FIGURES = "查看数字"
    UPLOAD = "上传文件"
    LOAD_FACTS = "导入名册和部门数据"
    APPLY_IMPORT = "写入导入"
    EVALUATE = "运行评估"
    VIEW_PROJECTS = "查看项目库"
    EDIT_PROJECTS = "维护项目"
    VIEW_FUNDS = "查看资金"
    RECORD_FUNDS = "登记资金"
    CLAIM = "报账"
    REQUEST_FUNDS = "申请基金"
    RECORD_FINDINGS = "登记审计问题"
    RECTIFY = "报整改"
    CLOSE_FINDINGS = "问题销号"
    HOLD_TO_ACCOUNT = "登记责任追究"
    VIEW_AWARDS = "查看奖补名册"
    MAKE_AWARDS = "编制奖补名册"
    CHECK_AWARDS = "核实奖补名册"
    PAY_AWARDS = "发放奖补"
    WRITE_REPORTS = "生成报告"
    VIEW_CASES = "查看办件"
    HANDLE_CASES = "办理办件"
    ANSWER_SUGGESTIONS = "答复建议"
    PROPOSE_PACKS = "提出政策包修改"
    APPROVE_PACKS = "批准政策包"
    EDIT_CODES = "维护代码表和区划写法"
    EDIT_CALENDAR = "维护工作日历"
    MANAGE_ACCOUNTS = "维护账号和岗位"
    MANAGE_SECURITY = "解锁、重设密码和验证器"
    VIEW_LOG = "查看日志"
    VERIFY_LOG = "核对日志"


# A department sees the households and of their facts those it keeps; others who see households see all but health.
_NAMES = {Verb.VIEW_HOUSEHOLDS, Verb.VIEW_FIGURES}
_LOOK = _NAMES | {Verb.VIEW_ALL_FACTS}
_CASES = {Verb.VIEW_CASES, Verb.HANDLE_CASES}
_MONEY = {Verb.VIEW_PROJECTS, Verb.VIEW_FUNDS, Verb.VIEW_AWARDS}


@dataclass(frozen=True)
class Role:
    """``levels`` are those at which a post of this role may be set up; ``home`` the title of its first page."""

    key: str
    title: str
    levels: frozenset[Level]
    home: str
    verbs: frozenset[Verb]


def _role(key: str, title: str, levels: set[Level], home: str, verbs: set[Verb]) -> Role:
    return Role(key, title, frozenset(levels), home, frozenset(verbs))


_COUNTY = {Level.COUNTY}
_TOWNSHIP_UP = {Level.TOWNSHIP, Level.COUNTY}
ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role("village_cadre", "村干部", {Level.VILLAGE}, "我的村",
              _LOOK | _CASES | {Verb.RECORD_FACTS, Verb.VIEW_HEALTH, Verb.SHOW_ID_NUMBERS, Verb.EXPORT,
                       Verb.EDIT_PROJECTS, Verb.CLAIM, Verb.REQUEST_FUNDS, Verb.MAKE_AWARDS, Verb.CHECK_AWARDS} | _MONEY),
        _role("resident_team", "驻村工作队", {Level.VILLAGE}, "我的村",
              _LOOK | _CASES | {Verb.RECORD_FACTS, Verb.VIEW_HEALTH, Verb.EXPORT, Verb.REQUEST_FUNDS, Verb.CHECK_AWARDS} | _MONEY),
        _role("township_reviewer", "乡镇审核员", {Level.TOWNSHIP}, "待审",
              _LOOK | _CASES | {Verb.RECORD_FACTS, Verb.VIEW_HEALTH, Verb.SHOW_ID_NUMBERS, Verb.EXPORT, Verb.UPLOAD, Verb.LOAD_FACTS,
                       Verb.EDIT_PROJECTS, Verb.CLAIM, Verb.REQUEST_FUNDS, Verb.MAKE_AWARDS, Verb.CHECK_AWARDS, Verb.RECTIFY} | _MONEY),
        _role("township_head", "乡镇长", {Level.TOWNSHIP}, "待审", _LOOK | _CASES | {Verb.EXPORT, Verb.RECTIFY} | _MONEY),
        _role("county_officer", "县级业务员", _COUNTY, "全县",
              _LOOK | _CASES | {Verb.RECORD_FACTS, Verb.VIEW_HEALTH, Verb.SHOW_ID_NUMBERS, Verb.EXPORT, Verb.UPLOAD, Verb.LOAD_FACTS, Verb.APPLY_IMPORT,
                       Verb.EVALUATE, Verb.EDIT_PROJECTS, Verb.CLAIM, Verb.REQUEST_FUNDS, Verb.RECTIFY, Verb.CLOSE_FINDINGS, Verb.WRITE_REPORTS, Verb.PROPOSE_PACKS, Verb.APPROVE_PACKS,
                       Verb.ANSWER_SUGGESTIONS, Verb.EDIT_CODES, Verb.EDIT_CALENDAR} | _MONEY),
        _role("department", "行业部门", _COUNTY, "本部门", _NAMES | {Verb.UPLOAD, Verb.LOAD_FACTS}),
        _role("finance", "财政", _TOWNSHIP_UP, "资金",
              _CASES | {Verb.VIEW_FIGURES, Verb.EXPORT, Verb.RECORD_FUNDS, Verb.CLAIM, Verb.PAY_AWARDS, Verb.RECTIFY, Verb.UPLOAD,
                       Verb.APPLY_IMPORT} | _MONEY),
        _role("audit", "审计", _COUNTY, "资金",
              _LOOK | {Verb.VIEW_CASES, Verb.EXPORT, Verb.VIEW_LOG, Verb.VERIFY_LOG, Verb.UPLOAD, Verb.APPLY_IMPORT,
                       Verb.RECORD_FINDINGS, Verb.CLOSE_FINDINGS} | _MONEY),
        _role("inspection", "督查组、纪检", _COUNTY, "督查",
              _LOOK | {Verb.VIEW_CASES, Verb.UPLOAD, Verb.APPLY_IMPORT, Verb.RECORD_FINDINGS, Verb.CLOSE_FINDINGS,
                       Verb.HOLD_TO_ACCOUNT} | _MONEY),
        _role("helper", "帮扶责任人", {Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY}, "我帮扶的户",
              {Verb.VIEW_HOUSEHOLDS, Verb.VIEW_ALL_FACTS, Verb.VIEW_AWARDS, Verb.CHECK_AWARDS}),
        _role("system_admin", "系统管理员", _COUNTY, "账号", {Verb.MANAGE_ACCOUNTS}),
        _role("security_admin", "安全管理员", _COUNTY, "安全", {Verb.MANAGE_SECURITY}),
        _role("audit_admin", "审计管理员", _COUNTY, "日志", {Verb.VIEW_LOG, Verb.VERIFY_LOG}),
    )
}  # fmt: skip
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
