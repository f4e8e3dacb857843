"""The claims' pages: scope, opening with invoices, what each post can do, the queue, the dedicated account."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from claim_ground import UNIT, invoice
from claim_walk import ON, at_finance, claimed, funded, paid, paying_office, sent
from jingzhun.casework.models import Case
from jingzhun.ledger.models import Claim, Movement
from jingzhun.ledger.reconcile import identities

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(ON)
    return paying_office()


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return post


def filled(held, **other):
    data = {
        "place": f"{held.project.pk}:{UNIT}", "title": "进度款", "payee": "示例施工队", "amount": "600", "applied_on": "2018-05-01",
        "accepted_on": "", "line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "line-MIN_NUM_FORMS": "0", "line-MAX_NUM_FORMS": "60",
        "line-0-item": "水泥", "line-0-seller": "示例建材有限公司", "line-0-number": "77", "line-0-issued_on": "2018-04-01",
        "line-0-amount": "650",
    }  # fmt: skip
    return data | other


def test_a_post_opens_a_claim_where_money_lies_and_sends_it_up(at, client):
    held = funded()
    enter(client, at.posts["village_cadre"][0])
    page = client.get(reverse("claim-new")).content.decode()
    assert held.project.code in page and "700.00" in page
    form = client.get(reverse("claim-new"), {"place": f"{held.project.pk}:{UNIT}"}).content.decode()
    assert "还可以报 700.00 元" in form and "第 3 张发票" in form
    more = client.post(reverse("claim-new"), filled(held, more="1"))
    assert (
        more.status_code == 200
        and "第 4 张发票" in more.content.decode()
        and "示例建材有限公司" in more.content.decode()
    )
    for count in ("x", "", "9" * 30):
        assert (
            client.post(reverse("claim-new"), filled(held, more="1") | {"line-TOTAL_FORMS": count}).status_code == 200
        )
    made = client.post(reverse("claim-new"), filled(held))
    claim = Claim.objects.get(amount=60_000)
    assert made.url == reverse("claim", args=[claim.subject.code])
    assert client.post(reverse("claim-send", args=[claim.subject.code])).url == reverse(
        "case", args=[Case.objects.get().number]
    )
    page = client.get(reverse("claim", args=[claim.subject.code])).content.decode()
    assert "在审" in page and "没有交“报账申请书”" in page and "作废这张报账单" not in page


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"amount": "700.01", "line-0-amount": "900"}, "还没报账的只有 700.00 元"),
        ({"amount": "651"}, "只报扶贫资金部分"),
        ({"amount": "一百"}, "C-001"),
        ({"line-0-seller": ""}, "这个字段是必填项"),
        (
            {"line-0-item": "", "line-0-seller": "", "line-0-number": "", "line-0-issued_on": "", "line-0-amount": ""},
            "没有发票",
        ),
        ({"applied_on": "2019-01-01"}, "申请日期不能晚于今天"),
    ],
)
def test_a_refusal_stays_on_the_form_with_what_was_typed(at, client, other, said):
    held = funded()
    enter(client, at.posts["village_cadre"][0])
    answer = client.post(reverse("claim-new"), filled(held, **other))
    assert answer.status_code == 422
    assert said in answer.content.decode() and "进度款" in answer.content.decode()
    assert not Claim.objects.filter(amount__isnull=False).exists()


def test_a_neighbour_sees_neither_the_place_nor_the_claim(at, client):
    held = funded()
    claim = claimed(held)
    enter(client, factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    assert held.project.code not in client.get(reverse("claim-new")).content.decode()
    assert claim.subject.code not in client.get(reverse("claims")).content.decode()
    for name in ("claim", "claim-send", "claim-void"):
        ask = client.get if name == "claim" else client.post
        assert ask(reverse(name, args=[claim.subject.code]), {"reason": "x"}).status_code == 404
    assert client.post(reverse("claim-new"), filled(held)).status_code == 200
    assert not Claim.objects.filter(title="进度款", payee="示例施工队").exists()


def test_the_queue_shows_where_each_claim_is_and_what_it_lacks(at, client):
    held = funded()
    claims = [claimed(held, 100, invoices=(invoice(str(n), 100),)) for n in range(4)]
    sent(at, claims[1])
    at.walk(sent(at, claims[2]), on=ON, inputs={}, until="pay")
    paid(at, claims[3])
    enter(client, at.posts["finance"][0])
    page = client.get(reverse("claims")).content.decode()
    assert "没有送审" in page and "4 份材料未交" in page and "待支付：财政支付" in page and "没有填支付凭证" in page
    for state, claim in zip(("draft", "open", "pay", "paid"), claims, strict=True):
        shown = client.get(reverse("claims"), {"state": state}).context["table"]
        codes = [row.record.subject.code for row in shown.rows if row.record.amount]
        assert codes == [claim.subject.code], state
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("claim-export"), {"state": "pay"}).content))
    assert any(claims[2].subject.code in row for row in sheet.get_sheet_by_index(0).to_python())


@pytest.mark.row("S-34")
def test_the_dedicated_account_of_a_township_is_closed_and_lists_every_payment(at, client):
    held = funded(700)
    case = paid(at, claimed(held, 600))
    enter(client, at.posts["township_reviewer"][0])
    page = client.get(reverse("dedicated-account")).content.decode()
    assert "拨入 700.00 元 = 已支付 600.00 元 + 已报账未支付 0.00 元 + 未报账 100.00 元" in page
    for part in (held.project.code, "记-2018-061", "乡长一、业务员一", "示例施工队", case.number):
        assert part in page
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("dedicated-export")).content))
    assert any("记-2018-061" in row for row in sheet.get_sheet_by_index(0).to_python())
    enter(client, factories.post(role="township_reviewer", area=factories.NEXT_TOWNSHIP))
    assert (
        held.project.code not in client.get(reverse("dedicated-account"), {"area": factories.TOWNSHIP}).content.decode()
    )


@pytest.mark.row("S-34")
def test_what_the_county_office_keeps_is_not_what_its_townships_keep(at, client):
    """Both rows are closed and the total is their sum: the county's row does not take in the townships again."""
    held = funded(700)
    paid(at, claimed(held, 600))
    county = factories.project(code="XZ-01", area=factories.COUNTY).subject
    replace(held, project=county, claim=None).book(allocate=100)
    enter(client, at.posts["finance"][0])
    page = client.get(reverse("dedicated-account"))
    rows = {each.area.pk: (each.allocated, each.paid, each.left, each.is_closed) for each in page.context["accounts"]}
    assert rows == {
        factories.COUNTY: (10_000, 0, 10_000, True),
        factories.TOWNSHIP: (70_000, 60_000, 10_000, True),
    }
    assert page.context["total"]["allocated"] == 80_000 and page.context["closed"]


