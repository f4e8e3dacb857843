"""Differences from what is called alike further up, growth by the year, proportions in a row."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread


def held(text, kind):
    return [h.literals[0] for h in proofread(read_text(text)).holdings if h.kind is kind]


FAR = "全镇茶园面积4.15万亩。\n修渠12公里，栽树600株。\n办班3期。\n"


@pytest.mark.parametrize(
    ("text", "kind", "right", "wrong"),
    [
        (FAR + "明年茶园面积发展到4.52万亩，净增{}万亩。", Kind.DIFFERENCE, "0.37", "0.73"),
        ("机械化率58.9%。\n栽树600株。\n到后年机械化率争取到65%，比现在高{}个百分点。", Kind.DIFFERENCE, "6.1", "6.7"),
        ("人均收入由2017年的2,482元提高到2022年的9,816元，年均增长{}%。", Kind.GROWTH, "31.7", "37.1"),
        ("收入五年累计增长42.9%，年均增长{}%。", Kind.GROWTH, "7.4", "4.7"),
        ("改造危房C级104户、D级68户，分别按每户1.2万元和3万元补助，兑付{}万元。", Kind.PRODUCT, "328.8", "382.8"),
    ],
)  # fmt: skip
def test_the_other_end_is_found(text, kind, right, wrong):
    assert any(literal.startswith(right) for literal in held(text.format(right), kind))
    assert not any(literal.startswith(wrong) for literal in held(text.format(wrong), kind))


def test_proportions_are_shares_of_the_parts_before_them():
    text = "第一产业增加值32.4亿元，第二产业增加值41.7亿元，第三产业增加值54.5亿元。三次产业结构为{}∶32.4∶42.4。"
    assert {"25.2", "32.4", "42.4"} <= set(held(text.format("25.2"), Kind.PERCENT))
    assert [f.literals[0] for f in proofread(read_text(text.format("27.2"))).findings] == ["27.2"]


def test_a_score_or_a_clock_is_no_proportion():
    assert held("比分25:32:43，时间8:30，比例1:2。", Kind.PERCENT) == []
