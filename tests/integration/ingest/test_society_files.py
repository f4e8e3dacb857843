"""基金和互助社 from Excel: set up, their money row by row, refused by cell, taken back, and out through the same columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

import factories
from fund_files import YUAN, appropriations, movements, promised
from jingzhun.ingest.actions import importing
from jingzhun.ledger.actions.fund import UnableToKeepFund
from jingzhun.ledger.fund_columns import HEADERS_OF_FUNDS
from jingzhun.ledger.fund_file import fund_lines
from jingzhun.ledger.models import Account, Appropriation, Fund, FundCount, Movement
from jingzhun.ledger.reconcile import identities
from sheets import xlsx

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)


def society(code: str = "HZ-1", **cells):
    return {
        "基金编号": code, "基金名称": f"红坡互助社{code[3:]}", "基金种类": "扶贫互助社", "所在乡镇": "云岭乡", "所在村": "红坡村",
        "试点级别": "中央试点", "章程或办法": "红坡互助社章程", "设立日期": date(2018, 1, 5),
    } | cells  # fmt: skip


def funds(*rows) -> bytes:
    return xlsx(HEADERS_OF_FUNDS, rows)


def moved(kind: str, yuan, on: date = DAY, fund: str = "HZ-1", **cells):
    return {"日期": on, "收支种类": kind, "项目编号": fund, YUAN: yuan, "凭证号": f"记-{on:%m%d}"} | cells


def reasons(result) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.reason) for issue in result.refused]


def line(code: str = "HZ-1"):
    (found,) = fund_lines(Fund.objects.filter(subject__code=code), day=date(2018, 12, 31))
    return found


@pytest.fixture
def books(write_file):
    """A society with 5,000 yuan of fiscal money, and two households of its village: the second is named by a member's number."""
    write_file(funds(society()))
    write_file(appropriations(promised(yuan=5000, arrived=5000)))
    homes = [factories.household(code=f"H-{n}", village=factories.VILLAGE) for n in (1, 2)]
    write_file.number = factories.id_number()
    factories.member(of=homes[1], number=write_file.number)
    write_file(movements(moved("注入基金", 5000, 指标编号="ZB-1", 文号="示财〔2018〕2号")))
    return write_file


def year(number: str):
    """A society's year: shares, a loan from two lots, its repayment with the fee."""
    return [
        moved("入股", 600, 户编号="H-1", 分录号="1"),
        moved("入股", 400, 证件号码=number, 分录号="2"),
        moved("互助社借出", 5500, date(2018, 4, 1), 户编号="H-1", 分录号="1"),
        moved("互助社收回借款", 5200, date(2018, 10, 1), 户编号="H-1", 分录号="1"),
        moved("占用费收入", 55.25, date(2018, 10, 1), 分录号="2"),
    ]


