"""Milestones in their order, lateness with reasons, progress that does not fall, upkeep after hand-over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import factories
from integration.ledger.township_2010 import load_csv
from jingzhun.ledger.actions.row import UnableToRecordRow, record_row
from jingzhun.ledger.models import ProjectMilestone, ProjectProgress, ProjectUpkeep, UpkeepInspection
from jingzhun.ledger.progress import open_course
from jingzhun.ledger.themes import INSPECTIONS, MILESTONES, PROGRESS, UPKEEP
from jingzhun.policy.codes import CodeBook

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
BLANK = {"is_needed": None, "planned_on": None, "done_on": None, "document": "", "cause": "", "reason": ""}


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def step(subject, name: str, *, at: date = DAY, **given):
    values = BLANK | {"step": name} | given
    record_row(theme=MILESTONES, subject=subject, values=values, at=at, by=factories.SYSTEM, source="台账")


def course_of(profile, *, planned: int = 0, day: date = DAY):
    return open_course(subject=profile.subject, planned=planned, day=day, known_at=None, book=CodeBook.read())


def prepared(subject, on: date = date(2018, 3, 1)):
    for name in ("land", "permits", "bidding"):
        step(subject, name, done_on=on)


@pytest.mark.row("S-27")
def test_no_start_before_permits_no_acceptance_before_start_no_hand_over_before_acceptance():
    subject = factories.project(code="A").subject
    step(subject, "land", done_on=date(2018, 3, 1))
    step(subject, "bidding", is_needed=False, reason="限额以下，不招标")
    with pytest.raises(UnableToRecordRow, match="审批手续没有办结，也没有写明不需要，不能开工"):
        step(subject, "start", done_on=date(2018, 4, 1))
    step(subject, "permits", done_on=date(2018, 4, 10))
    with pytest.raises(UnableToRecordRow, match="开工 2018-04-01 早于审批手续 2018-04-10"):
        step(subject, "start", done_on=date(2018, 4, 1))
    with pytest.raises(UnableToRecordRow, match="开工没有办结，也没有写明不需要，不能验收"):
        step(subject, "acceptance", done_on=date(2018, 9, 1))
    step(subject, "start", done_on=date(2018, 4, 11))
    with pytest.raises(UnableToRecordRow, match="验收没有办结，也没有写明不需要，不能移交"):
        step(subject, "handover", done_on=date(2018, 10, 1))
    step(subject, "acceptance", done_on=date(2018, 9, 1))
    step(subject, "handover", done_on=date(2018, 10, 1))
    with pytest.raises(UnableToRecordRow, match="移交 2018-10-01 早于验收 2018-11-01"):
        step(subject, "acceptance", done_on=date(2018, 11, 1))
    with pytest.raises(UnableToRecordRow, match="完成日期晚于数据日期"):
        step(subject, "settlement", done_on=date(2019, 1, 1))


@pytest.mark.row("S-27")
def test_a_purchase_without_civil_works_needs_no_acceptance_with_the_reason():
    profile = factories.project(code="A", name="生产线购置")
    with pytest.raises(UnableToRecordRow, match="不需要办要写明原因"):
        step(profile.subject, "acceptance", is_needed=False)
    step(profile.subject, "acceptance", is_needed=False, reason="购置生产线，没有基建工程")
    step(profile.subject, "handover", done_on=date(2018, 10, 1))
    states = {each.code: each.state for each in course_of(profile).steps}
    assert (states["acceptance"], states["handover"], states["land"]) == ("不需要", "已办", "没有登记")


@pytest.mark.row("S-27")
def test_of_five_plants_three_are_late_and_told_with_their_reason(client):
    for number in range(5):
        profile = factories.project(code=f"P{number}", name=f"{number}号厂")
        if number < 3:
            step(
                profile.subject, "land", planned_on=date(2018, 6, 30), cause="resite", reason="受土地审批限制，重新选址"
            )
        else:
            step(profile.subject, "land", planned_on=date(2018, 6, 30), done_on=date(2018, 6, 1))
    step(profile.subject, "permits", planned_on=date(2018, 12, 21))
    enter(client)
    answer = client.get(reverse("project-late"))
    shown = answer.content.decode()
    assert [(row.record["code"], row.record["late"]) for row in answer.context["table"].rows] == [
        ("P0", 184), ("P1", 184), ("P2", 184), ("P4", 10),
    ]  # fmt: skip
    assert {each["title"]: each["value"] for each in answer.context["strip"]} == {"重新选址": 3, "没有写原因": 1}
    assert "受土地审批限制，重新选址" in shown
    assert client.get(reverse("project-late-export")).status_code == 200
    enter(client, role="village_cadre", area=factories.FAR_VILLAGE)
    assert not client.get(reverse("project-late")).context["steps"]


@pytest.mark.parametrize(
    "wrong",
    [{"is_needed": False}, {"is_needed": False, "reason": "购置", "done_on": date(2018, 1, 1)}, {"step": ""}],
)
def test_the_database_refuses_a_step_that_cannot_be(wrong):
    subject = factories.project(code="A").subject
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectMilestone.objects.create(
            subject=subject, since=DAY, **{"step": "land"} | wrong, **factories.known(factories.change())
        )


@pytest.mark.parametrize("wrong", [{"percent": Decimal(101)}, {"percent": Decimal(-1)}, {"invested": -1}, {}])
def test_the_database_refuses_progress_that_cannot_be(wrong):
    subject = factories.project(code="A").subject
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectProgress.objects.create(subject=subject, since=DAY, **wrong, **factories.known(factories.change()))


def test_the_database_refuses_upkeep_below_nought_and_an_empty_inspection():
    common = {"subject": factories.project(code="A").subject, **factories.known(factories.change())}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectUpkeep.objects.create(since=DAY, staff=-1, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        UpkeepInspection.objects.create(key="1", inspected_on=DAY, inspector="格桑", is_sound=False, **common)


@pytest.mark.row("S-22")
def test_invested_of_planned_is_59_89_per_cent_and_progress_does_not_fall():
    profile = factories.project(code="A", funding={"poverty": 631_084_000_0})
    given = {"percent": None, "document": "半年总结"}

    def spent(fen: int, on: date) -> None:
        record_row(
            theme=PROGRESS,
            subject=profile.subject,
            values=given | {"invested": fen},
            at=on,
            by=factories.SYSTEM,
            source="总结",
        )

    spent(377_970_000_0, date(2018, 6, 30))
    assert course_of(profile, planned=631_084_000_0).share == Decimal("59.89")
    with pytest.raises(UnableToRecordRow, match=r"2018-06-30 是 37,797,000.00 元，2018-09-30 不能少于它"):
        spent(300_000_000_0, date(2018, 9, 30))
    with pytest.raises(UnableToRecordRow, match="2018-03-31 不能多于它"):
        spent(400_000_000_0, date(2018, 3, 31))
    spent(400_000_000_0, date(2018, 9, 30))
    assert [row.since.month for row in course_of(profile).progress] == [6, 9]
    assert course_of(profile, day=date(2018, 7, 1)).invested == 377_970_000_0


@pytest.mark.row("S-28")
def test_handed_over_projects_without_a_keeper_are_listed(client):
    for number in range(3):
        profile = factories.project(code=f"A{number}")
        step(profile.subject, "acceptance", is_needed=False, reason="购置")
        step(profile.subject, "handover", done_on=date(2018, 10, 1))
    factories.project(code="B")
    record_row(
        theme=UPKEEP, subject=profile.subject, at=date(2018, 10, 1), by=factories.SYSTEM, source="移交书",
        values={"keeper": "扎西", "keeper_unit": "", "rules": "村规民约", "staff": 2, "budget": 300_000},
    )  # fmt: skip
    enter(client)
    answer = client.get(reverse("project-upkeep"))
    assert [row.record["code"] for row in answer.context["table"].rows if row.record["keeper"] == "没有管护人"] == [
        "A0",
        "A1",
    ]
    assert [each["value"] for each in answer.context["strip"]] == [3, 1, 2]
    assert "有 2 个已移交的项目没有管护人" in answer.content.decode()
    assert course_of(profile).lacks_keeper is False
    assert client.get(reverse("project-upkeep-export")).status_code == 200


@pytest.mark.row("S-28")
def test_inspections_say_what_was_found():
    subject = factories.project(code="A").subject
    seen = {"inspected_on": date(2018, 11, 1), "inspector": "乡镇检查组", "is_sound": False, "found": ""}
    with pytest.raises(UnableToRecordRow, match="不是完好的要写明情况"):
        record_row(theme=INSPECTIONS, subject=subject, values=seen, by=factories.SYSTEM, source="检查")
    record_row(
        theme=INSPECTIONS, subject=subject, values=seen | {"found": "路灯坏两盏"}, by=factories.SYSTEM, source="检查"
    )
    assert UpkeepInspection.objects.get().found == "路灯坏两盏"


@pytest.mark.row("S-27")
def test_steps_come_in_by_workbook_in_any_order_of_rows_that_holds():
    factories.project(code="A")
    head = "项目编号,节点,需要办,计划日期,完成日期,文件,延误原因,说明\n"
    result = load_csv(
        head + "A,用地,否,,,,,旧址\nA,审批手续,,2018-03-01,2018-03-10,批复一,,\nA,招标,否,,,,,限额以下\n"
        "A,开工,,,2018-03-05,,,\nA,验收,,2018-06-30,,,自然灾害,雨季塌方\n",
        since=DAY,
    )  # fmt: skip
    assert result.layout == "milestones"
    assert [(each.row, each.column) for each in result.refused] == [(5, "完成日期")]
    assert "开工 2018-03-05 早于审批手续 2018-03-10" in result.refused[0].reason
    assert ProjectMilestone.objects.get(step="acceptance").cause == "disaster"


def test_the_project_page_shows_its_course(client):
    profile = factories.project(code="A", funding={"poverty": 100})
    step(profile.subject, "acceptance", planned_on=date(2018, 12, 1))
    enter(client)
    page = client.get(reverse("project", args=["A"])).content.decode()
    assert "超期 30 天" in page
    assert "没有写原因" in page
