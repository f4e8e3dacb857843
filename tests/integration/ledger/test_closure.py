"""三图衔接: projects without roadmap or plan, items without project, amounts, Excel in and out, and who sees what."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

import factories
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets
from jingzhun.ledger.actions.plan_item import UnableToRecordPlanItem, record_item
from jingzhun.ledger.closure import judge_closure
from jingzhun.ledger.models import PlanItem, ProjectStage
from jingzhun.ledger.plan_columns import HEADERS
from jingzhun.registry.actions.undo import undo
from jingzhun.registry.models import Change, Subject

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
ROAD = {
    "乡镇": "云岭乡",
    "村": "红坡村",
    "年度": 2018,
    "事项编号": "1",
    "事项名称": "村内道路",
    "县级项目编号": "A",
    "计划资金（万元）": 30,
}


@pytest.fixture(autouse=True)
def _county(db, monkeypatch):
    factories.county()
    monkeypatch.setattr(timezone, "localdate", lambda *a: DAY)


def workbook(*rows: dict[str, object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("规划图")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.get(header, "") for header in HEADERS])
    return buffer.getvalue()


def load(*rows: dict[str, object], data: bytes = b"", scope: str = factories.COUNTY):
    data = data or workbook(*rows)
    result, *_ = apply_file(
        data=data, sheets=read_sheets(data, "规划图.xlsx"), name="规划图.xlsx", choice=Choice(), scope=AreaCode.parse(scope),
        today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    return result


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def closure(post=None, year: int = 2018):
    return judge_closure(post=post or factories.post(), year=year, day=DAY, known_at=None)


@pytest.mark.row("S-18")
def test_a_project_without_township_or_village_counterpart_is_listed_and_closes_when_both_are_there(client):
    factories.project(code="A")
    (gap,) = closure().gaps
    assert (gap.project.subject.code, gap.townships, gap.villages) == ("A", ("云岭乡",), ("红坡村",))
    load(ROAD)
    (gap,) = closure().gaps
    assert (gap.townships, gap.villages) == (("云岭乡",), ())
    result = load(ROAD, {**ROAD, "村": "", "事项名称": "村内道路硬化"})
    assert (result.accepted, len(result.refused)) == (2, 0)
    found = closure()
    assert found.is_closed and (found.projects, found.items) == (1, 2)
    enter(client)
    assert "闭合" in client.get(reverse("plan-closure")).content.decode()


@pytest.mark.row("S-18")
def test_a_project_of_several_villages_needs_an_item_in_each():
    factories.project(
        code="A", area=factories.COUNTY, sites=(factories.VILLAGE, factories.NEXT_VILLAGE, factories.FAR_VILLAGE)
    )
    load(ROAD)
    (gap,) = closure().gaps
    near, far = Area.objects.get(pk=factories.NEXT_VILLAGE).title, Area.objects.get(pk=factories.FAR_VILLAGE).title
    assert set(gap.villages) == {near, far}
    assert len(gap.townships) == 2


@pytest.mark.row("S-18")
def test_items_without_a_project_in_the_library_are_listed_with_the_reason():
    project = factories.project(code="A").subject
    load(ROAD, {**ROAD, "事项编号": "2", "事项名称": "水渠", "县级项目编号": ""})
    assert [(each.item.name, each.why) for each in closure().orphans] == [("水渠", "没有连到项目")]
    ProjectStage.objects.create(
        subject=project, since=date(2018, 12, 1), stage="left", **factories.known(factories.change(kind="case"))
    )
    assert {each.why for each in closure().orphans} == {"没有连到项目", "A 不在库"}
    assert judge_closure(post=factories.post(), year=2018, day=date(2018, 11, 30), known_at=None).projects == 1


def test_amounts_are_compared_where_all_are_known():
    factories.project(code="A")  # 30 万元
    load(ROAD, {**ROAD, "村": "", "计划资金（万元）": 29.5})
    (compared,) = closure().compared
    assert (compared.project.planned, compared.roadmap, compared.villages) == (30_000_000, 29_500_000, 30_000_000)
    assert compared.differs and not closure().is_closed
    load({**ROAD, "村": "", "事项编号": "9", "事项名称": "路二", "计划资金（万元）": ""})
    (compared,) = closure().compared
    assert compared.roadmap is None and not compared.differs


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"县级项目编号": "没有"}, "不在项目库"),
        ({"县级项目编号": "FAR"}, "不在这里实施"),
        ({"县级项目编号": "OTHER"}, "不在这里实施"),
        ({"计划资金（万元）": -1}, "是负数"),
        ({"开工时间": "2018-06-02", "完工时间": "2018-06-01"}, "早于开工"),
        ({"事项名称": "长" * 121}, "最多 120"),
        ({"年度": 1990}, "2000 到 2100"),
        ({"村": "没有这村"}, "没有叫"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason_and_the_others_are_taken(wrong, why):
    factories.project(code="A")
    factories.project(code="FAR", area=factories.FAR_VILLAGE)
    factories.project(code="OTHER", area=factories.NEXT_COUNTY_VILLAGE)
    result = load(ROAD, {**ROAD, "事项编号": "2"} | wrong)
    assert [each.row for each in result.refused] == [3]
    assert why in str(result.refused[0]), result.refused
    assert PlanItem.objects.count() == 1


def test_the_same_number_twice_in_one_file_is_refused_and_the_same_file_twice_changes_nothing():
    factories.project(code="A")
    assert [each.row for each in load(ROAD, ROAD).refused] == [3]
    assert load(ROAD).changes == 0
    assert PlanItem.objects.count() == 1


def test_what_is_exported_is_read_again_and_changes_nothing(client):
    factories.project(code="A")
    load(
        {
            **ROAD,
            "建设内容": "硬化 3000 平方米",
            "开工时间": "2018-03-01",
            "完工时间": "2018-10-31",
            "责任单位": "村委会",
        }
    )
    load({**ROAD, "村": "", "事项编号": "7"})
    enter(client)
    data = client.get(reverse("plan-export")).content
    assert load(data=data).changes == 0
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("closure-export")).content)).sheet_names
    assert sheets == ["项目缺路线图或施工图", "事项没有项目", "资金对照", "到户对照"]


def test_an_import_of_items_is_undone_as_a_whole():
    factories.project(code="A")
    load(ROAD)
    undo(change=Change.objects.filter(kind="import").latest("id"), by=factories.SYSTEM, reason="试")
    assert not PlanItem.objects.known().exists()


def test_a_village_judges_its_own_plan_only_and_sees_nothing_of_its_neighbour(client):
    factories.project(code="A", area=factories.TOWNSHIP, sites=(factories.VILLAGE, factories.NEXT_VILLAGE))
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    (gap,) = closure(post).gaps
    assert (gap.townships, gap.villages) == ((), ("红坡村",))
    load({**ROAD, "村": Area.objects.get(pk=factories.NEXT_VILLAGE).name, "事项名称": "邻村的事"})
    assert closure(post).items == 0
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    assert "邻村的事" not in client.get(reverse("plan-closure")).content.decode()
    assert client.get(reverse("plan-area", args=[factories.NEXT_VILLAGE])).status_code == 404
    assert client.get(reverse("plan-area", args=[factories.TOWNSHIP])).status_code == 404


def test_a_village_enters_an_item_links_it_and_takes_it_back(client):
    factories.project(code="A")
    enter(client, role="village_cadre", area=factories.VILLAGE)
    at = reverse("plan-area", args=[factories.VILLAGE])
    form = {"year": "2018", "number": "3", "name": "道路", "planned": "30", "project": "A", "reason": "施工图"}
    assert client.post(at, form).status_code == 302
    item = PlanItem.objects.get()
    assert (item.planned, item.project.code, item.subject.kind) == (30_000_000, "A", "village")
    assert client.post(at, {**form, "project": "FAR"}).status_code == 422
    client.post(reverse("plan-withdraw", args=[factories.VILLAGE, item.pk]), {"reason": "记错"})
    assert not PlanItem.objects.known().exists() and PlanItem.objects.count() == 1


def test_an_item_of_another_area_is_refused_by_the_action():
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    values = {"year": 2018, "number": "1", "name": "路"}
    with pytest.raises(UnableToReachArea):
        record_item(
            area=Area.objects.get(pk=factories.NEXT_VILLAGE),
            values=values,
            project_code="",
            post=post,
            on=DAY,
            reason="试",
        )
    with pytest.raises(UnableToRecordPlanItem, match="由乡镇写"):
        record_item(
            area=Area.objects.get(pk=factories.COUNTY),
            values=values,
            project_code="",
            post=factories.post(),
            on=DAY,
            reason="试",
        )


def test_the_database_refuses_items_of_anything_but_townships_and_villages_and_links_to_anything_but_projects():
    home, project = factories.household().subject, factories.project().subject
    place = Subject.objects.create(
        kind="village", code=factories.VILLAGE, area_id=factories.VILLAGE, created_by=factories.change()
    )
    given = {"key": "1", "year": 2018, "number": "1", "name": "路", **factories.known(factories.change())}
    for wrong in ({"subject": home}, {"subject": place, "project": home}, {"subject": place, "planned": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanItem.objects.create(**given, **wrong)
    PlanItem.objects.create(**given, subject=place, project=project)


def test_queries_do_not_grow_with_the_library(client, django_assert_max_num_queries):
    enter(client)
    for first, last in ((0, 2), (2, 40)):
        for number in range(first, last):
            factories.project(code=f"A{number:03}")
            if number % 2:
                load({**ROAD, "事项编号": str(number), "县级项目编号": f"A{number:03}"})
        with django_assert_max_num_queries(24):
            assert client.get(reverse("plan-closure")).status_code == 200


def test_a_long_list_shows_fifty_and_has_pages_of_its_own(client):
    enter(client)
    for number in range(53):
        factories.project(code=f"A{number:03}")
    whole = client.get(reverse("plan-closure"))
    assert len(whole.context["lists"]["gaps"]) == 50 and "看全部 53 个" in whole.content.decode()
    second = client.get(reverse("plan-closure"), {"list": "gaps", "page": "2"})
    said = second.content.decode()
    assert [gap.project.subject.code for gap in second.context["lists"]["gaps"]] == ["A050", "A051", "A052"]
    assert "第 51–53 个，共 53 个" in said and "没有项目的事项</h2>" not in said
