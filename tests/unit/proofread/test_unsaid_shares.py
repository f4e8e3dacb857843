"""Shares left unsaid by the firmer rules, shares in words, towns and townships, what there is after so many more."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread

TABLE = (
    "表1  各站产量\n站名\t农户（户）\t产量（吨）\n东站\t318\t1,260\n西站\t214\t940\n南站\t106\t300\n合计\t638\t2,500\n"
)


def held(text, kind):
    return [h.literals[0] for h in proofread(read_text(text)).holdings if h.kind is kind]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("违规放贷14户78万元。已收回11户59.3万元，剩余3户18.7万元签了还款计划，收回率{}%。", "76.0", "67.0"),
        ("抽查项目146个，其中22个未公示，公示率{}%。", "84.9", "89.4"),
        ("参保对象31,640人全部参加医保，参保率{}%。", "100", "98"),
        (TABLE + "从表中看，东站产量最高，占全县的{}%。", "50.4", "54.0"),
        ("全村1,248人，60岁以上的312人，占全村的{}。", "四分之一", "三分之一"),
        ("老茶园5.2万亩，其中投产3.9万亩，占{}。", "四分之三", "五分之三"),
    ],
)
def test_a_share_that_comes_out_is_recognised(text, right, wrong):
    assert any(literal.startswith(right) for literal in held(text.format(right), Kind.PERCENT))
    assert not any(literal.startswith(wrong) for literal in held(text.format(wrong), Kind.PERCENT))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全县辖7镇6乡{}个乡镇、142个村。", "13", "14"),
        ("走访了{}个乡镇（8镇3乡）。", "11", "12"),
    ],
)
def test_towns_and_townships_make_all_of_them(text, right, wrong):
    assert any(literal.startswith(right) for literal in held(text.format(right), Kind.SUM))
    found = [f for f in proofread(read_text(text.format(wrong))).findings if f.severity is Severity.ERROR]
    assert [f.literals[0] for f in found] == [f"{wrong}个乡镇"]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("现有班线46条。\n今年再恢复8条班线，恢复后达到{}条。", "54", "56"),
        ("辣椒、生姜、木耳分别收入215.6万元、192.1万元、192.5万元，三项加一块儿是{}万元。", "600.2", "602.0"),
    ],
)
def test_what_is_added_is_recognised(text, right, wrong):
    assert any(literal.startswith(right) for literal in held(text.format(right), Kind.SUM))
    assert not any(literal.startswith(wrong) for literal in held(text.format(wrong), Kind.SUM))


def test_those_who_are_of_the_other_class_too_are_counted_once():
    text = "全村有脱贫户96户、监测户17户（其中5户原系脱贫户），两类农户共{}户。"
    assert held(text.format(108), Kind.OVERLAP) == ["108户"]
    assert held(text.format(109), Kind.OVERLAP) == []
