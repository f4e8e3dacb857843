"""A fund pays out by a case: applied for, reviewed, settled, noticed where the rules ask, paid; what may not be is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

import factories
from case_walk import family
from guards_in_store import assert_guarded
from jingzhun.casework.actions.case import UnableToOpenCase
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.models import NoticeEntry
from jingzhun.casework.notice_sheet import read_sheet
from jingzhun.ledger.actions.claim import Payment
from jingzhun.ledger.actions.fund import move_fund
from jingzhun.ledger.actions.fund_purpose import end_purpose
from jingzhun.ledger.actions.fund_request import (
    UnableToRequest,
    UnableToTakeBack,
    UnableToVoidRequest,
    pay_request,
    take_back_request,
    void_request,
)
from jingzhun.ledger.actions.movement import UnableToMove
from jingzhun.ledger.fund_file import fund_lines
from jingzhun.ledger.models import FundPurpose, FundRequest, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.request_guards import REQUEST_GUARDS
from jingzhun.ledger.request_money import holding_of
from jingzhun.registry.models import Change, Membership
from money_ground import booking
from request_ground import (
    ON,
    PAID,
    asked,
    at_finance,
    education_fund,
    paid,
    paying_office,
    purpose_of,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return paying_office()


@pytest.fixture
def fund(at):
    return education_fund(2000, 5000)


@pytest.fixture
def home(at):
    return family().subject


def balance(fund) -> int:
    return holding_of(fund).balance


@pytest.mark.row("S-62")
@pytest.mark.row("S-40")
def test_a_village_applies_and_a_household_is_paid_from_the_oldest_money_with_voucher_and_two_approvers(at, home):
    """500 万元 of an education fund less 50.11 万元 leave 449.89 万元."""
    fund = education_fund(500_000, 4_500_000)
    request = asked(purpose_of(fund, most=None), 501_100, household=home)
    case = paid(at, request)
    assert case.state == "done"
    pays = list(Movement.objects.filter(kind="fund_pay").order_by("pk"))
    assert [row.amount for row in pays] == [50_000_000, 110_000]
    for row in pays:
        assert (row.project, row.request, row.voucher, row.approval) == (
            fund.subject,
            request,
            "记-2018-091",
            case.number,
        )
        assert (row.approved_by, row.approved_again_by) == ("审核员一", "业务员一")
        assert (row.target.kind, row.target.household, row.target.payee) == ("aided", home, "农户本人")
    line = fund_lines([fund], day=ON + timedelta(days=30))[0]
    assert (line.total, line.paid, line.balance) == (500_000_000, 50_110_000, 449_890_000)
    assert all(each.holds for each in identities())


def test_a_township_applies_for_a_school(at, fund):
    purpose = purpose_of(fund, title="学校资助", serves="unit", per="term", most=None)
    request = asked(purpose, 1000, area=factories.TOWNSHIP, payee="云岭乡中心小学", period="2018秋")
    case = paid(at, request, role="township_reviewer")
    row = Movement.objects.get(kind="fund_pay")
    assert (row.approved_by, row.approved_again_by, row.approval) == ("乡长一", "业务员一", case.number)
    assert row.target.payee == "云岭乡中心小学" and row.target.household is None


def test_a_purpose_that_is_noticed_is_paid_only_after_its_days_and_the_notice_hides_what_it_must(at, fund, home):
    request = asked(purpose_of(fund, is_noticed=True), 3000, household=home)
    case = at_finance(at, request)
    entry = NoticeEntry.objects.get(case=case)
    assert (entry.notice.area_id, entry.days) == (factories.VILLAGE, 7)
    sheet = read_sheet(entry.notice, entries=NoticeEntry.objects.filter(pk=entry.pk), office="")
    assert sheet.heads == ("序号", "村民小组", "户主或单位", "拟发放")
    (row,) = sheet.rows
    assert row[3] == "大学新生资助 3,000.00 元" and "此里农布" not in "".join(row) and home.code not in "".join(row)
    finance = at.posts["finance"][0]
    with pytest.raises(UnableToDecide, match="公示"):
        decide(cases=[case], outcome="pass", post=finance, by=finance.official, on=ON + timedelta(days=3))
    at.step(case, on=ON, inputs=PAID)
    assert {row.moved_on >= entry.until for row in Movement.objects.filter(kind="fund_pay")} == {True}
    assert balance(fund) == 400_000


def test_a_notice_of_a_health_fund_does_not_say_what_for(at, home):
    health = education_fund(5000, kind="health", title="卫生扶贫救助基金")
    purpose = purpose_of(health, title="大病住院救助", per="event", is_noticed=True)
    case = at_finance(at, asked(purpose, 800, household=home, period="2018-08-20"))
    entry = NoticeEntry.objects.get(case=case)
    assert entry.outcome == "800.00 元" and "卫生" not in entry.shown_name


def test_the_wrong_procedure_is_refused(at, fund, home):
    request = asked(purpose_of(fund, is_noticed=True), household=home)
    with pytest.raises(UnableToOpenCase, match="发放前要公示"):
        at.open("fund_village", request.subject, on=ON)


@pytest.mark.parametrize(
    ("yuan", "other", "said"),
    [
        (6000, {}, r"“大学新生资助”每年一次最多 5,000.00 元.+多 1,000.00 元"),
        (3000, {"period": "2019"}, "还没有到"),
        (3000, {"period": "2018秋"}, "写年度"),
        (3000, {"applied_on": date(2017, 12, 31)}, "没有生效"),
        (3000, {"applied_on": date(2018, 9, 11)}, "不能晚于今天"),
        (3000, {"household": None}, "没有写户编号"),
        (0, {}, "大于零"),
        (3000, {"area": factories.COUNTY}, "由村或乡镇申请"),
        (3000, {"area": factories.NEXT_VILLAGE}, "不在申请的地方"),
    ],
)
def test_a_request_outside_the_rules_is_refused(at, fund, home, yuan, other, said):
    purpose = purpose_of(fund)
    with pytest.raises(UnableToRequest, match=said):
        asked(purpose, yuan, **({"household": home} | other))
    assert not FundRequest.objects.exists()


def test_not_more_than_the_fund_holds_less_what_waits(at, home):
    fund = education_fund(4000)
    purpose = purpose_of(fund)
    asked(purpose, 3000, household=home)
    with pytest.raises(UnableToRequest, match=r"现有 4,000.00 元，在办申请已占 3,000.00 元，还差 1,000.00 元"):
        asked(purpose, 2000, household=family().subject)


def test_nobody_is_paid_twice_for_the_same_thing_and_period(at, fund, home):
    purpose = purpose_of(fund)
    first = asked(purpose, 1000, household=home)
    with pytest.raises(UnableToRequest, match=f"已有申请 {first.subject.code}"):
        asked(purpose, 500, household=home)
    with booking(Change.Kind.PAGE) as work:
        void_request(request=first, on=ON, why="写错了", work=work)
    again = asked(purpose, 500, household=home)
    paid(at, again)
    with pytest.raises(UnableToRequest, match="已有申请"):
        asked(purpose, 500, household=home)
    with pytest.raises(UnableToOpenCase, match="已发放"):
        sent(at, again)


def test_two_students_of_one_household_are_two_and_the_same_one_is_not(at, fund, home):
    purpose = purpose_of(fund)
    people = [row.subject for row in Membership.objects.filter(household_id=home.pk).order_by("pk")]
    asked(purpose, 1000, household=home, person=people[1])
    asked(purpose, 1000, household=home, person=people[2])
    with pytest.raises(UnableToRequest, match="已有申请"):
        asked(purpose, 1000, household=home, person=people[1], payee="示例大学")
    with pytest.raises(UnableToRequest, match="已有申请"):
        asked(purpose, 1000, household=home)
    asked(purpose, 1000, household=family().subject)


def test_money_that_went_meanwhile_stops_the_payment(at, home):
    fund = education_fund(4000)
    case = at_finance(at, asked(purpose_of(fund), 3000, household=home))
    with booking() as work:
        move_fund(fund=fund, kind="wind_up", amount=200_000, on=ON, document="示财〔2018〕10号", work=work)
    with pytest.raises(UnableToDecide, match=r"现有 2,000.00 元，不够 3,000.00 元"):
        at.step(case, on=ON, inputs=PAID)
    assert not Movement.objects.filter(kind="fund_pay").exists()


def test_nobody_pays_without_a_voucher_or_what_he_reviewed(at, fund, home):
    case = at_finance(at, asked(purpose_of(fund), household=home))
    finance = at.posts["finance"][0]
    with pytest.raises(UnableToDecide, match="没有填“支付凭证”"):
        decide(cases=[case], outcome="pass", post=finance, by=finance.official, on=ON)


def test_what_comes_back_is_the_funds_again_and_when_all_is_back_it_can_be_asked_for_again(at, fund, home):
    purpose = purpose_of(fund)
    request = asked(purpose, 3000, household=home)
    paid(at, request)
    later = ON + timedelta(days=20)

    def back(yuan: int, why: str = "退回") -> None:
        with booking(Change.Kind.PAGE) as work:
            take_back_request(request=request, amount=yuan * 100, on=later, voucher="收-9", why=why, work=work)

    with pytest.raises(UnableToVoidRequest, match="已发放"), booking(Change.Kind.PAGE) as work:
        void_request(request=request, on=later, why="错了", work=work)
    with pytest.raises(UnableToTakeBack, match=r"没有收回的有 3,000.00 元，收回 3,001.00 元"):
        back(3001)
    back(1500)
    assert balance(fund) == 550_000
    request.refresh_from_db()
    assert request.voided_on is None
    back(1500)
    request.refresh_from_db()
    assert (balance(fund), request.voided_on) == (700_000, later)
    lots = {row.source.appropriation.number: row.amount for row in Movement.objects.filter(kind="fund_back")}
    assert sum(row.amount for row in Movement.objects.filter(kind="fund_back")) == 300_000 and len(lots) == 2
    asked(purpose, 3000, household=home, applied_on=ON)
    assert all(each.holds for each in identities())


def lie(request, **lies):
    """A payment as a liar would post it: past the procedure, under a change of kind case."""
    with booking(Change.Kind.CASE) as work:
        pay_request(
            request=request,
            payment=Payment(request.payee, "记-9", lies.pop("approvers", ("审核员一", "业务员一")), lies.pop("approval")),
            on=ON, work=work,
        )  # fmt: skip


def test_the_database_compares_a_payment_with_the_case_that_it_names(at, fund, home):
    purpose = purpose_of(fund)
    done = paid(at, asked(purpose, 500, household=family().subject))
    request = asked(purpose, 1000, household=home)
    waiting = at_finance(at, request)
    for lies, said in (
        ({"approval": waiting.number}, "没有办结"),
        ({"approval": done.number}, "不是这份基金申请的"),
        ({"approval": ""}, "支付要经办件批准|不是这份基金申请的"),
        ({"approval": waiting.number, "approvers": ("审核员一", "审核员一")}, "两名不同的审批人"),
    ):
        with pytest.raises(UnableToMove, match=said):
            lie(request, **lies)
    assert Movement.objects.filter(kind="fund_pay").count() == 1


FORBIDDEN = (
    ("INSERT INTO ledger_movement ({columns}) SELECT {picked} FROM ledger_movement WHERE kind = 'fund_pay' AND request_id = {pk}",
     "超过基金申请的核定金额"),
    ("UPDATE ledger_fundrequest SET amount = amount + 1", "内容不能改"),
    ("UPDATE ledger_fundrequest SET payee = 'x'", "内容不能改"),
    ("UPDATE ledger_fundrequest SET voided_on = '2018-12-01', void_why = 'x'", "不能作废；先收回"),
    ("UPDATE ledger_fundpurpose SET most = 1", "用途不能改"),
    ("DELETE FROM ledger_fundrequest", "不能删除"),
    ("DELETE FROM ledger_fundpurpose", "不能删除"),
)  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), FORBIDDEN)
def test_forbidden_sql_is_refused(at, fund, home, statement, said):
    request = asked(purpose_of(fund), 500, household=home)
    paid(at, request)
    names = [field.column for field in Movement._meta.fields if field.column != "id"]
    filled = statement.format(columns=", ".join(names), picked=", ".join(names), pk=request.pk)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled)
    assert re.search(said, str(caught.value))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("amount", "600000", "超过这项用途的上限"),
        ("household_id", "NULL", "不发给这样的对象"),
        ("applied_on", "'2017-01-01'", "没有生效"),
    ],
)
def test_a_request_forged_in_sql_is_refused(at, fund, home, column, value, said):
    request = asked(purpose_of(fund), 500, household=home)
    other = factories.project(area=factories.VILLAGE, code="XM-伪").subject
    names = [field.column for field in FundRequest._meta.fields]
    picked = ", ".join(
        str(other.pk) if name == "subject_id" else "'2017'" if name == "period" else value if name == column else name
        for name in names
    )
    statement = f"INSERT INTO ledger_fundrequest ({', '.join(names)}) SELECT {picked} FROM ledger_fundrequest WHERE subject_id = {request.pk}"
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert said in str(caught.value)


def test_a_purpose_ends_and_is_written_anew(at, fund, home):
    first = purpose_of(fund)
    with booking(Change.Kind.PAGE) as work:
        end_purpose(purpose=first, until=date(2018, 9, 1), work=work)
    with pytest.raises(UnableToRequest, match="没有生效"):
        asked(first, household=home)
    second = purpose_of(fund, most=100_000, since=date(2018, 9, 1))
    with pytest.raises(UnableToRequest, match=r"最多 1,000.00 元"):
        asked(second, 3000, household=home)
    assert FundPurpose.objects.count() == 2


def test_the_database_has_the_guards_of_requests(db):
    assert_guarded(REQUEST_GUARDS)
