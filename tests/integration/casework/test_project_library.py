"""A project into the library, changed in it, out of it: who may, what stops it, what is written, what the database refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import factories
from case_walk import CODES, Office, office
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.casework.actions.case import UnableToOpenCase, open_batch
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.actions.objection import answer_objection, raise_objection
from jingzhun.casework.effects.table import run_effects
from jingzhun.casework.models import Case, Decision, NoticedProject, NoticeEntry
from jingzhun.casework.procedures import definition_of
from jingzhun.casework.public_project import UnableToPublishProject
from jingzhun.casework.reconcile import disagreements
from jingzhun.casework.work import hold_of
from jingzhun.ledger.actions.library import UnableToEnterLibrary, stage_of
from jingzhun.ledger.actions.project import ProjectRow, UnableToPutProject, put_projects
from jingzhun.ledger.models import LibraryMove, ProjectFunding, ProjectProfile, ProjectStage
from jingzhun.ledger.totals import add_up
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.undo import undo

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 1)
LIBRARY = "national/project-library-2018"
ITEMS = ("unrelated", "unlawful", "standard", "image", "mechanism", "goal")
CLEAN = {"negative_list": {**dict.fromkeys(ITEMS, "no"), "basis": "看了申报表和村民代表大会记录"}}


@pytest.fixture
def given(settings, tmp_path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    return office(CODES, LIBRARY)


def refused(write, saying: str) -> None:
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    assert saying in str(caught.value)


def library(day: date) -> list[str]:
    return list(ProjectProfile.objects.library(day).order_by("subject__code").values_list("subject__code", flat=True))


def entered(given: Office, **options) -> Case:
    case = given.open("enter_library", factories.applied_project(**options), on=DAY)
    return given.walk(case, on=DAY, inputs=CLEAN)


@pytest.mark.row("S-17")
def test_village_township_county_and_three_notices_of_ten_days_lead_into_the_library(given):
    project = factories.applied_project(code="A")
    assert library(DAY) == []
    case = given.walk(given.open("enter_library", project, on=DAY), on=DAY, inputs=CLEAN)
    assert (case.state, library(case.closed_on)) == ("done", ["A"])
    assert stage_of(project, case.closed_on) == "reserve"
    assert library(case.closed_on - timedelta(days=1)) == []  # as of the day before it was still applied for
    notices = (
        NoticeEntry.objects.filter(case=case).order_by("id").values_list("notice__name", "days", "notice__area__level")
    )
    assert list(notices) == [("村级公示", 10, 12), ("乡镇公示", 10, 9), ("县级公示", 10, 6), ("入库公告", 20, 6)]
    move = LibraryMove.objects.get(subject=project)
    assert (move.direction, move.reason, move.case_number) == ("in", "测试立案", case.number)
    deciders = Decision.objects.filter(case=case).order_by("number").values_list("official", flat=True)
    assert len(set(deciders)) >= 4


def test_what_is_applied_for_is_in_no_total_and_no_list_of_the_library(given, client):
    factories.project(code="IN", funding={"poverty": 100})
    factories.applied_project(code="OUT")
    totals = add_up(profiles=ProjectProfile.objects.library(DAY), day=DAY, known_at=None, book=given.book)
    assert (totals.projects, totals.total) == (1, 100)
    post = given.posts["county_officer"][0]
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(f"{reverse('projects')}?as_of=2018-11-01").content.decode()
    assert ">IN<" in shown and ">OUT<" not in shown
    assert ">OUT<" in client.get(f"{reverse('projects')}?as_of=2018-11-01&stage=applied").content.decode()
    assert "还不在库" in client.get(f"{reverse('project', args=['OUT'])}?as_of=2018-11-01").content.decode()


@pytest.mark.parametrize(
    "element",
    [
        name
        for name in factories.ELEMENTS
        if name not in ("year", "households", "persons", "name", "category", "place", "beneficiaries")
    ],
)
def test_without_an_element_it_does_not_get_past_the_village(given, element):
    project = factories.applied_project(**{element: None if element.endswith("_on") else ""})
    case = given.open("enter_library", project, on=DAY)
    with pytest.raises(UnableToDecide, match="要素不齐"):
        given.step(case, on=DAY, inputs=CLEAN)
    assert not Decision.objects.exists()


def test_without_money_it_does_not_get_past_the_village(given):
    case = given.open("enter_library", factories.applied_project(funding={}), on=DAY)
    with pytest.raises(UnableToDecide, match="缺资金规模和筹资方式"):
        given.step(case, on=DAY, inputs=CLEAN)


@pytest.mark.parametrize("item", ITEMS)
def test_any_item_of_the_negative_list_stops_it_and_is_kept(given, item):
    case = given.walk(given.open("enter_library", factories.applied_project(), on=DAY), on=DAY, until="township")
    answers = {"negative_list": {**CLEAN["negative_list"], item: "yes"}}
    with pytest.raises(UnableToDecide, match="负面清单"):
        given.step(case, on=DAY, inputs=answers)
    case.refresh_from_db()
    assert case.proposed["negative_list"][item] == "yes"
    assert "负面清单有一项属于" in hold_of(case, case.not_before_on)
    post = given.post_for(case)
    decide(cases=[case], outcome="refuse", post=post, by=post.official, on=case.not_before_on, opinion="属于负面清单")
    case.refresh_from_db()
    assert (case.state, stage_of(case.subject, case.closed_on)) == ("refused", "applied")


def forged(case: Case, post, **lies) -> None:
    """A pass of the present step written past the actions, with every copied value as a liar would write it."""
    case.refresh_from_db()
    before = case.decisions.filter(number=case.step.number - 1, outcome="pass").last()
    Decision.objects.create(
        case=case, round=case.round, number=case.step.number, step=case.step, previous=before,
        previous_number=case.step.number - 1, outcome="pass", official=post.official, post=post, role=post.role,
        post_level=post.area.level, post_first=post.scope.first, post_after=post.scope.after, step_level=case.step.level,
        case_area=case.area_id, decided_on=case.not_before_on, decided_at=timezone.now(),
        not_before_on=case.not_before_on, open_objections=0, missing_papers=0, missing_signatures=0, missing_checks=0,
        unmet=0, **lies,
    )  # fmt: skip


def test_the_database_refuses_a_pass_with_an_item_of_the_negative_list(given):
    case = given.walk(given.open("enter_library", factories.applied_project(), on=DAY), on=DAY, until="township")
    post = given.post_for(case)
    given.prepare(case, post, {"negative_list": {**CLEAN["negative_list"], "image": "yes"}}, on=case.not_before_on)
    refused(lambda: forged(case, post), "负面清单有一项属于")
    Case.objects.filter(pk=case.pk).update(proposed={})
    refused(lambda: forged(case, post), "没有核对负面清单")


def test_the_database_refuses_the_library_to_what_was_applied_for_without_a_case_or_incomplete(given):
    project, bare = factories.applied_project(), factories.applied_project(goal="")

    def stage(subject, kind: str) -> None:
        ProjectStage.objects.create(
            subject=subject, since=DAY, stage="reserve", **factories.known(factories.change(kind=kind))
        )

    refused(lambda: stage(project, "page"), "只能经办件入库")
    refused(lambda: stage(project, "import"), "只能经办件入库")
    refused(lambda: stage(bare, "case"), "要素不齐")
    stage(project, "case")
    assert stage_of(project, DAY) == "reserve"


def test_the_database_says_of_elements_what_the_ledger_says(given):
    """Each element taken away in turn: the trigger refuses what ``missing_elements`` names."""
    for element in ("construction", "responsible_unit", "task", "goal", "mechanism"):
        subject = factories.applied_project(**{element: ""})
        change = factories.change(kind="case")
        refused(
            lambda s=subject, c=change: ProjectStage.objects.create(
                subject=s, since=DAY, stage="reserve", **factories.known(c)
            ),
            "要素不齐",
        )
    for without in ({"starts_on": None}, {"ends_on": None}, {"beneficiaries": "", "households": None, "persons": None},
                    {"place": "", "sites": ()}, {"funding": {}}, {"funding": {"poverty": 0}}):  # fmt: skip
        subject = factories.applied_project(**without)
        change = factories.change(kind="case")
        refused(
            lambda s=subject, c=change: ProjectStage.objects.create(
                subject=s, since=DAY, stage="reserve", **factories.known(c)
            ),
            "要素不齐",
        )


def test_an_import_does_not_take_a_project_in_that_was_applied_for(given):
    project = factories.applied_project(code="A")
    row = ProjectRow(code="A", area=project.area_id, stage="reserve")
    with pytest.raises(UnableToPutProject, match="入库要经"):
        put_projects(rows=[row], since=DAY, change=factories.change(), by=factories.SYSTEM)


def test_the_effect_refuses_by_itself(given):
    case = given.open("enter_library", factories.applied_project(goal=""), on=DAY)
    case.proposed = {"negative_list": {**dict.fromkeys(ITEMS, "no"), "basis": "看"}}
    calls = definition_of(case.procedure).steps[-1].effects
    with pytest.raises(UnableToEnterLibrary, match="绩效目标"):
        run_effects(calls, case=case, post=given.posts["county_officer"][0], on=DAY)


def test_what_was_on_the_notice_is_what_enters(given):
    project = factories.applied_project()
    case = given.walk(given.open("enter_library", project, on=DAY), on=DAY, until="township")
    factories.ProjectFunding.objects.create(
        subject=project,
        source="poverty",
        planned=9_000_000,
        since=case.not_before_on,
        **factories.known(factories.change()),
    )
    with pytest.raises(UnableToDecide, match="申报后项目内容改了"):
        given.step(case, on=DAY, inputs=CLEAN)
    post = given.post_for(case)
    decide(
        cases=[case], outcome="return", post=post, by=post.official, on=case.not_before_on, opinion="内容改了，重新公示"
    )
    case = given.walk(case, on=case.not_before_on, inputs=CLEAN)
    assert case.state == "done"
    assert NoticedProject.objects.order_by("-entry_id").first().planned == 39_000_000


@pytest.mark.parametrize(
    ("area", "code"),
    [
        (factories.TOWNSHIP, "enter_library_township"),
        (factories.COUNTY, "enter_library_county"),
    ],
)
def test_a_wider_project_is_applied_for_by_the_level_of_its_area(given, area, code):
    sites = (
        (factories.VILLAGE, factories.NEXT_VILLAGE)
        if area == factories.TOWNSHIP
        else (factories.VILLAGE, factories.FAR_VILLAGE)
    )
    project = factories.applied_project(area=area, sites=sites)
    with pytest.raises(UnableToReachArea):  # no village reaches over its border
        given.open("enter_library", project, on=DAY)
    case = given.walk(given.open(code, project, on=DAY), on=DAY, inputs=CLEAN)
    assert (case.state, stage_of(project, case.closed_on)) == ("done", "reserve")
    assert all(area <= each for each in NoticeEntry.objects.filter(case=case).values_list("case__area_id", flat=True))


def test_a_project_of_two_villages_hangs_in_both_and_waits_for_the_longer(given, client, monkeypatch):
    project = factories.applied_project(area=factories.TOWNSHIP, sites=(factories.VILLAGE, factories.NEXT_VILLAGE))
    case = given.step(given.open("enter_library_township", project, on=DAY), on=DAY, inputs=CLEAN)
    first, second = NoticeEntry.objects.order_by("notice__area_id")
    assert [e.notice.area_id for e in (first, second)] == [factories.VILLAGE, factories.NEXT_VILLAGE]
    assert (first.notice.name, first.project.name) == ("村级公示", "红坡村中药材基地")
    heard = first.starts_on
    objection = raise_objection(entry=first, channel="page", text="没有开会商量", on=heard)
    later = heard + timedelta(days=4)
    post = given.posts["township_reviewer"][0]
    with pytest.raises(UnableToDecide, match="异议没有答复"):
        given.step(case, on=second.until, inputs=CLEAN)
    answer_objection(
        objection=objection, is_upheld=False, answer="开过会，有记录", post=post, by=post.official, on=later
    )
    case.refresh_from_db()
    first.refresh_from_db()
    assert case.not_before_on == first.until == second.until + timedelta(days=4)
    village = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    client.force_login(village.official, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("notice", args=[second.notice_id])).status_code == 200  # what hangs on its own board
    assert client.get(reverse("notice", args=[first.notice_id])).status_code == 404
    assert client.get(reverse("case", args=[case.number])).status_code == 404
    assert list(disagreements()) == []
    case = given.walk(case, on=DAY, inputs=CLEAN)
    assert case.state == "done"


def test_a_project_of_one_village_is_not_taken_in_by_the_procedure_for_several(given):
    with pytest.raises(UnableToOpenCase, match="的范围是"):
        post = given.posts["township_reviewer"][0]
        from jingzhun.casework.actions.case import open_case

        open_case(
            offer=given.offer("enter_library_township", DAY), subject=factories.applied_project(), post=post, by=post.official,
            origin="群众提出", reason="测试", on=DAY,
        )  # fmt: skip


def test_a_village_sends_up_several_projects_as_one_batch(given):
    projects = [factories.applied_project(code=f"B{n}", name=f"项目{n}") for n in range(3)]
    post = given.posts["village_cadre"][0]
    batch = open_batch(
        offer=given.offer("enter_library", DAY), subjects=projects, post=post, by=post.official, title="2019 年需求",
        origin="年度需求调查", reason="四季度调查", on=DAY,
    )  # fmt: skip
    for case in batch.cases.all():
        given.prepare(case, post, CLEAN, on=DAY)
    decide(cases=list(batch.cases.all()), outcome="pass", post=post, by=post.official, on=DAY)
    (notice,) = {entry.notice_id for entry in NoticeEntry.objects.all()}
    assert NoticedProject.objects.filter(entry__notice=notice).count() == 3


def test_out_of_the_library_with_its_cause_and_both_reasons_on_file(given):
    case = entered(given, code="A")
    project, day = case.subject, case.closed_on + timedelta(days=30)
    leaving = given.open("leave_library", project, on=day)
    leaving = given.walk(
        leaving, on=day, inputs={"library_exit": {"cause": "conditions", "note": "选址塌方，群众同意不建"}}
    )
    assert stage_of(project, leaving.closed_on) == "left"
    assert library(leaving.closed_on - timedelta(days=1)) == ["A"]
    assert library(leaving.closed_on) == []
    moves = LibraryMove.objects.filter(subject=project).values_list("direction", "cause", "reason")
    assert list(moves) == [("in", "", "测试立案"), ("out", "conditions", "测试立案；选址塌方，群众同意不建")]
    again = given.open("enter_library", project, on=leaving.closed_on)
    assert given.walk(again, on=leaving.closed_on, inputs=CLEAN).state == "done"


def test_an_adjustment_writes_only_what_differs_and_keeps_the_history(given):
    case = entered(given, code="A")
    project, day = case.subject, case.closed_on + timedelta(days=5)
    form = {
        **{k: (v.isoformat() if isinstance(v, date) else v) for k, v in factories.ELEMENTS.items()},
        "task": "种植中药材 320 亩", "funding_shanghai": "30", "funding_poverty": "12.5",
    }  # fmt: skip
    adjusting = given.open("adjust_project", project, on=day)
    adjusting = given.walk(adjusting, on=day, inputs={"project_adjustment": form})
    assert adjusting.proposed["project_adjustment"] == {"task": "种植中药材 320 亩", "funding_poverty": 12_500_000}
    profile = ProjectProfile.objects.as_of(adjusting.closed_on).get(subject=project)
    assert profile.task == "种植中药材 320 亩"
    assert ProjectProfile.objects.as_of(day).get(subject=project).task == "种植中药材 300 亩"
    money = ProjectFunding.objects.as_of(adjusting.closed_on).filter(subject=project)
    assert dict(money.values_list("source", "planned")) == {"shanghai": 30_000_000, "poverty": 12_500_000}
    undo(change=adjusting.change, by=factories.SYSTEM, reason="试")
    assert ProjectProfile.objects.as_of(adjusting.closed_on).get(subject=project).task == "种植中药材 300 亩"
    assert not LibraryMove.objects.known().filter(subject=project, direction="adjust").exists()


def test_a_notice_of_a_project_carries_no_number_of_a_person(given):
    project = factories.applied_project(beneficiaries="此里农布 53349919800517001X")
    case = given.open("enter_library", project, on=DAY)
    with pytest.raises(UnableToPublishProject, match="受益对象"):
        given.step(case, on=DAY, inputs=CLEAN)
    case.refresh_from_db()
    assert case.step.number == 1 and not NoticeEntry.objects.exists()


def test_a_noticed_project_is_never_rewritten(given):
    given.step(given.open("enter_library", factories.applied_project(), on=DAY), on=DAY, inputs=CLEAN)
    row = NoticedProject.objects.get()
    refused(lambda: NoticedProject.objects.filter(pk=row.pk).update(planned=1), "不能改写或删除")
    refused(lambda: NoticedProject.objects.filter(pk=row.pk).delete(), "不能改写或删除")


@pytest.mark.row("S-36")
def test_the_public_page_and_the_poster_show_the_official_columns(given, client, monkeypatch):
    given.step(given.open("enter_library", factories.applied_project(), on=DAY), on=DAY, inputs=CLEAN)
    notice = NoticeEntry.objects.get().notice
    monkeypatch.setattr(timezone, "localdate", lambda *a: notice.starts_on)
    at = {"area": notice.area_id, "year": notice.year, "number": notice.number}
    shown = client.get(reverse("public-notice", kwargs=at)).content.decode()
    for text in (
        "项目名称", "实施地点", "建设任务", "实施期限", "资金规模（万元）和来源", "受益对象", "责任单位", "红坡村中药材基地", "种植中药材 300 亩",
        "30.00：上海帮扶资金 30.00 万元", "全村农户", "云岭乡人民政府", "土地入股", "1 个项目",
    ):  # fmt: skip
        assert text in shown, text
    poster = client.get(reverse("public-poster", kwargs=at))
    assert poster.content.startswith(b"%PDF")


def test_the_application_form_is_printed_with_the_elements(given, client, monkeypatch):
    case = given.open("enter_library", factories.applied_project(), on=DAY)
    monkeypatch.setattr(timezone, "localdate", lambda *a: DAY)
    post = given.posts["village_cadre"][0]
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("case-form", args=[case.number, "项目申报表"]))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_codes_of_the_negative_list_are_those_of_the_pack():
    factories.county()
    assert tuple(code for code, _ in CodeBook.read().choices("项目负面清单")) == ITEMS
