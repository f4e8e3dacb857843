"""Cases on the first page of a post and on the household's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

import factories
from case_ground import DAY, ground
from jingzhun.accounts.models import Post
from jingzhun.casework.actions.objection import raise_objection
from jingzhun.dashboards.home_file import _cases_waiting, _unattended

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_work_is_told_to_whose_step_it_is_and_says_what_it_waits_for(given):
    given.at_township()
    assert _cases_waiting(given.village, DAY) == []
    waiting = _cases_waiting(given.township, DAY)
    assert [(line.chip, line.count) for line in waiting] == [("公示中", "1 件")]
    assert [line.chip for line in _cases_waiting(given.township, DAY + timedelta(days=7))] == ["等你办"]
    late = _cases_waiting(given.township, DAY + timedelta(days=60))
    assert [(line.tone, line.chip) for line in late] == [("fail", "超期")]


def test_the_household_page_lists_its_cases_and_papers(given):
    case = given.at_township()
    page = signed_in(given.village).get(f"/households/{case.subject.code}/?as_of=2026-07-01").content.decode()
    assert f"/cases/{case.number}/" in page
    assert "申请书" in page
    helper = factories.post(role="department", department="教育局")
    assert case.number not in signed_in(helper).get(f"/households/{case.subject.code}/").content.decode()


def test_a_case_whose_post_nobody_holds_is_told_to_the_county(given):
    case = given.at_township()
    assert _unattended(given.county, DAY) == []
    Post.objects.filter(pk=given.township.pk).update(until=DAY)
    (line,) = _unattended(given.county, DAY)
    assert (line.chip, line.count) == ("没人办", "1 件")
    assert _unattended(given.township, DAY) == []
    page = signed_in(given.county).get("/delegations/").content.decode()
    assert case.number in page


def test_the_index_of_the_file_lists_cases_and_papers(given):
    case = given.at_township()
    page = signed_in(given.village).get(f"/households/{case.subject.code}/index/?as_of=2026-07-01").content.decode()
    assert f"办件 {case.number} 登记" in page
    assert "在办；申请书" in page


def test_the_case_page_leads_the_one_who_is_to_answer_to_the_objection(given):
    case = given.at_township()
    objection = raise_objection(entry=case.entries.get(), channel="page", text="他家有车", on=DAY + timedelta(days=2))
    answer = f"/objections/{objection.pk}/"
    assert answer in signed_in(given.village).get(f"/cases/{case.number}/").content.decode()
    assert answer not in signed_in(given.township).get(f"/cases/{case.number}/").content.decode()


def test_a_notice_that_an_objection_stops_does_not_run_out_on_its_date(given, monkeypatch):
    from django.utils import timezone

    case = given.at_township()
    raise_objection(entry=case.entries.get(), channel="page", text="他家有车", on=DAY + timedelta(days=2))
    monkeypatch.setattr(timezone, "localdate", lambda *_: DAY + timedelta(days=30))
    page = signed_in(given.township).get(f"/cases/{case.number}/").content.decode()
    assert "停算" in page and "有异议停算" in page
    assert "已期满" not in page
