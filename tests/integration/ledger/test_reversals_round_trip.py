"""What is exported with its reversals comes in again as it was: the same balances, each reversal of its own movement."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse as address

import factories
from fund_files import YUAN, appropriations, moved, movements, promised
from jingzhun.ingest.actions import importing
from jingzhun.ledger.actions.fund import move_fund, set_up_fund
from jingzhun.ledger.actions.movement import UnableToMove, reverse
from jingzhun.ledger.models import Account, Appropriation, Movement
from jingzhun.ledger.reconcile import identities
from money_ground import booking

pytestmark = pytest.mark.django_db
LATER = date(2018, 4, 1)


def balances() -> dict[tuple[str, ...], int]:
    rows = (
        Account.objects.exclude(kind="outside")
        .exclude(balance=0)
        .select_related("appropriation", "project", "household")
    )
    return {
        (row.kind, row.appropriation.number, row.project.code if row.project else "", row.unit, row.payee,
         row.household.code if row.household else ""): row.balance
        for row in rows
    }  # fmt: skip


def undo(movement: Movement, on: date = LATER) -> Movement:
    with booking() as work:
        return reverse([movement], on=on, why="记错", work=work)[0]


def reasons(result) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.reason) for issue in result.refused]


@pytest.fixture
def books(write_file):
    """A project, and an appropriation of which 800 yuan have come; 拨付 700 and 报账 600 stand."""
    factories.project(code="XM-1")
    write_file(appropriations(promised(yuan=1000, arrived=800)), "指标.xlsx")
    write_file(movements(moved("拨付", 700, 收支序号="甲"), moved("报账", 600, 收支序号="乙")), "收支.xlsx")
    return write_file


def undoing(of: str, yuan: float, on: date = LATER, **cells):
    row = {
        "日期": on,
        "收支种类": "冲销",
        "指标编号": "ZB-1",
        "项目编号": "XM-1",
        YUAN: yuan,
        "冲销收支序号": of,
        "摘要": "记错",
    }
    return row | cells


def test_an_export_with_reversals_gives_the_same_balances_in_an_empty_county(county, write_file, client):
    """A claim is reversed and stated anew with its voucher and entry; a fund's payment and an endowment are reversed too."""
    finance = factories.post(role="finance")
    factories.project(code="XM-1")
    with transaction.atomic():
        with booking() as work:
            fund = set_up_fund(
                code="JJ-1", kind="education", title="教育基金", area=factories.COUNTY, set_up_on=date(2018, 1, 1), work=work
            )  # fmt: skip
        write_file(appropriations(promised(yuan=1000, arrived=900)))
        pay = {"凭证号": "记-7", "分录号": "1"}
        write_file(movements(moved("拨付", 500), moved("报账", 400), moved("支付", 300, **pay)))
        undo(Movement.objects.get(kind="pay"))
        write_file(movements(moved("支付", 250, on=LATER, **(pay | {"凭证号": "记-7"}))))
        lot = Appropriation.objects.get()
        with booking() as work:
            for yuan in (200, 100):
                move_fund(
                    fund=fund,
                    kind="endow",
                    amount=yuan * 100,
                    on=LATER,
                    document="示财〔2018〕7号",
                    appropriation=lot,
                    work=work,
                )
        undo(Movement.objects.filter(kind="endow").last(), date(2018, 4, 2))
        paid = moved(
            "基金发放",
            150,
            "JJ-1",
            date(2018, 4, 3),
            指标编号=None,
            凭证号="基-1",
            审批人="甲",
            复核人="乙",
            收款单位="学生",
        )
        write_file(movements(paid))
        undo(Movement.objects.get(kind="fund_pay"), date(2018, 4, 4))
        write_file(movements(paid | {"日期": date(2018, 4, 5), "凭证号": "基-2"}))
        before, counted = balances(), Movement.objects.count()
        pairs = sorted(Movement.objects.filter(kind="reverse").values_list("reverses__kind", "amount", "moved_on"))
        client.force_login(finance.official, backend="django.contrib.auth.backends.ModelBackend")
        names = ("fund-export", "appropriation-export", "movement-export")
        files = [client.get(address(name)).content for name in names]
        transaction.set_rollback(True)
    assert not Movement.objects.exists() and len(pairs) == 3
    for data in files:
        result = write_file(data)
        assert result.refused == [], reasons(result)
    assert balances() == before and Movement.objects.count() == counted
    assert sorted(Movement.objects.filter(kind="reverse").values_list("reverses__kind", "amount", "moved_on")) == pairs
    assert all(each.holds for each in identities())
    again = write_file(files[2])
    assert (again.changes, again.refused) == (0, []), reasons(again)


