"""Fund workbooks for tests: rows as dicts by header, and a year of a county's invented funds."""

from __future__ import annotations

from collections.abc import Sequence
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


APPROPRIATIONS, PROJECTS, HOMES, TRANCHES = 10, 200, 3000, 3


def year_of_promises() -> list[dict[str, Any]]:
    """Ten appropriations of ten million yuan, all come."""
    sources = ("财政专项扶贫资金", "涉农整合资金", "上海帮扶资金", "其他资金")
    return [
        promised(f"ZB-{n}", 10_000_000, 10_000_000, 资金来源=sources[n % 4], 到位日期=date(2018, 2, 1 + n)) for n in range(APPROPRIATIONS)
    ]  # fmt: skip


def year_of_movements(projects: Sequence[str], homes: Sequence[str]) -> list[dict[str, Any]]:
    """Of each project three allocations, claims and payments, a rest called back, and fifteen homes paid: 5,000 rows."""
    rows = []
    each = len(homes) // len(projects)
    for place, code in enumerate(projects):
        own = {
            "指标编号": f"ZB-{place % APPROPRIATIONS}",
            "执行单位": f"示例{place % 8}乡人民政府",
            "文号": f"示拨〔2018〕{place}号",
        }
        for step in range(TRANCHES):
            on, claim = date(2018, 3 + 3 * step, 1 + place % 20), f"BZ-{place}-{step}"
            money = 60_000 + place * 10 + step
            paid = own | {"报账单号": claim, "凭证号": f"记-{place}-{step}"}
            rows.append(moved("拨付", money, code, on, **own))
            rows.append(moved("报账", money - 1_000, code, on, **(own | {"报账单号": claim})))
            rest = money - 1_000
            for number, home in enumerate(homes[place * each : (place + 1) * each] if step == 1 else (), start=1):
                rows.append(moved("兑付", 1_500 + number, code, on, **paid, 户编号=home, 分录号=str(number)))
                rest -= 1_500 + number
            rows.append(moved("支付", rest, code, on, **paid))
        rows.append(moved("收回", 3_000, code, date(2018, 12, 1), **own))
    return rows
