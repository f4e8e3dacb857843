"""A claim goes through its posts to the payment; what may not be paid is refused by action and by the database itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

import factories
from claim_ground import invoice
from claim_walk import ON, PAID, at_finance, claimed, funded, paid, paying_office, sent
from guards_in_store import assert_guarded
from jingzhun.casework.actions.case import UnableToOpenCase
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.guards import PAYMENT_GUARDS
from jingzhun.casework.models import Decision
from jingzhun.ledger.actions.claim import Payment, approve_claim, pay_claim
from jingzhun.ledger.actions.movement import UnableToMove, post
from jingzhun.ledger.claim_money import sums_of
from jingzhun.ledger.models import Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.registry.models import Change
from money_ground import booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return paying_office()


@pytest.mark.row("S-34")
@pytest.mark.row("S-35")
def test_a_claim_goes_from_the_village_to_the_payment_with_project_voucher_and_two_approvers(at):
    held = funded()
    claim = claimed(held)
    case = paid(at, claim)
    assert case.state == "done"
    pay = Movement.objects.get(kind="pay")
    assert (pay.amount, pay.project, pay.claim, pay.voucher) == (60_000, held.project, claim, "记-2018-061")
    assert (pay.approved_by, pay.approved_again_by, pay.approval) == ("乡长一", "业务员一", case.number)
    assert (pay.target.payee, pay.change.kind) == ("示例施工队", Change.Kind.CASE)
    claim.refresh_from_db()
    assert claim.township_opinion_on == ON
    assert (sums_of(claim).claimed, sums_of(claim).paid) == (60_000, 60_000)
    assert all(each.holds for each in identities())


@pytest.mark.parametrize(
    ("code", "names"),
    [("reimburse_township", ("乡长一", "业务员一")), ("reimburse_county", ("业务员二", "会计一"))],
)
def test_a_township_and_a_county_office_claim_by_procedures_of_their_own(at, code, names):
    case = paid(at, claimed(funded()), code)
    pay = Movement.objects.get(kind="pay")
    assert (pay.approved_by, pay.approved_again_by) == names
    assert pay.approval == case.number


def test_a_claim_needs_its_papers(at):
    case = sent(at, claimed(funded()))
    village = at.posts["village_cadre"][0]
    with pytest.raises(UnableToDecide, match=r"没有交“报账申请书”.+没有交“发票”"):
        decide(cases=[case], outcome="pass", post=village, by=village.official, on=ON)


def test_nobody_pays_without_a_voucher_or_twice(at):
    case = at_finance(at, claimed(funded()))
    finance = at.posts["finance"][0]
    with pytest.raises(UnableToDecide, match="没有填“支付凭证”"):
        decide(cases=[case], outcome="pass", post=finance, by=finance.official, on=ON)
    at.step(case, on=ON, inputs=PAID)
    with pytest.raises(UnableToOpenCase, match="已有支付"):
        sent(at, case.subject.claim)
    assert Movement.objects.filter(kind="pay").count() == 1


def test_money_that_went_elsewhere_meanwhile_stops_the_payment_and_leaves_nothing(at):
    held = funded(700)
    case = at_finance(at, claimed(held))
    with booking() as work:
        post([held.order("call_back", 200)], work=work)
    with pytest.raises(UnableToDecide, match=r"还没报账的只有 500.00 元，不够 600.00 元"):
        at.step(case, on=ON, inputs=PAID)
    case.refresh_from_db()
    assert case.state == "open"
    assert not Movement.objects.filter(kind__in=("claim", "pay")).exists()


def lie(at, case, **lies):
    """A payment of the case's claim as a liar would post it: past the procedure, under a change of kind case."""
    claim = lies.pop("claim", case.subject.claim)
    names = lies.pop("approvers", ("乡长一", "业务员一"))
    with booking(Change.Kind.CASE) as work:
        approve_claim(claim=claim, on=ON, work=work)
        pay_claim(
            claim=claim,
            payment=Payment("示例施工队", "记-9", names, lies.pop("approval", case.number)),
            on=ON,
            work=work,
        )


@pytest.mark.row("S-35")
def test_the_database_compares_a_payment_with_the_case_that_it_names(at):
    held = funded()
    claim = claimed(held, 100)
    done = paid(at, claim)
    other = claimed(held, 100, invoices=(invoice("7", 100),))
    waiting = at_finance(at, other)
    for lies, said in (
        ({}, "没有办结"),
        ({"approval": done.number}, "不是这张报账单或名册的"),
        ({"approval": "2018-99999"}, "不是这张报账单或名册的"),
        ({"approval": ""}, "支付要经办件批准|不是这张报账单或名册的"),
    ):
        with pytest.raises(UnableToMove, match=said):
            lie(at, waiting, **lies)
    assert Movement.objects.filter(kind="pay").count() == 1


