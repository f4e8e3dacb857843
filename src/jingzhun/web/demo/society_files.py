"""基金和互助社 of the demo: an education fund, and two mutual-aid societies with members, loans and repayments. All invented.

In the columns of the import, so that they come in as an office's own workbooks would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from jingzhun.ledger.fund_columns import HEADERS_OF_FUNDS, HEADERS_OF_MOVEMENTS

from .county import COUNTY_NAME
from .people import People
from .workbook import write_workbook

FUNDS = f"{COUNTY_NAME}2018年基金和互助社.xlsx"
MOVEMENTS = f"{COUNTY_NAME}2018年基金和互助社收支.xlsx"
ENDOWED = "2018-基-1"
DOCUMENT = "示财农〔2018〕31号"
SCHOOL = "JJ-JY"
_SOCIETIES = (("HZ-01", "查里通", "中央试点", 200_000), ("HZ-02", "红坡", "省级试点", 150_000))
"""Number, village, pilot, yuan of fiscal money."""
_SCHOOL_MONEY, _SCHOOL_PAID = 1_000_000, 312_000
MEMBERS = 12
"""Members of a society at most: households of its village; each holds a share."""
_SHARE, _LOAN, _FEE = 500, 8_000, 320
_FIRST = date(2018, 3, 20)


def endowment() -> dict[str, object]:
    """The appropriation from which the fund and the societies are endowed, as a row of 资金指标."""
    whole = _SCHOOL_MONEY + sum(money for *_, money in _SOCIETIES)
    return {
        "指标编号": ENDOWED, "文号": DOCUMENT, "指标名称": "基金和互助资金", "资金来源": "财政专项扶贫资金", "资金级次": "省级",
        "指标年度": 2018, "下达日期": date(2018, 3, 5), "下达金额（元）": whole, "到位日期": date(2018, 3, 12), "到位金额（元）": whole,
        "到位凭证号": f"收-{ENDOWED}", "用途": "教育扶贫救助基金和两个互助社（演示数据）",
    }  # fmt: skip


def write_societies(folder: Path, people: People) -> tuple[Path, Path]:
    """Both workbooks; the societies' members are the first registered households of their villages."""
    members = [(code, _homes(people, short)) for code, short, *_ in _SOCIETIES]
    for name, title, headers, rows in (
        (FUNDS, "基金和互助社", HEADERS_OF_FUNDS, list(_funds(dict(members)))),
        (MOVEMENTS, "资金收支", HEADERS_OF_MOVEMENTS, list(_moves(dict(members)))),
    ):
        cells = [[row.get(header, "") for header in headers] for row in rows]
        write_workbook(folder / name, title=title, headers=headers, rows=cells)
    return folder / FUNDS, folder / MOVEMENTS


def _homes(people: People, short: str) -> list[str]:
    place = next(place for place, village in enumerate(people.villages) if village.short == short)
    codes = people.household_code[people.is_registered & (people.village == place)]
    return [str(code) for code in codes[:MEMBERS]]


def _funds(members: dict[str, Sequence[str]]) -> Iterator[dict[str, object]]:
    yield {
        "基金编号": SCHOOL, "基金名称": f"{COUNTY_NAME}教育扶贫救助基金（演示数据）", "基金种类": "教育扶贫救助基金", "设立日期": date(2018, 1, 10),
        "章程或办法": "救助基金管理办法（演示数据）", "自报截至": date(2018, 12, 31), "惠及人数": 156,
    }  # fmt: skip
    for code, short, pilot, _ in _SOCIETIES:
        homes = len(members[code])
        yield {
            "基金编号": code, "基金名称": f"{short}村扶贫互助社（演示数据）", "基金种类": "扶贫互助社", "所在乡镇": "云岭乡", "所在村": f"{short}村",
            "试点级别": pilot, "章程或办法": "互助社章程（演示数据）", "设立日期": date(2018, 1, 15), "自报截至": date(2018, 12, 31),
            "村内总户数": 2 * homes + 30, "村内贫困户": homes + 9, "社员户数": homes, "贫困户社员": homes, "互助小组": 2, "管理人员": 3,
        }  # fmt: skip


def _moves(members: dict[str, Sequence[str]]) -> Iterator[dict[str, object]]:
    yield _endowed(SCHOOL, _SCHOOL_MONEY)
    yield {
        "日期": date(2018, 9, 28), "收支种类": "基金发放", "项目编号": SCHOOL, "收款单位": "秋季学期贫困学生156人", "金额（元）": _SCHOOL_PAID,
        "凭证号": "基-001", "审批人": "格茸卓玛", "复核人": "李春芳",
    }  # fmt: skip
    for code, _, _, money in _SOCIETIES:
        yield _endowed(code, money)
        for number, home in enumerate(members[code], start=1):
            yield _row(code, "入股", _FIRST, home, _SHARE, f"股-{number:03d}")
        for number, home in enumerate(members[code][:5], start=1):
            yield _row(code, "互助社借出", date(2018, 4, 10), home, _LOAN, f"借-{number:03d}")
        for number, home in enumerate(members[code][:3], start=1):
            part = _LOAN if number < 3 else _LOAN // 2
            yield _row(code, "互助社收回借款", date(2018, 10, 15), home, part, f"还-{number:03d}")
            yield _row(code, "占用费收入", date(2018, 10, 15), "", _FEE, f"费-{number:03d}")


def _endowed(code: str, yuan: int) -> dict[str, object]:
    return {
        "日期": _FIRST, "收支种类": "注入基金", "指标编号": ENDOWED, "项目编号": code, "金额（元）": yuan, "文号": DOCUMENT,
    }  # fmt: skip


def _row(code: str, kind: str, on: date, home: str, yuan: int, voucher: str) -> dict[str, object]:
    return {
        "日期": on, "收支种类": kind, "项目编号": code, "户编号": home, "金额（元）": yuan, "凭证号": f"{code}-{voucher}",
    }  # fmt: skip
