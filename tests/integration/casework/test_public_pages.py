"""What the public reads and writes without sign-in, and that nothing else about a household gets out."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

import factories
from case_ground import DAY, SHORT, ground, home
from jingzhun.casework.actions.case import open_batch
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.objection import UnableToAnswerObjection, answer_objection, raise_objection
from jingzhun.casework.actions.visitor import FROM_ADDRESS, FROM_SESSION, KEPT
from jingzhun.casework.models import Case, Notice, NoticeEntry, Objection, VisitorTally
from jingzhun.casework.poster import place_of
from jingzhun.registry.models import Health, HouseholdProfile
from jingzhun.registry.personal import seal

pytestmark = pytest.mark.django_db
RUNNING, BORN = date(2026, 7, 3), date(2020, 5, 17)
MANY = SHORT.replace("level: 乡, review: 审核", "level: 乡, notice: {name: 二榜公示, days: 5天}, review: 审核")


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def at(notice: Notice, name: str = "public-notice") -> str:
    return reverse(name, kwargs=place_of(notice))


def text_of(response) -> str:
    data = response.content
    if not data.startswith(b"%PDF"):
        return data.decode()
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def links_within(client: Client, start: str) -> dict[str, str]:
    """Every public address that links lead to → its text."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = text_of(response)
        if response["Content-Type"].startswith("text/html"):
            for link in BeautifulSoup(response.content, "html.parser").select("a[href^='/']"):
                if link["href"].startswith(("/public", "/suggest")):
                    waiting.append(link["href"])
    return found


def test_a_notice_is_public_from_its_first_day_to_its_last(given, clock, client):
    case = given.at_township()
    notice = Notice.objects.get()
    for day, status in (
        (date(2026, 7, 1), 404),
        (date(2026, 7, 2), 200),
        (date(2026, 7, 6), 200),
        (date(2026, 7, 7), 404),
    ):
        clock(day)
        for name in ("public-notice", "public-poster", "public-objection"):
            response = client.get(at(notice, name))
            assert response.status_code == status, (day, name)
            assert ("此里*布" in text_of(response)) is (status == 200)
        listed = text_of(client.get(reverse("public-notices")))
        assert (at(notice) in listed) is (status == 200)
        assert case.number not in listed


def test_what_is_gone_looks_like_what_never_was(given, clock, client):
    given.at_township()
    notice = Notice.objects.get()
    clock(date(2026, 8, 1))
    gone = client.get(at(notice))
    never = client.get(reverse("public-notice", kwargs={"area": factories.VILLAGE, "year": 2026, "number": 999}))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert "已过公示期" in gone.content.decode()
    strip = re.compile(r"/public/[^\"]*")
    assert strip.sub("", gone.content.decode()) == strip.sub("", never.content.decode())


def test_the_notices_of_another_county_are_not_shown(given, clock, client):
    given.village = factories.post(role="village_cadre", area=factories.NEXT_COUNTY_VILLAGE)
    case = given.open(home(factories.NEXT_COUNTY_VILLAGE))
    given.paper(case, "申请书")
    given.decide(case)
    clock(RUNNING)
    assert client.get(at(Notice.objects.get())).status_code == 404
    assert "现在没有正在公示的" in text_of(client.get(reverse("public-notices")))


def test_reading_leaves_no_cookie_and_asks_for_no_listing(given, clock, client):
    given.at_township()
    notice = Notice.objects.get()
    clock(RUNNING)
    for address in (reverse("public-notices"), at(notice), at(notice, "public-poster"), reverse("public-find")):
        response = client.get(address)
        assert response.cookies == {}, address
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Cache-Control"] == "no-store"


def test_the_list_is_narrowed_to_a_township_or_a_village(given, clock, client):
    given.at_township()
    other = factories.post(role="village_cadre", area=factories.FAR_VILLAGE)
    given.village = other
    case = given.open(home(factories.FAR_VILLAGE))
    given.paper(case, "申请书", by=other)
    given.decide(case, by=other)
    near, far = (Notice.objects.get(area=area) for area in (factories.VILLAGE, factories.FAR_VILLAGE))
    clock(RUNNING)
    for area, shown in (
        ("", {near, far}),
        (factories.TOWNSHIP, {near}),
        (factories.FAR_VILLAGE, {far}),
        ("x", {near, far}),
    ):
        page = text_of(client.get(reverse("public-notices"), {"area": area}))
        assert {notice for notice in (near, far) if at(notice) in page} == shown


def test_the_list_asks_as_few_questions_for_many_notices(given, clock, client, django_assert_max_num_queries):
    for _ in range(6):
        given.at_township()
    clock(RUNNING)
    client.get(reverse("public-notices"))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("public-notices")).content.decode().count("还剩") > 0
    with django_assert_max_num_queries(7):
        client.get(at(Notice.objects.first()))


