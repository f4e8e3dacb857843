"""The library's pages: scope, filter, order, totals, export of exactly what is shown."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from jingzhun.audit.models import Event
from jingzhun.ledger.elements import missing_elements
from jingzhun.ledger.models import ProjectFunding, ProjectProfile, ProjectSite
from jingzhun.ledger.totals import add_up
from jingzhun.policy.codes import CodeBook

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def codes_on(response) -> list[str]:
    return [row.record.subject.code for row in response.context["table"].rows]


def test_a_post_sees_the_projects_of_its_area_and_those_with_a_site_in_it(client):
    factories.project(code="A")
    factories.project(code="B", area=factories.TOWNSHIP, sites=(factories.VILLAGE, factories.NEXT_VILLAGE))
    factories.project(code="C", area=factories.FAR_VILLAGE)
    enter(client, role="village_cadre", area=factories.VILLAGE)
    assert codes_on(client.get(reverse("projects"))) == ["A", "B"]
    assert client.get(reverse("project", args=["B"])).status_code == 200
    assert client.get(reverse("project", args=["C"])).status_code == 404


@pytest.mark.parametrize("year", ["²", "①", "9" * 30, "-1"])
@pytest.mark.parametrize("page", ["project-totals", "plan-export", "closure-export", "year-account", "publicity"])
def test_what_is_no_year_is_as_if_none_was_chosen(client, page, year):
    enter(client)
    assert client.get(reverse(page), {"year": year}).status_code == 200


@pytest.mark.parametrize("area", [factories.NEXT_VILLAGE, factories.NEXT_COUNTY_VILLAGE])
def test_a_neighbour_does_not_learn_that_a_project_exists(client, area):
    factories.project(code="A")
    enter(client, role="village_cadre", area=area)
    assert codes_on(client.get(reverse("projects"))) == []
    assert client.get(reverse("project", args=["A"])).status_code == 404
    assert client.get(reverse("project-totals")).context["totals"].projects == 0


def test_a_role_without_the_verb_is_refused(client):
    enter(client, role="helper")
    for name in ("projects", "project-totals", "project-export"):
        assert client.get(reverse(name)).status_code in (403, 422)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("category=01", ["A"]),
        ("source=integrated", ["B"]),
        ("stage=reserve", ["C"]),
        ("year=2019", ["C"]),
        ("elements=complete", ["C"]),
        ("elements=missing", ["A", "B"]),
        ("q=榄", ["A"]),
        ("area=533422205000", ["B"]),
        ("sort=-planned", ["B", "A", "C"]),
    ],
)
def test_filters_and_order(client, query, expected):
    factories.project(code="A", name="油橄榄基地", category="01", funding={"shanghai": 2})
    factories.project(code="B", area=factories.FAR_VILLAGE, funding={"shanghai": 1, "integrated": 2})
    factories.project(
        code="C", year=2019, stage="reserve", funding={"poverty": 1}, starts_on=date(2019, 1, 1), ends_on=date(2019, 2, 1),
        responsible_unit="县卫健局", task="建", households=3, goal="成", mechanism="利",
    )  # fmt: skip
    enter(client)
    assert codes_on(client.get(f"{reverse('projects')}?{query}")) == expected


def test_the_export_is_what_the_list_shows_and_is_logged(client):
    factories.project(code="A", funding={"shanghai": 30_000_000, "integrated": 20_000_000}, households=12, persons=40)
    factories.project(code="B", category="01")
    enter(client)
    answer = client.get(f"{reverse('project-export')}?category=02")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(cells) if row[0] == "项目名称")
    assert len(cells) == head + 2
    row = dict(zip(cells[head], cells[head + 1], strict=True))
    assert (row["编号"], row["类别"], row["地点"], row["阶段"]) == ("A", "健康扶贫", "红坡村", "完工")
    assert (row["计划资金（万元）"], row["受益（户）"], row["受益（人）"], row["要素"]) == (50, 12, 40, "缺 5 项")
    event = Event.objects.get(action="export")
    assert (event.details["rows"], event.subject_code) == (1, "项目库")


def test_the_page_shows_the_project_as_of_the_day(client):
    factories.project(code="A", funding={"shanghai": 30_000_000})
    subject = ProjectProfile.objects.get().subject
    ProjectFunding.objects.create(
        subject=subject,
        source="shanghai",
        planned=40_000_000,
        since=date(2019, 1, 1),
        **factories.known(factories.change()),
    )
    enter(client)
    assert client.get(reverse("project", args=["A"])).context["file"].planned == 30_000_000
    later = client.get(reverse("project", args=["A"]) + "?as_of=2019-06-30")
    assert later.context["file"].planned == 40_000_000
    assert "由 30.00 调为 40.00 万元" in later.content.decode()


def test_the_list_says_of_missing_elements_what_the_page_says():
    factories.project(code="A")
    factories.project(code="B", place="全县", sites=(), beneficiaries="建档立卡户", funding={})
    for profile in ProjectProfile.objects.library(DAY):
        money = list(ProjectFunding.objects.as_of(DAY).filter(subject=profile.subject))
        sites = list(ProjectSite.objects.as_of(DAY).filter(subject=profile.subject, is_site=True))
        assert profile.missing == len(missing_elements(profile, money, sites))


@pytest.mark.row("S-17")
@pytest.mark.row("S-32")
def test_totals_are_sums_of_the_rows_and_clinics_are_820_of_which_500_from_shanghai(client):
    """Report 000: 16 new clinics at 50 (30 Shanghai, 20 integrated), 2 repaired at 10 of Shanghai; collective 1126 + 443."""
    for number in range(16):
        factories.project(code=f"N{number:02}", funding={"shanghai": 30_000_000, "integrated": 20_000_000})
    for number in range(2):
        factories.project(code=f"R{number}", construction="repair", funding={"shanghai": 10_000_000})
    factories.project(code="S", category="01", funding={"shanghai": 1_126_000_000})
    factories.project(code="P", category="01", funding={"poverty": 443_000_000})
    totals = add_up(profiles=ProjectProfile.objects.library(DAY), day=DAY, known_at=None, book=CodeBook.read())
    clinics = next(each for each in totals.categories if each.text == "健康扶贫")
    assert (clinics.projects, clinics.total) == (18, 820_000_000)
    assert clinics.planned == {"shanghai": 500_000_000, "poverty": 0, "integrated": 320_000_000}
    assert next(each for each in totals.categories if each.code == "01").total == 1_569_000_000
    assert totals.total == sum(totals.planned.values()) == 2_389_000_000
    enter(client)
    shown = client.get(reverse("project-totals")).content.decode()
    for number in ("500.00", "320.00", "820.00", "1,569.00", "2,389.00"):
        assert f">{number}<" in shown


def test_queries_do_not_grow_with_the_library(client, django_assert_max_num_queries):
    enter(client)
    for first, last in ((0, 2), (2, 70)):
        for number in range(first, last):
            factories.project(code=f"A{number:03}")
        for name in ("projects", "project-totals", "project-export"):
            with django_assert_max_num_queries(18):
                assert client.get(reverse(name)).status_code == 200
