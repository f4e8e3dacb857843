"""Layouts are declarations: what the office's workbooks hold, and where each column goes."""

import pytest

from jingzhun.ingest.layouts.layout import About, Column, Layout, UnableToDeclareLayout, layouts, register

EXPORT_2018 = (
    "县, 乡(镇), 行政村, 自然村, 户编号, 人编号, 姓名, 证件号码, 人数, 与户主关系, 民族, 文化程度, 在校生状况, 健康状况, 劳动技能, 务工状况, "
    "务工时间(月), 参加大病医疗, 脱贫属性, 脱贫年度, 贫困户属性, 主要致贫原因, 危房户, 饮水安全, 饮水困难, 人均纯收入, 联系电话"
)


def test_the_export_of_2018_has_the_columns_that_counties_receive():
    assert ", ".join(layouts()["export-2018"].headers) == EXPORT_2018


def test_the_export_of_2022_adds_dates_and_monitoring():
    added = set(layouts()["export-2022"].headers) - set(layouts()["export-2018"].headers)
    assert {"首次识别时间", "人员识别时间", "户类型", "风险是否消除", "风险识别时间", "风险消除时间"} <= added


def test_type_unit_and_code_list_follow_from_the_registry_field():
    column = layouts()["income"].by_target["IncomeEntry.amount"]
    assert (column.declared.type_name, column.unit, column.header) == ("money", "元", "金额(元)")
    assert layouts()["export-2018"].by_target["HouseholdCause.main_cause"].codes == "致贫原因"


def test_codes_of_the_national_tables_are_other_headers():
    assert layouts()["export-2022"].by_header["aac001"].target == "household"


def test_two_columns_cannot_share_a_header():
    with pytest.raises(UnableToDeclareLayout, match="出现两次"):
        Layout("x", "甲", About.HOUSEHOLD, (Column("户编号", "household"), Column("户 编号", "person")))


def test_two_layouts_cannot_share_a_name():
    with pytest.raises(UnableToDeclareLayout, match="已经有了"):
        register(Layout("roster", "乙", About.HOUSEHOLD, ()))
