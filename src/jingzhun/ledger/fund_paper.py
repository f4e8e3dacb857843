"""The list of funds and societies as it is printed: what a fund reports of itself in one cell, the sums below."""

from __future__ import annotations

from collections.abc import Sequence

from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column

from .fund_columns import FUND_COLUMNS, FUND_COUNTS
from .fund_file import FundLine

CAPITAL = ("财政投入", "社员入股", "其他资金")
_MONEY = tuple(f"{title}（元）" for title in (*CAPITAL, "发放", "在借", "余额"))
COLUMNS = (
    Column("编号"), Column("名称"), Column("种类"), Column("所在地"), Column("设立日期", "date"),
    *(Column(title, "money") for title in _MONEY), Column("自报数"),
)  # fmt: skip
_COUNTS = [each for each in FUND_COLUMNS if each.field in FUND_COUNTS]


def paper_line(line: FundLine) -> list[object]:
    """A fund under :data:`COLUMNS`."""
    fund = line.fund
    return [
        fund.subject.code, fund.title, fund.get_kind_display() + (f"\n{fund.get_pilot_display()}" if fund.is_society else ""),
        fund.subject.area.title, fund.set_up_on, *money_of(line), _reported(line),
    ]  # fmt: skip


def money_of(line: FundLine) -> list[int]:
    """What makes it up, what went out and what is left, in fen."""
    return [*(line.capital[title] for title in CAPITAL), line.paid, line.lent, line.balance]


def paper_total(lines: Sequence[FundLine]) -> list[object]:
    """The columns of money added up."""
    return ["合计", "", "", "", "", *(sum(each) for each in zip(*map(money_of, lines), strict=True)), ""]


def _reported(line: FundLine) -> str:
    if line.count is None:
        return ""
    told = [(each, getattr(line.count, each.field)) for each in _COUNTS]
    said = [
        f"{each.header} {yuan(value) if each.kind == 'money' else value}{each.unit}" for each, value in told if value is not None
    ]  # fmt: skip
    return f"{line.count.since}：" + "，".join(said) if said else ""
