"""项目到户: the households of a project from its list, rosters and measures; once each, beside the number stated; Excel in and out."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from guards_in_store import assert_guarded
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets
from jingzhun.ledger.actions.project_benefit import BenefitGiven, UnableToRecordBenefit, judge_benefits, record_benefit
from jingzhun.ledger.beneficiaries import beneficiaries, projects_of
from jingzhun.ledger.closure import judge_closure
from jingzhun.ledger.library_guards import BENEFIT
from jingzhun.ledger.models import AwardLine, AwardRoster, PlanItem, ProjectBenefit
from jingzhun.registry.actions.undo import undo
from jingzhun.registry.models import Change, MeasureReceived, Subject

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
HEAD = "项目编号,乡镇,行政村,户编号,户主姓名,自何日,受益,受益内容,名单依据\n"


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def home(code: str, name: str = "扎西顿珠", village: str = factories.VILLAGE) -> Subject:
    made = factories.household(code=code, village=village)
    factories.member(of=made, name=name)
    return made.subject


def load(text: str, *, scope: str = factories.COUNTY, data: bytes = b""):
    data = data or (HEAD + text).encode()
    name = "名单.xlsx" if data[:2] == b"PK" else "名单.csv"
    result, *_ = apply_file(
        data=data, sheets=read_sheets(data, name), name=name, choice=Choice(since=date(2018, 4, 1)),
        scope=AreaCode.parse(scope), today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    return result


def named(project: Subject, day: date = DAY, **reach) -> list[tuple[str, str]]:
    found = beneficiaries([project], day=day, known_at=None, **reach).get(project.pk, [])
    return [(each.household.code, each.documents) for each in found]


def award(project: Subject, household: Subject, **line) -> AwardLine:
    made = factories.change()
    subject = Subject.objects.create(kind="award_roster", code="R1", area_id=factories.VILLAGE, created_by=made)
    roster = AwardRoster.objects.create(
        subject=subject, project=project, programme="sales", title="2018 年产业奖补名册", year=2018, opened_on=date(2018, 9, 1),
        change=made,
    )  # fmt: skip
    return AwardLine.objects.create(
        roster=roster, household=household, programme="sales", year=2018, number=1, amount=100, **line
    )


def measure(household: Subject, code: str, **given) -> MeasureReceived:
    values = {
        "year": 2018,
        "received_on": date(2018, 6, 1),
        "category": "01",
        "item": "土鸡 20 只",
        "project_code": code,
    }
    made = factories.change(source="帮扶措施台账.xlsx")
    return MeasureReceived.objects.create(subject=household, key="1", **{**values, **given}, **factories.known(made))


@pytest.mark.row("S-18")
def test_a_project_reaches_each_household_once_from_its_list_its_rosters_and_the_measures_that_name_it():
    project = factories.project(code="A", households=3).subject
    home("H1")
    second, third = home("H2"), home("H3")
    assert load("A,云岭乡,红坡村,H1,扎西顿珠,2018-03-05,,土鸡 20 只,村公示名单\n").accepted == 1
    award(project, second)
    measure(second, "A")
    measure(third, "A")
    assert named(project) == [
        ("H1", "到户名单：村公示名单"),
        ("H2", "奖补名册：2018 年产业奖补名册；帮扶措施：帮扶措施台账.xlsx"),
        ("H3", "帮扶措施：帮扶措施台账.xlsx"),
    ]
    assert named(project, date(2018, 3, 4)) == []
    assert [code for code, _ in named(project, date(2018, 6, 30))] == ["H1", "H2", "H3"]
    (homes,) = judge_closure(post=factories.post(), year=2018, day=DAY, known_at=None).homes
    assert (homes.compared.stated, homes.compared.named, homes.compared.state) == (3, 3, "相符")
    [(row, own)] = projects_of(second, day=DAY, known_at=None)
    assert (row.subject.code, own.contents, own.since) == ("A", "土鸡 20 只", date(2018, 6, 1))


@pytest.mark.row("S-18")
def test_a_list_that_disagrees_with_the_number_stated_is_named_and_neither_is_changed(client):
    profile = factories.project(code="A", households=3)
    home("H1")
    load("A,云岭乡,红坡村,H1,,2018-03-05,,,村公示名单\n")
    PlanItem.objects.create(
        subject=Subject.objects.get_or_create(
            kind="village", code=factories.VILLAGE, defaults={"area_id": factories.VILLAGE, "created_by": factories.change()}
        )[0],
        key="1", year=2018, number="1", name="卫生室", households=2, project=profile.subject, **factories.known(factories.change()),
    )  # fmt: skip
    found = judge_closure(post=factories.post(), year=2018, day=DAY, known_at=None)
    (homes,) = found.homes_differing
    assert homes.compared.said == "登记 3 户，名单 1 户，少 2 户"
    assert [(item.name, item.households, there) for item, there in homes.items] == [("卫生室", 2, 1)]
    assert not found.is_closed
    profile.refresh_from_db()
    assert profile.households == 3
    enter(client)
    assert "登记 3 户，名单 1 户，少 2 户" in client.get(reverse("plan-closure") + "?year=2018").content.decode()
    page = client.get(reverse("project", args=["A"])).content.decode()
    assert "与登记不符" in page and reverse("beneficiaries", args=["A"]) in page
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("closure-export") + "?year=2018").content))
    assert any("少 2 户" in str(row) for row in book.get_sheet_by_name("到户对照").to_python())


@pytest.mark.row("S-18")
def test_a_project_that_states_households_and_names_none_is_listed_without_being_a_breach():
    factories.project(code="A", households=3)
    factories.project(code="B")
    found = judge_closure(post=factories.post(), year=2018, day=DAY, known_at=None)
    assert [each.project.subject.code for each in found.unlisted] == ["A"]
    assert found.homes_differing == () and found.unlisted[0].compared.said == "登记 3 户，还没有名单"


def test_a_list_beside_no_stated_number_lacks_the_number_and_not_the_list(client):
    factories.project(code="A")
    home("H1")
    load("A,,,H1,,2018-03-05,,,名单\n")
    enter(client)
    page = client.get(reverse("plan-closure") + "?year=2018").content.decode()
    assert "没有登记户数" in page and "名单 1 户，没有登记受益户数" in page
    assert "没有到户名单</span>" not in page


def test_rosters_and_measures_alone_are_no_list_and_fewer_of_them_no_disagreement():
    project = factories.project(code="A", households=3).subject
    award(project, home("H1"))
    home("H2")
    (only,) = judge_closure(post=factories.post(), year=2018, day=DAY, known_at=None).homes
    assert (only.compared.state, only.differs) == ("缺", False)
    assert only.compared.said == "登记 3 户，名册、帮扶措施里有 1 户，没有到户名单"
    load("A,,,H2,,2018-03-05,,,名单\n")
    (both,) = judge_closure(post=factories.post(), year=2018, day=DAY, known_at=None).homes
    assert (both.compared.said, both.differs) == ("登记 3 户，名单 2 户，少 1 户", True)


def test_a_household_taken_off_the_list_benefits_no_longer_and_one_not_on_it_cannot_be_taken_off():
    project = factories.project(code="A").subject
    home("H1")
    home("H2")
    load("A,,,H1,,2018-03-05,是,,村公示名单\nA,,,H2,,2018-03-05,,,村公示名单\n")
    result = load("A,,,H1,,2018-10-01,否,,复核结果\n")
    assert (result.accepted, result.refused) == (1, [])
    assert [code for code, _ in named(project, date(2018, 9, 30))] == ["H1", "H2"]
    assert [code for code, _ in named(project)] == ["H2"]
    refused = load("A,,,H1,,2018-11-01,否,,复核结果\n").refused
    assert [each.code for each in refused] and "不在名单里" in refused[0].reason


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("没有,,,H1,,,,,名单\n", "项目"),
        ("FAR,,,H1,,,,,名单\n", "不在这户所在的村实施"),
        ("A,,,没有,,,,,名单\n", "没有"),
        ("A,,,H1,,,,,\n", "空"),
        ("A,,,H9,,,,,名单\n", "没有"),
        (f"A,,,H1,,,,,{'长' * 121}\n", "最多 120"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason_and_the_others_are_taken(row, why):
    factories.project(code="A", area=factories.TOWNSHIP)
    factories.project(code="FAR", area=factories.FAR_VILLAGE)
    home("H1")
    home("H2")
    home("H9", village=factories.NEXT_COUNTY_VILLAGE)
    result = load(row + "A,,,H2,,,,,名单\n")
    assert (result.accepted, len(result.refused)) == (1, 1)
    assert why in result.refused[0].reason


def test_what_goes_out_comes_in_again_and_an_import_is_undone_as_a_unit(client):
    project = factories.project(code="A").subject
    home("H1")
    home("H2", name="格桑")
    load("A,,,H1,,2018-03-05,,土鸡,名单\nA,,,H2,,2018-03-05,,,名单\nA,,,H2,,2018-05-01,否,,名单\n")
    enter(client)
    answer = client.get(reverse("beneficiary-export") + "?project=A")
    again = load("", data=answer.content)
    assert (again.layout, again.accepted, again.refused, again.changes) == ("project-benefits", 3, [], 0)
    undo(change=Change.objects.filter(kind="import").latest("id"), by=factories.SYSTEM, reason="名单错了")
    assert named(project) == []


def test_by_hand_on_the_page_with_masked_numbers_and_taken_back(client):
    factories.project(code="A", area=factories.TOWNSHIP, households=1)
    home("H1")
    home("H2", village=factories.NEXT_VILLAGE)
    enter(client, role="village_cadre", area=factories.VILLAGE)
    at = reverse("beneficiaries", args=["A"])
    assert client.get(at).status_code == 404  # the project is the township's, not built in the village by name
    enter(client, role="township_reviewer", area=factories.TOWNSHIP)
    given = {"household": "H1", "since": "2018-03-05", "is_in": "yes", "content": "土鸡", "document": "村公示名单"}
    assert client.post(at, {**given, "document": ""}).status_code == 422
    assert client.post(at, {**given, "household": "没有"}).status_code == 422
    assert client.post(at, given).status_code == 302
    assert client.post(at, given).status_code == 422  # nothing would change
    page = client.get(at).content.decode()
    assert "扎西顿珠" in page and f"{factories.id_number()[:6]}********" in page and "与项目登记的相符" in page
    own = client.get(reverse("household", args=["H1"])).content.decode()
    assert "这户参加的项目" in own and "村公示名单" in own
    row = ProjectBenefit.objects.known().get()
    to = reverse("beneficiary-withdraw", args=["A", row.pk])
    client.post(to, {"reason": ""})
    assert ProjectBenefit.objects.known().exists()
    client.post(to, {"reason": "写错户"})
    assert not ProjectBenefit.objects.known().exists()


def test_a_village_sees_and_counts_its_own_households_and_does_not_judge_the_whole(client):
    project = factories.project(
        code="A", area=factories.TOWNSHIP, sites=(factories.VILLAGE, factories.NEXT_VILLAGE), households=2
    ).subject
    home("H1")
    home("H2", name="卓玛", village=factories.NEXT_VILLAGE)
    load("A,,,H1,,2018-03-05,,,名单\nA,,,H2,,2018-03-05,,,名单\n")
    post = enter(client, role="village_cadre", area=factories.VILLAGE)
    assert [code for code, _ in named(project, post=post)] == ["H1"]
    page = client.get(reverse("beneficiaries", args=["A"])).content.decode()
    assert "H1" in page and "H2" not in page and "卓玛" not in page and "跨出本范围" in page
    sheet = client.get(reverse("beneficiary-export")).content
    assert "H2" not in str(CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python())
    other = BenefitGiven(
        Subject.objects.get(code="H2").pk, factories.NEXT_VILLAGE, project.pk, date(2018, 5, 1), True, "", "名单二"
    )
    with pytest.raises(UnableToReachArea):
        record_benefit(given=other, project=project, post=post, reason="名单二")


def test_the_action_names_the_project_and_the_reason():
    project = factories.project(code="A", area=factories.FAR_VILLAGE).subject
    row = BenefitGiven(home("H1").pk, factories.VILLAGE, project.pk, DAY, True, "", "名单")
    with pytest.raises(UnableToRecordBenefit, match="项目 A 的受益户没有写入：项目不在这户所在的村实施"):
        record_benefit(given=row, project=project, post=factories.post(), reason="名单")
    twice = judge_benefits([row, row]).refused
    assert set(twice) == {0, 1}


def test_the_database_keeps_households_in_lists_of_projects_and_each_once_a_day():
    project, household = factories.project(code="A").subject, home("H1")
    common = {"since": DAY, "document": "名单", **factories.known(factories.change())}
    ProjectBenefit.objects.create(subject=household, project=project, **common)
    for wrong in (
        {"subject": household, "project": project},
        {"subject": household, "project": project, "since": date(2019, 1, 1), "document": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectBenefit.objects.create(**{**common, **wrong})
    with pytest.raises(DatabaseError, match="到户名单只写农户"), transaction.atomic():
        ProjectBenefit.objects.create(subject=project, project=project, **common)
    with pytest.raises(DatabaseError, match="到户名单只属于项目"), transaction.atomic():
        ProjectBenefit.objects.create(subject=household, project=household, **{**common, "since": date(2019, 1, 1)})
    assert_guarded([BENEFIT])
