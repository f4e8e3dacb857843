"""Lists summed up once more, the most and the least of them, names twice, members counted twice: seen where wrong, left alone where right."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

PAIRS = [  # text, right, wrong
    ("发现问题67个，按领域分：责任9个，监测17个，住房11个，产业14个，资金10个，环境6个，合计{}。", "67个", "76个"),
    (
        "劳动力618人，已就业{}，其中：外出务工287人，镇内企业142人，渔船帮工73人，公益性岗位34人，合计536人。",
        "536人",
        "563人",
    ),
    (
        "监测户2105户、964户、1873户分布在三县：清源2105户，洛水964户，安溪1873户，合计4942户。最少的是{}。",
        "洛水964户",
        "安溪1873户",
    ),
    (
        "减贫人数：2016年7235人，2017年8064人，2018年9377人，2019年5892人，四年累计30568人。减贫最多的年份为{}。",
        "2018年",
        "2017年",
    ),
    ("公岗316人与车间562人扣除重复后为{}。", "815人", "915人"),
    ("种高山蔬菜的有203户，养黄牛的有88户，两样都干的49户，搞种养的一共{}。", "242户", "291户"),
    ("合作社由伍倩、伍小勇、杨海波、{}、沈青梅五个返乡青年打理。", "何春生", "伍倩"),
    ("核查4127户16935人，清退63户241人，新纳入38户157人，核查后为4102户{}。", "16851人", "16815人"),
    ("10月新增监测对象27户103人，较9月（{}）少7户。", "34户", "20户"),
]
TEMPTING = [
    "小学4所、教学点3所、中心校1所、完小1所，幼儿园58所，另有民办园78所，合计145所。",
    "问卷5368人、走访9064人、电话2085人，扣除重复后为16517人。",
    "三个乡、两个镇、三个街道参加。",
    "最多的是合作社，占全部的六成。",
    "计划资金与到位资金1647.5万元一致。\n总支出进度97.6%。",
    "脱贫人口参保41236人，未参保129人，参保率99.69%。缺水影响46户、83户、37户，共166户。",
]


def _wrong(text):
    return [literal for item in serious(proofread(read_text(text))) for literal in item.literals]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_what_a_reader_sees_in_a_list(text, right, wrong):
    assert _wrong(text.format(right)) == []
    assert any(literal in wrong for literal in _wrong(text.format(wrong)))


@pytest.mark.parametrize("text", TEMPTING)
def test_lists_of_another_kind_are_left_alone(text):
    assert _wrong(text) == []