@pytest.mark.row("S-35")
@pytest.mark.parametrize(
    ("approvers", "said"),
    [
        (("乡长一", "乡长一"), "两名不同的审批人"),
        (("乡长一", ""), "两名不同的审批人"),
        (("乡长二", "业务员一"), "不是这件里两名不同的办理人"),
        (("村干部一", "业务员一"), "其中有申请人"),
        (("乡长一", "路人"), "不是这件里两名不同的办理人"),
    ],
)
def test_approvers_are_the_two_who_decided_and_not_who_applied(at, approvers, said):
    """The claim's own case is done, and half of its money was given back: whoever pays again has to name its deciders."""
    held = funded()
    claim = claimed(held, 100)
    case = paid(at, claim)
    pay = Movement.objects.filter(kind="pay").get()
    with booking() as work:
        post([held.order("pay_back", 40, claim=claim, moved_on=pay.moved_on)], work=work)
    values = {
        "claim": claim, "payee": "示例施工队", "voucher": "记-10", "moved_on": pay.moved_on, "approval": case.number,
        "approved_by": approvers[0], "approved_again_by": approvers[1],
    }  # fmt: skip
    with pytest.raises(UnableToMove, match=said), booking(Change.Kind.CASE) as work:
        post([held.order("pay", 40, **values)], work=work)
    with booking(Change.Kind.CASE) as work:
        again = values | {"approved_by": pay.approved_by, "approved_again_by": pay.approved_again_by}
        post([held.order("pay", 40, **again)], work=work)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("project_id = NULL", "没有写明项目"),
        ("voucher = ''", "没有凭证号"),
        ("claim_id = NULL", "没有报账单|不是这张报账单"),
        ("approval = ''", "支付要经办件批准|不是这张报账单"),
        ("approved_again_by = approved_by", "两名不同的"),
        ("approved_by = '村干部一'", "其中有申请人"),
        ("amount = amount * 1000", "余额不足"),
    ],
)
def test_a_payment_forged_in_sql_is_refused(at, change, said):
    """One column of a true payment is changed and the row inserted once more, straight in the database."""
    held = funded()
    claim = claimed(held, 100)
    paid(at, claim)
    with booking() as work:
        post([held.order("pay_back", 100, claim=claim, moved_on=ON + timedelta(days=1))], work=work)
    column, value = change.split(" = ")
    names = [field.column for field in Movement._meta.fields if field.column != "id"]
    picked = ", ".join(value if name == column else name for name in names)
    statement = (
        f"INSERT INTO ledger_movement ({', '.join(names)}) SELECT {picked} FROM ledger_movement WHERE kind = 'pay'"
    )
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert re.search(said, str(caught.value))


def test_a_payment_cannot_go_to_another_project(at):
    held, elsewhere = funded(), factories.project(code="XM-别处", area=factories.VILLAGE)
    claim = claimed(held, 100)
    case = at_finance(at, claim)
    with pytest.raises(UnableToMove, match="已报账未支付只有"), booking(Change.Kind.CASE) as work:
        approve_claim(claim=claim, on=ON, work=work)
        post([held.order("pay", 100, claim=claim, project=elsewhere.subject, approval=case.number)], work=work)


def test_two_officials_of_one_name_are_told_apart_by_their_sign_in_names(at):
    for role in ("township_head", "county_officer"):
        for each in at.posts[role]:
            type(each.official).objects.filter(pk=each.official_id).update(name="王伟")
            each.official.refresh_from_db()
    paid(at, claimed(funded()))
    pay = Movement.objects.get(kind="pay")
    assert pay.approved_by.startswith("王伟（user") and pay.approved_again_by.startswith("王伟（user")
    assert pay.approved_by != pay.approved_again_by


def test_a_returned_claim_is_decided_again_and_the_new_deciders_approve(at):
    held = funded()
    case = at_finance(at, claimed(held))
    finance = at.posts["finance"][0]
    decide(cases=[case], outcome="return", opinion="发票不清", post=finance, by=finance.official, on=ON)
    case.refresh_from_db()
    assert case.step.key == "apply"
    case = at.walk(case, on=ON + timedelta(days=1), inputs=PAID)
    assert Decision.objects.filter(case=case, outcome="pass").count() == 9
    assert Movement.objects.get(kind="pay").approval == case.number


def test_the_database_has_the_guard_of_payments(db):
    assert_guarded(PAYMENT_GUARDS)
