"""Loans of a mutual-aid society: its own limit and term, what is out until when, what is overdue."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

import factories
from jingzhun.core.period import months_after
from jingzhun.ledger.actions.fund import UnableToKeepFund, move_fund, set_loan_rule, set_up_fund
from jingzhun.ledger.actions.movement import Order
from jingzhun.ledger.actions.movement import reverse as take_back
from jingzhun.ledger.loan_guards import BEYOND
from jingzhun.ledger.loans import loans_of
from jingzhun.ledger.membership import Members
from jingzhun.ledger.models import Fund, LoanRule, Movement
from jingzhun.registry.actions.fact import UnableToRecord
from money_ground import booking

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)


@pytest.fixture
def society():
    """5,000 yuan put in by one member of two."""
    factories.county()
    homes = [factories.household(code=f"H-{n}", village=factories.VILLAGE).subject for n in (1, 2)]
    with booking() as work:
        made = set_up_fund(
            code="HZ-1", kind=Fund.Kind.MUTUAL_AID, title="红坡互助社", area=factories.VILLAGE, set_up_on=DAY, work=work, rules="章程"
        )  # fmt: skip
        for home in homes:
            move_fund(fund=made, kind="share", amount=10_000_00, on=DAY, voucher="股", household=home, work=work)
    return made, homes


def move(made: Fund, kind: str, yuan: int, home, on: date = DAY, voucher: str = "借-1") -> list[Movement]:
    with booking() as work:
        return move_fund(fund=made, kind=kind, amount=yuan * 100, on=on, voucher=voucher, household=home, work=work)


def rule(made: Fund, since: date = DAY, most: int | None = 5_000_00, months: int | None = 12) -> None:
    set_loan_rule(fund=made, since=since, most=most, months=months, by=factories.SYSTEM, source="章程第八条")


def test_a_term_of_months_ends_on_the_same_day_or_the_last_of_the_month():
    assert months_after(date(2018, 3, 1), 12) == date(2019, 3, 1)
    assert months_after(date(2018, 12, 31), 2) == date(2019, 2, 28)
    assert months_after(date(2019, 1, 31), 13) == date(2020, 2, 29)


@pytest.mark.row("S-42")
def test_a_loan_is_due_by_its_rule_and_overdue_the_day_after(society):
    made, (first, second) = society
    rule(made)
    move(made, "lend", 3000, first)
    move(made, "lend", 1000, first, on=date(2018, 6, 1), voucher="借-2")
    move(made, "lend", 2000, second, on=date(2018, 4, 1))
    move(made, "repay", 3500, first, on=date(2018, 9, 1), voucher="还-1")
    assert [(loan.household, loan.left, loan.due_on) for loan in loans_of(made, day=date(2019, 6, 2))] == [
        (first.pk, 0, date(2019, 3, 1)), (second.pk, 2000_00, date(2019, 4, 1)), (first.pk, 500_00, date(2019, 6, 1)),
    ]  # fmt: skip
    assert [loan.is_late(date(2019, 6, 1)) for loan in loans_of(made, day=date(2019, 6, 1))] == [False, True, False]
    assert [loan.is_late(date(2019, 6, 2)) for loan in loans_of(made, day=date(2019, 6, 2))] == [False, True, True]


def test_without_a_term_nothing_is_judged_overdue_and_a_new_rule_leaves_old_loans(society):
    made, (first, second) = society
    move(made, "lend", 100, first)
    rule(made, since=date(2018, 5, 1), months=6)
    move(made, "lend", 100, second, on=date(2018, 5, 1))
    rule(made, since=date(2018, 6, 1), months=3)
    assert [loan.due_on for loan in loans_of(made, day=date(2025, 1, 1))] == [None, date(2018, 11, 1)]


def test_a_loan_that_was_reversed_is_none(society):
    made, (first, _) = society
    (lent,) = move(made, "lend", 100, first)
    with booking() as work:
        take_back([lent], on=date(2018, 4, 1), why="记错", work=work)
    assert loans_of(made, day=date(2018, 3, 31)) and not loans_of(made, day=date(2018, 4, 1))


@pytest.mark.row("S-42")
def test_no_more_is_out_with_one_household_than_the_rule_allows(society):
    made, (first, second) = society
    rule(made, since=date(2018, 4, 1))
    move(made, "lend", 6000, second)
    move(made, "lend", 3000, first, on=date(2018, 4, 1))
    with pytest.raises(UnableToKeepFund, match=r"最多 5,000.00 元，这一户已借 3,000.00 元，再借 2,001.00 元就超过了"):
        move(made, "lend", 2001, first, on=date(2018, 4, 2), voucher="借-2")
    move(made, "lend", 2000, first, on=date(2018, 4, 2), voucher="借-2")
    move(made, "repay", 1000, first, on=date(2018, 5, 1), voucher="还-1")
    move(made, "lend", 1000, first, on=date(2018, 5, 2), voucher="借-3")


def test_a_file_row_beyond_the_limit_is_refused_by_itself(society):
    made, (first, _) = society
    rule(made)
    move(made, "lend", 4000, first)
    (row,) = Movement.objects.filter(kind="lend").select_related("source__appropriation")
    order = Order(
        kind="lend", amount=1001_00, moved_on=DAY, appropriation=row.source.appropriation, project=made.subject, household=first,
        voucher="借-2",
    )  # fmt: skip
    assert Members.of([order]).refusal(order) == f"{BEYOND}：最多 5,000.00 元，已借 4,000.00 元"


def test_the_database_refuses_a_loan_beyond_the_limit_by_itself(society):
    made, (first, _) = society
    rule(made)
    (row,) = move(made, "lend", 4000, first)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Movement.objects.create(
            kind="lend", source=row.source, target=row.target, amount=1000_01, moved_on=DAY, area_id=row.area_id, voucher="借-2",
            project=row.project, change=row.change,
        )  # fmt: skip
    assert BEYOND in str(caught.value)
    with (
        pytest.raises(IntegrityError, match="ledger_loanrule_positive"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ledger_loanrule SET most = 0")


def lent_again(row: Movement, *amounts: int, kind: str = "lend", **other) -> list[Movement]:
    """Movements like ``row`` of several amounts in yuan, for one INSERT."""
    values = {
        "kind": kind, "source": row.source, "target": row.target, "moved_on": DAY, "area_id": row.area_id,
        "project": row.project, "change": row.change,
    }  # fmt: skip
    return [
        Movement(amount=yuan * 100, voucher=f"借-{place}", **{**values, **other})
        for place, yuan in enumerate(amounts, start=7)
    ]


def test_loans_of_one_insert_do_not_come_to_more_than_the_limit(society):
    made, (first, _) = society
    rule(made)
    (row,) = move(made, "lend", 1000, first)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Movement.objects.bulk_create(lent_again(row, 2000, 2001))
    assert BEYOND in str(caught.value)
    Movement.objects.bulk_create(lent_again(row, 2000, 2000))
    assert sum(loan.left for loan in loans_of(made, day=DAY)) == 5000_00


def test_a_loan_and_the_share_given_back_do_not_come_in_one_insert(society):
    made, (first, _) = society
    (row,) = move(made, "lend", 1000, first)
    move(made, "repay", 1000, first, voucher="还-1")
    (share,) = Movement.objects.filter(kind="share", source__household=first)
    back = lent_again(row, 10_000, kind="share_back", source=share.target, target=share.source)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Movement.objects.bulk_create([*lent_again(row, 1000), *back])
    assert "不能退股" in str(caught.value)


def test_a_rule_says_where_it_is_from_and_only_societies_have_one(society):
    made, _ = society
    with pytest.raises(UnableToKeepFund, match="没有写依据"):
        set_loan_rule(fund=made, since=DAY, most=1, months=1, by=factories.SYSTEM, source=" ")
    with pytest.raises(UnableToKeepFund, match="没有的不填"):
        rule(made, most=0)
    rule(made)
    with pytest.raises(UnableToRecord):
        rule(made)
    with booking() as work:
        other = set_up_fund(
            code="JJ-1", kind=Fund.Kind.HEALTH, title="卫生救助", area=factories.COUNTY, set_up_on=DAY, work=work
        )
    with pytest.raises(UnableToKeepFund, match="只有互助社借款"):
        rule(other)


@pytest.mark.row("S-42")
def test_finance_sets_the_rule_and_sees_what_is_overdue_without_names(society, client):
    made, (first, _) = society
    post = factories.post(role="finance", area=factories.COUNTY)
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    at = reverse("fund", args=["HZ-1"])
    assert "没有登记的不判断逾期" in client.get(at).content.decode()
    sent = {
        "what": "rule",
        "rule-since": "2018-01-01",
        "rule-most": "5000",
        "rule-months": "6",
        "rule-source": "章程第八条",
    }
    assert client.post(at, sent).status_code == 302
    assert LoanRule.objects.get().most == 5_000_00
    move(made, "lend", 3000, first)
    page = client.get(at).content.decode()
    assert "逾期" in page and "1 笔，1 户" in page and "0.30" in page and "超期 121 天" in page
    assert "户主待补户" not in page and "一户" in page
    beyond = {"what": "move", "move-kind": "lend", "move-amount": "2001", "move-on": "2018-12-31", "move-household": "H-1",
              "move-voucher": "借-9"}  # fmt: skip
    refused = client.post(at, beyond)
    assert refused.status_code == 422 and "就超过了" in refused.content.decode()