def test_an_objection_without_a_name_stops_the_clock_and_its_reference_leads_to_the_answer(given, clock, client):
    case = given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(RUNNING)
    response = client.post(at(notice, "public-objection"), {"entry": entry.pk, "text": "他家有小轿车"}, follow=True)
    page = text_of(response)
    objection = Objection.objects.get()
    assert (objection.channel, objection.by_name, objection.recorded_by) == ("page", "", None)
    assert f"{objection.reference[:4]}-{objection.reference[4:]}" in page
    assert "小轿车" not in page
    entry.refresh_from_db()
    assert entry.stopped_since == RUNNING
    case.refresh_from_db()
    assert case.open_objections == 1
    answer_objection(
        objection=objection, is_upheld=False, answer="入户看过，车是邻居的", post=given.village, by=given.village.official,
        on=date(2026, 7, 5),
    )  # fmt: skip
    clock(date(2027, 1, 1))  # long after the notice is gone
    typed = f"{objection.reference[:4].lower()} - {objection.reference[4:].lower()}"
    found = text_of(client.get(reverse("public-find"), {"reference": typed}, follow=True))
    assert "异议不成立" in found
    assert "入户看过，车是邻居的" in found
    assert "小轿车" not in found
    assert "此里" not in found


def test_what_is_typed_wrong_stays_on_the_form(given, clock, client):
    given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(RUNNING)
    for sent in ({"entry": entry.pk, "text": " "}, {"entry": entry.pk, "text": "长" * 601}, {"entry": 0, "text": "话"}):
        response = client.post(at(notice, "public-objection"), sent)
        assert response.status_code == 422
    assert not Objection.objects.exists()


def test_the_form_wants_its_own_token(given, clock):
    given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(RUNNING)
    strict = Client(enforce_csrf_checks=True)
    sent = {"entry": entry.pk, "text": "话"}
    assert strict.post(at(notice, "public-objection"), sent).status_code == 403
    form = BeautifulSoup(strict.get(at(notice, "public-objection")).content, "html.parser")
    sent["csrfmiddlewaretoken"] = form.select_one("input[name=csrfmiddlewaretoken]")["value"]
    assert strict.post(at(notice, "public-objection"), sent).status_code == 302


def test_an_announcement_takes_no_objection(given, clock, client):
    case = given.at_county()
    given.decide(case, on=date(2026, 7, 7))
    notice = Notice.objects.get(kind="announcement")
    clock(date(2026, 7, 9))
    assert "公告" in text_of(client.get(at(notice)))
    assert client.get(at(notice, "public-objection")).status_code == 404


def test_one_address_and_one_browser_write_only_so_often_in_an_hour(given, clock, client):
    given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(RUNNING)
    sent = {"entry": entry.pk, "text": "话"}
    browser = Client()
    browser.get(at(notice, "public-objection"))
    assert browser.session.session_key
    for _ in range(FROM_SESSION):
        assert browser.post(at(notice, "public-objection"), sent).status_code == 302
    refused = browser.post(at(notice, "public-objection"), sent)
    assert (refused.status_code, "J-080" in refused.content.decode()) == (422, True)
    for _ in range(FROM_ADDRESS - FROM_SESSION):
        assert client.post(reverse("suggest"), {"text": "话"}).status_code == 302
    assert client.post(reverse("suggest"), {"text": "话"}).status_code == 422
    assert Objection.objects.count() == FROM_SESSION
    clock(RUNNING + KEPT + timedelta(days=1))
    assert client.post(reverse("suggest"), {"text": "话"}).status_code == 302
    assert VisitorTally.objects.count() == 1


def test_while_an_objection_is_open_the_entry_stays_public_past_its_day_and_takes_more(given, clock, client):
    given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    first = raise_objection(entry=entry, channel="page", text="一", on=date(2026, 7, 6))
    clock(date(2026, 7, 20))
    page = text_of(client.get(at(notice)))
    assert "此里*布" in page
    assert "有异议正在核实" in page
    second = raise_objection(entry=entry, channel="page", text="二", on=date(2026, 7, 20))
    for objection in (first, second):
        answer_objection(
            objection=objection, is_upheld=False, answer="不成立", post=given.village, by=given.village.official,
            on=date(2026, 7, 20),
        )  # fmt: skip
    entry.refresh_from_db()
    assert entry.until == date(2026, 7, 21)
    assert "停算 14 天" in text_of(client.get(at(notice)))
    clock(date(2026, 7, 21))
    assert client.get(at(notice)).status_code == 404


def test_a_returned_case_is_taken_off_the_board_though_an_objection_is_open(given, clock, client):
    case = given.at_township()
    raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=date(2026, 7, 6))
    given.decide(case, "return", on=date(2026, 7, 20), opinion="重新核实")
    clock(date(2026, 7, 20))
    assert client.get(at(Notice.objects.get())).status_code == 404


