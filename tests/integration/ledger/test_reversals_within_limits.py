"""Reversing what brought money back lets it go out again: within the limits of the first time, and no further."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from claim_ground import allocated, opened
from jingzhun.ledger.actions.fund import move_fund, set_loan_rule, set_up_fund
from jingzhun.ledger.actions.fund_request import take_back_request
from jingzhun.ledger.actions.movement import Order, UnableToMove, post, reverse
from jingzhun.ledger.flows import FLOWS, REPEATED
from jingzhun.ledger.models import Account, Fund
from jingzhun.registry.models import Change
from money_ground import DAY, booking
from request_ground import asked, education_fund, purpose_of

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def county():
    factories.county()


def refused(movements, why: str) -> None:
    with pytest.raises(UnableToMove, match=why), booking() as work:
        reverse(movements, on=date(2018, 12, 1), why="记错", work=work)


def test_what_is_repeated_goes_the_same_way():
    assert all(
        (FLOWS[kind].source, FLOWS[kind].target) == (FLOWS[back].target, FLOWS[back].source)
        for kind, back in REPEATED.items()
    )


def test_no_more_is_claimed_than_the_claim_asks_for():
    held = allocated(700)
    held.claim = opened(held, 300)
    held.book(claim=300)
    back = held.book(unclaim=100)
    with booking() as work:
        again = reverse(back, on=NEXT, why="核减错了", work=work)
    assert Account.objects.get(kind="claimed").balance == again[0].amount + 200_00
    less = held.book(unclaim=50)
    held.book(claim=50)
    refused(less, "报账超过报账单的申请金额")


def test_a_request_that_is_void_is_not_paid_again():
    fund = education_fund(9000)
    home = factories.household(code="H-1", village=factories.VILLAGE).subject
    request = asked(purpose_of(fund), 3000, household=home)
    lot = Account.objects.get(kind="fund", project=fund.subject).appropriation
    order = Order(
        kind="fund_pay", amount=3000_00, moved_on=date(2018, 9, 12), appropriation=lot, project=fund.subject, household=home,
        payee=request.payee, request=request, voucher="记-1", approved_by="甲", approved_again_by="乙",
    )  # fmt: skip
    with booking() as work:
        post([order], work=work)
    with booking(Change.Kind.PAGE) as work:
        take_back_request(request=request, amount=3000_00, on=date(2018, 9, 20), voucher="收-1", why="退学", work=work)
    request.refresh_from_db()
    assert request.voided_on is not None
    refused(request.movements.filter(kind="fund_back"), "基金申请已经作废")


@pytest.fixture
def society():
    """A society with two members of 10,000 yuan each; a household may borrow 5,000."""
    made = set_up()
    homes = [factories.household(code=f"H-{n}", village=factories.VILLAGE).subject for n in (1, 2)]
    shares = [move(made, "share", 10_000, home) for home in homes]
    set_loan_rule(fund=made, since=DAY, most=5_000_00, months=12, by=factories.SYSTEM, source="章程第八条")
    return made, homes[0], shares[0]


def set_up() -> Fund:
    with booking() as work:
        return set_up_fund(
            code="HZ-1", kind=Fund.Kind.MUTUAL_AID, title="红坡互助社", area=factories.VILLAGE, set_up_on=DAY, work=work, rules="章程"
        )  # fmt: skip


def move(made: Fund, kind: str, yuan: int, home):
    with booking() as work:
        return move_fund(
            fund=made, kind=kind, amount=yuan * 100, on=DAY, voucher=f"{kind}-1", household=home, work=work
        )


def test_a_household_owes_no_more_than_the_rule_allows(society):
    made, home, _ = society
    move(made, "lend", 5000, home)
    back = move(made, "repay", 5000, home)
    move(made, "lend", 5000, home)
    refused(back, "一户在借超过互助社登记的上限")


def test_who_left_the_society_has_no_loan_and_who_has_a_loan_does_not_leave(society):
    made, home, share = society
    move(made, "lend", 1000, home)
    refused(share, "借款没有还清的社员不能退股")
    back = move(made, "repay", 1000, home)
    move(made, "share_back", 10_000, home)
    refused(back, "互助社只借给社员")
    refused(share, "退股多于入股")
