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
    ],
)
def test_a_year_that_cannot_be_is_pointed_out(text, wrong):
    found = serious(text)
    assert [item.kind.label for item in found] == ["日期"]
    assert wrong == "从" or found[0].literals[0] == wrong


@pytest.mark.parametrize(
    "text",
    [
        "2021年检修水渠12公里、2022年检修水渠15公里、2023年检修水渠18公里。",
        "平桥镇2023年农机工作总结\n全镇有收割机86台。\n下一步打算\n2026年底前全部更新。",
        "平桥镇2023年农机工作总结\n全镇有收割机86台，计划到2026年增加到120台。",
        "2023年收割机比2022年增加12台。",
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