def test_a_reversal_names_a_row_of_the_file_or_a_movement_of_the_ledger(books):
    claim = Movement.objects.get(kind="claim")
    result = books(movements(undoing(str(claim.pk), 600)), "冲销.xlsx")
    assert (result.changes, result.refused) == (1, []), reasons(result)
    assert Movement.objects.get(reverses=claim).moved_on == LATER
    again = books(movements(undoing(str(claim.pk), 600)), "再来.xlsx")
    assert (again.changes, again.refused) == (0, [])
    rows = (moved("报账", 500, on=LATER, 报账单号="BZ-2", 收支序号="丙"), undoing("丙", 500))
    both = books(movements(*rows), "同一文件.xlsx")
    assert (both.changes, both.refused) == (2, []), reasons(both)
    assert Account.objects.get(kind="allocated").balance == 70_000


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"冲销收支序号": None}, "冲销收支序号", "要写冲销收支序号"),
        ({"冲销收支序号": "没有"}, "冲销收支序号", "文件里没有收支序号 没有 的行"),
        ({YUAN: 599}, YUAN, "原来 600.00 元，这里 599.00 元"),
        ({"日期": date(2018, 2, 1)}, "日期", "早于原来那一笔"),
        ({"项目编号": None}, "冲销收支序号", "与这一行不同"),
    ],
)
def test_a_reversal_that_may_not_be_is_refused_beside_its_cell(books, cells, column, said):
    claim = Movement.objects.get(kind="claim")
    result = books(movements(undoing(str(claim.pk), 600, **cells)), "冲销.xlsx")
    assert [(place, said in why) for _, place, why in reasons(result)] == [(column, True)], reasons(result)
    assert not Movement.objects.filter(kind="reverse").exists()


def test_what_has_gone_on_or_was_reversed_is_not_reversed(books):
    allocate = Movement.objects.get(kind="allocate")
    gone = books(movements(undoing(str(allocate.pk), 700)), "冲销.xlsx")
    assert "只有 100.00 元" in reasons(gone)[0][2]
    claim = Movement.objects.get(kind="claim")
    undo(claim)
    twice = books(movements(undoing(str(claim.pk), 600, on=date(2018, 5, 1))), "再冲.xlsx")
    assert "已经冲销过" in reasons(twice)[0][2]
    reversal = Movement.objects.get(kind="reverse")
    of_reversal = books(movements(undoing(str(reversal.pk), 600)), "冲冲.xlsx")
    assert "冲销不能再冲销" in reasons(of_reversal)[0][2]


def test_a_reversal_of_a_refused_row_is_refused_and_the_good_rows_are_written(books):
    rows = (
        moved("拨付", 9000, on=LATER, 收支序号="丁", 文号="示拨〔2018〕9号"),
        undoing("丁", 9000),
        moved("拨付", 50, on=LATER),
    )
    result = books(movements(*rows), "一半.xlsx")
    assert {row for row, _, _ in reasons(result)} == {2, 3}
    assert Account.objects.get(kind="allocated").balance == 15_000


def test_undoing_an_import_that_reversed_older_money_says_why_it_cannot_be(books):
    claim = Movement.objects.get(kind="claim")
    result = books(movements(undoing(str(claim.pk), 600)), "冲销.xlsx")
    with pytest.raises(UnableToMove, match="以前登记的，冲销不能再冲销"):
        importing.undo_import(upload=result.upload, by=factories.SYSTEM)
    rows = (moved("报账", 500, on=LATER, 报账单号="BZ-2", 收支序号="丙"), undoing("丙", 500))
    both = books(movements(*rows), "同一文件.xlsx")
    importing.undo_import(upload=both.upload, by=factories.SYSTEM)
    assert Account.objects.get(kind="allocated").balance == 70_000
