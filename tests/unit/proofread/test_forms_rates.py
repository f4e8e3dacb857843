"""Shares and products that a reader works out at once: the wrong number is named, the right one confirmed, the tempting one left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

SHARES = [  # text, right, wrong
    ("村里 84 户脱贫户，养蜂的有{}户，恰好是四分之一。", "21", "28"),
    ("合作社 130 名社员中有 91 人入了股，入股的占{}。", "七成", "八成"),
    ("34 所学校已有 17 所建成食堂，占全部学校的{}。", "一半", "三分之一"),
    ("镇上共有护林员 90 名，一半即{}名是脱贫户。", "45", "54"),
    ("全村 360 户，装自来水的占 45%，共{}户。", "162", "126"),
    ("种烟的 186 户，占全村 620 户的{}。", "三成", "四成"),
    ("全镇共有党员 68 人。60 岁以上的{}人，正好占一半。", "34", "24"),
    ("参训的 240 人里，拿到证的 192 人，拿证率{}。", "80%", "88%"),
    ("发放问卷 500 份，收回 480 份，满意的 456 份，满意率（按收回问卷计）为{}。", "95%", "91.2%"),
    ("农业总产值 42 亿元，畜牧业产值 18.9 亿元，畜牧业比重为{}。", "45%", "54%"),
    ("用在水利上的钱是 1950 万元，到位资金总额 3000 万元，水利占比为{}。", "65%", "60%"),
    ("在 250 名持证残疾人中，签约的有 150 人，签约的占{}。", "六成", "八成"),
    ("应还贷款共 640 笔，按时还的 632 笔，展期 8 笔，按时还款率{}。", "98.75%", "97.85%"),
    ("一等地 440 亩，占总面积 1100 亩的四成；三等地{}亩，占四分之一。", "275", "257"),
    ("全村 12500 人，在外的约 5000 人，也就是说{}的人不在家。", "40%", "45%"),
    ("16 个村中有 12 个村年收入超过 20 万元，也就是说{}的村达了标。", "四分之三", "三分之二"),
]
TAKEN = [
    ("我们按租金的 10% 提管护费，去年租金 86 万元，管护费就是{}万元。", "8.6", "6.8"),
    ("社里拿出利润的六成分红。利润共 35 万元，分出去{}万元。", "21", "14"),
    ("改厕的钱农户自筹三成、财政补助七成。老李家花了 2000 元，财政补助{}元。", "1400", "600"),
    ("合同写明预留 5% 作质保金，结算价 86 万元，预留{}万元。", "4.3", "3.4"),
    ("奖补中养殖占一半，种植占三成；养殖共发 37 万元，总共发了{}万元。", "74", "72"),
]
TEMPTING = [
    "参加医保的脱贫人口 4210 人，参保率 100%；全乡应参保 11360 人，参保率 97.2%。",
    "已开工项目 118 个，完工 64 个，开工率 98.3%。",
    "新增贷款 1083 户 4873.5 万元，累计发放 2.36 亿元，到期回收率 99.1%。",
    "住院的 422 人、代养的 58 人，床位使用率 75%。",
    "全镇耕地 4.8 万亩，林地 12.6 万亩，森林覆盖率 61.5%。",
    "抽查岗位 1152 个，脱岗 46 个，在岗率 96.0%。",
    "年末有劳动力 18260 人，有就业意愿的 15702 人，意愿就业率 97.7%。",
    "乡镇住院起付线 200 元，报销 85%；县级起付线 500 元，报销 75%。",
    "务工 15806 人，其中县外 9641 人、县内 6165 人，县内占比 39%。",
    "务工 15806 人，其中县外 9641 人，县内 6165 人，县内占比 39%。",
    "到期应还 474 件，退回 92 件，限期内的 382 件，全县规定的按期办结率 99.4%。",
    "非寄宿生按寄宿生标准的一半补助，即小学 500 元、初中 625 元。",
    "第一批下达 7315 万元，全年下达 11000 万元，其中第二批占 33.5%。",
    "终端配备到 1071 台，新增 252 台，配备率达 85%。",
    "受访的 200 户里，去年满意率只有 88%，今年有 194 户满意。",
    "按结算价的 5% 留质保金，结算价 86 万元，已付 60 万元。",
]


def said(text: str) -> list:
    return serious(proofread(read_text(text, name="报告")))


def holds(text: str) -> bool:
    return any(held.kind in (Kind.PERCENT, Kind.PRODUCT) for held in proofread(read_text(text, name="报告")).holdings)


@pytest.mark.parametrize(("text", "right", "wrong"), SHARES + TAKEN)
def test_share_and_what_it_is_of_are_found_by_the_layout(text, right, wrong):
    assert not said(text.format(right))
    assert holds(text.format(right))
    assert said(text.format(wrong))


@pytest.mark.parametrize("text", TEMPTING)
def test_share_of_something_else_is_left_alone(text):
    assert not said(text)


def test_amount_of_a_share_is_told_with_its_arithmetic():
    (found,) = said("社里拿出利润的六成分红。利润共 35 万元，分出去 14 万元。")
    assert found.message == "35万元的六成应为21万元，文中写14万元"
    assert found.figures[0].text == "14万元"


def test_share_in_words_is_told_with_what_it_would_be():
    (found,) = said("34 所学校已有 17 所建成食堂，占全部学校的三分之一。")
    assert found.message == "17所占34所应为50%，文中写三分之一"
