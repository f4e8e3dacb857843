"""The headers of the workbook of fund requests (基金申请), in one place: import and export are made from them. One request a row."""

from __future__ import annotations

from .columns import Column
from .models import FundRequest

REQUEST_COLUMNS = (
    Column("申请编号", "number", aliases=("基金申请编号",)),
    Column("基金编号", "fund"),
    Column("用途", "purpose", aliases=("申请用途",)),
    Column("所在村", "village", aliases=("村", "行政村")),
    Column("户编号", "household", aliases=("户编码", "户号")),
    Column("受益人", "person", aliases=("受益人姓名", "学生姓名", "患者姓名")),
    Column("收款人", "payee", aliases=("收款单位",)),
    Column("所属期", "period", aliases=("学期", "年度")),
    Column("事由", "title", aliases=("申请事由",)),
    Column("申请金额", "amount", "money", unit="元", aliases=("金额",)),
    Column("申请日期", "applied_on", "date"),
)
HEADERS_OF_REQUESTS = tuple(f"{each.header}（元）" if each.kind == "money" else each.header for each in REQUEST_COLUMNS)
LIMITS = {"number": 40, "payee": 80, "period": 10, "title": 120}
"""Field → how many characters it may have."""


def row_of(asked: FundRequest, *, person: str, named: bool) -> list[object]:
    """A request under :data:`REQUEST_COLUMNS`; the household and person only where the reader sees households."""
    return [
        asked.subject.code, asked.fund.subject.code, asked.purpose.title, asked.subject.area.title,
        asked.household.code if named and asked.household is not None else "", person, asked.payee, asked.period, asked.title,
        asked.amount, asked.applied_on,
    ]  # fmt: skip
