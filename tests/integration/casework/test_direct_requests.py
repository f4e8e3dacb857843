"""Forbidden moves by direct request, past the buttons of the page: refused with the reason, and nothing is decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import factories
from case_ground import DAY, PDF, ground, home
from jingzhun.accounts.models import Post
from jingzhun.casework.models import Case, Decision

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=6)


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


@pytest.fixture
def today(monkeypatch):
    """The day that views take as today."""
    from django.utils import timezone

    def turn(day):
        monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    turn(DAY)
    return turn


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def decide(post: Post, case: Case, outcome: str = "pass", **data):
    given = {"outcome": outcome, "version": case.version, **data}
    return signed_in(post).post(f"/cases/{case.number}/decide/", given)


def refused(answer, said: str, status: int = 422) -> None:
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_the_wrong_level_the_wrong_place_and_the_same_person_are_refused(given, today):
    case = given.at_township()
    given.paper(case, "审核报告")
    today(LATER)
    refused(decide(given.county, case), "由乡镇审核员办")
    refused(decide(given.village, case), "由乡镇审核员办")
    elsewhere = factories.post(role="township_reviewer", area=factories.NEXT_TOWNSHIP)
    assert decide(elsewhere, case).status_code == 404
    both = factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=given.village.official)
    client = signed_in(both)
    session = client.session
    session["post"] = both.pk
    session.save()
    refused(client.post(f"/cases/{case.number}/decide/", {"outcome": "pass", "version": case.version}), "要由另一人办")
    assert Decision.objects.count() == 1


def test_before_the_end_of_the_notice_without_paper_without_reason_and_stale_are_refused(given, today):
    case = given.at_township()
    refused(decide(given.township, case), "公示未满，07-07 起可以办")
    today(LATER)
    refused(decide(given.township, case), "没有交“审核报告”")
    refused(decide(given.township, case, "return"), "理由")
    assert decide(given.township, case, "approve").status_code == 404
    given.paper(case, "审核报告", on=LATER)
    refused(decide(given.township, case, version="9.9"), "已经办过")
    assert decide(given.township, case).status_code == 302
    refused(decide(given.township, case), "已经办过")


def test_roles_that_only_look_cannot_act(given, today):
    case = given.open()
    for role in ("audit", "inspection"):
        looker = factories.post(role=role)
        assert signed_in(looker).get(f"/cases/{case.number}/").status_code == 200
        refused(decide(looker, case), "不能办理办件", status=403)
    for role in ("finance", "helper", "department", "system_admin"):
        assert signed_in(factories.post(role=role)).get(f"/cases/{case.number}/").status_code in (403, 404)


def test_a_batch_takes_only_cases_that_wait_for_the_reader(given, today):
    case, other = given.open(), given.at_township()
    client = signed_in(given.village)
    answer = client.post("/cases/decide/", {"case": [case.number, other.number], "outcome": "pass"}, follow=True)
    assert "选中的已不归你办" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_papers_are_downloads_that_cannot_run_and_stay_in_their_area(given, today):
    case = given.open()
    client = signed_in(given.village)
    at = f"/cases/{case.number}/papers/"
    refused(client.post(at, {"name": "户口簿", "file": SimpleUploadedFile("a.pdf", PDF)}), "没有这份材料")
    page = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")
    assert client.post(at, {"name": "申请书", "file": page}).status_code == 422
    assert client.post(at, {"name": "申请书", "file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    paper = case.papers.get()
    answer = client.get(f"{at}{paper.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = signed_in(factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    assert stranger.get(f"{at}{paper.pk}/").status_code == 404
    other = given.open(home())
    assert client.get(f"/cases/{other.number}/papers/{paper.pk}/").status_code == 404
