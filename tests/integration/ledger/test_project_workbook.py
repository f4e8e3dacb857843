"""The library's workbook through ingest: its headers, codes, places, amounts, and what is refused row by row."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

import factories
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets
from jingzhun.ledger.columns import HEADERS
from jingzhun.ledger.models import ProjectFunding, ProjectProfile, ProjectSite, ProjectStage

pytestmark = pytest.mark.django_db
NAME = "德钦县2018年度项目库.xlsx"
DAY = date(2018, 12, 31)
CLINIC = {
    "项目编号": "A1", "项目名称": "查理通村卫生室", "项目类别": "健康扶贫", "年度": 2018, "乡镇": "云岭乡", "村": "查理通村",
    "建设性质": "修缮", "阶段": "完工", "规模": 120, "单位": "平方米", "上海帮扶资金（万元）": 10, "受益户数": 50, "受益人数": 240,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def workbook(*rows: dict[str, object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("项目库")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.get(header, "") for header in HEADERS])
    return buffer.getvalue()


def load(*rows: dict[str, object]):
    data = workbook(*rows)
    result, *_ = apply_file(
        data=data, sheets=read_sheets(data, NAME), name=NAME, choice=Choice(), scope=AreaCode.parse(factories.COUNTY),
        today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    return result


def test_texts_become_codes_and_spellings_find_their_village():
    result = load(CLINIC)
    assert (result.accepted, len(result.refused)) == (1, 0)
    profile = ProjectProfile.objects.as_of(DAY).get()
    assert (profile.category, profile.construction, profile.year) == ("02", "repair", 2018)
    assert ProjectStage.objects.as_of(DAY).get().stage == "finished"
    assert ProjectFunding.objects.as_of(DAY).get().planned == 10_000_000
    assert ProjectSite.objects.get().area.short_name == "查里通"


def test_the_same_workbook_twice_changes_nothing():
    load(CLINIC)
    before = ProjectProfile.objects.count()
    assert load(CLINIC).changes == 0
    assert ProjectProfile.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"项目类别": "旅游"}, "R-"),
        ({"受益人数": 49}, "R-082"),
        ({"上海帮扶资金（万元）": -1}, "R-"),
        ({"开工时间": "2018-06-02", "完工时间": "2018-06-01"}, "R-082"),
        ({"项目名称": "长" * 121}, "R-082"),
        ({"村": "没有这村"}, "R-"),
        ({"项目编号": "A1"}, "R-"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_the_others_are_taken(wrong, code):
    result = load(CLINIC, {**CLINIC, "项目编号": "A2"} | wrong)
    assert [each.row for each in result.refused] == [3]
    assert result.refused[0].code.startswith(code)
    assert list(ProjectProfile.objects.values_list("subject__code", flat=True)) == ["A1"]


def test_a_total_that_is_not_the_sum_is_pointed_out_and_never_stored():
    result = load(CLINIC | {"资金合计（万元）": 11})
    assert [each.code for each in result.flagged] == ["R-081"]
    assert sum(ProjectFunding.objects.values_list("planned", flat=True)) == 10_000_000
