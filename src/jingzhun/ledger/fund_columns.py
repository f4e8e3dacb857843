"""The headers of the fund workbooks, in one place: import, export and the demo's files are made from them.

资金指标 states appropriations with what was assigned and what arrived; 资金收支 states movements, one row each;
基金和互助社 sets up funds and societies, with what they report of themselves.
Amounts in yuan unless the header says 万元.
"""

from __future__ import annotations

from .columns import Column

APPROPRIATION_COLUMNS = (
    Column("指标编号", "number", aliases=("指标号", "指标文号编号")),
    Column("文号", "document", aliases=("指标文号", "下达文号", "文件号")),
    Column("指标名称", "title", aliases=("资金名称",)),
    Column("资金来源", "source", "code", codes="资金来源", aliases=("来源",)),
    Column("资金级次", "level", aliases=("级次",)),
    Column("指标年度", "year", "int", aliases=("预算年度",)),
    Column("下达日期", "issued_on", "date", aliases=("下达时间",)),
    Column("下达金额", "assigned", "money", unit="元", aliases=("指标金额", "下达资金")),
    Column("到位日期", "arrived_on", "date", aliases=("到位时间",)),
    Column("到位金额", "arrived", "money", unit="元", aliases=("到位资金",)),
    Column("到位凭证号", "voucher", aliases=("到账凭证号",)),
    Column("下达到乡镇", "township", aliases=("下达乡镇",)),
    Column("用途", "purpose", aliases=("资金用途",)),
    Column("结转自指标", "carried_from", aliases=("上年指标编号",)),
)
MOVEMENT_COLUMNS = (
    Column("日期", "moved_on", "date", aliases=("收支日期", "记账日期", "凭证日期")),
    Column("收支种类", "kind", aliases=("业务种类", "收支类型")),
    Column("指标编号", "appropriation", aliases=("指标号",)),
    Column("项目编号", "project", aliases=("项目代码",)),
    Column("执行单位", "unit", aliases=("项目执行单位",)),
    Column("报账单号", "claim", aliases=("报账编号",)),
    Column("收款单位", "payee", aliases=("收款人",)),
    Column("户编号", "household", aliases=("户编码", "户号")),
    Column("证件号码", "id_number", aliases=("身份证号", "身份证号码", "公民身份号码")),
    Column("金额", "amount", "money", unit="元", aliases=("收支金额", "发生额")),
    Column("文号", "document", aliases=("拨款文号", "文件号")),
    Column("凭证号", "voucher", aliases=("记账凭证号", "凭证编号")),
    Column("分录号", "entry", aliases=("凭证行号",)),
    Column("审批人", "approved_by"),
    Column("复核人", "approved_again_by"),
    Column("申请日期", "applied_on", "date", aliases=("报账日期",)),
    Column("验收日期", "accepted_on", "date"),
    Column("乡镇意见日期", "township_opinion_on", "date"),
    Column("结转到指标", "onward", aliases=("下年指标编号",)),
    Column("摘要", "note"),
    Column("收支序号", "serial"),
    Column("冲销收支序号", "reverses", aliases=("被冲销收支序号",)),
)
FUND_COLUMNS = (
    Column("基金编号", "code", aliases=("互助社编号",)),
    Column("基金名称", "title", aliases=("互助社名称",)),
    Column("基金种类", "kind", aliases=("基金或互助社",)),
    Column("所在乡镇", "township", aliases=("乡镇",)),
    Column("所在村", "village", aliases=("行政村", "村")),
    Column("试点级别", "pilot"),
    Column("章程或办法", "rules", aliases=("章程",)),
    Column("设立日期", "set_up_on", "date", aliases=("成立日期", "设立时间", "成立时间")),
    Column("自报截至", "since", "date", aliases=("截至日期",)),
    Column("惠及人数", "helped", "int", unit="人"),
    Column("贷款户数", "borrowers", "int", unit="户"),
    Column("撬动贷款", "loans", "money", unit="元"),
    Column("村内总户数", "households", "int", unit="户"),
    Column("村内贫困户", "poor_households", "int", unit="户"),
    Column("社员户数", "members", "int", unit="户"),
    Column("贫困户社员", "poor_members", "int", unit="户"),
    Column("互助小组", "groups", "int", unit="个"),
    Column("管理人员", "managers", "int", unit="人"),
)
FUND_COUNTS = (
    "helped", "borrowers", "loans", "households", "poor_households", "members", "poor_members", "groups", "managers",
)  # fmt: skip
"""Columns of 基金和互助社 that a fund reports of itself, as fields of ``FundCount``."""
FUND_LIMITS = {"code": 30, "title": 80, "rules": 120}


def _headers(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(f"{each.header}（元）" if each.kind == "money" else each.header for each in columns)


HEADERS_OF_FUNDS = _headers(FUND_COLUMNS)
HEADERS_OF_APPROPRIATIONS = _headers(APPROPRIATION_COLUMNS)
HEADERS_OF_MOVEMENTS = _headers(MOVEMENT_COLUMNS)
LIMITS = {
    "number": 40, "document": 80, "title": 120, "voucher": 40, "purpose": 200, "unit": 80, "claim": 40, "payee": 80, "entry": 20,
    "approved_by": 60, "approved_again_by": 60, "note": 200, "serial": 20, "reverses": 20,
}  # fmt: skip
"""Field → how many characters it may have."""
