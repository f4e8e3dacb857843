"""Finance records by hand: an appropriation with what it assigns, its own movements, a reversal with its reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

import factories
from jingzhun.audit.models import Event
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.ledger.reconcile import identities
from money_ground import money

pytestmark = pytest.mark.django_db
NEW = {
    "number": "ZB-9", "document": "示财〔2018〕9号", "title": "示例资金", "source": "poverty", "level": "central", "year": "2018",
    "issued_on": "2018-03-01", "area": factories.COUNTY, "amount": "1万元", "purpose": "", "carried_from": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


@pytest.fixture
def finance(client):
    made = factories.post(role="finance", area=factories.COUNTY)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def record(client, row: Appropriation, kind: str, yuan: str, **other: str):
    given = {
        "kind": kind,
        "amount": yuan,
        "moved_on": "2018-04-01",
        "voucher": "收-1",
        "document": "示财〔2018〕9号",
    } | other
    return client.post(reverse("appropriation-record", args=[row.pk]), given)


def test_an_appropriation_is_registered_with_what_it_assigns(finance):
    assert finance.post(reverse("appropriation-new"), NEW).status_code == 302
    row = Appropriation.objects.get()
    assert (row.number, Movement.objects.get().amount) == ("ZB-9", 1_000_000)
    again = finance.post(reverse("appropriation-new"), NEW)
    assert (again.status_code, "这个编号已经登记过" in again.text) == (422, True)
    assert Event.objects.filter(action="fund.appropriation").count() == 1


def test_its_money_is_recorded_with_the_balance_beside_it(finance):
    finance.post(reverse("appropriation-new"), NEW)
    row = Appropriation.objects.get()
    assert "10,000.00" in finance.get(reverse("appropriation-record", args=[row.pk])).text
    assert record(finance, row, "arrive", "8000").status_code == 302
    short = record(finance, row, "arrive", "2001")
    assert (short.status_code, "还差 1.00 元" in short.text) == (422, True)
    assert record(finance, row, "interest", "5", voucher="").status_code == 422
    assert record(finance, row, "hand_back", "8000").status_code == 302
    assert record(finance, row, "allocate", "1").status_code == 422, "an allocation is decided by a case"
    assert "结转要写到哪个指标" in record(finance, row, "carry_over", "1").text
    assert all(each.holds for each in identities())


def test_books_take_no_day_that_has_not_come(finance):
    answer = finance.post(reverse("appropriation-new"), NEW | {"issued_on": "2108-03-01"})
    assert (answer.status_code, "2108-03-01 还没有到" in answer.text) == (422, True)
    finance.post(reverse("appropriation-new"), NEW)
    late = record(finance, Appropriation.objects.get(), "arrive", "8000", moved_on="2108-04-01")
    assert (late.status_code, "2108-04-01 还没有到" in late.text, Movement.objects.count()) == (422, True, 1)


def test_a_rest_is_carried_into_the_next_year(finance):
    finance.post(reverse("appropriation-new"), NEW)
    row = Appropriation.objects.get()
    record(finance, row, "arrive", "10000")
    following = NEW | {
        "number": "ZB-10",
        "year": "2019",
        "issued_on": "2019-01-01",
        "carried_from": "ZB-9",
        "amount": "1",
    }
    assert finance.post(reverse("appropriation-new"), following).status_code == 302
    assert record(finance, row, "carry_over", "3000", onward="ZB-10", moved_on="2019-01-02").status_code == 302
    assert all(each.holds for each in identities())


def test_a_movement_is_reversed_with_a_reason_and_a_payment_is_not(finance):
    held = money()
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
    arrived, paid = Movement.objects.get(kind="arrive"), Movement.objects.get(kind="pay")
    assert finance.post(reverse("movement-reverse", args=[arrived.pk]), {"reason": "记错"}).status_code == 422, (
        "it has gone on"
    )
    allocated = held.book(arrive=100)[0]
    assert finance.post(reverse("movement-reverse", args=[allocated.pk]), {"reason": ""}).status_code == 422
    assert finance.post(reverse("movement-reverse", args=[allocated.pk]), {"reason": "记错"}).status_code == 302
    assert Movement.objects.get(reverses=allocated).note == "记错"
    assert "经办件的钱不在这里冲销" in finance.get(reverse("movement-reverse", args=[paid.pk])).text
    assert finance.post(reverse("movement-reverse", args=[paid.pk]), {"reason": "想要回来"}).status_code == 422
    assert not Movement.objects.filter(reverses=paid).exists()


def test_others_do_not_record(client):
    held = money()
    made = held.book(assign=900)[0]
    other = factories.post(role="county_officer", area=factories.COUNTY)
    client.force_login(other.official, backend="django.contrib.auth.backends.ModelBackend")
    for name, arguments in (
        ("appropriation-new", []),
        ("appropriation-record", [held.appropriation.pk]),
        ("movement-reverse", [made.pk]),
    ):
        assert client.post(reverse(name, args=arguments), {}).status_code == 403
