"""Projects enter the library dated, in bulk, and twice the same changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from jingzhun.areas.actions.load import load_county
from jingzhun.audit.actor import Actor
from jingzhun.ledger.actions.project import ProjectRow, UnableToPutProject, put_projects, smallest_area
from jingzhun.ledger.elements import ELEMENTS, missing_elements
from jingzhun.ledger.models import Project, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from jingzhun.registry.models import Change, Subject

pytestmark = pytest.mark.django_db
BY = Actor.system("测试")
DAY = date(2018, 3, 1)
HONGPO, XIDANG = "533422202204", "533422202202"


@pytest.fixture(autouse=True)
def _areas(db) -> None:
    load_county(county="533422", by=BY)


def change() -> Change:
    return Change.objects.create(kind=Change.Kind.IMPORT, at=timezone.now(), by_name="测试", source="项目库.xlsx")


def clinic(**given: object) -> ProjectRow:
    values = {
        "code": "XM-1", "area": HONGPO, "name": "红坡村卫生室", "category": "02", "year": 2018, "construction": "new",
        "stage": "underway", "funding": {"shanghai": 30_000_000, "integrated": 20_000_000}, "sites": (HONGPO,),
        "scale": Decimal(120), "scale_unit": "平方米", "households": 300, "persons": 1200,
    }  # fmt: skip
    return ProjectRow(**values | given)


def put(*rows: ProjectRow, since: date = DAY, **options: bool):
    return put_projects(rows=rows, since=since, change=change(), by=BY, **options)


def planned_on(day: date) -> int:
    return ProjectFunding.objects.as_of(day).aggregate(Sum("planned"))["planned__sum"] or 0


def test_a_new_project_is_a_subject_with_dated_rows():
    result = put(clinic())
    assert (result.added, result.changed, result.written) == (1, 0, 5)
    subject = Subject.objects.get(kind="project", code="XM-1")
    assert Project.objects.get().subject == subject
    assert planned_on(DAY) == 50_000_000
    assert planned_on(date(2018, 2, 28)) == 0


def test_the_same_row_twice_writes_nothing():
    put(clinic())
    assert put(clinic(), since=date(2018, 12, 31)).written == 0


def test_a_later_change_keeps_what_was_true_before():
    put(clinic())
    result = put(clinic(stage="finished", funding={"integrated": 25_000_000}), since=date(2018, 12, 1))
    assert result.differences == {"XM-1": (("项目阶段", "underway", "finished"), ("计划资金", "20000000", "25000000"))}
    assert ProjectStage.objects.as_of(date(2018, 11, 30)).get().stage == "underway"
    assert ProjectStage.objects.as_of(date(2018, 12, 1)).get().stage == "finished"
    assert (planned_on(date(2018, 11, 30)), planned_on(date(2018, 12, 1))) == (50_000_000, 55_000_000)


def test_a_correction_of_the_same_day_supersedes_and_the_old_row_stays_known():
    put(clinic())
    before = timezone.now()
    put(clinic(name="红坡村标准化卫生室"))
    assert ProjectProfile.objects.as_of(DAY).get().name == "红坡村标准化卫生室"
    assert ProjectProfile.objects.as_of(DAY, before).get().name == "红坡村卫生室"


def test_blanks_keep_what_is_known_unless_they_are_to_clear_it():
    put(clinic(goal="建成1所", task="新建卫生室"))
    assert put(clinic(goal="", task=None, funding={"shanghai": None})).written == 0
    put(clinic(goal="", task="新建卫生室", funding={"shanghai": None}), clear_blanks=True)
    assert ProjectProfile.objects.as_of(DAY).get().goal == ""
    assert ProjectFunding.objects.as_of(DAY).get(source="shanghai").planned == 0


def test_a_site_that_is_no_longer_named_is_given_up_from_that_day():
    put(clinic(sites=(HONGPO, XIDANG)))
    put(clinic(sites=(XIDANG,)), since=date(2018, 6, 1))
    assert ProjectSite.objects.as_of(date(2018, 5, 31)).filter(is_site=True).count() == 2
    assert ProjectSite.objects.as_of(date(2018, 6, 1)).get(is_site=True).area_id == XIDANG


def test_an_unknown_project_without_name_category_or_year_is_refused_and_nothing_is_written():
    with pytest.raises(UnableToPutProject, match="B-001"):
        put(clinic(code="XM-2"), clinic(code="XM-3", category=None))
    assert not Subject.objects.filter(kind="project").exists()


def test_a_code_twice_in_one_batch_is_refused():
    with pytest.raises(UnableToPutProject, match="出现两次"):
        put(clinic(), clinic())


def test_area_of_a_project_over_villages_is_what_holds_them():
    assert smallest_area((HONGPO, XIDANG)) == "533422202000"
    assert smallest_area((HONGPO, "533422201201")) == "533422000000"


def test_missing_elements_are_named_and_a_complete_project_has_none():
    put(clinic())
    profile, money = ProjectProfile.objects.as_of(DAY).get(), list(ProjectFunding.objects.as_of(DAY))
    missing = missing_elements(profile, money, list(ProjectSite.objects.as_of(DAY)))
    assert missing == ("时间进度", "责任单位", "建设任务", "绩效目标", "带贫机制")
    assert missing_elements(ProjectProfile(name="", category=""), [], []) == ELEMENTS


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ProjectFunding, {"source": "shanghai", "planned": -1}),
        (ProjectFunding, {"source": "", "planned": 1}),
        (ProjectStage, {"stage": ""}),
        (ProjectProfile, {"name": "甲", "category": "01", "year": 1900}),
        (ProjectProfile, {"name": "甲", "category": "01", "year": 2018, "scale": Decimal(-1)}),
        (ProjectProfile, {"name": "甲", "category": "01", "year": 2018, "households": 5, "persons": 4}),
        (ProjectProfile, {"name": "", "category": "01", "year": 2018}),
        (
            ProjectProfile,
            {"name": "甲", "category": "01", "year": 2018, "starts_on": date(2018, 5, 2), "ends_on": date(2018, 5, 1)},
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(model, values):
    put(clinic())
    subject, made = Subject.objects.get(kind="project"), change()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(subject=subject, since=date(2019, 1, 1), change=made, recorded_at=made.at, **values)


def test_one_amount_per_source_and_day_and_one_site_per_day():
    put(clinic())
    made, subject = change(), Subject.objects.get(kind="project")
    common = {"subject": subject, "since": DAY, "change": made, "recorded_at": made.at}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectFunding.objects.create(source="shanghai", planned=1, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectSite.objects.create(area_id=HONGPO, **common)
