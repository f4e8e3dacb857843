"""A mean right behind its amount and its count: the wrong one is named, the right one passes, what is a mean of something else is left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

MEANS = [  # text, right, wrong
    ("开展实用技术培训13期，石盘、云台两镇8期，梅岭乡5期，培训1040人次，期均{}人次，反响良好。", "80", "60"),
    ("累计办班162期，参加群众7290人次，期均{}人次。对不会说普通话的老人，专门配备翻译。", "45", "54"),
    ("本年新发放脱贫人口小额信贷6750笔3.24亿元，笔均{}万元，完成全年任务3亿元的108%。", "4.8", "8.4"),
    ("流转土地640亩，涉及4个村213户，亩租金500元，年租金32万元，户均{}元。", "1502", "1052"),
    ("车间保留45家，吸纳就业1935人，其中脱贫人口826人，家均吸纳{}人。", "43", "34"),
    ("危房改造三年累计38户，2018年17户、2019年15户、2020年6户，费用共91.2万元，户均{}万元。", "2.4", "2.9"),
    ("发放临时救助资金86.4万元，惠及困难群众480户，户均{}元。", "1800", "1300"),
    ("新修产业路6.4公里，总造价1152万元，平均每公里{}万元，沿线三个村受益。", "180", "160"),
    ("入户走访504户，涉及21个村，平均每村{}户。", "24", "42"),
    ("共有鸡舍32栋，存栏17.6万羽，栋均{}羽。", "5500", "5900"),
]
OTHERS = [  # what the layout does not tie to the two figures before it
    "安装太阳能路灯76盏，每组安装9盏的有4个组、每组安装10盏的有4个组，每盏1850元，合计14.06万元。",
    "建筑面积31400平方米，搬迁人口1418人，人均21.3平方米（扣除物业和活动用房1200平方米后计算）。",
    "计划发放补助86.4万元，惠及480户，户均不超过1300元。",
    "发放补助约90万元，惠及480户，户均约1800元。",
    "发放补助86.4万元，惠及480户；监测户户均收入13600元，比上年多1300元。",
    "开展培训9期、参训315人次，另有线上课12讲，讲均观看2600人次。",
]


@pytest.mark.parametrize(("text", "right", "wrong"), MEANS)
def test_a_mean_right_behind_is_held_against_amount_and_count(text, right, wrong):
    assert not serious(proofread(read_text(text.format(right), name="right")))
    found = serious(proofread(read_text(text.format(wrong), name="wrong")))
    assert any(wrong in literal for said in found for literal in said.literals), [said.arithmetic for said in found]


@pytest.mark.parametrize("text", OTHERS)
def test_a_mean_of_something_else_is_left_alone(text):
    assert not serious(proofread(read_text(text, name="other")))
