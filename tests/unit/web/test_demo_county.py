"""The demo county: the same by seed, exact in its counts, no number of a real person, totals of the report of 2018."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import numpy as np
import openpyxl
import pytest

from jingzhun.core.id_number import parse_id_number
from jingzhun.web.demo.dirt import spoil_ledger, spoil_persons
from jingzhun.web.demo.office_files import draw_county, ledgers, national_export, office_files, roster
from jingzhun.web.demo.project_file import write_projects
from jingzhun.web.demo.workbook import write_workbook

pytestmark = pytest.mark.xdist_group("demo county")


@pytest.fixture(scope="module")
def county():
    return draw_county()


@pytest.fixture(scope="module")
def small():
    return draw_county(600, seed=7)


def test_the_county_has_the_registered_households_and_members_of_the_report(county):
    export = national_export(county)
    assert len(set(export.columns["household"])) == 2814
    assert len(export) == len(set(export.columns["person"])) == 12_332
    assert len(set(export.columns["village"])) == 46
    assert set(export.columns["township"]) == {village.township for village in county.people.villages}
    assert len(county.people.villages) == 49


def test_there_are_about_twelve_thousand_households_with_fifty_thousand_persons(county):
    assert len(county.people.size) == 12_000
    assert 47_000 < len(county.people.name) < 53_000


def test_the_same_seed_gives_the_same_files_and_another_seed_others():
    first, again, other = draw_county(300, seed=1), draw_county(300, seed=1), draw_county(300, seed=2)
    for one, two in zip(office_files(first), office_files(again), strict=True):
        assert all(list(one.columns[name]) == list(two.columns[name]) for name in one.columns)
    assert list(first.people.id_number) != list(other.people.id_number)


def test_every_id_number_is_valid_different_and_in_an_area_that_does_not_exist(small):
    people = small.people
    for number, born, male in zip(people.id_number, people.born.astype(object), people.male, strict=True):
        read = parse_id_number(number)
        assert (read.region, read.born_on, read.sex) == ("533499", born, "男" if male else "女")
    assert len(set(people.id_number)) == len(people.id_number)


def test_no_file_not_even_a_spoilt_one_holds_a_number_of_a_real_area(small):
    rng = np.random.default_rng(3)
    written = [*office_files(small), spoil_persons(rng, national_export(small)).sheet]
    wide = str.maketrans("０１２３４５６７８９", "0123456789")
    for sheet in written:
        for cells in sheet.columns.values():
            for cell in cells:
                number = re.sub(r"\s", "", str(cell).translate(wide))
                if re.fullmatch(r"(\d{15}|\d{17}[\dXx])(\d\d)?", number) and not number.startswith("533422"):
                    assert number.startswith("533499"), (sheet.file, cell)


def test_each_household_has_one_head_who_is_grown_up(county):
    people = county.people
    heads = people.relation == "户主"
    assert (np.bincount(people.household[heads], minlength=len(people.size)) == 1).all()
    assert people.age[heads].min() >= 20


def test_children_are_younger_than_their_parents_and_school_follows_age(county):
    people, how = county.people, county.conditions
    head_age = people.age[people.first][people.household]
    own = np.isin(people.relation, ("之子", "之女"))
    assert (people.age[own] + 15 <= head_age[own]).all()
    assert (people.age[people.relation == "之母"] > head_age[people.relation == "之母"]).all()
    assert set(how.school[people.age > 25]) == {"非在校生"}
    pupils = (people.age >= 7) & (people.age <= 14) & ~how.is_dropout
    assert "非在校生" not in set(how.school[pupils])
    assert set(how.education[people.age < 6]) == {"学龄前儿童"}
    assert set(how.labour[people.age < 16]) == {"无劳动力"}


def test_income_items_add_up_to_the_net_income_that_was_drawn(county):
    living = county.living
    sign = np.where(living.income.columns["direction"] == "收", 1, -1)
    sums = np.zeros(len(county.people.size), np.int64)
    np.add.at(sums, living.income.household, living.income.columns["amount"].astype(np.int64) * sign)
    assert {home: int(sums[home]) for home in living.net} == living.net


def test_most_pass_the_line_some_fail_some_are_on_it_and_some_were_not_collected(county):
    size = county.people.size
    line = {home: net - 350_000 * int(size[home]) for home, net in county.living.net.items()}
    assert sum(gap == 0 for gap in line.values()) >= 5
    assert sum(gap == -1 for gap in line.values()) >= 5
    assert 40 < sum(gap < 0 for gap in line.values()) < 120
    assert 10 < 2814 - len(line) < 60


def test_sales_hold_the_cases_that_the_award_must_tell_apart(county):
    sales = county.living.sales.columns
    assert date(2019, 1, 1) in set(sales["sold_on"])
    assert "葡萄（2018年前种）" in set(sales["product"])
    assert {"是", "否", ""} == set(sales["is_verified"])
    assert {900_000, 1_000_000, 2_000_000} <= set(sales["amount"])


def test_all_46_villages_reach_the_collective_income_and_the_others_do_not(county):
    rows, columns = county.village_income
    totals = {}
    for row, amount in zip(rows, columns["amount"], strict=True):
        totals[row] = totals.get(row, 0) + round(amount * 100)
    poor = {row for row, village in enumerate(county.people.villages) if village.has_registered}
    assert len(poor) == 46
    assert min(totals[row] for row in poor) == 5_000_000
    assert all(totals.get(row, 0) < 5_000_000 for row in set(range(49)) - poor)


def test_projects_add_up_to_the_report_of_2018(county):
    by_category, integrated = {}, Decimal(0)
    for line in county.projects:
        many, money = by_category.get(line.category, (0, Decimal(0)))
        by_category[line.category] = (
            many + 1,
            money + sum(each for each in (line.shanghai, line.poverty) if each != ""),
        )
        integrated += line.integrated or 0
    assert by_category == {
        "集体经济产业发展": (19, 1569), "健康扶贫": (18, 500), "能力素质提升": (5, 364), "教育扶贫": (2, 401),
        "人居环境提升": (3, 916), "党群活动室": (5, 1019), "村内户外道路硬化": (26, Decimal("16361.74")),
    }  # fmt: skip
    assert sum(money for _, money in by_category.values()) == Decimal("21130.74")
    assert sum(money for _, money in by_category.values()) + integrated == Decimal("21450.74")
    collective = [line for line in county.projects if line.category == "集体经济产业发展"]
    assert sum(line.shanghai or 0 for line in collective) == 1126
    assert sum(line.poverty or 0 for line in collective) == 443
    roads = [line for line in county.projects if line.category == "村内户外道路硬化"]
    assert (sum(line.scale for line in roads), len({line.villages for line in roads})) == (400_863, 23)
    clinics = [line for line in county.projects if line.category == "健康扶贫"]
    assert (sum(line.households for line in clinics), sum(line.persons for line in clinics)) == (4495, 20_442)
    people, villages = county.people, [village.name for village in county.people.villages]
    for line in clinics:
        lives = people.village == villages.index(line.villages)
        assert line.households <= lives.sum() and line.persons <= people.size[lives].sum()
    assert {line.township for line in county.projects if line.category == "党群活动室"} >= {
        "奔子栏镇", "拖顶傈僳族乡", "燕门乡", "佛山乡",
    }  # fmt: skip


def test_a_spoilt_sheet_knows_the_clean_row_of_each_of_its_rows(small):
    clean = roster(small)
    spoilt = spoil_persons(np.random.default_rng(5), clean)
    rows, many = np.unique(spoilt.origin, return_counts=True)
    assert list(rows) == list(range(len(clean)))
    assert set(many) == {1, 2}
    assert list(spoilt.sheet.columns["person"]) == list(clean.columns["person"][spoilt.origin])
    differing = spoilt.sheet.columns["id_number"] != clean.columns["id_number"][spoilt.origin]
    assert 0 < differing.sum() < 0.1 * len(clean)
    assert not (np.diff(spoilt.origin) >= 0).all()


def test_birth_dates_are_spoilt_also_where_all_are_leap_days(small):
    clean = roster(small)
    clean.columns["born_on"][:] = date(2012, 2, 29)
    spoilt = spoil_persons(np.random.default_rng(5), clean).sheet
    assert {date(2012, 2, 29), date(2011, 3, 1)} == set(spoilt.columns["born_on"])


def test_a_spoilt_ledger_has_amounts_as_people_type_them(small):
    clean = ledgers(small)[0]
    cells = spoil_ledger(np.random.default_rng(5), clean, "IncomeEntry").sheet.columns["IncomeEntry.amount"]
    assert any(str(cell).endswith("元") for cell in cells)
    assert any(str(cell).startswith("约") for cell in cells)


def test_a_written_workbook_opens_with_its_texts_numbers_and_days(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [("0012<&>", 3, 1.5, date(2018, 11, 20), ""), ("次仁\t", None, Decimal("0.10"), "x", " y ")]
    assert write_workbook(path, title="表", headers=("甲", "乙", "丙", "丁", "戊"), rows=rows, above="一张表") == 2
    sheet = openpyxl.load_workbook(path)["表"]
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0][0] == "一张表"
    assert read[1] == ["甲", "乙", "丙", "丁", "戊"]
    assert read[2][:3] == ["0012<&>", 3, 1.5]
    assert read[2][3].date() == date(2018, 11, 20)
    assert read[3] == ["次仁\t", None, 0.1, "x", " y "]


def test_the_project_workbook_states_every_mandatory_element(tmp_path, small):
    path = write_projects(tmp_path, small.projects)
    sheet = openpyxl.load_workbook(path).active
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 78
    for name in (
        "项目名称",
        "项目类别",
        "建设性质",
        "实施地点",
        "开工时间",
        "完工时间",
        "责任单位",
        "建设任务",
        "受益对象",
        "绩效目标",
        "带贫机制",
    ):
        assert all(row[header.index(name)] for row in rows), name
