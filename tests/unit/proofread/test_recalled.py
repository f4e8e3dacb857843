"""A figure taken up again by name: another number is pointed at, another thing is not."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全县辖乡镇18个，所有153个行政村通了动力电。\n从试点到全县{}个行政村，用了三年。", "153", "135"),
        ("完成登记820项，登记率91.1%，尚有80项没有登记。\n对尚未登记的{}项资产，要逐项落实。", "80", "90"),
        ("办理建议62件。制定整改措施62条，已落实55条。\n下一步对照制定的{}条措施逐条落实。", "62", "64"),
        ("共发现问题126个，其中资金类64个、项目类62个。\n对通报的{}个问题，逐个销号。", "126", "136"),
        ("竣工验收318户，其中危改205户、抗震113户。\n三是{}户已竣工验收农户中有12户资料不全。", "318", "329"),
        ("农民人均纯收入达到16,470元，比上年的15,250元增加1,220元。\n在今年人均纯收入{}元的基础上，力争再增长8%。", "16,470", "16,740"),
        ("计划实施项目96个，已开工75个，未开工21个。\n{}个未开工项目月底前全部开工。", "21", "12"),
        ("新建供水工程43处，改造渠道61.5公里。\n总的看，43处供水工程、{}公里渠道都已完成。渠道61.5公里，其中主渠20.5公里、支渠41公里。", "61.5", "67.5"),
    ],
)  # fmt: skip
def test_another_number_under_the_same_name_is_pointed_at(text, right, wrong):
    assert serious(text.format(right)) == []
    assert any(literal.startswith(wrong) for found in serious(text.format(wrong)) for literal in found.literals)


@pytest.mark.parametrize(
    "text",
    [
        "共发现问题126个，其中资金类64个、项目类62个。\n去年发现的136个问题已全部整改。",
        "尚有80项没有登记。\n对新登记的90项资产，要落实管护。",
        "农民人均纯收入达到16,470元。\n在2023年人均纯收入16,170元的基础上，两年增长很快。",
        "计划实施项目96个，已开工75个。\n36个产业项目和40个基础设施项目带动明显。",
        "全镇共有村32个。\n34个小组和村干部签了责任书。",
    ],
)
def test_another_thing_is_left_alone(text):
    assert serious(text) == []
