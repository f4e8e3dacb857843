"""What points back at a figure named before: this, the above, both of a pair, by the thing's name, by a label far above."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread

SAID = [  # the text, the number as it must be, as a slip of the pen has it
    ("经评议新纳入监测对象9户31人。\n公示无异议后，这9户{}人已全部录入系统。", "31", "13"),
    ("全乡共搬迁94户402人。搬得出只是第一步，对94户{}人的后续扶持要跟上。", "402", "420"),
    ("今年整合资金628万元，实施项目14个。上述{}万元已于11月底前拨付到位。", "628", "682"),
    ("卫生院为全镇783名老人免费体检。\n院长说，这{}位老人的结果都已录入档案。", "783", "738"),
    ("张家湾5.6公里的环村路昨天通车。从此，村里人顺着这条{}公里的水泥路进城。", "5.6", "6.5"),
    ("今年全县落实资金4280万元，实施项目63个。\n回顾全年，{}个帮扶项目、4280万元资金，件件落到了实处。", "63", "36"),
    ("会议通报，去年资金结转结余为168.5万元。会议要求，对结转的{}万元要在六月底前用完。", "168.5", "186.5"),
    ("检查组反馈我镇问题23个。镇党委当晚开会，把{}个问题分解到7个站所。", "23", "32"),
    ("今年的重点是抓好8个示范村建设。为此拿出2400万元，支持这{}个示范村补齐短板。", "8", "9"),
    (
        "我镇共有脱贫村16个，非贫困村29个。\n在巩固期里，16个脱贫村继续派驻工作队，{}个非贫困村由镇里选派干部。",
        "29",
        "28",
    ),
    (
        "我镇脱贫户1106户，占农户的17.2%。\n一、工作情况\n二、存在问题\n三、下一步，对脱贫户{}户全面落实结对。",
        "1106",
        "1160",
    ),
]


def restated(text):
    found = proofread(read_text(text)).findings
    return [
        literal for f in found for literal in f.literals if f.kind is Kind.RESTATED and f.severity is not Severity.NOTE
    ]


@pytest.mark.parametrize(("text", "right", "wrong"), SAID)
def test_what_is_taken_up_again_must_be_the_same(text, right, wrong):
    assert restated(text.format(right)) == []
    assert any(wrong in literal for literal in restated(text.format(wrong)))


def test_persons_told_as_households():
    said = "全村现有脱贫户87户364人，户均4.2人。目前全村{}户脱贫户没有一户返贫。"
    wrong = [f.literals[0] for f in proofread(read_text(said.format(364))).findings if f.severity is not Severity.NOTE]
    assert wrong == ["364户"]
    assert proofread(read_text(said.format(87))).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "规划搬迁2186户9124人，实际搬迁2186户9118人。",
        "上坝组62户231人，下坝组48户172人。\n全村有建档立卡户48户176人。",
        "甲村23户，乙村18户。这41户都已入住。",
        "入户的216户中，198户表示满意；最关心的问题是物业费（126户提到）。",
        "低保由5180户9742人变为5026户9527人。城乡合计5026户9527人。",
        "2014年识别158户647人。因家里添丁，158户现在是663人，比识别时多16人。",
        "整改351户，其中由原施工队返工的94户，农户自己动手的49户。",
        "有4个乡镇没有完成。青山镇、白水镇、红石乡、清溪乡、大坪乡也要注意，这5个乡镇要抓紧。",
    ],
)
def test_another_number_of_another_thing_is_left_alone(text):
    assert restated(text) == []
