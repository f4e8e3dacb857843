"""Products whose factors follow one another, shares of a named part, shares of a table's row."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread

TABLE = "表1  各站供水量（万立方米）\n站名  上半年  下半年  全年\n东站  120  130  250\n西站  90  110  200\n南站  30  20  50\n合计  240  260  500\n\n"


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("安置护路员154人，其中甲片71人、乙片83人，每人每月400元，上半年6个月共发放{}万元。", "36.96", "73.92"),
        ("计划用工240人，人均务工80天，按每天150元的标准，发放报酬{}万元。", "288", "208.8"),
        ("流转土地5200亩，每亩租金600元，1040户农户每年户均租金{}元。", "3000", "3600"),
        ("每年增产菜油36000公斤，按每公斤15元，增加产值{}万元。", "54", "5.4"),
        ("设加分指标36项、扣分指标12项，共48项；加分指标占{}%。", "75", "78"),
        (TABLE + "东站占全年供水的50%，西站占{}%。", "40.0", "46.0"),
        ("到账资金3.6亿元，已支出2.7亿元，支出进度75%，年底前还要支出{}万元。", "9,000", "8,000"),
    ],
)  # fmt: skip
def test_what_the_factors_do_not_come_to_is_pointed_at(text, right, wrong):
    assert serious(text.format(right)) == []
    assert any(literal.startswith(wrong) for found in serious(text.format(wrong)) for literal in found.literals)


@pytest.mark.parametrize(
    "text",
    [
        "护路员154人每人每月400元，护林员60人每人每月300元，6个月共发放47.76万元。",
        "计划用工240人，人均务工80天，每天150元，另付保险12万元，合计发放300万元。",
        "流转土地5200亩，每亩租金600元，基地用工1040户，户均工资9000元。",
        TABLE + "东站占全年供水的50%，西站的设备投资占42.0%。",
    ],
)
def test_what_may_be_made_of_more_is_left_alone(text):
    assert serious(text) == []