@pytest.mark.parametrize(
    "answer",
    [
        "电话 13988765432",
        "电话 139 8876 5432",
        "卡号 6217-0012-3456-7890",
        "他家孩子有病",
        "其妻患尿毒症，每周透析",
        "户主此里农布没有车",
    ],
    ids=["number", "number in groups", "card in groups", "health", "health by its name", "name"],
)
def test_an_answer_that_says_too_much_is_refused(given, answer):
    given.at_township()
    objection = raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=RUNNING)
    with pytest.raises(UnableToAnswerObjection, match="答复可在网上查到"):
        answer_objection(
            objection=objection,
            is_upheld=False,
            answer=answer,
            post=given.village,
            by=given.village.official,
            on=RUNNING,
        )


def test_an_answer_may_hold_days_sums_and_document_numbers(given):
    given.at_township()
    objection = raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=RUNNING)
    answer = "2018-12-31 入户，按云开组〔2018〕42号核对：2016、2017、2018 年收入 12,345.67 元、8000-9000 元，症结是计算口径；天气炎热，未能全部入户"
    answer_objection(
        objection=objection, is_upheld=False, answer=answer, post=given.village, by=given.village.official, on=RUNNING
    )  # fmt: skip
    objection.refresh_from_db()
    assert objection.answer == answer


def test_no_public_page_or_poster_tells_what_is_known_of_the_households(settings, tmp_path, clock, client):
    """A village of 60 households of which the register knows everything, on two notices and an announcement."""
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(MANY)
    secrets, homes = set(), []
    for number in range(60):
        homes.append(full_of_secrets(number, secrets))
    given_batch = open_batch(
        offer=given.offer, subjects=homes, post=given.village, by=given.village.official, title="七月", origin="农户申请",
        reason="收入下降", on=DAY,
    )  # fmt: skip
    cases = list(Case.objects.filter(batch=given_batch).order_by("pk"))
    for case in cases:
        given.paper(case, "申请书")
    decide(cases=cases, outcome="pass", post=given.village, by=given.village.official, on=DAY)
    later = date(2026, 7, 7)
    for case in cases[:30]:
        given.paper(case, "审核报告", by=given.township, on=later)
    decide(cases=cases[:30], outcome="pass", post=given.township, by=given.township.official, on=later)
    entry = NoticeEntry.objects.filter(notice__area=factories.TOWNSHIP).first()
    objection = raise_objection(
        entry=entry, channel="page", text=" ".join(sorted(secrets))[:600], by_name="和丽", on=date(2026, 7, 9)
    )
    read = {}
    for day in (RUNNING, date(2026, 7, 9)):
        clock(day)
        read |= {f"{day} {address}": said for address, said in links_within(client, reverse("public-notices")).items()}
        read[f"{day} answer"] = text_of(client.get(reverse("public-answer", args=[objection.reference])))
    assert sum(name.endswith(".pdf") for name in read) == 2
    assert len(read) >= 8
    told = {(name, secret) for name, said in read.items() for secret in secrets if secret in said.replace("\n", "")}
    assert told == set()
    assert [name for name, said in read.items() if re.search(r"\d{15,}", said)] == []
    poster = next(said for name, said in read.items() if name.endswith(f"{factories.VILLAGE}/2026-1/poster.pdf"))
    assert poster.count("此里农布*") == 60


def test_a_child_at_the_head_of_a_household_is_not_named(given, clock, client):
    made = factories.household(village=factories.VILLAGE, registered=False)
    factories.member(of=made, name="小卓玛央金", born_on=BORN)
    case = given.open(made.subject)
    given.paper(case, "申请书")
    given.decide(case)
    clock(RUNNING)
    for name in ("public-notice", "public-poster"):
        text = text_of(client.get(at(Notice.objects.get(), name)))
        assert "户主未成年" in text
        assert "卓玛" not in text


def full_of_secrets(number: int, secrets: set[str]):
    """A household of which names, numbers, telephone, account, illness and a child are known; all of them into ``secrets``."""
    change = factories.change()
    made = factories.household(village=factories.VILLAGE, registered=False, by=change)
    phone, account, head, child = (
        f"139{number:08d}",
        f"6228480{number:012d}",
        f"此里农布{number:02d}",
        f"小卓玛{number:02d}",
    )
    ids = [factories.id_number(serial=number), factories.id_number(born_on=BORN, serial=number)]
    key = made.subject_id
    HouseholdProfile.objects.filter(subject=made.subject).update(
        group_name="二组", phone=seal("phone", key, phone), bank_account=seal("bank_account", key, account)
    )
    adult = factories.member(of=made, name=head, number=ids[0], by=change)
    factories.member(of=made, name=child, relation="03", born_on=BORN, number=ids[1], by=change)
    Health.objects.create(
        subject=adult.subject, since=date(2014, 6, 30), health=seal("health", adult.subject_id, "大病"),
        disability=seal("disability", adult.subject_id, "肢体二级"), **factories.known(change),
    )  # fmt: skip
    secrets |= {head, child, phone, account, *ids, made.subject.code, "大病", "肢体"}
    return made.subject
