"""A project entered on its page: by whom, as what, with which refusals; and never straight into the library."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

import factories
from jingzhun.ledger.actions.library import stage_of
from jingzhun.ledger.models import ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from jingzhun.registry.models import Subject

pytestmark = pytest.mark.django_db
TODAY = date(2018, 11, 20)
FORM = {
    **{name: value.isoformat() if isinstance(value, date) else value for name, value in factories.ELEMENTS.items()},
    "funding_poverty": "12.5", "funding_shanghai": "", "reason": "村民代表大会提出", "version": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _county(db, monkeypatch):
    factories.county()
    monkeypatch.setattr(timezone, "localdate", lambda *a: TODAY)


def enter(client, **post):
    made = factories.post(**{"role": "village_cadre", "area": factories.VILLAGE, **post})
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.mark.row("S-17")
def test_a_village_enters_its_project_which_is_applied_for_and_gets_the_next_number(client):
    factories.project(code="5334222019007")
    enter(client)
    answer = client.post(reverse("project-new"), {**FORM, "sites": factories.VILLAGE}, follow=True)
    assert "要素齐全，可以申报入库" in answer.content.decode()
    project = Subject.objects.get(kind="project", code="5334222019008")
    assert (project.area_id, stage_of(project, TODAY)) == (factories.VILLAGE, "applied")
    assert dict(ProjectFunding.objects.values_list("source", "planned").filter(subject=project)) == {
        "poverty": 12_500_000
    }
    assert list(ProjectSite.objects.filter(subject=project).values_list("area_id", flat=True)) == [factories.VILLAGE]
    assert not ProjectProfile.objects.library(TODAY).filter(subject=project).exists()


def test_a_draft_without_elements_is_kept_and_says_what_is_missing(client):
    enter(client)
    answer = client.post(
        reverse("project-new"), {"name": "水渠", "category": "05", "year": "2019", "reason": "群众提出"}, follow=True
    )
    assert (
        "还缺建设性质、时间进度、责任单位、建设任务、资金规模和筹资方式、受益对象、绩效目标、带贫机制"
        in answer.content.decode()
    )


def test_a_township_enters_a_project_of_several_villages(client):
    enter(client, role="township_reviewer", area=factories.TOWNSHIP)
    client.post(reverse("project-new"), {**FORM, "sites": [factories.VILLAGE, factories.NEXT_VILLAGE]})
    assert Subject.objects.get(kind="project").area_id == factories.TOWNSHIP


@pytest.mark.parametrize("site", [factories.NEXT_VILLAGE, factories.FAR_VILLAGE, "533422999999"])
def test_a_site_outside_the_area_is_refused_whatever_is_sent(client, site):
    enter(client)
    assert client.post(reverse("project-new"), {**FORM, "sites": site}).status_code == 422
    assert not Subject.objects.filter(kind="project").exists()


@pytest.mark.parametrize(
    ("wrong", "saying"),
    [
        ({"persons": "5"}, "受益人数 5 少于受益户数 60"),
        ({"funding_poverty": "-1"}, "不能是负数"),
        ({"funding_poverty": "很多"}, "不是金额"),
        ({"ends_on": "2019-01-01"}, "完工时间早于开工时间"),
        ({"reason": ""}, "依据"),
        ({"year": "1990"}, "2000 到 2100"),
        ({"code": "TAKEN"}, "已经有项目"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(client, wrong, saying):
    factories.project(code="TAKEN")
    enter(client)
    answer = client.post(reverse("project-new"), FORM | wrong)
    assert answer.status_code == 422 and saying in answer.content.decode()
    assert Subject.objects.filter(kind="project").count() == 1


def test_a_change_keeps_the_history_and_a_stale_form_is_refused(client):
    enter(client)
    client.post(reverse("project-new"), FORM)
    project = Subject.objects.get(kind="project")
    at = reverse("project-edit", args=[project.code])
    shown = client.get(at).context["form"].initial
    changed = {**FORM, "task": "种植 200 亩", "funding_poverty": "", "funding_other": "3", "version": shown["version"]}
    assert client.post(at, changed).status_code == 302
    money = ProjectFunding.objects.as_of(TODAY).filter(subject=project)
    assert dict(money.values_list("source", "planned")) == {"poverty": 0, "other": 3_000_000}
    answer = client.post(at, changed | {"task": "种植 100 亩"})
    assert answer.status_code == 422 and "有人改过" in answer.content.decode()
    assert ProjectProfile.objects.as_of(TODAY).get(subject=project).task == "种植 200 亩"


def test_a_project_entered_after_the_day_looked_at_is_shown_on_today(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *a: date(2019, 5, 1))  # the office opens on 2018-12-31
    enter(client)
    answer = client.post(reverse("project-new"), {**FORM, "sites": factories.VILLAGE}, follow=True)
    assert answer.status_code == 200 and "以后才录入，已换到今天看" in answer.content.decode()
    assert "?stage=applied&amp;as_of=2019-05-01" in client.get(reverse("projects")).content.decode()
    assert client.get(reverse("project", args=["NONE"])).status_code == 404
    client.get("/?as_of=")
    enter(client, area=factories.NEXT_VILLAGE)
    assert client.get(reverse("project", args=[Subject.objects.get(kind="project").code])).status_code == 404


def test_a_project_of_the_library_does_not_change_here(client):
    project = factories.project(code="IN").subject
    enter(client)
    answer = client.post(reverse("project-edit", args=["IN"]), FORM)
    assert answer.status_code == 422 and "已在库" in answer.content.decode()
    assert ProjectStage.objects.filter(subject=project).count() == 1


@pytest.mark.parametrize("role", ["finance", "audit", "inspection"])
def test_who_only_looks_enters_nothing(client, role):
    enter(client, role=role, area=factories.COUNTY)
    assert client.post(reverse("project-new"), FORM).status_code in (403, 422)
    assert reverse("project-new") not in client.get(reverse("projects")).content.decode()
    assert not Subject.objects.filter(kind="project").exists()


def test_a_number_with_a_slash_takes_no_list_down(client):
    enter(client)
    given = {**FORM, "code": "示建/2019/7", "sites": factories.VILLAGE}
    answer = client.post(reverse("project-new"), given)
    assert answer.status_code == 422 and "编号里不能有斜线" in answer.content.decode()
    assert client.post(reverse("project-new"), given | {"code": "export"}).status_code == 422
    assert not Subject.objects.filter(kind="project").exists()
    client.post(reverse("project-new"), given | {"code": "示建-2019-7"})
    assert "示建-2019-7" in client.get(reverse("projects")).content.decode()
