"""Shares of a whole or of a part that is called by its name: the wrong one is named, the right one held, the tempting one left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

OF_A_WHOLE = [  # text, right, wrong
    ("新建学校 3 所，新增学位 1440 个，接收搬迁子女 1312 人，占新增学位的{}。", "91.1%", "19.1%"),
    (
        "剩余的 3142 人分布在 1246 户，因病的 538 户、因残的 374 户、其他原因的 334 户。需要兜底的 1685 人，占剩余人口的{}。",
        "53.6%",
        "56.6%",
    ),
    (
        "本村有 9 个村民小组，417 户 1683 人。\n脱贫户 113 户 428 人，占全村总户数的 27.1%、总人口的{}。",
        "25.4%",
        "28.4%",
    ),
    ("全村外出务工 397 人，省外 143 人。其中脱贫劳动力 167 人，占务工人员的{}。", "42.1%", "24.1%"),
    ("提供岗位 12350 个，场均 494 个，达成意向 2964 人，占岗位数的{}。", "24%", "42%"),
    ("全县现有监测对象 877 户 2864 人，其中脱贫不稳定户 412 户。\n已消除风险 583 户，占监测户的{}。", "66.5%", "69.5%"),
]
OF_A_PART = [
    ("务工 18640 人，其中省外 10412 人、省内县外 5063 人、县内 3165 人，省外务工人数占{}。", "55.9%", "58.9%"),
    ("问题 138 个。其中，人居环境的 52 个，饮水管护的 31 个，产业项目的 55 个。人居环境一项就占{}。", "37.7%", "30.7%"),
    ("资金 33400 万元，其中中央 18640 万元、省级 7215 万元、县级 7545 万元，中央资金占{}。", "55.8%", "58.8%"),
    (
        "脱贫户 938 户：石门 143 户、柳湾 97 户、大坪 608 户、枫香 90 户。大坪最多，占 64.8%；最少的枫香村占{}。",
        "9.6%",
        "9.9%",
    ),
    ("实查 564 户，其中脱贫户 312 户、未脱贫户 168 户、一般农户 84 户。脱贫户占实查户数的{}。", "55.3%", "58.3%"),
    (
        "全年投入 24360 万元：中央 12580 万元、省 6940 万元、县 4840 万元。用于产业 14860 万元，占{}；用于基础设施 7310 万元；其余 2190 万元用于就业等。",
        "61.0%",
        "16.0%",
    ),
]
TEMPTING = [
    "共安排项目 19 个，资金 1432 万元。其中产业发展类 8 个 682 万元，基础设施类 6 个 415 万元，其他 5 个 335 万元，项目合计 19 个。产业发展类资金占比 47.6%。",
    "学生 759 人，其中幼儿园 148 人、小学 395 人、初中 216 人，分别占本学段的 15.3%、16.7%、11.7%。",
    "全镇劳动力 3824 人，新增就业 412 人，占年度目标的 82.4%。",
    "全县监测对象 877 户，去年 640 户。今年消除风险 583 户，占历年监测户的 36.5%。",
]


@pytest.mark.parametrize(("text", "right", "wrong"), OF_A_WHOLE + OF_A_PART)
def test_the_share_of_what_is_called_by_its_name(text, right, wrong):
    good, bad = (proofread(read_text(text.format(number))) for number in (right, wrong))
    assert serious(good) == []
    assert any(item.kind is Kind.PERCENT and right in item.literals for item in good.holdings)
    assert [item.literals[0] for item in serious(bad)] == [wrong]


@pytest.mark.parametrize("text", TEMPTING)
def test_a_share_of_something_else_is_left_alone(text):
    assert serious(proofread(read_text(text))) == []
