"""A report against the system's figures, the area tree, dated standards, and another report of the same office."""

from datetime import date
from decimal import Decimal

from jingzhun.core.area_code import AreaCode
from jingzhun.proofread.area_tree import AreaTree, KnownArea
from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from jingzhun.proofread.reconcile import GivenFigure, contradictions
from jingzhun.proofread.relation.given.standard import Standard

TREE = AreaTree(
    tuple(
        KnownArea(AreaCode.parse(code), name)
        for code, name in [
            ("533499", "青禾县"), ("533499100", "云坪镇"), ("533499101", "石湾乡"), ("533499100200", "大坪村"), ("533499100201", "小河村"),
            ("533499101200", "查里通村"),
        ]
    )
)  # fmt: skip
GIVEN = (GivenFigure(("监测对象户数", "监测对象"), "户", Decimal(163), "户", date(2025, 6, 30)),)


def messages(text, **given):
    return [found.message for found in proofread(read_text(text), **given).findings]


def test_a_figure_that_differs_from_the_system_is_reported_with_its_day():
    (message,) = messages("全县现有监测对象165户。", figures=GIVEN)
    assert "165户" in message and "2025-06-30为163户" in message


def test_the_same_figure_holds_and_another_place_or_year_is_left_alone():
    assert proofread(read_text("全县现有监测对象163户。"), figures=GIVEN).holdings
    assert messages("云坪镇监测对象42户。", figures=GIVEN) == []
    assert messages("2022年监测对象171户。", figures=GIVEN) == []


def test_counts_of_areas_are_held_against_the_tree():
    assert messages("青禾县辖2个乡镇、3个行政村。", areas=TREE) == []
    (message,) = messages("青禾县辖2个乡镇、4个行政村。", areas=TREE)
    assert "区划表中青禾县有3个行政村" in message


def test_a_name_one_character_away_from_a_known_one_is_noted():
    (message,) = messages("在查理通村建设中药材基地。", areas=TREE)
    assert "查里通村" in message


def test_a_standard_of_the_wrong_year_is_reported_with_its_source():
    standards = (
        Standard("监测范围", ("监测", "收入"), 2024, Decimal(7500), "示例文件（演示数据）"),
        Standard("监测范围", ("监测", "收入"), 2025, Decimal(7800), "示例文件（演示数据）"),
    )
    assert messages("2025年监测收入标准为7,800元。", standards=standards) == []
    (message,) = messages("2025年监测收入标准为7,500元。", standards=standards)
    assert "2025年监测范围为7800元" in message


def test_two_reports_of_one_office_that_contradict_each_other():
    one = read_text("全县选派驻村工作队员438名。", name="甲报告")
    other = read_text("全县选派驻村工作队员483名。", name="乙报告")
    (found,) = contradictions([one, other])
    assert "《甲报告》第1行为438名" in found.message and "《乙报告》第1行为483名" in found.message
