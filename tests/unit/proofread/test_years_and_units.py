"""Years that cannot be, and figures that fit only with another unit."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2021年检修水渠12公里、2025年检修水渠15公里、2023年检修水渠18公里。", "2025年"),
        ("2022年投入310万元、2022年投入290万元。", "2022年"),
        ("2024—2021年共检修水渠45公里。", "2024—2021年"),
        ("收入由2022年的310万元提高到2020年的360万元。", "从"),
        ("2023年收割机比2024年增加12台。", "2024年"),
        ("平桥镇2023年农机工作总结\n全镇有收割机86台。2026年检修农机1,204台。", "2026年"),
        ("平桥镇2029年农机工作总结\n2023年检修农机1,204台，比2022年多检修85台。", "2029年"),
        ("平桥镇2025年农机更新计划\n上年底前要更新30台。2028年受理申请320条，办结312条。", "2028年"),
        ("平桥镇2024年农机补贴安排的公示\n现将我镇2027年度补贴资金使用情况公示如下。", "2027年"),
        ("2024年底有收割机86台，2026年底是74台，增加12台。", "2026年"),
        ("机耕路从2024年3月12日开工，到2027年5月30日交付使用，历时80天（含首尾两天）。", "2027年"),
        ("建设期限：2025年3月至2029年8月，18个月。", "2029年"),
        ("机库2020年建成，2021年扩建。2021年有收割机74台。到2026年，这个数字变成了86台。", "2026年"),
    ],
)
def test_a_year_that_cannot_be_is_pointed_out(text, wrong):
    found = serious(text)
    assert {item.kind.label for item in found} == {"日期"}
    assert wrong == "从" or found[0].literals[0] == wrong


@pytest.mark.parametrize(
    "text",
    [
        "2021年检修水渠12公里、2022年检修水渠15公里、2023年检修水渠18公里。",
        "平桥镇2023年农机工作总结\n全镇有收割机86台。\n下一步打算\n2026年底前全部更新。",
        "平桥镇2023年农机工作总结\n全镇有收割机86台，计划到2026年增加到120台。",
        "2023年收割机比2022年增加12台。",
        "2024年底有收割机86台，2023年底是74台，增加12台。",
        "机耕路从2024年3月12日开工，到2024年5月30日交付使用，历时80天（含首尾两天）。",
        "建设期限：2025年3月至2026年8月，18个月。",
        "平桥镇2025年农机更新计划\n到2028年，要更新120台。",
        "机库2013年建成，2019年扩建。到2021年，收割机达到86台；按照规划，到2026年达到120台。",
        "平桥镇2024—2026年农机更新方案\n2026年更新30台。",
    ],
)
def test_years_that_follow_or_are_to_come_are_left_alone(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("茶农{}，东坡1,832人、西坡2,461人、南坡967人。", ("5,260人", "5,260户")),
        ("采购农机36台，每台4.5万元，共{}。", ("162万元", "162元")),
        ("搬迁312户{}（男745人、女683人）。", ("1,428人", "1,428户")),
    ],
)
def test_a_figure_that_fits_only_with_another_unit(text, unit):
    right, wrong = unit
    assert serious(text.format(right)) == []
    assert wrong in {literal for found in serious(text.format(wrong)) for literal in found.literals}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平桥镇2023年农机自查报告\n存在3个问题。确保{}6月底前全部整改。", "2024年", "2027年"),
        ("2020年底茶园18.2万亩，{}底22.4万亩，三年净增4.2万亩。", "2023年", "2026年"),
        ("2020年至{}，共安排项目94个。其中，2020年38个，2021年31个，2022年25个。", "2022年", "2025年"),
        ("投入21,000万元，比{}增加3,500万元（2017年17,500万元）。", "2017年", "2010年"),
        ("平桥镇2021年第一批资金公告\n现将平桥镇{}第一批资金公告如下。", "2021年", "2024年"),
        ("平桥镇\n（{}3月）\n2021年安排30个，2022年安排20个。", "2023年", "2027年"),
    ],
)
def test_periods_and_terms_agree_with_the_years_of_the_report(text, right, wrong):
    assert serious(text.format(right)) == []
    assert {found.kind.label for found in serious(text.format(wrong))} == {"日期"}


def test_a_column_for_a_year_to_come_is_pointed_out_unless_it_is_planned():
    table = "平桥镇2021年统计\n| 指标 | 2020年 | {} |\n|---|---|---|\n| 茶园（亩） | 310 | 360 |\n| 果园（亩） | 120 | 150 |"
    assert serious(table.format("2021年")) == []
    assert serious(table.format("2024年（计划）")) == []
    assert [found.literals[0] for found in serious(table.format("2024年"))] == ["2024年"]


def test_rows_set_apart_by_one_blank_are_a_table():
    table = "年份 中央 省级 合计\n2019年 4.20 1.85 6.05\n2020年 4.85 2.10 6.95\n两年合计 9.05 {} 13.00"
    assert serious(table.format("3.95")) == []
    assert "3.59" in {found.literals[0] for found in serious(table.format("3.59"))}
