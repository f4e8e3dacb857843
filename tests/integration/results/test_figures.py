"""A figure equals its rows; stated figures have a document; ageing and the newest figure of a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

import exit_county
import factories
from exit_county import DAY
from jingzhun.core.figure import Origin
from jingzhun.core.percent import percent_of
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.actions.figure import UnableToStateFigure, state
from jingzhun.results.figure_rows import UnableToReadRows, rows_of
from jingzhun.results.indicators import INDICATORS
from jingzhun.results.models import Figure
from jingzhun.results.read import changes_since, figure, figures


@pytest.fixture
def projects(county):
    factories.project(code="XM1", funding={"shanghai": 500_000_000})
    factories.project(code="XM2", category="07", funding={"shanghai": 100, "poverty": 200})
    factories.project(code="XM3", year=2019, funding={"shanghai": 7})


def value(name, area, part=""):
    found = figure(name, area, DAY, part=part)
    return None if found is None else found.value


def test_every_figure_equals_its_rows(county, projects, data):
    exit_county.evaluated(county)
    reader = factories.post()
    checked = 0
    for each in Figure.objects.computed().select_related("area"):
        rows = rows_of(each, reader)
        assert rows.is_whole and rows.is_same is True, each.title
        assert rows.table.num_rows == each.rows == len(rows.codes)
        measured = {"行数": rows.table.num_rows, "合计": rows.total, "百分比": percent_of(rows.total, rows.base)}
        counted = measured[INDICATORS[each.indicator].measure]
        assert counted == each.value, each.title
        checked += each.rows > 0
    assert checked > 40


def test_counts_of_the_register_by_area(county, run):
    assert value("registered_households", county.area) == 3
    assert value("registered_persons", county.area) == 3
    assert value("registered_households", factories.VILLAGE) == 2
    assert value("registered_households", factories.FAR_VILLAGE) == 0
    assert value("rural_households", county.area) == 4
    assert value("register_unknown", county.area) == 0


def test_townships_and_villages_add_up_to_the_county(county, run):
    for name, part in (("registered_persons", ""), ("rural_households", ""), ("criterion", "户退出/income/fail")):
        rows = Figure.objects.filter(indicator=name, part=part)
        for digits in (9, 12):
            below = [
                row.value for row in rows if len(row.area_id.rstrip("0")) > digits - 3 and row.area.level == digits
            ]
            assert sum(below) == value(name, county.area, part) > 0


def test_village_incomes_are_sums_by_kind_and_in_total(county, data):
    exit_county.village_income(village=factories.VILLAGE, fen=50, kind="04")
    exit_county.evaluated(county)
    assert value("village_income", factories.VILLAGE) == 4_900_050
    assert value("village_income_by_kind", factories.VILLAGE, "出租") == 4_900_000
    assert value("village_income_by_kind", factories.VILLAGE, "温泉") == 50
    assert value("village_income", county.area) == 9_900_050


def test_projects_of_the_year_count_once_whatever_their_sources(county, projects, data):
    exit_county.evaluated(county)
    assert value("projects", county.area) == 2
    assert value("project_money", county.area) == 500_000_300
    assert value("projects_by_category", county.area, "健康扶贫") == 1
    assert value("project_money_by_source", county.area, "上海帮扶资金") == 500_000_100
    assert value("project_money_by_category", county.area, "村内户外道路硬化") == 300


def test_awards_count_households_and_money(county, run):
    assert value("award_households", county.area, "产业以奖代补") == 2
    assert value("award_money", county.area, "产业以奖代补") == 570_000
    assert value("award_missing", county.area, "产业以奖代补") == 0


def test_a_reader_of_one_village_sees_only_its_rows_of_a_county_figure(county, run):
    whole = figure("registered_households", county.area, DAY)
    cadre = factories.post(role="village_cadre", area=factories.VILLAGE)
    rows = rows_of(whole, cadre)
    assert not rows.is_whole and rows.is_same is None
    assert set(rows.codes) == {county.poor.subject.code, county.enough.subject.code}
    outside = figure("registered_households", factories.NEXT_VILLAGE, DAY)
    assert rows_of(outside, cadre).codes == []


def test_a_lost_rows_file_says_what_to_do_and_a_changed_one_shows(county, run, data):
    reader = factories.post()
    whole = figure("registered_households", county.area, DAY)
    Figure.objects.filter(pk=whole.pk).update(rows_digest="0" * 64)
    whole.refresh_from_db()
    assert rows_of(whole, reader).is_same is False
    (data / whole.rows_file).unlink()
    with pytest.raises(UnableToReadRows, match="重新计算"):
        rows_of(whole, reader)


def test_the_newest_figure_on_or_before_the_day_is_read(county, run):
    evaluate(area=county.area, as_of=date(2018, 6, 30), by=factories.SYSTEM)
    assert figure("registered_households", county.area, date(2018, 12, 30)).as_of == date(2018, 6, 30)
    assert figure("registered_households", county.area, DAY).as_of == DAY
    assert figure("registered_households", county.area, date(2018, 6, 29)) is None
    assert figure("registered_households", county.area, DAY, known_at=run.known_at - timedelta(seconds=1)) is None
    many = figures([("registered_households", ""), ("rural_persons", "")], [county.area, factories.VILLAGE], DAY)
    assert len(many) == 4


def test_a_figure_says_how_many_changes_came_after_it(county, run):
    counted = figure("registered_households", county.area, DAY)
    assert changes_since(counted) == 0
    factories.change(at=timezone.now())
    factories.change(at=timezone.now())
    assert changes_since(counted) == 2


def test_a_stated_figure_needs_document_and_page_and_is_kept_once(county):
    given = {
        "title": "项目库总投资（原报告）", "indicator": "project_money", "area_code": county.area.pk, "as_of": DAY,
        "known_at": timezone.now(), "value": Decimal("2078473998"), "unit_name": "分", "trust": "seen", "by": factories.SYSTEM,
    }  # fmt: skip
    first = state(**given, document="2018年项目库推进报告", page="第3段")
    assert state(**given, document="2018年项目库推进报告", page="第3段") == first
    assert first.origin == Origin.STATED and rows_of(first, factories.post()).codes == []
    with pytest.raises(UnableToStateFigure):
        state(**given, document="2018年项目库推进报告", page="")


def test_the_database_refuses_a_computed_figure_without_rows_digest(county, run):
    row = Figure.objects.computed().first()
    row.pk, row.part, row.rows_digest = None, "另一", ""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_stated_figure_without_a_page(county):
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(
            origin=Origin.STATED, indicator="x", title="x", area=county.area, as_of=DAY, known_at=timezone.now(), value=1, unit="户",
            document="报告",
        )  # fmt: skip