def test_finance_takes_a_payment_back_with_a_reason_and_the_claim_can_be_voided(at, client):
    held = funded()
    claim = claimed(held)
    paid(at, claim)
    at_code = [claim.subject.code]
    enter(client, at.posts["township_reviewer"][0])
    assert client.post(reverse("claim-take-back", args=at_code), {"reason": "错"}).status_code == 403
    enter(client, factories.post(role="finance", area=factories.TOWNSHIP))
    assert client.post(reverse("claim-take-back", args=at_code), {"reason": "错"}).status_code == 422
    enter(client, at.posts["finance"][0])
    assert client.post(reverse("claim-take-back", args=at_code), {"reason": ""}).status_code == 422
    assert client.post(reverse("claim-take-back", args=at_code), {"reason": "收款账户退回"}).status_code == 302
    assert "冲销" in client.get(reverse("claim", args=at_code)).content.decode()
    assert client.post(reverse("claim-void", args=at_code), {"reason": "重开"}).status_code == 302
    assert Movement.objects.filter(kind="reverse").count() == 2
    assert all(each.holds for each in identities())


def test_what_waits_for_finance_stands_first_on_its_page(at, client):
    at_finance(at, claimed(funded()))
    enter(client, at.posts["finance"][0])
    page = client.get(reverse("home"))
    assert [(line.who, line.count) for line in page.context["waiting"]] == [("财政", "1 件")]
    assert page.text.index("等着办") < page.text.index("支付和兑付")
    enter(client, factories.post(role="audit"))
    assert "等着办" not in client.get(reverse("home")).text


def test_who_does_not_claim_is_told_so(at, client):
    claim = claimed(funded())
    enter(client, at.posts["township_head"][0])
    assert client.get(reverse("claim-new")).status_code in (403, 422)
    assert "由乡镇审核员、财政所" in client.get(reverse("claim", args=[claim.subject.code])).content.decode()
    enter(client, factories.post(role="helper", area=factories.VILLAGE))
    assert client.get(reverse("claims")).status_code in (403, 422)
