"""Products and means among other numbers: the wrong one is named, the right one passes, what is of something else is left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

PRODUCTS = [  # text, right, wrong
    # the count or the amount stands in the sentence above
    ("检查反馈三个方面问题：资金9个、项目14个、作风13个，共36个具体问题。镇党委制定措施108条，平均每个问题{}条。", "3", "7"),
    ("全村通组路长16公里，2018年动工。总造价1152万元，每公里{}万元，由三家单位分摊。", "72", "27"),
    ("厂里签约的农户有312户，都在河坝一带。去年付给他们工钱187.2万元，户均{}元。", "6000", "8000"),
    # right behind one another: the nearest two are meant, whatever else comes out
    ("监测对象由54户187人增加到57户200人，户均{}人。", "3.5", "3.8"),
    ("全村418户1521人，户均约{}人，以水稻为主业。", "3.6", "3.9"),
    ("选派工作队97支、队员291人，其中省派9支、市派21支、县派67支；平均每支队伍{}人。", "3", "8"),
    ("签约慢病患者3184人，上门随访9552人次，人均{}次，随访人次为签约人数的3倍。", "3", "6"),
    # what stands between are parts, or the mean is a slip of what comes out even
    ("支付劳务工资486万元，其中低改用工312万元、补植用工94万元、加工厂用工80万元，累计用工3.24万个工日，折合每工日{}元。", "150", "180"),
    ("规划面积12000亩，分三年实施：2017年3600亩，2018年4800亩，2019年3600亩。总投资5400万元，折合每亩{}元。", "4500", "5400"),
    ("种植辣椒、茄子、豆角等1350亩，其中辣椒620亩、茄子280亩。预计辣椒亩产1500公斤，总产{}吨。", "930", "932"),
    ("采挖1240亩，亩产鲜货1.6吨，总产1984吨；按每吨9000元计，产值{}万元。扣除成本1041.6万元，净收益744万元。", "1785.6", "1085.6"),
    ("对人口较多的11个村，每村再增派2名干部，总共增派{}名。", "22", "24"),
    ("设置保洁、保安等公益性岗位136个，全年发放岗位补贴{}万元（每人每月550元），人均年增收6600元。", "89.76", "98.76"),
    # so much a month, a day or a term, so long, so much in all
    ("开发公益性岗位1420个，其中护林员680个、保洁员455个，每岗每月补助600元，全年应发补助{}万元。", "1022.4", "1202.4"),
    ("聘用护林员36名、保洁员52名、护路员14名，公益岗位共102名，月人均补助600元，半年共发放{}万元。", "36.72", "63.72"),
    ("公益岗位134个，其中新增28个，原有106个；按月补助550元，10个月发放{}万元。", "73.7", "37.7"),
    ("续聘公益岗位116个，新增14个，现有130个，按每月800元计，上半年应发工资{}万元。", "62.4", "65.4"),
    ("公益岗位168人，年内到期54人，新聘19人，调整后在岗174人。工资每人每月600元，一个月需支付{}万元。", "10.44", "14.04"),
    ("干部32人结对学生32名，每人每学期资助800元，全年共{}万元。", "5.12", "5.42"),
    ("享受补助的学生5人，每人每学期1500元，两学期共补助{}万元。", "1.5", "1.8"),
    ("采收期每天用工260人，日均工资110元，一天就要发{}万元。", "2.86", "2.68"),
    ("农村低保对象5216户9837人，特困供养1092人，其中集中供养183人。低保对象每人每月补差平均315元，全年应发{}万元。", "3718.4", "3018.4"),
    ("特困人员62人全额资助，低保对象735人每人定额资助160元，计{}万元。", "11.76", "11.67"),
    # right only as far as the total is rounded, and even otherwise
    ("安排资金120万元，补助对象2400人，人均{}元，已到账1956人。", "500", "502"),
    ("共装路灯72盏，花去21.6万元，每盏{}元。", "3000", "3002"),
]  # fmt: skip
OTHERS = [
    "今年户均收入1300元，发放补助86.4万元，惠及480户。",
    "发放补助86.4万元，惠及480户，今年户均收入1300元。",
    "公益岗位102名，每人每月600元，其中20名下半年才到岗，全年实发补助68.34万元。",
    "分给128户脱贫户和9户监测户每户400元，共5.48万元。",
    "公益岗位102名，每人每月600元，另发高温补贴，全年共发放76.44万元。",
    "公益岗位102名，每人每月不低于600元，全年共发放78.44万元。",
    "护林员36名每人每月600元，保洁员52名每人每月500元，全年共发放57.12万元。",
    "分得9.36万元，52户平均每户1801元。",  # the total has been rounded
    "他家4口人，去年收入合计41200元，人均10300元；看病自己掏了18600元，扣掉以后人均只剩5650元。",
    "全县打造示范片3个、示范片15个、示范点36个，总共54处，平均一个乡镇三处。",
    "建成县级冷链仓1座、乡镇冷库12座，总库容8400立方米，县级3600立方米，乡镇平均每座400立方米。",
    "有日间照料中心的2个，两村共有床位24张，其中甘溪14张、大坳10张，平均使用率62.5%（即日均使用15张）。",
    "全村418户1521人。脱贫户户均养羊3.9只，户均约4人。",
    "抽查6个乡镇。发现问题138条，平均每个单位12条，最多的一个单位有21条。",
    "84支工作队，队员254名，平均每支3名。",
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), PRODUCTS)
def test_a_wrong_product_is_named_and_a_right_one_passes(text, right, wrong):
    assert not serious(proofread(read_text(text.format(right), name="right")))
    found = serious(proofread(read_text(text.format(wrong), name="wrong")))
    assert any(wrong in literal for said in found for literal in said.literals), [said.arithmetic for said in found]


@pytest.mark.parametrize("text", OTHERS)
def test_a_product_of_something_else_is_left_alone(text):
    assert not serious(proofread(read_text(text, name="other")))


def test_what_does_not_come_out_even_is_not_said_to_hold_as_well():
    report = proofread(read_text("安排资金120万元，补助对象2400人，人均502元。", name="even"))
    assert [said.literals[0] for said in report.findings] == ["502元"]
    assert not any("502元" in held.literals for held in report.holdings)
