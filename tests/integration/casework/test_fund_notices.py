"""The funds of a year on the board and on the public page: ten days, frozen, with objections, corrected only by a new one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import factories
from case_walk import CODES, Office, office
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.actions.objection import answer_objection, raise_objection
from jingzhun.casework.guards import FUND_GUARDS
from jingzhun.casework.inputs import form_for
from jingzhun.casework.models import Case, Notice, NoticedFundLine, NoticedFunds, NoticeEntry
from jingzhun.casework.public_fund import HEADS, UnableToPublishFunds
from jingzhun.ledger.actions.movement import post as book
from jingzhun.ledger.publicity import COLUMNS, publicity
from jingzhun.registry.models import Subject
from money_ground import Money, booking, money

pytestmark = [pytest.mark.django_db, pytest.mark.row("S-36")]
DAY = date(2018, 11, 1)
ASKED = {"fund_year": {"year": "2018", "counted_on": "2018-10-31"}}


@pytest.fixture
def given(settings, tmp_path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    made = office(CODES, "national/project-library-2018")
    made.posts["finance"] = [factories.post(role="finance", by=factories.official(name=f"财政{n}")) for n in "一二"]
    return made


@pytest.fixture
def ground(given) -> Money:
    made = money()
    home = factories.household(code="H-1")
    factories.member(of=home, name="扎西顿珠")
    made.book(assign=1_000_000, arrive=900_000, allocate=800_000, claim=600_000, pay=300_000)
    with booking() as work:
        book([made.order("pay_household", 100_000, payee="", household=home.subject, voucher="记-9")], work=work)
    return made


def county() -> Subject:
    known = Subject.objects.filter(kind="county").first()
    return known or Subject.objects.create(
        kind="county", code=factories.COUNTY, area_id=factories.COUNTY, created_by=factories.change()
    )


def opened(given: Office, on: date = DAY) -> Case:
    return given.open("announce_funds", county(), on=on)


def posted(given: Office, on: date = DAY) -> Notice:
    """Compiled and reviewed: on the board from the next day."""
    given.walk(opened(given, on), on=on, inputs=ASKED, until="announce")
    return NoticeEntry.objects.latest("pk").notice


def at(notice: Notice) -> dict[str, object]:
    return {"area": notice.area_id, "year": notice.year, "number": notice.number}


def test_the_public_page_lists_and_opens_the_funds_in_the_official_columns(given, ground, client, monkeypatch):
    notice = posted(given)
    assert (notice.days, notice.get_kind_display(), notice.starts_on) == (10, "公示", DAY + timedelta(days=1))
    monkeypatch.setattr(timezone, "localdate", lambda *a: notice.starts_on)
    listed = client.get(reverse("public-notices")).content.decode()
    assert reverse("public-notice", kwargs=at(notice)) in listed and "年度项目资金公告公示" in listed
    shown = client.get(reverse("public-notice", kwargs=at(notice))).content.decode()
    for text in (*(column.title for column in COLUMNS), "卫生室新建", "资金下达100.00万元，到位90.00万元，拨付80.00万元，支付和兑付40.00万元",
                 "收支截至2018年10月31日", "本年度项目1个，计划资金30.00万元，逐个见下表", "上海帮扶资金 30.00", "80.00", "40.00", "提意见"):  # fmt: skip
        assert text in shown, text
    assert not any(word in shown for word in ("附件", "扎西顿珠", "H-1", "示例施工队", "记-9"))
    poster = client.get(reverse("public-poster", kwargs=at(notice)))
    assert poster.content.startswith(b"%PDF")
    monkeypatch.setattr(timezone, "localdate", lambda *a: notice.starts_on + timedelta(days=10))
    assert reverse("public-notice", kwargs=at(notice)) not in client.get(reverse("public-notices")).content.decode()


def test_what_was_public_stays_and_the_announcement_says_the_same(given, ground):
    notice = posted(given)
    kept = list(NoticedFundLine.objects.values_list())
    ground.book(on=date(2018, 10, 1), pay=100_000)
    factories.project(code="XM-后来", name="后来的项目")
    case = given.walk(Case.objects.get(), on=DAY, inputs=ASKED)
    first, last = NoticedFunds.objects.order_by("pk")
    assert case.state == "done" and last.entry.notice.kind == "announcement"
    assert last.entry.notice.starts_on >= notice.starts_on + timedelta(days=10)
    assert list(NoticedFundLine.objects.filter(funds=first).values_list()) == kept
    assert last.said == first.said and "支付和兑付40.00万元" in last.said
    again = posted(given, case.closed_on)
    assert "支付和兑付50.00万元" in NoticedFunds.objects.get(entry__notice=again).said


def test_the_database_never_rewrites_it(given, ground):
    posted(given)
    assert tuple(column.title for column in COLUMNS) == HEADS
    for rows, values in ((NoticedFunds.objects.all(), {"said": "x"}), (NoticedFundLine.objects.all(), {"paid": "0"})):
        for write in (
            lambda rows=rows, values=values: rows.update(**values),
            lambda rows=rows: rows._raw_delete(rows.db),
        ):
            with pytest.raises((IntegrityError, DatabaseError), match="不能改写或删除"), transaction.atomic():
                write()
    assert len({guard.name for guard in FUND_GUARDS}) == 4


def test_ten_days_run_and_an_objection_stops_them(given, ground):
    notice = posted(given)
    case, officer = Case.objects.get(), given.posts["county_officer"][2]
    early = notice.starts_on + timedelta(days=9)
    with pytest.raises(UnableToDecide):
        decide(cases=[case], outcome="pass", post=officer, by=officer.official, on=early)
    entry = notice.entries.get()
    made = raise_objection(entry=entry, channel="page", text="支付数不对", on=notice.starts_on + timedelta(days=3))
    after = notice.starts_on + timedelta(days=12)
    case.refresh_from_db()
    with pytest.raises(UnableToDecide):
        decide(cases=[case], outcome="pass", post=officer, by=officer.official, on=after)
    reviewer = given.posts["county_officer"][0]
    answer_objection(
        objection=made, is_upheld=False, answer="已核对凭证，数字相符", post=reviewer, by=reviewer.official, on=after
    )
    entry.refresh_from_db()
    assert entry.until == notice.starts_on + timedelta(days=19)


def test_a_wrong_one_is_taken_down_by_returning_the_case_and_a_new_one_goes_up(given, ground):
    notice = posted(given)
    case, officer = Case.objects.get(), given.posts["county_officer"][2]
    on = notice.starts_on + timedelta(days=2)
    decide(cases=[case], outcome="return", post=officer, by=officer.official, on=on, opinion="项目名称写错")
    assert not Notice.objects.public_on(on).exists()
    case.refresh_from_db()
    ground.book(on=date(2018, 10, 1), pay=100_000)
    given.walk(case, on=on, inputs=ASKED, until="announce")
    first, second = NoticedFunds.objects.order_by("pk")
    assert "支付和兑付40.00万元" in first.said and "支付和兑付50.00万元" in second.said


def test_numbers_of_persons_in_a_project_keep_it_off_the_board(given, ground):
    factories.project(code="XM-9", beneficiaries="此里农布 13987654321")
    case = given.walk(opened(given), on=DAY, inputs=ASKED, until="review")
    with pytest.raises(UnableToPublishFunds, match="受益对象"):
        given.step(case, on=DAY)
    assert not NoticeEntry.objects.exists()


def test_a_year_without_projects_and_a_day_to_come_are_refused(given, ground):
    case = opened(given)
    for data, field in (
        ({"year": "2030", "counted_on": "2018-10-31"}, "year"),
        ({"year": "2018", "counted_on": "2018-11-02"}, "counted_on"),
    ):
        form = form_for(
            "fund_year", case, given.book, {f"fund_year-{name}": text for name, text in data.items()}, day=DAY
        )
        assert not form.is_valid() and field in form.errors


def test_finance_begins_it_from_the_table_and_nobody_else(given, ground, client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *a: DAY)
    finance = given.posts["finance"][0]
    client.force_login(finance.official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("publicity")).content.decode()
    assert f"{reverse('case-choose')}?county={factories.COUNTY}" in page
    offer = given.offer("announce_funds", DAY)
    where = reverse("case-open", args=[offer.pack.pk, "announce_funds"])
    assert where in client.get(reverse("case-choose"), {"county": factories.COUNTY}).content.decode()
    client.post(where, {"origin": "年度资金公告", "reason": "年度公告"})
    case = Case.objects.get()
    assert case.subject.kind == "county" and case.step.key == "compile"
    officer = given.posts["county_officer"][0]
    client.force_login(officer.official, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(where, {"origin": "年度资金公告", "reason": "年度公告"}).status_code == 422


def test_the_table_is_the_one_that_the_ledger_makes(given, ground):
    posted(given)
    found = publicity(area=county().area, year=2018, day=date(2018, 10, 31), known_at=None)
    line = NoticedFundLine.objects.get()
    assert [line.name, line.planned, line.allocated, line.paid] == [found.rows[0][n] for n in (1, 5, 10, 11)]


@pytest.mark.parametrize(
    ("code", "kind", "area", "role"),
    [
        ("announce_township_funds", "township", factories.TOWNSHIP, "finance"),
        ("announce_village_funds", "village", factories.VILLAGE, "village_cadre"),
    ],
)
def test_townships_and_villages_announce_what_touches_them(given, ground, client, monkeypatch, code, kind, area, role):
    monkeypatch.setattr(timezone, "localdate", lambda *a: DAY)
    given.posts["finance"] = [
        factories.post(role="finance", area=factories.TOWNSHIP),
        *given.posts["finance"],
    ]
    factories.project(code="XM-外", name="别处的桥", area=factories.FAR_VILLAGE)
    post, offer = given.posts[role][0], given.offer(code, DAY)
    where, about = (
        reverse("case-open", args=[offer.pack.pk, code]),
        {"origin": offer.procedure.sources[0], "reason": "公告"},
    )
    for other in (given.posts["county_officer"][0], given.posts["finance"][1]):
        client.force_login(other.official, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(where, about).status_code == 422
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    assert f"{reverse('case-choose')}?{kind}={area}" in client.get(reverse("publicity")).content.decode()
    assert where in client.get(reverse("case-choose"), {kind: area}).content.decode()
    client.post(where, about)
    case = Case.objects.get()
    assert (case.subject.kind, case.subject.code, case.step.key) == (kind, area, "compile")
    assert "交哪一份" not in client.get(reverse("case", args=[case.number])).content.decode()
    given.walk(case, on=DAY, inputs=ASKED, until="announce")
    notice = NoticeEntry.objects.latest("pk").notice
    assert (notice.area_id, notice.days) == (area, 10)
    assert list(NoticedFundLine.objects.values_list("name", flat=True)) == ["卫生室新建"]
    monkeypatch.setattr(timezone, "localdate", lambda *a: notice.starts_on)
    shown = client.get(reverse("public-notice", kwargs=at(notice))).content.decode()
    assert "支付和兑付40.00万元" in shown and "别处的桥" not in shown and f"{case.subject.area.title}2018年度" in shown
    given.walk(case, on=DAY)
    assert NoticeEntry.objects.latest("pk").notice.get_kind_display() == "公告"