@pytest.mark.row("S-42")
def test_a_society_is_set_up_with_what_it_reports(write_file):
    said = {"自报截至": date(2018, 12, 31), "社员户数": 20, "贫困户社员": 10, "村内贫困户": 16}
    result = write_file(
        funds(society(**said), society("HZ-2", 基金种类="教育扶贫救助基金", 所在村=None, 试点级别=None))
    )
    assert (result.accepted, result.changes, result.refused) == (2, 2, [])
    assert {each.subject.area_id for each in Fund.objects.all()} == {factories.VILLAGE, factories.TOWNSHIP}
    assert line().poor_joined == Decimal("62.5")
    again = write_file(funds(society(**said)))
    assert (again.changes, again.refused) == (0, [])
    later = write_file(funds(society(**(said | {"自报截至": date(2019, 6, 30), "社员户数": 22}))))
    assert later.changes == 1 and FundCount.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"基金种类": "存款"}, "基金种类", "“存款”不在代码表“基金种类”里"),
        ({"所在村": "没有村"}, "所在村", "没有叫“没有村”的村"),
        ({"设立日期": None}, "设立日期", "必填的格是空的"),
        ({"设立日期": date(2030, 1, 1)}, "设立日期", "“2030-01-01”晚于今天"),
        ({"社员户数": 20}, "自报截至", "有自报数，没有自报截至日期"),
        ({"自报截至": DAY, "社员户数": 20, "贫困户社员": 21}, "贫困户社员", "贫困户社员 21 多于社员户数 20"),
        ({"基金编号": "new"}, "基金编号", "编号“new”里有斜线，或只有点，或是网址里另有用处的词"),
        ({"基金名称": "别的名称"}, "基金名称", "红坡互助社1已登记，名称与登记的不同，不能改"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_cell(write_file, cells, column, why):
    write_file(funds(society(基金名称="红坡互助社1")))
    result = write_file(funds(society(**({"基金名称": "红坡互助社1"} | cells))))
    assert [issue.column for issue in result.refused] == [column], reasons(result)
    assert why in result.refused[0].reason


@pytest.mark.row("S-42")
def test_a_society_s_year_is_stated_row_by_row_and_once(books):
    result = books(movements(*year(books.number)))
    assert (result.accepted, result.refused) == (5, []), reasons(result)
    assert Movement.objects.filter(kind="lend").count() == 2, "the loan takes the fiscal lot and then shares"
    assert (line().capital["社员入股"], line().lent, line().balance) == (100_000, 30_000, 575_525)
    assert set(Account.objects.filter(kind="lent", balance__gt=0).values_list("household__code", flat=True)) == {"H-1"}
    assert all(each.holds for each in identities())
    count = Movement.objects.count()
    again = books(movements(*year(books.number)))
    assert (again.changes, again.refused, Movement.objects.count()) == (0, [], count)


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (moved("互助社借出", 10, 户编号="H-2"), "户编号", "互助社只借给社员"),
        (moved("退股", 601, 户编号="H-1"), "金额（元）", "红坡互助社1可用的（HZ-1-入股）只有 600.00 元，还差 1.00 元"),
        (moved("退股", 1, 户编号="H-2"), "户编号", "退股多于入股"),
        (moved("互助社借出", 5601, 户编号="H-1"), "金额（元）", "可用的只有 5,600.00 元，还差 1.00 元"),
        (moved("互助社收回借款", 1, 户编号="H-1"), "金额（元）", "可用的只有 0.00 元，还差 1.00 元"),
        (moved("互助社借出", 10), "户编号", "缺农户"),
        (moved("入股", 10, 户编号="H-1", 凭证号=None), "凭证号", "缺凭证号"),
        (moved("入股", 10, 户编号="H-1", 指标编号="ZB-1"), "指标编号", "入股记在 HZ-1-入股 下，指标编号请留空"),
        (moved("入股", 10, fund="XM-1", 户编号="H-1"), "项目编号", "没有这个基金或互助社"),
        (moved("入股", 10, fund=None, 户编号="H-1"), "项目编号", "缺基金或互助社的编号"),
        (moved("入股", 10, 户编号="H-9"), "户编号", "没有这一户"),
        (moved("入股", "=1+1", 户编号="H-1"), "金额（元）", ""),
        (moved("入股", -10, 户编号="H-1"), "金额（元）", "负数"),
        (moved("入股", 10, date(2030, 1, 1), 户编号="H-1"), "日期", "“2030-01-01”晚于今天"),
        (moved("入股", 10, date(2018, 1, 1), 户编号="H-1"), "日期", "早于红坡互助社1的设立日期 2018-01-05"),
    ],
)  # fmt: skip
def test_what_a_society_may_not_do_is_refused_by_cell(books, row, column, why):
    factories.project(code="XM-1")
    books(movements(moved("入股", 600, 户编号="H-1")))
    before = Movement.objects.count()
    result = books(movements(row))
    assert [(issue.row, issue.column) for issue in result.refused] == [(2, column)], reasons(result)
    assert why in result.refused[0].reason
    assert Movement.objects.count() == before


def test_half_a_fen_is_rounded_and_pointed_out(books):
    result = books(movements(moved("入股", 10.125, 户编号="H-1")))
    assert [issue.column for issue in result.flagged] == ["金额（元）"]
    assert line().capital["社员入股"] == 1_013


