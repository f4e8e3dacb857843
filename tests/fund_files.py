"""Fund workbooks for tests: rows as dicts by header, and a year of a county's invented funds."""

from __future__ import annotations

from datetime import date
from typing import Any

from jingzhun.ledger.fund_columns import HEADERS_OF_APPROPRIATIONS, HEADERS_OF_MOVEMENTS
from sheets import xlsx

YUAN = "金额（元）"


def appropriations(*rows: dict[str, Any]) -> bytes:
    return xlsx(HEADERS_OF_APPROPRIATIONS, rows)


def movements(*rows: dict[str, Any]) -> bytes:
    return xlsx(HEADERS_OF_MOVEMENTS, rows)


def promised(number: str = "ZB-1", yuan: float = 1000, arrived: float | None = None, **cells: Any) -> dict[str, Any]:
    """A row of 资金指标, valid as it stands."""
    row = {
        "指标编号": number, "文号": f"示财〔2018〕{number}号", "指标名称": "示例专项资金", "资金来源": "财政专项扶贫资金", "资金级次": "中央",
        "指标年度": 2018, "下达日期": date(2018, 1, 10), "下达金额（元）": yuan,
    }  # fmt: skip
    if arrived is not None:
        row |= {"到位日期": date(2018, 2, 1), "到位金额（元）": arrived, "到位凭证号": f"收-{number}"}
    return row | cells


def moved(kind: str, yuan: float, project: str = "XM-1", on: date = date(2018, 3, 1), **cells: Any) -> dict[str, Any]:
    """A row of 资金收支 with all that any kind needs; ``cells`` overrule."""
    row = {
        "日期": on, "收支种类": kind, "指标编号": "ZB-1", "项目编号": project, "执行单位": "云岭乡人民政府", YUAN: yuan, "文号": "示拨〔2018〕1号",
    }  # fmt: skip
    if kind in ("报账", "核减"):
        row |= {"报账单号": "BZ-1"}
    if kind in ("支付", "兑付", "退回", "退汇"):
        row |= {"报账单号": "BZ-1", "凭证号": "记-1", "审批人": "格茸", "复核人": "李春芳"}
    if kind in ("支付", "退回"):
        row |= {"收款单位": "示例施工队"}
    return row | cells
