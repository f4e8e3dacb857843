"""The pages of fund requests: scope, writing one, what each post can do, the queue, taking back; and their workbook."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from case_walk import family
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets, undo_import
from jingzhun.ledger.models import FundPurpose, FundRequest, Movement
from jingzhun.ledger.request_columns import HEADERS_OF_REQUESTS
from jingzhun.ledger.request_money import holding_of
from request_ground import ON, asked, at_finance, education_fund, paid, paying_office, purpose_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(ON)
    return paying_office()


@pytest.fixture
def fund(at):
    return education_fund(2000, 5000)


@pytest.fixture
def home(at):
    return family().subject


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return post


def text(answer) -> str:
    return answer.content.decode()


def filled(purpose, home, **other):
    given = {
        "purpose": purpose.pk, "title": "考上大学的学费", "amount": "3000", "period": "2018", "applied_on": "2018-09-01",
        "household": home.code, "person": "央宗", "payee": "",
    }  # fmt: skip
    return given | other


def test_a_village_writes_a_request_and_sends_it_up(at, client, fund, home):
    purpose = purpose_of(fund)
    enter(client, at.posts["village_cadre"][0])
    assert "还没有基金申请" in text(client.get(reverse("fund-requests")))
    listed = text(client.get(reverse("fund-request-new")))
    assert "大学新生资助" in listed and "7,000.00" in listed
    answer = client.post(reverse("fund-request-new"), filled(purpose, home))
    request = FundRequest.objects.get()
    assert answer.status_code == 302 and (request.household, request.payee) == (home, "农户本人")
    page = text(client.get(reverse("fund-request", args=[request.subject.code])))
    assert "此里农布户" in page and "央宗" in page and "余额 7,000.00 − 在办 3,000.00" in page
    assert client.post(reverse("fund-request-send", args=[request.subject.code])).status_code == 302
    case = request.subject.cases.get()
    assert case.procedure.code == "fund_village"
    assert request.subject.code in text(client.get(reverse("case", args=[case.number])))
    form = client.get(reverse("case-form", args=[case.number, "基金申请书"]))
    assert form["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"amount": "5000.01"}, "最多 5,000.00 元"),
        ({"person": "路人"}, "不是这一户的成员"),
        ({"household": "没有"}, "没有这一户"),
        ({"period": "今年"}, "写年度"),
    ],
)
def test_what_may_not_be_is_said_beside_its_field(at, client, fund, home, other, said):
    enter(client, at.posts["village_cadre"][0])
    answer = client.post(reverse("fund-request-new"), filled(purpose_of(fund), home, **other))
    assert answer.status_code == 422 and said in text(answer) and not FundRequest.objects.exists()


def test_a_neighbour_finds_nothing_and_finance_sees_no_household(at, client, fund, home):
    request = asked(purpose_of(fund), household=home)
    code = [request.subject.code]
    enter(client, factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    assert request.title not in text(client.get(reverse("fund-requests")))
    assert client.get(reverse("fund-request", args=code)).status_code == 404
    assert client.post(reverse("fund-request-void", args=code), {"reason": "x"}).status_code == 404
    enter(client, at.posts["finance"][0])
    page = text(client.get(reverse("fund-request", args=code)))
    assert "一户" in page and "此里农布" not in page and home.code not in page
    sheet = client.get(reverse("fund-request-export"))
    assert home.code not in str(
        CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    )
    assert "由乡镇审核员、村干部、驻村工作队送审" in page


def test_who_fills_in_the_voucher_sees_what_is_paid_and_to_whom(at, client, fund, home):
    case = at_finance(at, asked(purpose_of(fund), 3000, household=home))
    enter(client, at.posts["finance"][0])
    page = text(client.get(reverse("case-input", args=[case.number, "payment"])))
    assert "支付 3,000.00 元；按批准的，不能改" in page and "农户本人" in page


def test_a_fund_of_another_township_is_not_offered(at, client):
    elsewhere = education_fund(9000, area=factories.NEXT_TOWNSHIP, title="别乡基金")
    purpose_of(elsewhere)
    enter(client, at.posts["village_cadre"][0])
    assert "别乡基金" not in text(client.get(reverse("fund-request-new")))


def test_the_queue_shows_where_each_is(at, client, fund):
    purpose = purpose_of(fund)
    made = [asked(purpose, 500, household=family().subject) for _ in range(4)]
    sent(at, made[1])
    at_finance(at, made[2])
    paid(at, made[3])
    enter(client, at.posts["finance"][0])
    page = text(client.get(reverse("fund-requests")))
    assert "没有送审" in page and "待发放：财政发放" in page and "没有填支付凭证" in page
    for state, each in zip(("draft", "open", "pay", "paid"), made, strict=True):
        shown = client.get(reverse("fund-requests"), {"state": state}).context["table"]
        assert [row.record.pk for row in shown.rows] == [each.pk], state


def test_finance_takes_back_and_the_village_may_write_it_again(at, client, fund, home, clock):
    purpose = purpose_of(fund)
    request = asked(purpose, 3000, household=home)
    paid(at, request)
    code = [request.subject.code]
    given = {"back-amount": "3000", "back-voucher": "收-7", "back-reason": "账户有误"}
    clock(date(2018, 9, 20))
    enter(client, at.posts["township_reviewer"][0])
    assert client.post(reverse("fund-request-take-back", args=code), given).status_code == 403
    assert "由县财政登记收回" in text(client.get(reverse("fund-request", args=code)))
    enter(client, at.posts["finance"][0])
    assert client.post(reverse("fund-request-take-back", args=code), given | {"back-reason": ""}).status_code == 422
    assert client.post(reverse("fund-request-take-back", args=code), given).status_code == 302
    page = text(client.get(reverse("fund-request", args=code)))
    assert "作废" in page and "另有收回 3,000.00 元" in page
    assert holding_of(fund).free == 700_000
    enter(client, at.posts["village_cadre"][0])
    assert client.post(reverse("fund-request-new"), filled(purpose, home)).status_code == 302


def test_the_fund_page_keeps_purposes_and_lists_requests(at, client, fund, home):
    enter(client, at.posts["finance"][0])
    at_fund = reverse("fund", args=[fund.subject.code])
    assert "还没有登记用途" in text(client.get(at_fund))
    given = {
        "what": "purpose", "purpose-title": "助学金", "purpose-serves": "household", "purpose-per": "term", "purpose-most": "1000",
        "purpose-since": "2018-01-01", "purpose-clause": "示例办法第四条，未核实",
    }  # fmt: skip
    assert client.post(at_fund, given).status_code == 302
    assert client.post(at_fund, given).status_code == 422
    purpose = FundPurpose.objects.get()
    request = asked(purpose, 800, household=home, period="2018秋")
    page = text(client.get(at_fund))
    assert reverse("fund-request", args=[request.subject.code]) in page and "余额 7,000.00 元 − 在办 800.00 元" in page
    end = reverse("fund-purpose-end", args=[fund.subject.code, purpose.pk])
    assert client.post(end).status_code == 302
    purpose.refresh_from_db()
    assert purpose.until == ON
    enter(client, factories.post(role="finance", area=factories.NEXT_TOWNSHIP))
    assert client.post(end).status_code == 404


def load(*rows, scope: str = factories.COUNTY):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("基金申请")
        sheet.write_row(0, 0, HEADERS_OF_REQUESTS)
        for number, each in enumerate(rows, start=1):
            sheet.write_row(number, 0, [each.get(header, "") for header in HEADERS_OF_REQUESTS])
    return taken(buffer.getvalue(), scope)


def taken(data: bytes, scope: str = factories.COUNTY):
    return apply_file(
        data=data, sheets=read_sheets(data, "基金申请.xlsx"), name="基金申请.xlsx", choice=Choice(), scope=AreaCode.parse(scope),
        today=ON, by=factories.SYSTEM,
    )  # fmt: skip


def row(fund, home, **other):
    return {
        "申请编号": "云-1", "基金编号": fund.subject.code, "用途": "大学新生资助", "户编号": home.code, "受益人": "央宗", "所属期": "2018",
        "事由": "学费", "申请金额（元）": 3000, "申请日期": "2018-09-01", **other,
    }  # fmt: skip


def test_a_workbook_writes_requests_once_and_its_undo_voids_them(at, fund, home):
    purpose_of(fund)
    result, _, upload = load(row(fund, home))
    assert (result.layout, result.accepted, result.refused) == ("fund_requests", 1, [])
    request = FundRequest.objects.get()
    assert (request.amount, request.subject.area_id, request.household) == (300_000, factories.VILLAGE, home)
    again, _, _ = load(row(fund, home))
    assert (again.changes, again.refused) == (0, [])
    undo_import(upload=upload, by=factories.SYSTEM)
    request.refresh_from_db()
    assert request.voided_on is not None and holding_of(fund).free == 700_000


@pytest.mark.parametrize(
    ("other", "column", "said"),
    [
        ({"申请金额（元）": 5001}, "申请金额（元）", "最多 5,000.00 元"),
        ({"用途": "别的"}, "用途", "没有登记用途"),
        ({"所属期": "2019"}, "所属期", "还没有到"),
        ({"受益人": "路人"}, "受益人", "不是这一户的成员"),
        ({"户编号": "没有"}, "户编号", "没有"),
        ({"户编号": "", "受益人": ""}, "所在村", "没有写所在的村或乡镇"),
    ],
)
def test_a_row_that_may_not_be_is_refused_beside_its_cell(at, fund, home, other, column, said):
    purpose_of(fund)
    result, _, _ = load(row(fund, home, **other))
    assert (column, True) in [(issue.column, said in issue.reason) for issue in result.refused], result.refused
    assert not FundRequest.objects.exists()


def test_rows_of_one_file_do_not_ask_for_the_same_money_or_thing(at, home):
    fund = education_fund(4000)
    purpose_of(fund)
    rows = [
        row(fund, home),
        row(fund, home, 申请编号="云-2"),
        row(fund, family().subject, 申请编号="云-3", 受益人=""),
    ]
    result, _, _ = load(*rows)
    assert {issue.row: issue.column for issue in result.refused} == {3: "申请编号", 4: "申请编号"}
    assert list(FundRequest.objects.values_list("subject__code", flat=True)) == ["云-1"]


def test_the_export_of_those_who_see_households_comes_in_again_unchanged(at, client, fund, home):
    paid(at, asked(purpose_of(fund), household=home))
    enter(client, at.posts["county_officer"][0])
    result, _, _ = taken(client.get(reverse("fund-request-export")).content)
    assert (result.layout, result.changes, result.refused) == ("fund_requests", 0, [])
    assert Movement.objects.filter(kind="fund_pay").count() == 2
