"""A claim is opened for money that is there, with invoices that nobody claimed, and posted within what it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

import factories
from claim_ground import TODAY, UNIT, allocated, application, invoice, opened
from guards_in_store import assert_guarded
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.claim import (
    UnableToClaim,
    UnableToVoidClaim,
    approve_claim,
    open_claims,
    take_back_claim,
    void_claim,
)
from jingzhun.ledger.actions.movement import UnableToMove, post
from jingzhun.ledger.claim_guards import CLAIM_GUARDS
from jingzhun.ledger.claim_money import place_of, sums_of
from jingzhun.ledger.models import Account, Claim, ClaimLine
from jingzhun.ledger.reconcile import identities
from jingzhun.registry.models import Change
from money_ground import DAY, booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    factories.county()
    return allocated()


def test_a_claim_keeps_what_it_asks_for_and_takes_it_off_what_is_free(held):
    claim = opened(held)
    assert claim.subject.code == f"BZ2018-{claim.change_id:05d}"
    assert claim.subject.area_id == held.project.area_id
    place = place_of(held.project, UNIT)
    assert (place.allocated, place.pending, place.free) == (70_000, 60_000, 10_000)
    assert sums_of(claim).invoiced == sums_of(claim).asked == 60_000


@pytest.mark.row("S-34")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"invoices": ()}, "没有发票"),
        ({"amount": 60_001}, "申请 600.01 元多于发票合计 600.00 元；只报扶贫资金部分"),
        ({"amount": 0}, "申请金额要大于零"),
        ({"accepted_on": date(2018, 5, 2)}, "申请日期 2018-05-01 早于验收日期 2018-05-02"),
        ({"applied_on": date(2018, 6, 2)}, "申请日期不能晚于今天"),
        ({"invoices": (invoice(), invoice())}, "示例建材有限公司的发票 00123401 写了两次"),
        ({"invoices": (invoice(issued_on=date(2018, 5, 2)),)}, "发票 00123401 的日期 2018-05-02 晚于申请日期"),
        ({"unit": "别的单位"}, "拨给别的单位还没报账的只有 0.00 元"),
        ({"invoices": (invoice(number=" "),)}, "发票号不能空"),
    ],
)
def test_an_application_that_may_not_be_is_refused_with_its_reason(held, given, said):
    with pytest.raises(UnableToClaim, match=said):
        opened(held, **given)
    assert not Claim.objects.exclude(pk=held.claim.pk).exists()


def test_nothing_is_claimed_beyond_what_was_allocated_less_what_waits(held):
    opened(held, 600)
    with pytest.raises(UnableToClaim, match=r"还没报账的只有 700.00 元，在办报账单已占 600.00 元，还差 50.00 元"):
        opened(held, 150, invoices=(invoice("2", 150),))
    opened(held, 100, invoices=(invoice("3", 100),))


@pytest.mark.row("S-34")
def test_the_same_invoice_of_the_same_seller_is_claimed_once_and_the_refusal_says_where(held):
    first = opened(held, 100)
    with pytest.raises(UnableToClaim, match=f"已在报账单 {first.subject.code}（.+，项目 {held.project.code}）第 1 行"):
        opened(held, 100, invoices=(invoice(" 00123401", 100, seller="示例建材　有限公司".replace("　", "")),))
    opened(held, 100, invoices=(invoice(yuan=100, seller="另一家建材店"),))
    with booking(Change.Kind.PAGE) as work:
        void_claim(claim=first, on=TODAY, why="发票抬头写错", work=work)
    opened(held, 100)


def test_the_database_itself_refuses_an_invoice_twice(held):
    claim = opened(held, 100)
    line = claim.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.create(
            claim=held.claim, number=1, item="再报一次", seller=line.seller, invoice=line.invoice,
            invoiced_on=line.invoiced_on, amount=line.amount,
        )  # fmt: skip


def test_approving_draws_on_the_oldest_appropriation_first(held):
    with booking() as work:
        older = register_appropriation(
            number="ZB-0", document="示财〔2017〕9号", title="上年专项", source="poverty", level="province", year=2017,
            issued_on=DAY, area=factories.COUNTY, work=work,
        )  # fmt: skip
        post([held.order(kind, 150, appropriation=older) for kind in ("assign", "arrive", "allocate")], work=work)
    claim = opened(held, 840)
    with booking() as work:
        made = approve_claim(claim=claim, on=TODAY, work=work)
    assert [(row.amount, row.source.appropriation) for row in made] == [
        (15_000, older),
        (69_000, held.appropriation),
    ]
    assert place_of(held.project, UNIT).free == 1_000
    assert sums_of(claim).claimed == 84_000
    assert all(each.holds for each in identities())


def test_what_is_posted_stays_within_the_claim_and_its_invoices(held):
    claim = opened(held, 500)
    with pytest.raises(UnableToMove, match="报账超过报账单的申请金额"), booking() as work:
        post([held.order("claim", 501, claim=claim)], work=work)
    with booking() as work:
        post([held.order("claim", 300, claim=claim)], work=work)
        post([held.order("unclaim", 100, claim=claim)], work=work)
        post([held.order("claim", 300, claim=claim)], work=work)
    with pytest.raises(UnableToMove, match="申请金额"), booking() as work:
        post([held.order("claim", 1, claim=claim)], work=work)


def test_a_claim_is_voided_only_while_nothing_of_it_is_posted(held):
    claim = opened(held)
    with booking() as work:
        approve_claim(claim=claim, on=TODAY, work=work)
    with pytest.raises(UnableToVoidClaim, match="先冲销"), booking(Change.Kind.PAGE) as work:
        void_claim(claim=claim, on=TODAY, why="错了", work=work)
    with booking() as work:
        take_back_claim(claim=claim, on=TODAY, why="记错", work=work)
    with pytest.raises(UnableToVoidClaim, match="没有写理由"), booking(Change.Kind.PAGE) as work:
        void_claim(claim=claim, on=TODAY, why=" ", work=work)
    with booking(Change.Kind.PAGE) as work:
        void_claim(claim=claim, on=TODAY, why="错了", work=work)
    assert place_of(held.project, UNIT).free == 70_000
    with pytest.raises(UnableToMove, match="报账单已经作废"), booking() as work:
        post([held.order("claim", 100, claim=claim)], work=work)


@pytest.mark.parametrize(
    ("statement", "saying"),
    [
        ("UPDATE ledger_claim SET amount = amount + 1 WHERE amount IS NOT NULL", "报账单的内容不能改"),
        ("UPDATE ledger_claim SET payee = '熟人' WHERE amount IS NOT NULL", "报账单的内容不能改"),
        ("UPDATE ledger_claim SET accepted_on = '2018-01-01' WHERE amount IS NOT NULL", "报账单的内容不能改"),
        (
            "UPDATE ledger_claim SET township_opinion_on = '2018-04-30' WHERE amount IS NOT NULL",
            "ledger_claim_opinion_after",
        ),
        ("UPDATE ledger_claimline SET amount = amount + 1", "发票行不能改"),
        ("UPDATE ledger_claimline SET is_void = true", "发票行不能改，只能随报账单作废"),
        ("DELETE FROM ledger_claimline", "不能删除"),
        ("DELETE FROM ledger_claim", "不能删除"),
    ],
)
def test_the_database_keeps_claims_as_they_were_applied_for(held, statement, saying):
    opened(held)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert saying in str(caught.value)


def test_all_of_a_file_or_nothing(held):
    with pytest.raises(UnableToClaim, match="第 3 行"), booking() as work:
        good = application(held, 100)
        bad = replace(application(held, 100), invoices=(invoice("9", 100),), amount=99_900, label="第 3 行 ")
        open_claims(applications=[good, bad], today=TODAY, work=work)
    assert not ClaimLine.objects.exists()


def test_the_database_has_the_guards_of_claims():
    assert_guarded(CLAIM_GUARDS)


def test_accounts_hold_what_claims_take(held):
    claim = opened(held)
    with booking() as work:
        approve_claim(claim=claim, on=TODAY, work=work)
    assert Account.objects.get(kind="claimed").balance == 60_000
