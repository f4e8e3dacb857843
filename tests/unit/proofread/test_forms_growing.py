"""Growth among seven other numbers: the wrong rate is named, the right one passes, growth of something else is left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

GROWTH = [  # text, right, wrong
    (
        "2015年全县农民人均可支配收入7260元，去年是11869元，五年增加了4609元，累计增长{}%；贫困户收入增长更快。",
        "63.5",
        "66.5",
    ),
    ("全年发放资助8015人次，金额588.1万元，春季286.4万元、秋季301.7万元，秋季比春季增长{}%。", "5.3", "5.6"),
    (
        "全县茶园2020年12.0万亩，2021年12.8万亩，2022年13.3万亩，2023年13.6万亩，其中2022年增长{}%，逐年回落。",
        "3.9",
        "3.2",
    ),
    (
        "与二季度相比，问题总量减少65个（二季度450个），下降{}%，但项目建设类问题由78个增至97个，增加19个。",
        "14.4",
        "41.4",
    ),
    ("教师与上年相比增加18名，增长{}%，上年为120名，新建校舍3栋、宿舍42间。", "15", "18"),
    ("上半年9个村集体经济收入131.4万元，村均14.6万元。与去年同期的109.5万元相比，增长{}%。", "20", "17"),
    ("全镇外出务工4312人，其中省外2840人、省内1472人；比上年增加242人（上年4070人），增长{}%。", "5.9", "5.2"),
    (
        "全县产鲜果5200吨，其中西片产果2080吨、东片产果1600吨、南片产果1520吨，西片比东片增长{}%，产值6240万元。",
        "30",
        "60",
    ),
]
OTHERS = [  # growth of something else, by something else, or told roughly
    "2015年收入7260元，去年是11869元，五年增加了4609元，年均增长10.3%。",
    "春季资助286.4万元、秋季资助301.7万元，秋季受助人数比春季增长8.8%。",
    "茶园面积2021年12.8万亩、2022年13.3万亩、2023年13.6万亩；2023年茶叶产值增长6.2%。",
    "问题总量减少65个（二季度450个），力争三季度再下降20%以上。",
    "教师增加18名，平均工资6200元，增长8%，上年为5741元。",
    "村集体经济收入131.4万元，其中经营收入96.3万元。与去年同期的经营收入80万元相比，增长约两成。",
    "务工增加242人，增幅比全市高5.2个百分点（上年4070人）。",
]


@pytest.mark.parametrize(("text", "right", "wrong"), GROWTH)
def test_growth_is_held_against_what_its_words_tie_it_to(text, right, wrong):
    assert not serious(proofread(read_text(text.format(right), name="right")))
    found = serious(proofread(read_text(text.format(wrong), name="wrong")))
    assert any(f"{wrong}%" in literal for said in found for literal in said.literals), [
        said.arithmetic for said in found
    ]


@pytest.mark.parametrize("text", OTHERS)
def test_growth_of_something_else_is_left_alone(text):
    assert not serious(proofread(read_text(text, name="other")))
