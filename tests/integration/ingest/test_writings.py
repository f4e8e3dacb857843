"""Cells as people write them: what is read, what is pointed out, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from jingzhun.registry.models import (
    HouseholdProfile,
    HouseholdStatus,
    IncomeEntry,
    Labour,
    PersonContact,
    StatedIncome,
)
from sheets import csv_bytes, family, grid, headers, person, xlsx

HEADERS = headers("export-2018")
LATER = headers("export-2022")


def codes(issues):
    return [(issue.row, issue.column, issue.code) for issue in issues]


def later(**cells):
    """One household of one person in the export of 2022."""
    row = person("H1", 1, "此里农布", "户主", 致贫原因1="因病", 户类型="脱贫户")
    return row | cells


@pytest.mark.parametrize(
    "cells",
    [
        {"务工时间(月)": "6个月"}, {"人均纯收入": "3,500.5 元/人"}, {"人均纯收入": "￥3500"}, {"县": "云南省迪庆藏族自治州德钦县"},
        {"行政村": "奔子栏镇叶日村"}, {"行政村": "德钦县奔子栏镇叶日村委会"}, {"务工状况": "乡外县内"}, {"贫困户属性": "扶贫低保户"},
        {"在校生状况": "普通高中一年级"}, {"民族": "藏"}, {"主要致贫原因": 7},
    ],
)  # fmt: skip
def test_other_writings_are_read(try_file, cells):
    rows = [person("H1", 1, "此里农布", "户主", _born_on=date(2001, 3, 5), **cells)]
    result, _ = try_file(xlsx(HEADERS, rows))
    assert (codes(result.refused), result.accepted) == ([], 1)
    assert "R-0" not in "".join(issue.code for issue in result.flagged)


def test_a_village_under_another_township_is_not_taken_for_ours(try_file):
    result, _ = try_file(xlsx(HEADERS, [person("H1", 1, "此里农布", "户主", 行政村="佛山乡叶日村")]))
    assert codes(result.refused) == [(2, "行政村", "R-041")]


@pytest.mark.parametrize("number", ["'{}", '="{}"', "\t{}", "‘{}"])
def test_text_marks_before_an_id_number_are_no_part_of_it(try_file, number):
    rows = [row | {"证件号码": number.format(row["证件号码"])} for row in family("H1")]
    result, _ = try_file(csv_bytes(HEADERS, rows, encoding="utf-8"), "export.csv")
    assert (result.accepted, result.status) == (3, 0)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2014-1-5", date(2014, 1, 5)), ("2014/1/5", date(2014, 1, 5)), ("2014.1.5", date(2014, 1, 5)),
        ("2014年1月5日", date(2014, 1, 5)), ("2014 年 1 月 5 日", date(2014, 1, 5)), ("20140105", date(2014, 1, 5)),
        (41644, date(2014, 1, 5)), ("201401", date(2014, 1, 1)), ("2014年1月", date(2014, 1, 1)),
        (date(2014, 1, 5), date(2014, 1, 5)),
    ],
)  # fmt: skip
def test_days_are_read_as_written(write_file, written, day):
    write_file(xlsx(LATER, [later(首次识别时间=written)]))
    assert HouseholdStatus.objects.get(regime="registered").identified_on == day


@pytest.mark.parametrize(
    ("written", "code"), [("2026-11-21", "R-015"), ("2014-02-30", "R-035"), ("去年", "R-035"), ("1/5/2014", "R-035")]
)
def test_a_day_that_cannot_be_is_refused(try_file, written, code):
    result, _ = try_file(xlsx(LATER, [later(首次识别时间=written)]))
    assert codes(result.refused) == [(2, "首次识别时间", code)]


@pytest.mark.parametrize("amount", [-120, 99_999_999])
def test_an_odd_stated_income_is_taken_and_pointed_out(write_file, amount):
    result = write_file(xlsx(HEADERS, [person("H1", 1, "此里农布", "户主", 人均纯收入=amount)]))
    assert codes(result.flagged) == [(2, "人均纯收入", "R-024")]
    assert StatedIncome.objects.get().per_head == amount * 100


def test_a_type_of_household_that_names_the_monitoring_registers_it(write_file):
    rows = [
        later(户类型="脱贫不稳定户", 风险是否消除="否"),
        later(户编号="H2", 人编号="H201", 户类型="边缘易致贫户", 脱贫属性=None, 贫困户属性=None),
    ]
    rows[1]["证件号码"] = family("H2")[1]["证件号码"]
    result = write_file(xlsx(LATER, rows))
    assert result.refused == []
    known = HouseholdStatus.objects.order_by("subject__code", "regime")
    assert list(known.values_list("subject__code", "regime", "monitoring_kind")) == [
        ("H1", "monitored", "01"), ("H1", "registered", ""), ("H2", "monitored", "02"),
    ]  # fmt: skip


def test_a_csv_of_too_many_lines_is_refused_before_it_fills_the_memory(monkeypatch):
    from jingzhun.ingest.reading import extent, workbook

    monkeypatch.setattr(workbook, "MAX_CELLS", 1_000)
    with pytest.raises(extent.UnableToReadExtent):
        workbook.read_workbook(b"a,b\n" + b"1,2\n" * 1_000, "x.csv", megabytes=1)


def wide(**cells):
    row = {
        "户编号": "H1",
        "年度": 2018,
        "工资性收入": 9000,
        "生产经营性收入": 3000,
        "转移性收入": 0,
        "财产性收入": 0,
        "生产经营费用支出": 1500,
    }
    return row | cells  # fmt: skip


def test_a_ledger_of_one_row_a_household_is_the_long_ledger_in_short(write_file):
    write_file(xlsx(HEADERS, family("H1", 人均纯收入=3500)))
    row = wide(家庭纯收入=10500)
    result = write_file(xlsx(list(row), [row]))
    assert (result.layout, result.accepted, result.changes, result.status) == ("income-by-household", 1, 1, 0)
    entries = IncomeEntry.objects.known().order_by("kind").values_list("direction", "kind", "amount")
    assert list(entries) == [
        ("in", "a", 900000),
        ("in", "b", 300000),
        ("in", "c", 0),
        ("in", "d", 0),
        ("out", "e", 150000),
    ]
    assert write_file(xlsx(list(row), [row])).changes == 0
    long = {"户编号": "H1", "年度": 2018, "收入类别": "工资性收入", "金额(元)": "9500", "已收齐": "是"}
    assert write_file(xlsx(list(long), [long])).changes == 1
    assert IncomeEntry.objects.known().get(kind="a").amount == 950000


def test_the_wide_ledger_is_checked_against_itself_and_the_export(write_file, try_file):
    write_file(xlsx(HEADERS, family("H1", 人均纯收入=5000)))
    row = wide(家庭纯收入=12000)
    result, _ = try_file(xlsx(list(row), [row, row, wide(户编号="H9"), wide(年度=2030), wide(工资性收入=-1)]))
    assert codes(result.refused) == [
        (3, "户编号", "R-023"), (4, "户编号", "R-070"), (5, "年度", "R-015"), (6, "工资性收入", "R-025")
    ]  # fmt: skip
    assert {code for _, _, code in codes(result.flagged)} == {"R-080", "R-084"}


def test_the_direction_of_an_entry_follows_from_its_kind(write_file):
    write_file(xlsx(HEADERS, family("H1")))
    header = ["户编号", "年度", "收入类别", "项目", "金额(元)"]
    rows = [["H1", 2018, "工资性收入", "打工", 9000], ["H1", 2018, "生产经营费用支出", "化肥", 800]]
    write_file(grid({"台账": [header, *rows]}))
    assert set(IncomeEntry.objects.values_list("kind", "direction")) == {("a", "in"), ("e", "out")}


def test_project_amounts_without_a_unit_are_wan(write_file):
    from jingzhun.ledger.models import ProjectFunding

    row = {
        "项目编号": "P1",
        "项目名称": "卫生室",
        "项目类别": "健康扶贫",
        "年度": 2018,
        "乡镇": "云岭乡",
        "上海帮扶资金": 500,
    }
    write_file(xlsx(list(row), [row]), "projects.xlsx")
    assert ProjectFunding.objects.get().planned == 500_0000_00


def test_a_member_with_another_number_keeps_it(write_file):
    rows = family("H1")
    rows[1]["联系电话"] = "13900139000"
    result = write_file(xlsx(HEADERS, rows))
    assert (result.status, write_file(xlsx(HEADERS, rows)).changes) == (0, 0)
    assert PersonContact.objects.get().subject.code == "H102"
    assert HouseholdProfile.objects.count() == 1


def test_months_of_work_are_kept(write_file):
    write_file(xlsx(HEADERS, [person("H1", 1, "此里农布", "户主", **{"务工时间(月)": "12月"})]))
    assert Labour.objects.get().off_farm_months == 12
