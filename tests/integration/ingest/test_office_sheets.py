"""The office's own workbooks: roster, ledger, sales, wages, measures, living, insurance, conditions, villages, county, pairing, projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import factories
from jingzhun.ingest.actions import importing
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Completeness,
    CountyStatement,
    Dwelling,
    Health,
    HouseholdServices,
    HouseholdStatus,
    IncomeEntry,
    Insurance,
    MeasureReceived,
    Membership,
    Pairing,
    ProductSale,
    StatedIncome,
    VillageConditions,
    VillageIncome,
    WageEntry,
)
from sheets import family, headers, xlsx

SINCE = date(2018, 12, 31)
LEDGER = headers("income")


@pytest.fixture
def homes(write_file):
    """Two registered households of three."""
    write_file(xlsx(headers("export-2018"), [*family("H1"), *family("H2")]))


def codes(issues):
    return [(issue.row, issue.column, issue.code) for issue in issues]


def roster_rows(household, **cells):
    keep = set(headers("roster"))
    rows = []
    for row in family(household, **cells):
        row = row | {
            "乡镇": row["乡(镇)"],
            "成员状态": "在家",
            "参加基本医疗保险": "是",
            "银行账号": "6217001234567890123",
        }
        rows.append({header: value for header, value in row.items() if header in keep})
    return rows


def entry(household, direction, kind, amount, **cells):
    return {
        "户编号": household, "年度": 2018, "方向": direction, "类别": kind, "项目": "务工", "金额(元)": amount,
    } | cells  # fmt: skip


def marks():
    return sorted(Completeness.objects.known().exclude(table="成员").values_list("subject__code", "table", "year"))


def test_the_roster_brings_all_rural_households_and_fills_status_only_where_unknown(write_file):
    write_file(xlsx(headers("export-2018"), family("H1")))
    rows = [
        *(
            row | {"是否建档立卡": "否", "证件号码": number}
            for row, number in zip(roster_rows("H1"), known_numbers(), strict=True)
        ),
        *(row | {"是否建档立卡": "否"} for row in roster_rows("H3")),
    ]
    result = write_file(xlsx(headers("roster"), rows), "roster.xlsx")
    assert (result.layout, result.accepted, result.refused) == ("roster", 6, [])
    assert codes(result.flagged) == [(2, "是否建档立卡", "R-076")]
    statuses = {s.subject.code: s.status for s in HouseholdStatus.objects.as_of(SINCE).select_related("subject")}
    assert statuses == {"H1": "in", "H3": "none"}
    assert Insurance.objects.as_of(SINCE).filter(has_medical=True).count() == 6


def known_numbers():
    from jingzhun.registry.models import PersonIdentity

    return [p.id_number_shown for p in PersonIdentity.objects.known().order_by("subject__code")]


def test_a_dead_member_belongs_to_no_household(write_file):
    rows = roster_rows("H1")
    rows[1]["成员状态"] = "死亡"
    write_file(xlsx(headers("roster"), rows))
    assert Membership.objects.as_of(SINCE).filter(household__isnull=False).count() == 2


def test_a_roster_without_person_codes_gives_its_own_and_finds_the_persons_again(write_file):
    rows = [row | {"人编号": None} for row in roster_rows("H1")]
    data = xlsx(headers("roster"), rows)
    write_file(data)
    assert sorted(Membership.objects.values_list("subject__code", flat=True)) == ["H1-01", "H1-02", "H1-03"]
    assert write_file(data).changes == 0


def test_ledger_rows_become_entries_and_the_mark_follows_the_column(write_file, homes):
    rows = [
        entry("H1", "收", "工资性收入", "1.2万元", 已收齐="是"),
        entry("H1", "支", "生产经营费用支出", 1500.5, 项目="化肥"),
        entry("H2", "收", "转移性收入", 800),
    ]
    result = write_file(xlsx(LEDGER, rows), "ledger.xlsx")
    assert (result.layout, result.accepted, result.refused) == ("income", 3, [])
    assert list(IncomeEntry.objects.order_by("id").values_list("direction", "kind", "amount")) == [
        ("in", "a", 1200000), ("out", "e", 150050), ("in", "c", 80000),
    ]  # fmt: skip
    assert marks() == [("H1", "收入", 2018)]


def test_without_the_column_a_sheet_is_complete_except_where_a_row_was_refused(write_file, homes):
    without = [header for header in LEDGER if header != "已收齐"]
    rows = [
        entry("H1", "收", "工资性收入", 900),
        entry("H2", "收", "工资性收入", "许多"),
        entry("H2", "收", "转移性收入", 5),
    ]
    result = write_file(xlsx(without, rows))
    assert codes(result.refused) == [(3, "金额(元)", "R-033")]
    assert marks() == [("H1", "收入", 2018)]


def test_a_row_that_says_not_complete_keeps_the_mark_away(write_file, homes):
    rows = [entry("H1", "收", "工资性收入", 900, 已收齐="是"), entry("H1", "收", "转移性收入", 5, 已收齐="否")]
    write_file(xlsx(LEDGER, rows))
    assert marks() == []


def test_a_sheet_of_sales_names_its_years_for_every_household_in_it(write_file, homes):
    columns = ("户编号", "销售日期", "品种", "金额(元)", "已核实")
    rows = [
        {"户编号": "H1", "销售日期": date(2018, 6, 1), "品种": "核桃", "金额(元)": 9000, "已核实": "是"},
        {"户编号": "H2", "销售日期": date(2019, 1, 1), "品种": "核桃", "金额(元)": 9000, "已核实": "是"},
    ]
    write_file(xlsx(columns, rows))
    assert marks() == [("H1", "销售", 2018), ("H1", "销售", 2019), ("H2", "销售", 2018), ("H2", "销售", 2019)]


def test_a_refused_sale_without_a_readable_day_keeps_every_mark_of_its_household_away(write_file, homes):
    columns = ("户编号", "销售日期", "品种", "金额(元)")
    rows = [
        {"户编号": "H1", "销售日期": "那一天", "品种": "核桃", "金额(元)": 100},
        {"户编号": "H1", "销售日期": date(2018, 6, 1), "品种": "核桃", "金额(元)": 9000},
        {"户编号": "H2", "销售日期": date(2018, 6, 1), "品种": "核桃", "金额(元)": 9000},
    ]
    write_file(xlsx(columns, rows))
    assert marks() == [("H2", "销售", 2018)]


def test_a_row_that_only_says_complete_means_no_income(write_file, homes):
    result = write_file(xlsx(LEDGER, [{"户编号": "H1", "年度": 2018, "已收齐": "是"}, {"户编号": "H2", "年度": 2018}]))
    assert {row for row, _, _ in codes(result.refused)} == {3}
    assert not IncomeEntry.objects.exists() and marks() == [("H1", "收入", 2018)]


def test_the_same_ledger_twice_changes_nothing_and_a_new_amount_supersedes(write_file, homes):
    rows = [entry("H1", "收", "工资性收入", 900), entry("H1", "收", "工资性收入", 900)]
    write_file(xlsx(LEDGER, rows))
    assert write_file(xlsx(LEDGER, rows)).changes == 0
    rows[1]["金额(元)"] = 950
    changed = write_file(xlsx(LEDGER, rows))
    assert changed.changes == 2  # both rows speak of the household that changes
    assert sorted(IncomeEntry.objects.known().values_list("amount", flat=True)) == [90000, 95000]
    importing.undo_import(upload=changed.upload, by=factories.SYSTEM)
    assert sorted(IncomeEntry.objects.known().values_list("amount", flat=True)) == [90000, 90000]


def test_a_ledger_that_differs_from_the_export_is_pointed_out_and_neither_is_changed(write_file, homes):
    result = write_file(xlsx(LEDGER, [entry("H1", "收", "工资性收入", 9000, 已收齐="是")]))
    assert codes(result.flagged) == [(2, "金额(元)", "R-080")]
    assert "3,500.50" in result.flagged[0].reason and "3,000.00" in result.flagged[0].reason
    assert StatedIncome.objects.known().filter(per_head=350050).count() == 2
    again = write_file(
        xlsx(
            headers("export-2018"),
            [row | {"证件号码": n} for row, n in zip(family("H1"), known_numbers(), strict=False)],
        )
    )
    assert (2, "人均纯收入", "R-080") in codes(again.flagged)


def test_an_unknown_household_is_refused(write_file, homes):
    result = write_file(xlsx(LEDGER, [entry("H404", "收", "工资性收入", 1)]))
    assert codes(result.refused) == [(2, "户编号", "R-070")]


def test_a_household_outside_the_scope_is_as_if_unknown(write_file, homes):
    result = write_file(xlsx(LEDGER, [entry("H1", "收", "工资性收入", 1)]), scope="533422205")
    assert codes(result.refused) == [(2, "户编号", "R-070")]


def test_a_returned_row_takes_its_own_place(write_file, homes):
    import io

    from python_calamine import CalamineWorkbook

    from jingzhun.core.area_code import AreaCode
    from jingzhun.ingest.returned import returned_workbook

    rows = [entry("H1", "收", "工资性收入", "九百"), entry("H1", "收", "工资性收入", 700)]
    data = xlsx(LEDGER, rows)
    write_file(data)
    _, outcome = importing.plan_file(
        sheets=importing.read_sheets(data, "a.xlsx"), name="a.xlsx", choice=importing.Choice(), scope=AreaCode("533422"),
        today=date(2026, 11, 20),
    )  # fmt: skip
    back = (
        CalamineWorkbook.from_filelike(io.BytesIO(returned_workbook(outcome.batch))).get_sheet_by_index(0).to_python()
    )
    assert len(back) == 2
    write_file(xlsx(back[0], [dict(zip(back[0], back[1], strict=True)) | {"金额(元)": "900"}]))
    assert sorted(IncomeEntry.objects.known().values_list("amount", flat=True)) == [70000, 90000]


def test_sales_wages_and_measures(write_file, homes):
    sold = {
        "户编号": "H1",
        "销售日期": date(2018, 9, 1),
        "品种": "核桃",
        "数量": 120.5,
        "计量单位": "斤",
        "金额(元)": 9000,
        "已核实": "是",
        "买方": "合作社",
        "已收齐": "是",
    }
    write_file(xlsx(headers("sales"), [sold, sold | {"销售日期": "2019-01-01", "已收齐": ""}]))
    sale = ProductSale.objects.order_by("id").first()
    assert (sale.sold_on, sale.product, sale.amount, sale.is_verified, sale.quantity) == (
        date(2018, 9, 1), "01", 900000, True, Decimal("120.5"),
    )  # fmt: skip
    wage = {
        "户编号": "H1",
        "年度": "2018年",
        "务工人": "扎西",
        "务工地": "昆明",
        "月数": 6,
        "金额(元)": 12000,
        "已核实": "是",
        "已收齐": "是",
    }
    write_file(xlsx(headers("wages"), [wage]))
    assert WageEntry.objects.get().amount == 1200000
    helped = {
        "户编号": "H1",
        "年度": 2018,
        "类别": "产业",
        "措施": "核桃苗",
        "金额(元)": 300,
        "资金来源": "整合资金",
        "已收齐": "是",
    }
    write_file(xlsx(headers("measures"), [helped, {"户编号": "H2", "年度": 2018, "已收齐": "是"}]))
    assert (MeasureReceived.objects.get().category, MeasureReceived.objects.get().fund) == ("01", "integrated")
    assert marks() == [
        ("H1", "务工", 2018), ("H1", "帮扶措施", 2018), ("H1", "销售", 2018), ("H2", "帮扶措施", 2018),
    ]  # fmt: skip


def test_living_conditions_of_known_households(write_file, homes):
    row = {
        "户编号": "H1",
        "户主姓名": "罗布",
        "房屋等级": "C级",
        "住房面积": "80平方米",
        "饮水安全": "是",
        "通硬化路": "否",
    }
    result = write_file(xlsx(headers("living"), [row, row | {"户主姓名": ""}]))
    assert codes(result.refused) == [(3, "户编号", "R-023")]
    assert codes(result.flagged) == [(2, "户主姓名", "R-072")]
    home = Dwelling.objects.as_of(SINCE).get(subject__code="H1")
    assert (home.grade, home.floor_area, home.is_dangerous) == ("C", Decimal(80), False)
    assert HouseholdServices.objects.as_of(SINCE).get(subject__code="H1").has_road is False


def test_departments_find_persons_by_number_or_code(write_file, homes):
    numbers = known_numbers()
    rows = [
        {"姓名": "此里农布", "证件号码": numbers[0], "参加基本医疗保险": "已参保"},
        {"姓名": "别人", "证件号码": numbers[1], "参加基本医疗保险": "是"},
        {"姓名": "无名", "证件号码": factories.id_number(born_on=date(1999, 1, 1)), "参加基本医疗保险": "是"},
        {"人编号": "H203", "姓名": "扎西", "参加基本医疗保险": "否"},
    ]
    result = write_file(xlsx(headers("insurance"), rows))
    assert codes(result.refused) == [(3, "姓名", "R-072"), (4, "证件号码", "R-071")]
    assert sorted(
        Insurance.objects.as_of(SINCE).filter(has_medical__isnull=False).values_list("subject__code", "has_medical")
    ) == [("H101", True), ("H203", False)]
    ill = [
        {
            "人编号": "H101",
            "姓名": "此里农布",
            "健康状况": "长期慢性病，残疾",
            "残疾类别等级": "肢体二级",
            "在校生状况": "非在校生",
        }
    ]
    write_file(xlsx(headers("conditions"), ill))
    health = Health.objects.as_of(SINCE).get(subject__code="H101")
    assert personal.reveal("health", health.subject_id, health.health) == "02,04"


def test_villages_their_income_and_the_county(write_file):
    village = {"乡镇": "云岭乡", "行政村": "查理通村", "行政村道路硬化": "是", "义务教育入学率": "99.5%", "自然村数": 7}
    assert write_file(xlsx(headers("villages"), [village])).refused == []
    row = VillageConditions.objects.get()
    assert (row.has_hard_road, row.school_entry_share, row.natural_villages) == (True, Decimal("99.5"), 7)
    money = {"乡镇": "云岭乡", "行政村": "查里通", "年度": 2018, "类别": "出租", "金额(万元)": 5.2, "已收齐": "是"}
    spelled = [header.replace("(元)", "(万元)") for header in headers("village-income")]
    write_file(xlsx(spelled, [money]))
    assert VillageIncome.objects.get().amount == 5200000
    assert VillageIncome.objects.get().subject_id == row.subject_id and marks()[0][1:] == ("村集体收入", 2018)
    stated = {"县": "德钦县", "年度": 2018, "农村居民人均可支配收入增幅": 9.2, "出处": "统计公报"}
    assert write_file(xlsx(headers("county"), [stated])).refused == []
    assert CountyStatement.objects.get().income_growth == Decimal("9.2")


def test_pairing_names_an_official(write_file, homes):
    helper = factories.official(sign_in_name="zhaxi", name="扎西")
    rows = [{"户编号": "H1", "帮扶责任人": "ZhaXi", "帮扶单位": "县林草局"}, {"户编号": "H2", "帮扶责任人": "nobody"}]
    result = write_file(xlsx(headers("pairing"), rows))
    assert codes(result.refused) == [(3, "帮扶责任人", "R-077")]
    assert (Pairing.objects.get().helper_id, Pairing.objects.get().unit_name) == (helper.pk, "县林草局")


def test_the_project_library_is_written_by_the_ledger(write_file, try_file):
    from jingzhun.ledger.columns import HEADERS
    from jingzhun.ledger.models import ProjectFunding, ProjectProfile
    from jingzhun.registry.models import Change

    row = {
        "项目编号": "P1", "项目名称": "卫生室建设", "项目类别": "健康扶贫", "年度": 2018, "乡镇": "云岭乡", "村": "查理通、红坡",
        "上海帮扶资金（万元）": 500, "涉农整合资金（万元）": 320, "资金合计（万元）": 800, "阶段": "储备",
    }  # fmt: skip
    data = xlsx(
        HEADERS, [row, row | {"项目编号": "P1", "项目名称": "又一个"}, row | {"项目编号": "P2", "村": "没有的村"}]
    )
    tried, _ = try_file(data, "projects.xlsx")
    assert (tried.layout, codes(tried.refused)) == ("projects", [(3, "项目编号", "R-023"), (4, "村", "R-041")])
    assert codes(tried.flagged) == [(2, "资金合计（万元）", "R-081")]
    assert not Change.objects.exists() and not ProjectProfile.objects.exists()
    result = write_file(data, "projects.xlsx")
    assert (result.changes, result.applied) == (1, True)
    assert sum(ProjectFunding.objects.values_list("planned", flat=True)) == 8_200_000_00
    assert write_file(data, "projects.xlsx").changes == 0
    importing.undo_import(upload=result.upload, by=factories.SYSTEM)
    assert not ProjectProfile.objects.known().exists()
