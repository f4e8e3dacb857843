"""Forbidden moves with projects by direct request, past the buttons: refused with the reason, and nothing is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

import factories
from case_walk import CODES, Office, office
from jingzhun.accounts.models import Post
from jingzhun.casework.models import Case, Decision, NoticeEntry
from jingzhun.ledger.actions.library import stage_of

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 1)
ITEMS = ("unrelated", "unlawful", "standard", "image", "mechanism", "goal")
ANSWERS = {**{f"negative_list-{name}": "no" for name in ITEMS}, "negative_list-basis": "看了申报表"}
CLEAN = {"negative_list": {name.removeprefix("negative_list-"): value for name, value in ANSWERS.items()}}


@pytest.fixture
def given(settings, tmp_path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    return office(CODES, "national/project-library-2018")


@pytest.fixture
def today(monkeypatch):
    """The day that views take as today."""

    def turn(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    turn(DAY)
    return turn


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def decide(post: Post, case: Case, outcome: str = "pass", **data):
    case.refresh_from_db()
    return signed_in(post).post(f"/cases/{case.number}/decide/", {"outcome": outcome, "version": case.version, **data})


def refused(answer, said: str, status: int = 422) -> None:
    assert answer.status_code == status
    assert said in answer.content.decode()


def at_township(given: Office, **elements) -> Case:
    return given.walk(
        given.open("enter_library", factories.applied_project(**elements), on=DAY), on=DAY, until="township"
    )


def test_incomplete_it_does_not_pass_and_no_notice_is_made(given, today):
    case = given.open("enter_library", factories.applied_project(goal="", mechanism=""), on=DAY)
    post = given.post_for(case)
    given.prepare(case, post, CLEAN, on=DAY)
    refused(decide(post, case), "要素不齐，缺绩效目标、带贫机制")
    assert not Decision.objects.exists() and not NoticeEntry.objects.exists()


def test_with_an_item_of_the_negative_list_it_does_not_pass_at_any_level(given, today):
    case = at_township(given)
    today(case.not_before_on)
    post = given.post_for(case)
    given.prepare(case, post, {"negative_list": {**CLEAN["negative_list"], "image": "yes"}}, on=case.not_before_on)
    refused(decide(post, case), "负面清单：形象工程")
    case.refresh_from_db()
    assert case.step.key == "township"


def test_the_list_is_answered_whole_and_by_the_post_whose_step_it_is(given, today):
    case = at_township(given)
    today(case.not_before_on)
    at = f"/cases/{case.number}/input/negative_list/"
    township = signed_in(given.posts["township_reviewer"][0])
    half = {name: value for name, value in ANSWERS.items() if not name.endswith("image")}
    assert township.post(at, half).status_code == 422
    assert township.post(at, {**ANSWERS, "negative_list-image": "maybe"}).status_code == 422
    refused(signed_in(given.posts["village_cadre"][0]).post(at, ANSWERS), "由乡镇审核员办")
    refused(signed_in(given.posts["county_officer"][0]).post(at, ANSWERS), "由乡镇审核员办")
    case.refresh_from_db()
    assert "negative_list" not in case.proposed


def test_before_the_notice_has_ended_and_by_who_applied_it_does_not_pass(given, today):
    case = at_township(given)
    post = given.post_for(case)
    refused(decide(post, case), "公示未满")
    today(case.not_before_on)
    applicant = given.posts["village_cadre"][0].official
    both = factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=applicant)
    case.refresh_from_db()
    client = signed_in(both)
    session = client.session
    session["post"] = both.pk
    session.save()
    answer = client.post(f"/cases/{case.number}/decide/", {"outcome": "pass", "version": case.version})
    refused(answer, "要由另一人办")


@pytest.mark.parametrize(
    ("area", "code"),
    [
        (factories.NEXT_VILLAGE, "enter_library"),
        (factories.FAR_VILLAGE, "enter_library"),
        (factories.TOWNSHIP, "enter_library"),
        (factories.VILLAGE, "enter_library_township"),
    ],
)
def test_a_project_out_of_reach_or_of_another_width_is_not_opened(given, today, area, code):
    project = factories.applied_project(area=area)
    offer = given.offer(code, DAY)
    post = given.posts["village_cadre" if code == "enter_library" else "township_reviewer"][0]
    answer = signed_in(post).post(
        f"/cases/new/{offer.pack.pk}/{code}/", {"project": project.code, "origin": "群众提出", "reason": "试"}
    )
    assert answer.status_code == 422 and not Case.objects.exists()


def test_a_batch_with_one_project_that_cannot_be_opens_nothing(given, today):
    own, foreign = (
        factories.applied_project(code="OWN"),
        factories.applied_project(code="FOREIGN", area=factories.NEXT_VILLAGE),
    )
    taken = factories.applied_project(code="TAKEN")
    given.open("enter_library", taken, on=DAY)
    offer = given.offer("enter_library", DAY)
    client, form = signed_in(given.posts["village_cadre"][0]), {"origin": "群众提出", "reason": "试", "title": "一批"}
    at = f"/cases/new/{offer.pack.pk}/enter_library/"
    assert client.post(at, {**form, "project": [own.code, taken.code]}).status_code == 422
    client.post(at, {**form, "project": [own.code, foreign.code]})
    assert not Case.objects.filter(subject=foreign).exists()


def test_a_neighbour_finds_neither_the_case_nor_the_project_nor_its_papers(given, today):
    case = at_township(given)
    paper = case.papers.first()
    neighbour = signed_in(factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    for at in (
        f"/cases/{case.number}/", f"/cases/{case.number}/papers/{paper.pk}/", f"/cases/{case.number}/forms/项目申报表.pdf",
        f"/projects/{case.subject.code}/", f"/projects/{case.subject.code}/edit/",
    ):  # fmt: skip
        assert neighbour.get(at).status_code == 404, at


def test_the_page_offers_for_a_project_only_what_fits_where_it_stands(given, today):
    applied, inside = factories.applied_project(code="AP"), factories.project(code="IN", **factories.ELEMENTS).subject
    village, township = signed_in(given.posts["village_cadre"][0]), signed_in(given.posts["township_reviewer"][0])
    codes = lambda client, project: [  # noqa: E731
        offer.procedure.code for offer, *_ in client.get(f"/cases/new/?project={project.code}").context["lines"]
    ]
    assert codes(village, applied) == ["enter_library"]
    assert sorted(codes(township, inside)) == ["adjust_project", "leave_library"]
    assert stage_of(applied, DAY) == "applied"
