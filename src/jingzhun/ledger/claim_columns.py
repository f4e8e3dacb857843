"""The headers of the claims' workbook (报账单), in one place: import and the demo's files are made from them. One invoice a row.

The columns of a claim are repeated on each of its rows; amounts in yuan.
"""

from __future__ import annotations

from .columns import Column

CLAIM_COLUMNS = (
    Column("报账单号", "number", aliases=("报账编号", "报账申请书编号")),
    Column("项目编号", "project", aliases=("项目代码",)),
    Column("执行单位", "unit", aliases=("报账单位",)),
    Column("报账事由", "title", aliases=("事由",)),
    Column("收款单位", "payee", aliases=("收款人",)),
    Column("申请金额", "amount", "money", unit="元", aliases=("报账金额", "财政资金报账金额")),
    Column("申请日期", "applied_on", "date", aliases=("报账日期",)),
    Column("验收日期", "accepted_on", "date"),
    Column("支出内容", "item", aliases=("支出项目",)),
    Column("开票单位", "seller", aliases=("销售方", "销方名称")),
    Column("发票号", "invoice", aliases=("发票号码",)),
    Column("开票日期", "invoiced_on", "date"),
    Column("发票金额", "invoice_amount", "money", unit="元", aliases=("票面金额",)),
)
CLAIM_LEVEL = ("project", "unit", "title", "payee", "amount", "applied_on", "accepted_on")
"""What belongs to the claim and not to one invoice of it: the same on each of its rows."""
HEADERS_OF_CLAIMS = tuple(f"{each.header}（元）" if each.kind == "money" else each.header for each in CLAIM_COLUMNS)
LIMITS = {"number": 40, "unit": 80, "title": 120, "payee": 80, "item": 120, "seller": 80, "invoice": 40}
"""Field → how many characters it may have."""
