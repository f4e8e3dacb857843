"""镇设专户、镇建专账、封闭运行、县级报账、财政决算、专项审计, and 专户储存、专人管理、专账核算: a township's year of one project."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

import factories
from audit_ground import found
from claim_ground import invoice
from claim_walk import claimed, funded, paid, paying_office
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.audit_finding import Done, record_finding, take_step
from jingzhun.ledger.models import AuditFinding, Movement, YearAccount
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.year_figures import year_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(date(2019, 1, 20))
    return paying_office()


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return post


@pytest.mark.row("S-34")
@pytest.mark.row("S-36")
def test_a_township_s_account_is_its_own_closed_claimed_at_the_county_closed_for_the_year_and_audited(at, client):
    held = funded(700)
    for yuan in (400, 250):
        paid(at, claimed(held, yuan, invoices=(invoice(str(yuan), yuan),)))
    enter(client, at.posts["county_officer"][0])
    page = client.get(reverse("dedicated-account")).content.decode()
    assert "没有财政岗位的人" in page, "nobody keeps it yet"
    keeper = factories.post(role="finance", area=factories.TOWNSHIP, by=factories.official(name="专账会计"))
    page = client.get(reverse("dedicated-account"), {"area": factories.TOWNSHIP})
    (account,) = page.context["accounts"]
    assert (account.area.pk, account.keepers) == (factories.TOWNSHIP, ("专账会计",))
    assert (account.allocated, account.paid, account.left, account.is_closed) == (70_000, 65_000, 5_000, True)
    assert "拨入 700.00 元 = 已支付 650.00 元 + 已报账未支付 0.00 元 + 未报账 50.00 元" in page.content.decode()
    for row in page.context["table"].rows:
        told = row.record
        assert told.project == held.project and told.claim and told.voucher and told.approval
        assert told.approved_by and told.approved_again_by and told.approved_by != told.approved_again_by
    assert len(page.context["table"].rows) == Movement.objects.filter(kind="pay").count() == 2
    enter(client, keeper)
    assert "拨入 700.00 元" in client.get(reverse("dedicated-account")).content.decode()
    _closes(at, client)
    lines = {
        line.part.title: line
        for line in year_lines(area=AreaCode.parse(factories.COUNTY), year=2018, until=date(2018, 12, 31))
    }
    assert lines["已拨付资金"].closing == account.left, "the final account leaves what lies with the township"
    _audited(at, client, held)
    assert all(each.holds for each in identities())


def _closes(at, client) -> None:
    """财政决算: one of the county's finance seals, another approves."""
    for post, name, given in zip(
        at.posts["finance"], ("year-seal", "year-decide"), ({}, {"decision": "approve"}), strict=False
    ):
        enter(client, post)
        assert client.post(reverse(name), {"year": "2018", **given}).status_code == 302
    assert YearAccount.objects.get().outcome == "approved"


def _audited(at, client, held) -> None:
    """专项审计 and 责任追究: a finding about one payment, put right by the township, closed by audit."""
    audit, inspection = factories.post(role="audit"), factories.post(role="inspection")
    pay = Movement.objects.filter(kind="pay").first()
    day = date(2019, 1, 20)
    finding = record_finding(found=found(held, movement=pay, amount=100_00, due_on=day), post=audit, today=day)
    steps = (
        ("accountable", inspection, {"form": "talk", "document": "示纪〔示例〕1号"}),
        ("rectified", at.posts["township_reviewer"][0], {"document": "云政发〔示例〕1号"}),
        ("closed", audit, {}),
    )
    for kind, post, given in steps:
        take_step(finding=finding, done=Done(kind=kind, text="已办", **given), post=post, on=day)
    assert AuditFinding.objects.standing().get().state == "closed"
    enter(client, audit)
    page = client.get(reverse("audit-finding", args=[finding.number])).content.decode()
    assert reverse("movement", args=[pay.pk]) in page and reverse("project", args=[held.project.code]) in page
