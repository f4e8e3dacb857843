"""A share of one of a list that makes up its whole: the wrong one is named, the right one passes, other wholes are left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

SHARES = [  # text, right, wrong
    ("务工就业10285人。务工去向：省外5940人、县外省内1735人、县内2610人；省外务工占{}%。", "57.8", "50.8"),
    ("督查发现问题110个，其中政策落实方面37个、工作落实方面29个、责任落实方面18个、资金项目方面26个，政策落实类问题占{}%。", "33.6", "36.6"),
    ("发现问题746个，问题发生率7.46%。从类型看，政策类204个、数据类318个、帮扶类135个、环境类89个；数据类占比最高，达{}%。", "42.6", "45.6"),
    ("收获鲜果612吨，其中一级果245吨、二级果214吨、三级果153吨，一级果率{}%。", "40.0", "43.0"),
    ("培训1632人次，其中种植类702人次、养殖类516人次、电商类414人次。三类当中，电商类占{}%。", "25.4", "24.5"),
]  # fmt: skip
OTHERS = [
    "务工就业10285人。省外5940人、县外省内1735人、县内1610人；省外务工占50.8%。",  # the list is not complete
    "务工就业10285人。省外5940人、县外省内1735人、县内2610人；省外务工占全县劳动力的50.8%。",
    "务工就业10285人。省外5940人、县外省内1735人、县内2610人；省外务工占比提高到50.8%。",
    "受理1000件。来信700件、来访200件、来电100件；来信当中实名占72.0%。",
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), SHARES)
def test_a_share_of_one_that_is_listed(text, right, wrong):
    assert not serious(proofread(read_text(text.format(right), name="right")))
    found = serious(proofread(read_text(text.format(wrong), name="wrong")))
    assert any(wrong in literal for said in found for literal in said.literals), [said.arithmetic for said in found]


@pytest.mark.parametrize("text", OTHERS)
def test_a_share_of_another_whole_is_left_alone(text):
    assert not serious(proofread(read_text(text, name="other")))
