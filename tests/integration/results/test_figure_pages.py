"""The pages of figures and runs: scope, exactly the rows, exports with their event, budgets that do not grow."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest

import exit_county
import factories
from exit_county import DAY
from jingzhun.audit.models import Event
from jingzhun.results.explain_area import in_percent
from jingzhun.results.findings import _values
from jingzhun.results.models import Figure, RosterSnapshot, Run
from jingzhun.results.read import figure


@pytest.fixture
def county(evaluated):
    return evaluated[0]


@pytest.fixture
def run(evaluated):
    return evaluated[1]


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def counted(county, run) -> Figure:
    return figure("registered_households", county.area, DAY)


def text(response) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_a_page_shows_number_definition_state_and_exactly_its_rows(client, county, counted, run):
    page = enter(client, factories.post()).get(f"/figures/{counted.pk}/")
    said = text(page)
    assert "建档立卡户数" in said and "在册 = “建档立卡”" in said.replace("&quot;", '"')
    assert counted.rows_digest[:4] in said and run.roster.digest[:4] in said and "一致" in said
    shown = {row.record.code for row in page.context["table"].page.object_list}
    assert shown == {home.subject.code for home in (county.poor, county.enough, county.unknown)}
    assert "扎西顿珠户" in said and "其后有" not in said


def test_areas_below_add_up_to_the_figure_and_what_is_of_none_of_them_is_said(client, county, counted):
    browser = enter(client, factories.post())
    page = browser.get(f"/figures/{counted.pk}/")
    assert sum(each["figure"].value for each in page.context["below"]) == counted.value
    assert page.context["beyond"] is None
    some = page.context["below"][0]["figure"]
    Figure.objects.filter(pk=some.pk).update(value=some.value - 2)
    page = browser.get(f"/figures/{counted.pk}/")
    assert page.context["beyond"].number == "2"
    assert "各地之外另有 2 户" in text(page)


def test_every_area_of_the_next_level_is_listed_however_many_villages_there_are(client, county, counted, monkeypatch):
    monkeypatch.setattr("jingzhun.results.views.figure.OTHER_AREAS", 1)
    page = enter(client, factories.post()).get(f"/figures/{counted.pk}/")
    townships = list(county.area.children.order_by("code").values_list("code", flat=True))
    assert [each["figure"].area_id for each in page.context["below"]] == townships


def test_a_figure_that_was_counted_again_leads_to_the_newer_one(client, county, counted):
    later = counted.known_at + timedelta(hours=1)
    roster, copied = RosterSnapshot.objects.get(pk=counted.roster_id), Figure.objects.get(pk=counted.pk)
    roster.pk, roster.known_at, roster.digest = None, later, "f" * 64
    roster.save(force_insert=True)
    copied.pk, copied.value, copied.known_at, copied.roster = None, counted.value + 1, later, roster
    copied.save(force_insert=True)
    page = text(enter(client, factories.post()).get(f"/figures/{counted.pk}/"))
    assert f'已重新计算：<a href="/figures/{copied.pk}/">{counted.value + 1:.0f} 户</a>' in page


def test_a_criterion_shows_rule_clause_value_and_line(client, county, run):
    failed = figure("criterion", county.area, DAY, part="户退出/income/fail")
    said = text(enter(client, factories.post()).get(f"/figures/{failed.pk}/"))
    for part in (
        "纯收入 &gt;= 扶贫标准 × 人数",
        "第一条",
        "已见原文",
        "3,499.99 元",
        "3,500.00 元",
        county.poor.subject.code,
    ):
        assert part in said, part


def test_search_and_area_cut_rows_and_the_export_has_the_same(client, county, counted):
    enter(client, factories.post())
    found = client.get(f"/figures/{counted.pk}/", {"area": factories.VILLAGE, "q": county.poor.subject.code})
    assert [row.record.code for row in found.context["table"].page.object_list] == [county.poor.subject.code]
    exported = client.get(f"/figures/{counted.pk}/export/", {"area": factories.VILLAGE, "sort": "-code"})
    sheet = openpyxl.load_workbook(io.BytesIO(exported.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    codes = [county.poor.subject.code, county.enough.subject.code]
    assert [row[cells_of(cells).index("户编号")] for row in cells[-2:]] == sorted(codes, reverse=True)
    event = Event.objects.get(action="export")
    assert event.details["rows"] == 2
    assert "533499" not in str(cells)


def cells_of(cells) -> list:
    return next(row for row in cells if "户编号" in row)


def test_money_is_shown_and_exported_in_yuan(client, county, run):
    enter(client, factories.post())
    money = figure("award_money", county.area, DAY, part="产业以奖代补")
    assert "5,700.00" in text(client.get(f"/figures/{money.pk}/"))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/figures/{money.pk}/export/").content)).active
    assert {2700, 3000} <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_figure_outside_the_scope_is_not_found(client, county, run, counted):
    outside = figure("registered_households", factories.NEXT_VILLAGE, DAY)
    inside = figure("registered_households", factories.VILLAGE, DAY)
    enter(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    assert client.get(f"/figures/{inside.pk}/").status_code == 200
    for pk in (outside.pk, counted.pk, 10**9):
        assert client.get(f"/figures/{pk}/").status_code == 404
        assert client.get(f"/figures/{pk}/export/").status_code == 404


def test_a_post_that_may_not_see_households_gets_the_number_without_the_list(client, county, counted):
    enter(client, factories.post(role="finance"))
    said = text(client.get(f"/figures/{counted.pk}/"))
    assert county.poor.subject.code not in said and "不能查看农户" in said
    assert client.get(f"/figures/{counted.pk}/export/").status_code in (403, 422)


def test_a_department_gets_the_number_of_a_run_without_what_it_found_of_each_household(client, county, run, counted):
    judged = Figure.objects.filter(run=run, kind="户", rows__gt=0).first()
    code = county.poor.subject.code
    enter(client, factories.post(role="department", department="教育局"))
    said = text(client.get(f"/figures/{judged.pk}/"))
    assert "逐户结论" in said
    assert "/households/" not in said.split("<main", 1)[1]
    assert code in text(client.get(f"/figures/{counted.pk}/"))
    enter(client, factories.post())
    assert "/households/" in text(client.get(f"/figures/{judged.pk}/")).split("<main", 1)[1]


def test_an_area_that_does_not_exist_is_the_posts_own(client, county, run):
    enter(client, factories.post())
    for address in ("/figures/", f"/runs/{run.pk}/"):
        page = client.get(address, {"area": f"{factories.TOWNSHIP[:9]}998"})
        assert page.status_code == 200
        assert page.context["area"].pk == factories.COUNTY


def test_two_areas_are_compared_with_their_difference(client, county, counted):
    village = figure("registered_households", factories.VILLAGE, DAY)
    page = enter(client, factories.post()).get(f"/figures/{counted.pk}/", {"with": village.pk})
    assert page.context["difference"].number == "1"
    assert "相差" in text(page)


def test_the_list_shows_one_area_with_links(client, county, counted, run):
    enter(client, factories.post())
    said = text(client.get("/figures/"))
    assert f"/figures/{counted.pk}/" in said and "人均纯收入达标" in said
    village = figure("registered_households", factories.VILLAGE, DAY)
    said = text(client.get("/figures/", {"area": factories.VILLAGE}))
    assert f"/figures/{village.pk}/" in said and f"/figures/{counted.pk}/" not in said
    assert "还没有算过数" in text(client.get("/figures/", {"as_of": "2017-01-01"}))


def test_a_village_post_sees_a_county_run_only_in_its_own_village(client, county, run):
    enter(client, factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    page = client.get(f"/runs/{run.pk}/", {"area": factories.COUNTY})
    assert page.context["area"].pk == factories.NEXT_VILLAGE
    whole = page.context["standards"][0]["whole"]
    assert (whole["passed"], whole["failed"], whole["missing"]) == (0, 0, 1)
    assert "4 户" not in text(page)
    enter(client, factories.post(role="county_officer", area=factories.NEXT_COUNTY))
    assert client.get(f"/runs/{run.pk}/").status_code == 404


def test_asking_for_a_run_is_for_those_who_may_and_leads_to_its_page(client, county, run):
    enter(client, factories.post(role="township_reviewer", area=factories.TOWNSHIP))
    assert client.post("/runs/", {"as_of": "2018-12-31"}).status_code in (403, 422)
    assert Run.objects.get() == run
    enter(client, factories.post())
    refused = client.post("/runs/", {"as_of": "2030-01-01"})
    assert "没有有效的政策包" in text(refused)
    asked = client.post("/runs/", {"as_of": "2018-12-31", "pack": "test/exit-2018"})
    made = Run.objects.exclude(pk=run.pk).get()
    assert asked.status_code == 302 and asked["Location"] == f"/runs/{made.pk}/"
    assert "等待" in text(client.get(f"/runs/{made.pk}/"))
    assert f"/runs/{made.pk}/progress/" in text(client.get(f"/runs/{made.pk}/progress/"))
    Run.objects.filter(pk=made.pk).update(state="failed", problem="没有办成")
    over = client.get(f"/runs/{made.pk}/progress/")
    assert over["HX-Refresh"] == "true" and "hx-get" not in text(over)


def test_recomputing_asks_for_the_same_day_again(client, county, counted, run):
    enter(client, factories.post())
    factories.change()
    assert "其后有 1 处变动" in text(client.get(f"/figures/{counted.pk}/"))
    asked = client.post(f"/figures/{counted.pk}/again/")
    again = Run.objects.order_by("-pk").first()
    assert asked.status_code == 302 and again.pk != run.pk and again.as_of == DAY and again.state == "waiting"
    assert client.get(f"/figures/{counted.pk}/again/").status_code == 405


def test_pages_ask_the_same_number_of_questions_however_many_rows(
    client, county, counted, run, django_assert_max_num_queries
):
    enter(client, factories.post())
    addresses = ("/figures/", f"/figures/{counted.pk}/", "/runs/", f"/runs/{run.pk}/")
    before = [asked(client, address, django_assert_max_num_queries) for address in addresses]
    for _ in range(12):
        exit_county.filled(village=factories.VILLAGE, fen=100)
    from jingzhun.results.actions.evaluate import evaluate

    evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM)
    more = figure("registered_households", county.area, DAY)
    assert more.rows == 15
    addresses = ("/figures/", f"/figures/{more.pk}/", "/runs/", f"/runs/{Run.objects.order_by('-pk').first().pk}/")
    after = [asked(client, address, django_assert_max_num_queries) for address in addresses]
    assert after == before and max(after) <= 30


def asked(client, address, limit) -> int:
    with limit(60) as queries:
        assert client.get(address).status_code == 200
    return len(queries.captured_queries)


def test_a_stated_figure_shows_its_document_and_no_rows(client, county):
    from decimal import Decimal

    from django.utils import timezone

    from jingzhun.results.actions.figure import state

    stated = state(
        title="项目库总投资（原报告）", indicator="project_money", area_code=county.area.pk, as_of=date(2018, 12, 1),
        known_at=timezone.now(), value=Decimal(20_784_739_980), unit_name="分", document="2018年推进报告", page="第3段", trust="seen",
        by=factories.SYSTEM,
    )  # fmt: skip
    said = text(enter(client, factories.post()).get(f"/figures/{stated.pk}/"))
    assert "207,847,399.80" in said and "2018年推进报告" in said and "第3段" in said


def test_the_list_is_found_by_name_and_by_pinyin_initials(client, county, run):
    enter(client, factories.post())
    for text_typed in ("人均纯收入", "rjcsr"):
        found = client.get("/figures/", {"q": text_typed})
        lines = [line for group in found.context["groups"] for line in group.items if not line.is_whole]
        assert [line.title for line in lines] == ["人均纯收入达标"], text_typed
    assert "没有名称含这些字的数" in text(client.get("/figures/", {"q": "没有这个名"}))


def test_a_county_figure_is_shown_in_the_townships_below(client, county, counted):
    page = enter(client, factories.post()).get(f"/figures/{counted.pk}/")
    shown = {each["figure"].area.level for each in page.context["below"]}
    assert shown == {9}
    assert sum(each["figure"].value for each in page.context["below"]) == counted.value


def test_a_value_is_not_rounded_up_to_the_line_it_misses():
    near, line = pa.array([Decimal("349999.67"), Decimal("350000"), None]), pa.array([Decimal(350_000)] * 3)
    assert _values(near, "分", line).to_pylist() == ["3,499.99 元", "3,500.00 元", None]
    assert _values(pa.array([Decimal("350000.33")]), "分", pa.array([Decimal(350_000)])).to_pylist() == ["3,500.01 元"]


def test_rows_of_a_whole_standard_say_which_items(client, county, run):
    failed = figure("criterion", county.area, DAY, part="户退出//fail")
    said = text(enter(client, factories.post()).get(f"/figures/{failed.pk}/"))
    assert "哪几条" in said and "不通过：人均纯收入达标" in said
    passed = figure("criterion", county.area, DAY, part="户退出//pass")
    assert "哪几条" not in text(client.get(f"/figures/{passed.pk}/"))


@pytest.mark.parametrize(
    ("value", "line", "shown"),
    [
        ("0.096", "0.092", ("9.6%", "9.2%")),
        ("1", "1", ("100%", "100%")),
        ("", "0.03", ("", "3%")),
        ("3 户", "1 户", ("3 户", "1 户")),
        ("3,499.99 元", "3,500.00 元", ("3,499.99 元", "3,500.00 元")),
        ("2.5", "3", ("2.5", "3")),
    ],
)
def test_bare_shares_of_a_county_are_said_in_per_cent(value, line, shown):
    assert in_percent(value, line) == shown
