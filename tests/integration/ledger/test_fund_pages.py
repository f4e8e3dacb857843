"""The pages of funds, societies, targets and shares: recording by finance, seeing by others, refusals in place."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from jingzhun.audit.models import Event
from jingzhun.ledger.models import Fund, Movement
from money_ground import money
from paper import printed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, role: str, area: str = factories.COUNTY) -> None:
    client.force_login(
        factories.post(role=role, area=area).official, backend="django.contrib.auth.backends.ModelBackend"
    )


def society(client) -> Fund:
    given = {
        "kind": "mutual_aid",
        "code": "HZ-1",
        "title": "红坡互助社",
        "area": factories.VILLAGE,
        "pilot": "province",
        "set_up_on": "2018-03-01",
    }
    assert client.post(reverse("fund-new"), given).status_code == 302
    return Fund.objects.get()


def record(client, **given: str):
    values = {"what": "move", "move-on": "2018-04-01", "move-voucher": "记-1"} | {
        f"move-{name}": value for name, value in given.items()
    }
    return client.post(reverse("fund", args=["HZ-1"]), values)


def test_finance_sets_up_a_society_and_records_its_money(client):
    enter(client, "finance")
    society(client)
    home = factories.household(code="H1")
    factories.member(of=home, name="扎西平措", relation="01")
    assert record(client, kind="share", amount="1000", household="H1").status_code == 302
    shown = record(client, kind="lend", amount="1500", household="H1")
    assert (shown.status_code, "还差 500.00 元" in shown.text) == (422, True)
    assert record(client, kind="lend", amount="800", household="H1").status_code == 302
    assert client.get(reverse("project", args=["HZ-1"])).headers["Location"] == reverse("fund", args=["HZ-1"])
    page = client.get(reverse("fund", args=["HZ-1"])).text
    assert "800.00" in page
    assert "一户" in page
    assert "扎西平措" not in page, "finance does not see households"
    enter(client, "county_officer")
    page = client.get(reverse("fund", args=["HZ-1"])).text
    assert "扎西平措户" in page
    assert "记一笔" not in page


def test_unknown_household_appropriation_and_kind_are_refused_in_place(client):
    enter(client, "finance")
    society(client)
    assert "没有这一户，或不在你的范围" in record(client, kind="share", amount="10", household="X").text
    assert "没有这个指标，或不在你的范围" in record(client, kind="endow", amount="10", appropriation="X").text
    assert record(client, kind="fund_pay", amount="10").status_code == 422
    assert "注入要写明指标" in record(client, kind="endow", amount="10", document="示财〔2018〕1号").text
    assert not Movement.objects.exists()


def test_an_endowment_takes_from_what_arrived(client):
    held = money()
    held.book(assign=900, arrive=900)
    enter(client, "finance")
    society(client)
    assert (
        record(client, kind="endow", amount="901", appropriation="ZB-1", document="示财〔2018〕2号").status_code == 422
    )
    assert (
        record(client, kind="endow", amount="900", appropriation="ZB-1", document="示财〔2018〕2号").status_code == 302
    )
    assert "财政投入 0.09" in client.get(reverse("fund-list")).text


def test_reports_leaving_and_export(client):
    enter(client, "finance")
    society(client)
    at = reverse("fund", args=["HZ-1"])
    given = {
        "what": "count",
        "count-since": "2018-12-31",
        "count-source": "年报",
        "count-members": "20",
        "count-poor_members": "10",
        "count-poor_households": "16",
    }
    assert client.post(at, given).status_code == 302
    assert "62.5" in client.get(at).text
    data = client.get(reverse("fund-export")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    paper, given = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert any("红坡互助社" in row for row in given)
    assert "社员户数 20户" in paper[-2][-1] and paper[-1][0] == "合计"
    assert printed(data)["points"] >= 8.99 and printed(data)["across"] == 1
    to_read_in = printed(data, 2)
    assert to_read_in["across"] == 1 and to_read_in["points"] > 6.5 and to_read_in["repeated"] == ["$4:$4"]
    client.post(reverse("fund-close", args=["HZ-1"]), {"why": "退出通知"})
    assert Fund.objects.get().closed_why == "退出通知"
    assert Event.objects.filter(action="fund.close", subject_code="HZ-1").exists()


def test_targets_and_shares_are_recorded_and_reckoned(client):
    enter(client, "finance")
    at = reverse("fund-raising")
    target = {
        "what": "target",
        "target-year": "2014",
        "target-base": "4881万元",
        "target-growth": "30",
        "target-pledge": "6000万元",
        "target-since": "2014-01-01",
        "target-source": "任务书",
    }
    assert client.post(at, target).status_code == 302
    share = {
        "what": "share",
        "share-title": "三西资金",
        "share-period": "后期",
        "share-part": "3200万元",
        "share-whole": "3亿元",
        "share-stated": "10.6",
        "share-since": "2014-01-01",
        "share-source": "汇报",
    }
    assert client.post(at, share).status_code == 302
    page = client.get(at).text
    assert "6,345.30 万元" in page
    assert "计划本身比目标少 345.30 万元" in page
    assert "10.67%" in page
    assert "截尾" in page
    assert client.post(at, target | {"target-base": "很多"}).status_code == 422


def test_others_look_and_cannot_record(client):
    enter(client, "county_officer")
    assert client.get(reverse("fund-list")).status_code == 200
    assert client.get(reverse("fund-new")).status_code == 403
