"""核减: county review or finance grant less than is asked; only that much is announced, shown, printed, exported and paid."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from case_walk import family
from jingzhun.casework.actions.fund_request import cut_request
from jingzhun.casework.known_request import request_lines
from jingzhun.casework.models import NoticeEntry
from jingzhun.casework.notice_sheet import read_sheet
from jingzhun.casework.request_page import open_request_page
from jingzhun.ledger.actions.fund_request import UnableToCut, void_request
from jingzhun.ledger.actions.movement import UnableToMove
from jingzhun.ledger.models import FundCut, FundRequest, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.request_money import granted_of, holding_of, with_paid
from jingzhun.registry.models import Change
from money_ground import booking
from request_ground import ON, PAID, asked, education_fund, paying_office, purpose_of, sent

pytestmark = pytest.mark.django_db
NEXT = ON + timedelta(days=1)


@pytest.fixture(autouse=True)
def september(clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(date(2018, 9, 10))


@pytest.fixture
def at():
    return paying_office()


@pytest.fixture
def fund(at):
    return education_fund(5000)


@pytest.fixture
def request_(at, fund):
    return asked(purpose_of(fund, is_noticed=True), 3000, household=family().subject)


def cut(request, post, yuan, why="按票据核定", on=ON):
    cut_request(asked=request, post=post, approved=yuan * 100, why=why, on=on)


def county(at):
    return at.posts["county_officer"][0]


def finance(at):
    return at.posts["finance"][0]


def to_county(at, request):
    return at.walk(sent(at, request), on=ON, inputs=PAID, until="county")


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.row("S-40")
def test_the_county_grants_less_and_only_that_is_announced_and_paid(at, fund, request_):
    case = to_county(at, request_)
    cut(request_, county(at), 2000)
    assert holding_of(fund).free == 300_000
    case = at.walk(case, on=ON, inputs=PAID, until="pay")
    entry = NoticeEntry.objects.get(case=case)
    (row,) = read_sheet(entry.notice, entries=NoticeEntry.objects.filter(pk=entry.pk), office="").rows
    assert row[3] == "大学新生资助 2,000.00 元"
    assert dict(request_lines(request_.subject))["核定金额"].startswith(
        "2,000.00 元（2018-09-10 业务员一核减：按票据核定）"
    )
    paid = at.step(case, on=ON + timedelta(days=9), inputs=PAID)
    assert paid.state == "done" and Movement.objects.get(kind="fund_pay").amount == 200_000
    assert holding_of(fund).balance == 300_000 and all(each.holds for each in identities())


def test_finance_takes_more_off_before_it_pays_and_nobody_puts_back(at, request_):
    case = to_county(at, request_)
    cut(request_, county(at), 1000, "看错了")
    cut(request_, county(at), 2000)
    at.walk(case, on=ON, inputs=PAID, until="pay")
    with pytest.raises(UnableToCut, match="只能再减"):
        cut(request_, finance(at), 2500)
    cut(request_, finance(at), 1000, "看错了")
    cut(request_, finance(at), 1500, "余额有限")
    assert granted_of(request_.pk) == 150_000
    with pytest.raises(UnableToCut, match="由财政办"):
        cut(request_, county(at), 1200)
    assert [each.by_id for each in FundCut.objects.all()] == [county(at).official_id] * 2 + [
        finance(at).official_id
    ] * 2


@pytest.mark.parametrize(
    ("yuan", "why", "said"),
    [(3001, "多", "不多于申请的 3,000.00 元"), (0, "零", "要大于零"), (3000, "同", "现在核定的就是"), (100, " ", "没有写理由")],
)  # fmt: skip
def test_what_cannot_be_granted_is_refused(at, request_, yuan, why, said):
    to_county(at, request_)
    with pytest.raises(UnableToCut, match=said):
        cut(request_, county(at), yuan, why)
    assert not FundCut.objects.exists()


def test_who_does_not_decide_does_not_cut(at, request_):
    with pytest.raises(UnableToCut, match="没有在办"):
        cut(request_, county(at), 100)
    sent(at, request_)
    with pytest.raises(UnableToCut, match="由县级审定或财政核减"):
        cut(request_, county(at), 100)
    with booking() as work:
        void_request(request=request_, on=ON, why="重写", work=work)
    assert not FundCut.objects.exists()


def test_the_page_cuts_shows_and_exports(at, request_, client):
    to_county(at, request_)
    code = request_.subject.code
    at_page, at_cut = reverse("fund-request", args=[code]), reverse("fund-request-cut", args=[code])
    enter(client, finance(at))
    assert "不是你的岗位" in client.get(at_page).content.decode()
    assert client.post(at_cut, {"cut-approved": "2000", "cut-reason": "按票据"}).status_code == 422
    enter(client, county(at))
    assert client.post(at_cut, {"cut-approved": "9000", "cut-reason": "按票据"}).status_code == 422
    assert client.post(at_cut, {"cut-approved": "2000", "cut-reason": "按票据核定"}).status_code == 302
    page = client.get(at_page).content.decode()
    assert "核减 1,000.00 元" in page and "核减，核定 2,000.00 元" in page and "按票据核定" in page
    assert "2,000.00" in client.get(reverse("fund-requests")).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("fund-request-export")).content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert {"核定金额（元）", 2000.0, "按票据核定", "业务员一"} <= set(cells)


def test_the_database_pays_no_more_than_was_granted(at, fund, request_):
    """The case is done and 2,000 paid: of the 3,000 that were asked for not a yuan more."""
    case = to_county(at, request_)
    cut(request_, county(at), 2000)
    case = at.walk(case, on=ON, inputs=PAID, until="pay")
    at.step(case, on=ON + timedelta(days=9), inputs=PAID)
    with pytest.raises(UnableToMove, match="超过基金申请的核定金额"), booking(Change.Kind.CASE) as work:
        _pay(request_, case, 1, work)


def _pay(request, case, yuan, work):
    """What a careless action would order: as :func:`pay_request`, with its own amount."""
    from jingzhun.ledger.actions.fund import lots_of
    from jingzhun.ledger.actions.movement import Order, post

    post(
        [
            Order(
                kind="fund_pay", amount=fen, moved_on=ON + timedelta(days=9), appropriation=lot, project=request.fund.subject, household=request.household,
                payee=request.payee, request=request, voucher=PAID["payment"]["voucher"], approved_by="审核员一", approved_again_by="业务员一", approval=case.number,
            )
            for lot, fen in lots_of(request.fund, "fund_pay", yuan * 100)
        ],
        work=work,
    )  # fmt: skip


_INSERT = (
    'INSERT INTO ledger_fundcut (request_id, approved, why, cut_on, "case", by_id, office, change_id) '
    'SELECT request_id, {approved}, why, {on}, "case", {by}, office, {change} FROM ledger_fundcut'
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_fundcut SET approved = 1", "不能改写或删除"),
        ("DELETE FROM ledger_fundcut", "不能改写或删除"),
        (_INSERT.format(approved=300_001, on="cut_on", by="by_id", change="change_id"), "多于申请金额"),
        (_INSERT.format(approved=0, on="cut_on", by="by_id", change="change_id"), "ledger_fundcut_approved"),
        (_INSERT.format(approved=100, on="'2018-08-01'", by="by_id", change="change_id"), "早于申请日期"),
        (_INSERT.format(approved=100, on="cut_on", by="by_id + 1", change="change_id"), "核减人不是这次写入的人"),
    ],
)
def test_the_database_keeps_what_was_cut(at, request_, statement, said):
    to_county(at, request_)
    cut(request_, county(at), 2000)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert said in str(caught.value)


def test_nothing_is_cut_after_the_payment(at, request_):
    case = at.walk(to_county(at, request_), on=ON, inputs=PAID, until="pay")
    at.step(case, on=ON + timedelta(days=9), inputs=PAID)
    with pytest.raises(UnableToCut, match="没有在办"):
        cut(request_, finance(at), 100)


def test_the_course_tells_what_happened_in_a_day_as_it_was_recorded(at, fund, request_, client, monkeypatch):
    """The cut stands before the decision that was made after it, and the payment after both, all on one day."""
    minutes = count()
    monkeypatch.setattr(
        timezone, "now", lambda: timezone.make_aware(datetime(2018, 9, 10, 10)) + timedelta(minutes=next(minutes))
    )
    case = to_county(at, request_)
    cut(request_, county(at), 2000)
    case = at.walk(case, on=ON, inputs=PAID, until="pay")
    cut(request_, finance(at), 1500, on=NEXT + timedelta(days=8))
    at.step(case, on=NEXT + timedelta(days=8), inputs=PAID)
    asked_again = with_paid(FundRequest.objects.filter(pk=request_.pk)).select_related("change").get()
    page = open_request_page(asked=asked_again, paid=asked_again.paid, post=finance(at), today=NEXT + timedelta(days=9))
    titles = [str(each["title"]) for each in reversed(page.events)]
    places = [
        next(place for place, title in enumerate(titles) if title.startswith(start))
        for start in (
            "申请",
            "送审",
            "核减，核定 2,000.00",
            "县级审定",
            "核减，核定 1,500.00",
            "财政发放：",
            "基金发放 1,500.00",
        )
    ]
    assert places == sorted(places), titles
    assert titles[places[2] - 1].startswith("乡镇"), "what was decided before the cut stands before it"
    enter(client, county(at))
    history = client.get(reverse("case", args=[case.number])).content.decode().partition('id="history"')[2]
    where = [history.index(said) for said in ("县级审定　", "核减，核定 2,000.00 元", "乡镇审核　")]
    assert where == sorted(where), "the case's page tells it too"
