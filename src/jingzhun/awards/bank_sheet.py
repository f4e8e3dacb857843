"""The file for the bank: whom to pay, where, how much, and the remark that comes back with the receipt. Numbers are whole here."""

from __future__ import annotations

import csv
import io

from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, write_table
from jingzhun.ledger.models import BankFile
from jingzhun.registry import personal

COLUMNS = (
    Column("序号", "number", 6), Column("户名", "text", 16), Column("账号", "text", 26), Column("开户银行", "text", 24),
    Column("金额（元）", "money", 14), Column("附言", "text", 34),
)  # fmt: skip
DEMO = "演示数据"
FORMULA = tuple("=+-@\t\r")
"""How a cell begins that a spreadsheet takes for a formula."""


class UnableToOpenAccounts(Problem):
    code = "B-065"
    says = "代发文件没有生成：密钥文件不在，读不出账号"
    remedy = "请系统管理员把密钥文件放回原处，再重新启动"


def workbook(file: BankFile, *, is_demo: bool) -> bytes:
    lines = _lines(file)
    total = sum(row[4] for row in lines)
    notes = [f"批次 {file.number}；{len(lines)} 笔，{yuan(total)} 元"] + ([DEMO] if is_demo else [])
    return write_table(title=f"代发 {file.number[-20:]}", notes=notes, columns=COLUMNS, rows=lines)


def text(file: BankFile, *, is_demo: bool) -> bytes:
    """Comma-separated, as banks' terminals read it; a first line says that data are invented."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if is_demo:
        writer.writerow([DEMO])
    writer.writerow([column.title for column in COLUMNS])
    for number, name, account, bank, amount, reference in _lines(file):
        writer.writerow([number, _plain(name), _plain(account), _plain(bank), yuan(amount, grouped=False), reference])
    return out.getvalue().encode("utf-8-sig")


def _plain(typed: str) -> str:
    """What villages type of an account is never a formula where a spreadsheet opens the file."""
    return "'" + typed if typed[:1] in FORMULA else typed


def _lines(file: BankFile) -> list[tuple[int, str, str, str, int, str]]:
    found = []
    for number, row in enumerate(file.lines.select_related("line").order_by("reference"), start=1):
        account = personal.reveal("bank_account", row.line.household_id, row.account)
        if account is None:
            raise UnableToOpenAccounts()
        found.append((number, row.account_name, account, row.bank_name, row.line.amount, row.reference))
    return found
