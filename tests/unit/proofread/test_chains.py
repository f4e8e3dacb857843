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
        ("应排查5,240户，实际排查5,100户，排查率97.3%，未排查的{}户均为外出户，已电话联系。", "140", "170"),
        ("全县46,800户，已排查42,120户，排查率90%，剩余{}户多为外出户。", "4,680", "4,180"),
        ("到位资金24,500万元，8月底支出14,700万元，支出进度60%；结存{}万元。", "9,800", "9,300"),
        ("公益岗位每月400元，上半年安排监测对象150人，6个月共发放岗位补贴{}万元。", "36", "63"),
        ("在14个乡镇各设3个窗口，共{}个。", "42", "45"),
        ("开行专车32趟次、输送1248人，每趟平均{}人。", "39", "49"),
        ("内容  数量  单价  金额\n栽果  1200亩  1500元/亩  180\n修渠  6公里  12万元/公里  {}\n打井  5眼  16万元/眼  80", "72", "76"),
        ("一、概算。概算总投资900万元。\n二、资金来源。中央资金520万元，省级资金260万元，村集体自筹{}万元。", "120", "110"),
        ("机耕率84%，机插率35%，机收率60%。全市平均61%。机插率比机耕率低{}个百分点。", "49", "39"),
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
        "一、项目总投资900万元。\n二、资金来源。中央资金520万元，省级资金260万元，其余由业主自筹。",
        TABLE + "东站占全年供水的50%，西站的设备投资占42.0%。",
    ],
)
def test_what_may_be_made_of_more_is_left_alone(text):
    assert serious(text) == []
