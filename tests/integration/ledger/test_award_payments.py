"""An approved roster is paid through the bank, line by line, once; what comes back is asked for again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from award_ground import ON, awards
from jingzhun.accounts.scope import UnableToAct
from jingzhun.ledger.actions.award_check import UnableToVerifyLine, verify
from jingzhun.ledger.actions.award_payment import (
    Receipt,
    Settled,
    UnableToApproveRoster,
    UnableToMakeBankFile,
    UnableToSettle,
    approve_roster,
    make_bank_file,
    settle,
)
from jingzhun.ledger.actions.movement import UnableToMove, post, reverse
from jingzhun.ledger.models import Account, AwardLine, AwardRoster, BankLine, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.states import net_by_state
from jingzhun.registry import personal
from jingzhun.registry.models import Change, HouseholdProfile
from money_ground import booking

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=20)
PAID = LATER + timedelta(days=2)


@pytest.fixture(scope="module")
def ground(standing):
    return standing(awards)


@pytest.fixture
def held(db, ground, settings, tmp_path):
    return ground(settings, tmp_path)


def approved(held, **given):
    roster = held.roster()
    with booking(Change.Kind.CASE) as work:
        approve_roster(
            roster=roster,
            case="2019-00001",
            on=LATER,
            work=work,
            **({"approved_by": "甲", "approved_again_by": "乙"} | given),
        )
    return roster


def receipt(row: BankLine, outcome: str = "paid", **given) -> Receipt:
    values = {
        "reference": row.reference, "outcome": outcome, "amount": row.line.amount, "voucher": f"LS{row.pk}",
        "reason": "" if outcome == "paid" else "账号户名不符", "on": PAID,
    }  # fmt: skip
    return Receipt(**(values | given))


def settled(*receipts: Receipt) -> Settled:
    with booking() as work:
        return settle(receipts=receipts, work=work)


def balances() -> dict[str, int]:
    return {
        kind: sum(row.balance for row in Account.objects.filter(kind=kind))
        for kind in ("allocated", "claimed", "household")
    }


@pytest.mark.row("S-55")
def test_approval_reserves_exactly_the_lines_and_the_receipt_pays_them(held):
    roster = approved(held)
    assert balances() == {"allocated": 10_000_000 - 670_000, "claimed": 670_000, "household": 0}
    file = make_bank_file(roster=roster, post=held.finance, on=LATER)
    assert [(row.reference, row.line.household.code) for row in file.lines.all()] == [
        ("JB2018-533422202-01-01-0001", "A1"), ("JB2018-533422202-01-01-0002", "A2"),
    ]  # fmt: skip
    assert file.left_out == 1  # A5 has no account
    assert balances()["household"] == 0, "nothing is paid before the bank says so"
    first, second = file.lines.all()
    assert settled(receipt(first), receipt(second, "failed", voucher="")) == Settled(paid=1, failed=1)
    assert balances() == {"allocated": 10_000_000 - 670_000, "claimed": 400_000, "household": 270_000}
    movement = Movement.objects.get(kind="pay_household")
    assert (movement.voucher, movement.moved_on, movement.line.household.code) == (f"LS{first.pk}", PAID, "A1")
    assert (movement.approved_by, movement.approved_again_by) == ("甲", "乙")
    assert movement.claim.award_approval.case == "2019-00001"
    assert all(each.holds for each in identities())


def test_the_same_receipt_twice_changes_nothing(held):
    file = make_bank_file(roster=approved(held), post=held.finance, on=LATER)
    first, second = file.lines.all()
    said = (receipt(first), receipt(second, "returned"))
    assert settled(*said) == Settled(paid=1, returned=1)
    before = Movement.objects.count()
    assert settled(*said) == Settled(unchanged=2)
    assert Movement.objects.count() == before


@pytest.mark.row("S-55")
def test_what_comes_back_is_corrected_and_paid_again(held):
    roster = approved(held)
    file = make_bank_file(roster=roster, post=held.finance, on=LATER)
    first, second = file.lines.all()
    settled(receipt(first), receipt(second))
    with pytest.raises(UnableToMakeBankFile, match="1 户都没有银行账号"):
        make_bank_file(roster=roster, post=held.finance, on=PAID)
    settled(receipt(second, "returned", voucher="TH1", on=PAID + timedelta(days=3)))
    back = Movement.objects.get(kind="household_back")
    assert (back.voucher, back.note) == ("TH1", "账号户名不符")
    assert balances() == {"allocated": 10_000_000 - 670_000, "claimed": 400_000, "household": 270_000}
    subject = second.line.household
    HouseholdProfile.objects.filter(subject=subject).update(
        bank_account=personal.seal("bank_account", subject.pk, "6217009")
    )
    again = make_bank_file(roster=roster, post=held.finance, on=PAID + timedelta(days=5))
    row = again.lines.get()
    assert row.line == second.line
    assert settled(receipt(row, on=PAID + timedelta(days=6))) == Settled(paid=1)
    assert net_by_state(Movement.objects.all())["兑付到户"] == 570_000
    assert all(each.holds for each in identities())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": 1}, "金额 0.01 元，代发的是 2,700.00 元"),
        ({"reference": "XX"}, "没有这一笔代发"),
        ({"voucher": ""}, "要有银行流水号"),
        ({"on": None}, "没有交易日期"),
        ({"on": date(2018, 1, 1)}, "早于代发日期"),
        ({"outcome": "failed", "reason": ""}, "要写原因"),
    ],
)
def test_a_receipt_that_does_not_fit_is_refused_whole(held, change, said):
    first, second = make_bank_file(roster=approved(held), post=held.finance, on=LATER).lines.all()
    with pytest.raises(UnableToSettle, match=said):
        settled(receipt(second), receipt(first, **change))
    assert not Movement.objects.filter(kind="pay_household").exists()


def test_a_line_is_not_paid_twice(held):
    roster = approved(held)
    row = make_bank_file(roster=roster, post=held.finance, on=LATER).lines.first()
    settled(receipt(row))
    with pytest.raises(UnableToSettle, match="不能再付一次"):
        settled(receipt(row, voucher="另一笔"))
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.create(file=row.file, line=row.line, reference="again", account_name="甲", account=b"x")


def test_a_roster_without_money_or_second_person_is_not_approved(held):
    with pytest.raises(UnableToApproveRoster, match="要有两名不同的审批人"):
        approved(held, approved_again_by="甲")
    assert not Movement.objects.filter(kind="claim").exists()
    roster = AwardRoster.objects.get()
    for line in AwardLine.objects.filter(roster=roster):
        line.amount = 900_000_000
        line.save()
    with (
        pytest.raises(UnableToApproveRoster, match=r"已拨付未报账 100,000\.00 元，到第 1 行不够"),
        booking(Change.Kind.CASE) as work,
    ):
        approve_roster(roster=roster, case="2019-00002", approved_by="甲", approved_again_by="乙", on=LATER, work=work)


def test_an_approved_roster_is_not_changed_and_only_finance_pays(held):
    roster = approved(held)
    with pytest.raises(UnableToVerifyLine, match="名册已批准"):
        verify(
            lines=[roster.lines.first()],
            is_right=False,
            post=held.village,
            by=held.village.official,
            on=LATER,
            note="不属实",
        )
    with pytest.raises(UnableToAct, match="不能发放奖补"):
        make_bank_file(roster=roster, post=held.township, on=LATER)


def test_a_roster_waits_for_its_approval_before_the_bank(held):
    with pytest.raises(UnableToMakeBankFile, match="还没有批准"):
        make_bank_file(roster=held.roster(), post=held.finance, on=LATER)


def test_reversing_a_return_pays_no_line_twice(held):
    line = AwardLine.objects.filter(roster=held.roster()).order_by("number")[0]
    fen = line.amount // 100
    given = {"household": line.household, "line": line, "payee": "", "moved_on": PAID}
    pay, back = (held.money.order(kind, fen, **given) for kind in ("pay_household", "household_back"))
    with booking() as work:
        held.money.book(claim=3 * fen, work=work)
        post([pay], work=work)
        (returned,) = post([back], work=work)
        (once_more,) = reverse([returned], on=PAID, why="回单登记错了", work=work)
        assert once_more.target.kind == "household", "one that nobody paid again may be set right"
        (returned,) = post([back], work=work)
        post([pay], work=work)
    with pytest.raises(UnableToMove, match="已经兑付"), booking() as work:
        reverse([returned], on=PAID, why="回单登记错了", work=work)
