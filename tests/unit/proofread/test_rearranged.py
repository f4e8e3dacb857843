"""A result with two digits changed places, where nothing but what kind of result it is ties it to the figures before it."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

PAIRS = [  # text, right, wrong
    ("省内县外务工5918人，县内4298人；省内务工（含县内）合计{}。", "10216人", "10261人"),
    (
        "去年净赚5.94万元，正好合每亩2700元。他在村里还做护林员，每月750元，一年9000元，两项加起来{}。",
        "6.84万元",
        "6.48万元",
    ),
    ("农村低保3114人，其中单人保986人，随户保{}。", "2128人", "2218人"),
    ("监测对象5318户17204人，已消除风险3749户12166人，未消除风险1569户{}。", "5038人", "5308人"),
    (
        "现有岗位人员133人。追回补贴2.16万元，涉及6人，人均3600元。现有人员按每月500元计发，月需资金{}。",
        "6.65万元",
        "6.56万元",
    ),
    ("工资月均2350元，按10个月算，人均年收入{}。", "2.35万元", "2.53万元"),
    ("分年度为860户、924户、716户、480户，合计2980户。C级1730户、D级{}；兑付补助资金5364万元。", "1250户", "1205户"),
    ("去年采果2160吨，平均亩产200公斤。鲜果卖了1296吨，占60%，冷冻果和加工用果{}。", "864吨", "846吨"),
    ("用于产业发展1.08亿元、基础设施0.87亿元。全年整合资金2.46亿元，产业资金占整合资金的{}。", "43.9%", "49.3%"),
    (
        "下达项目3个：梯田412.6万元、道路186.5万元，已拨付208.3万元。梯田面积2100亩，每亩造价{}；道路5.2公里。",
        "1965元",
        "1695元",
    ),
    ("新建钢架大棚34个，每个2.5万元，概算85万元。每棚年租金1800元，年收租金{}。", "6.12万元", "6.21万元"),
]
TEMPTING = [
    "工资性收入5408元，生产经营性收入2936元，转移性收入2104元，财产性收入382元。",
    "醋厂用工最多时126人，眼下是淡季，在岗88人，其中本村74人、邻村14人。",
    "食品烟酒3892元，医疗保健1187元，衣着683元，生活用品652元。",
    "抽查了264处供水点，有33处不足。一桶水18.9升，五块钱。",
    "全年新识别95户326人，标注风险消除63户219人。",
]


def _wrong(text):
    return [literal for item in serious(proofread(read_text(text))) for literal in item.literals]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_two_digits_that_changed_places(text, right, wrong):
    assert _wrong(text.format(right)) == []
    assert wrong in _wrong(text.format(wrong))


@pytest.mark.parametrize("text", TEMPTING)
def test_numbers_that_happen_to_be_rearranged_are_left_alone(text):
    assert _wrong(text) == []
