"""The bank's receipt is tried first, refused cell by cell, and taken over once."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

import factories
from award_ground import ON, awards
from jingzhun.ingest.actions.importing import Choice, apply_file, plan_file, read_sheets, undo_import
from jingzhun.ledger.actions.award_payment import approve_roster, make_bank_file
from jingzhun.ledger.actions.bank_receipt import UnableToUndoReceipts
from jingzhun.ledger.models import Account, BankLine, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.registry.models import Change
from money_ground import booking

pytestmark = pytest.mark.django_db
PAID = ON + timedelta(days=3)
HEADS = ("附言", "户名", "金额（元）", "处理结果", "失败原因", "银行流水号", "交易日期")


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def book(*rows) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(HEADS)
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def given(data: bytes) -> dict:
    return {
        "sheets": read_sheets(data, "回单.xlsx"), "name": "回单.xlsx", "choice": Choice(), "today": PAID,
        "scope": factories.post(role="finance").scope,
    }  # fmt: skip


@pytest.mark.row("S-55")
def test_a_receipt_pays_once_and_says_what_does_not_fit():
    held = awards()
    roster = held.roster()
    with booking(Change.Kind.CASE) as work:
        approve_roster(roster=roster, case="2019-00001", on=ON, work=work, approved_by="甲", approved_again_by="乙")
    first, second = make_bank_file(roster=roster, post=held.finance, on=ON).lines.all()
    wrong = book(
        (first.reference, "户主A1", "2700", "成功", "", "LS1", PAID.isoformat()),
        (second.reference, "户主A2", "3001", "成功", "", "LS2", PAID.isoformat()),
        ("JB-没有", "", "1", "成功", "", "LS3", PAID.isoformat()),
        (second.reference, "别人", "3000", "成功", "", "LS2", PAID.isoformat()),
        (second.reference, "", "3000", "大概", "", "", PAID.isoformat()),
    )
    result, _ = plan_file(**given(wrong))
    assert result.layout == "bank_receipts"
    assert (result.persons, result.accepted, result.changes) == (5, 1, 1)
    said = {issue.row: issue.reason for issue in result.refused}
    assert "金额 3,001.00 元，代发的是 3,000.00 元" in said[3]
    assert "没有这一笔代发" in said[4]
    assert "不是交易结果" in said[6]
    assert not Movement.objects.filter(kind="pay_household").exists()
    right = book(
        (first.reference, "户主A1", "2700", "成功", "", "LS1", PAID.isoformat()),
        (second.reference, "户主A2", "3000", "失败", "账号户名不符", "", PAID.isoformat()),
    )
    result, _, upload = apply_file(data=right, by=held.finance.actor, **given(right))
    assert result.accepted == 2
    assert [row.outcome for row in BankLine.objects.order_by("reference")] == ["paid", "failed"]
    movement = Movement.objects.get(kind="pay_household")
    assert (movement.voucher, movement.amount, movement.moved_on) == ("LS1", 270_000, PAID)
    again, _, _ = apply_file(data=right, by=held.finance.actor, **given(right))
    assert (again.accepted, again.changes) == (2, 0)
    assert Movement.objects.filter(kind="pay_household").count() == 1
    undo_import(upload=upload, by=held.finance.actor, reason="传错了")
    assert [(row.outcome, row.voucher, row.change_id) for row in BankLine.objects.all()] == [("waiting", "", None)] * 2
    assert Account.objects.get(kind="household").balance == 0
    assert Movement.objects.get(kind="reverse").reverses == movement
    once_more, _, _ = apply_file(data=right, by=held.finance.actor, **given(right))
    assert once_more.changes == 2 and Account.objects.get(kind="household").balance == 270_000
    assert all(each.holds for each in identities())


@pytest.fixture
def asked(data):
    """A roster of two approved, asked of the bank: (ground, its two lines)."""
    held = awards()
    roster = held.roster()
    with booking(Change.Kind.CASE) as work:
        approve_roster(roster=roster, case="2019-00001", on=ON, work=work, approved_by="甲", approved_again_by="乙")
    return held, roster, list(make_bank_file(roster=roster, post=held.finance, on=ON).lines.all())


def told(held, line, outcome, voucher="", reason="", day=PAID):
    data = book((line.reference, "", str(line.line.amount // 100), outcome, reason, voucher, day.isoformat()))
    return apply_file(data=data, by=held.finance.actor, **given(data))[2]


def test_of_two_receipts_the_later_is_taken_back_first(asked):
    held, _, (line, _) = asked
    paid = told(held, line, "成功", "LS1")
    returned = told(held, line, "退汇", "LS2", "账号已销户")
    with pytest.raises(UnableToUndoReceipts, match=r"后来已登记退汇.*请先撤销那一份回单"):
        undo_import(upload=paid, by=held.finance.actor)
    undo_import(upload=returned, by=held.finance.actor)
    line.refresh_from_db()
    assert (line.outcome, line.voucher, line.settled_on, line.change) == ("paid", "LS1", PAID, paid.change)
    undo_import(upload=paid, by=held.finance.actor)
    line.refresh_from_db()
    assert (line.outcome, line.change) == ("waiting", None)
    assert Account.objects.get(kind="household").balance == 0 and all(each.holds for each in identities())


def test_a_payment_paid_and_returned_by_one_receipt_waits_again(asked):
    held, _, (line, _) = asked
    once = told(held, line, "退汇", "LS2", "账号已销户")
    assert Movement.objects.filter(kind__in=("pay_household", "household_back")).count() == 2
    undo_import(upload=once, by=held.finance.actor)
    line.refresh_from_db()
    assert line.outcome == "waiting" and Movement.objects.filter(kind="reverse").count() == 2


def test_what_is_asked_for_again_is_not_taken_back(asked):
    held, roster, (line, _) = asked
    failed = told(held, line, "失败", reason="账号户名不符")
    again = make_bank_file(roster=roster, post=held.finance, on=PAID)
    with pytest.raises(UnableToUndoReceipts, match=f"后来的代发文件 {again.number} 里重新请付"):
        undo_import(upload=failed, by=held.finance.actor)
    line.refresh_from_db()
    assert line.outcome == "failed"
