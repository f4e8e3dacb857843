"""A figure told to lie above or below a mark lies there."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def bounds(text):
    report = proofread(read_text(text))
    wrong = [f.literals[0] for f in report.findings if f.kind is Kind.BOUND and f.severity is not Severity.NOTE]
    return wrong, [h.literals[0] for h in report.holdings if h.kind is Kind.BOUND and len(h.figures) == 2]


@pytest.mark.parametrize(
    ("text", "literal", "mark"),
    [
        ("8月底支出率{}%，高于省定8月底70%的要求。", "73", "63"),
        ("人均住房{}平方米，没有超过25平方米的红线。", "23.6", "25.6"),
        ("综合贫困发生率{}%，低于3%的标准。", "0.47", "3.47"),
        ("人均收入增长{}%，高于全县农民9.8%的增幅。", "12.1", "8.1"),
        ("项目资金占比{}%，已超过60%。", "62.2", "52.2"),
    ],
)
def test_what_is_told_to_pass_a_mark_does(text, literal, mark):
    wrong, held = bounds(text.format(literal))
    assert wrong == [] and held
    assert bounds(text.format(mark))[0] == [f"{mark}%" if "平方米" not in text else f"{mark}平方米"]


@pytest.mark.parametrize(
    "text",
    [
        "批复金额92.38万元，不足6.59万元由乡镇自筹。",
        "今年收入6.2万元，低于上年1.1万元。",
        "支出率73%，比全省平均高3.2个百分点。",
        "由2.1%下降到0.8%，降幅超过六成。",
    ],
)
def test_so_much_below_or_above_something_is_no_mark(text):
    assert bounds(text)[0] == []