def test_a_refused_loan_leaves_nothing_of_its_parts(books):
    rows = [
        moved("入股", 600, 户编号="H-1"),
        moved("互助社借出", 5500, 户编号="H-1", 凭证号=None),
        moved("入股", 5, 户编号="H-2"),
    ]
    result = books(movements(*rows))
    assert [issue.row for issue in result.refused] == [3]
    assert (result.changes, line().lent) == (2, 0)


def test_a_four_funds_row_needs_no_lot_and_no_members(books):
    books(funds(society("HZ-2", 基金种类="教育扶贫救助基金")))
    books(appropriations(promised("ZB-2", 100, 100)))
    paid = {"收款单位": "秋季学期学生", "审批人": "格茸", "复核人": "李春芳"}
    rows = [
        moved("注入基金", 100, fund="HZ-2", 指标编号="ZB-2", 文号="示财〔2018〕3号"),
        moved("基金发放", 60, fund="HZ-2", **paid),
        moved("入股", 5, fund="HZ-2", 户编号="H-1"),
    ]
    result = books(movements(*rows))
    assert [(issue.row, issue.column) for issue in result.refused] == [(4, "收支种类")], reasons(result)
    assert (line("HZ-2").paid, line("HZ-2").balance) == (6_000, 4_000)


def test_undo_takes_the_year_back_and_then_the_society(books):
    stated = books(movements(*year(books.number)))
    importing.undo_import(upload=stated.upload, by=factories.SYSTEM, reason="传错了表")
    assert (line().lent, line().balance) == (0, 500_000)
    assert books(movements(*year(books.number))).refused == []
    other = books(funds(society("HZ-2")))
    importing.undo_import(upload=other.upload, by=factories.SYSTEM)
    assert not Fund.objects.filter(subject__code="HZ-2").exists()
    assert books(funds(society("HZ-2", 所在村="果念村"))).changes == 1, "its number is free again"


def test_a_society_with_money_is_not_undone(write_file):
    made = write_file(funds(society()))
    factories.household(code="H-1", village=factories.VILLAGE)
    write_file(movements(moved("入股", 600, 户编号="H-1")))
    with pytest.raises(UnableToKeepFund, match="已有流水"):
        importing.undo_import(upload=made.upload, by=factories.SYSTEM)
    assert Fund.objects.exists()


@pytest.mark.row("S-42")
def test_what_is_exported_gives_the_same_balances_in_an_empty_county(county, write_file, client):
    homes = [factories.household(code=f"H-{n}", village=factories.VILLAGE) for n in (1, 2)]
    number = factories.id_number()
    factories.member(of=homes[1], number=number)
    finance = factories.post(role="finance")
    with transaction.atomic():
        write_file(funds(society(自报截至=DAY, 社员户数=20, 撬动贷款=None)))
        write_file(appropriations(promised(yuan=5000, arrived=5000)))
        write_file(movements(moved("注入基金", 5000, 指标编号="ZB-1", 文号="示财〔2018〕2号"), *year(number)))
        before, sums = balances(), len(Movement.objects.all())
        client.force_login(finance.official, backend="django.contrib.auth.backends.ModelBackend")
        files = [
            client.get(reverse(name)).content for name in ("fund-export", "appropriation-export", "movement-export")
        ]
        transaction.set_rollback(True)
    assert not Fund.objects.exists() and not Appropriation.objects.exists() and sums == 10
    for data in files:
        result = write_file(data)
        assert result.refused == [], reasons(result)
    assert balances() == before and len(Movement.objects.all()) == sums
    assert line().count.members == 20
    again = write_file(files[2])
    assert (again.changes, again.refused) == (0, []), "the rows of the export are those that stand"


def balances() -> dict[tuple[str, ...], int]:
    rows = Account.objects.exclude(kind="outside").exclude(balance=0)
    return {
        (row.kind, row.appropriation.number, row.household.code if row.household else ""): row.balance
        for row in rows.select_related("appropriation", "household")
    }
