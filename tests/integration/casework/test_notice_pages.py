"""公示公告 and the suggestion box for posts: lists by state, objections heard and answered, each within reach."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

import factories
from case_ground import SHORT, ground
from jingzhun.accounts.models import Post
from jingzhun.audit.models import Event
from jingzhun.casework.actions.objection import raise_objection
from jingzhun.casework.models import Notice, NoticeEntry, Objection, Suggestion

pytestmark = pytest.mark.django_db
RUNNING = date(2026, 7, 3)
TOWN_NOTICE = SHORT.replace("review: 审核, documents", "review: 审核, notice: {name: 二榜公示, days: 5天}, documents")


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def as_post(post: Post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(post: Post, **query) -> str:
    """The list, read after a new sign-in: sessions end while the clock is turned."""
    return as_post(post).get(reverse("notices"), query).content.decode()


def test_a_notice_is_found_under_its_state_day_by_day(given, clock):
    given.at_township()
    notice = Notice.objects.get()
    states = {
        date(2026, 7, 1): "coming", date(2026, 7, 2): "running", date(2026, 7, 6): "running", date(2026, 7, 7): "over",
    }  # fmt: skip
    for day, state in states.items():
        clock(day)
        for asked in ("coming", "running", "stopped", "over", "down"):
            assert (str(notice) in shown(given.village, state=asked)) is (asked == state), (day, asked)
    clock(date(2026, 7, 4))
    assert "还剩 3 天" in shown(given.village)
    raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=date(2026, 7, 4))
    assert str(notice) in shown(given.village, state="stopped")
    assert "未答复" in shown(given.village)
    given.decide(notice.entries.get().case, "return", on=date(2026, 7, 5), opinion="重新核实")
    assert str(notice) in shown(given.village, state="down")


def test_a_cadre_records_what_was_heard_and_the_village_answers_it(given, clock):
    case = given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(date(2026, 7, 5))
    village = as_post(given.village)
    address = reverse("objection-record", args=[notice.pk])
    sent = {"entry": entry.pk, "channel": "hotline", "by_name": "和丽", "text": "他家有小轿车", "on": "2026-07-04"}
    assert village.get(address).status_code == 200
    assert village.post(address, {**sent, "on": "2026-07-06"}).status_code == 422
    assert village.post(address, {**sent, "channel": "page"}).status_code == 422
    assert village.post(address, sent).status_code == 302
    objection = Objection.objects.get()
    assert (objection.channel, objection.by_name, objection.recorded_by) == ("hotline", "和丽", given.village.official)
    page = village.get(reverse("notice", args=[notice.pk])).content.decode()
    assert "核实后答复" in page
    assert "核实后答复" not in as_post(given.county).get(reverse("notice", args=[notice.pk])).content.decode()
    answer = reverse("objection-answer", args=[objection.pk])
    refused = as_post(given.township).post(answer, {"is_upheld": "no", "answer": "查过"})
    assert (refused.status_code, Objection.objects.get().answered_on) == (422, None)
    assert village.post(answer, {"answer": "没有说成立不成立"}).status_code == 422
    assert village.post(answer, {"is_upheld": "no", "answer": "入户看过，车是邻居的"}).status_code == 302
    entry.refresh_from_db()
    case.refresh_from_db()
    assert (entry.until, case.not_before_on, case.open_objections) == (date(2026, 7, 8), date(2026, 7, 8), 0)
    again = village.post(answer, {"is_upheld": "yes", "answer": "再答"})
    assert (again.status_code, "已经答复过" in again.content.decode()) == (422, True)
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert [a for a in actions if a.startswith("objection")] == ["objection.receive", "objection.answer"]


def test_what_was_heard_in_time_may_be_written_down_late_and_what_was_not_may_not(given, clock):
    case = given.at_township()
    notice, entry = Notice.objects.get(), NoticeEntry.objects.get()
    clock(date(2026, 7, 8))
    address = reverse("objection-record", args=[notice.pk])
    sent = {"entry": entry.pk, "channel": "person", "text": "他家有小轿车"}
    late = as_post(given.village).post(address, {**sent, "on": "2026-07-07"})
    assert (late.status_code, "不在公示期内" in late.content.decode()) == (422, True)
    assert as_post(given.village).post(address, {**sent, "on": "2026-07-06"}).status_code == 302
    case.refresh_from_db()
    assert case.open_objections == 1


def test_who_only_watches_sees_notices_and_cannot_touch_them(given, clock):
    given.at_township()
    notice = Notice.objects.get()
    clock(RUNNING)
    watcher = as_post(factories.post(role="inspection"))
    page = watcher.get(reverse("notice", args=[notice.pk])).content.decode()
    assert "登记听到的异议" not in page
    assert watcher.get(reverse("objection-record", args=[notice.pk])).status_code == 403


def test_a_village_sees_of_the_townships_notice_its_own_part(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(TOWN_NOTICE)
    case = given.at_county()
    notice = Notice.objects.get(area=factories.TOWNSHIP)
    clock(date(2026, 7, 8))
    for area, status in ((factories.VILLAGE, 200), (factories.NEXT_VILLAGE, 404)):
        post = given.village if area == factories.VILLAGE else factories.post(role="village_cadre", area=area)
        for name in ("notice", "notice-poster", "objection-record"):
            assert as_post(post).get(reverse(name, args=[notice.pk])).status_code == status, (area, name)
    assert case.number in as_post(given.village).get(reverse("notice", args=[notice.pk])).content.decode()


def test_a_suggestion_is_remembered_with_its_page_and_answered_once(given, clock, client):
    clock(RUNNING)
    form = client.get(reverse("suggest"), {"page": "/households/?q=此里"}).content.decode()
    assert 'value="/households/"' in form
    for page, kept in (("/households/", "/households/"), ("https://elsewhere/", ""), ("//elsewhere", "")):
        Suggestion.objects.all().delete()
        response = client.post(reverse("suggest"), {"text": "名单想按组分", "page": page}, follow=True)
        made = Suggestion.objects.get()
        assert (made.page, made.by_name) == (kept, "")
    assert f"{made.reference[:4]}-{made.reference[4:]}" in response.content.decode()
    officer = as_post(given.county)
    assert "名单想按组分" in officer.get(reverse("suggestions"), {"state": "open"}).content.decode()
    address = reverse("suggestion", args=[made.pk])
    for wrong in (" ", "请打 13988765432"):
        assert officer.post(address, {"answer": wrong}).status_code == 422
    assert officer.post(address, {"answer": "下月加上"}).status_code == 302
    assert officer.post(address, {"answer": "再答"}).status_code == 422
    found = client.get(reverse("public-answer", args=[made.reference])).content.decode()
    assert "下月加上" in found
    assert "名单想按组分" not in found
    assert "名单想按组分" not in officer.get(reverse("suggestions"), {"state": "open"}).content.decode()
    assert as_post(given.village).get(reverse("suggestions")).status_code == 403


def test_every_kind_of_page_leads_to_the_box(given, clock, client):
    clock(RUNNING)
    given.at_township()
    for address in (reverse("sign-in"), reverse("public-notices"), "/none/"):
        assert f'href="{reverse("suggest")}?page=' in client.get(address).content.decode(), address
    assert f'href="{reverse("suggest")}?page=/notices/"' in shown(given.village)
