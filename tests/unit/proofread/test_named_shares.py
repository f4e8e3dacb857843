"""A share of a part that is called by name, or that stands in a row of shares, is of the sum that the part belongs to."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("外出人员中，县内12,480人、县外省内9,360人、省外9,360人，三项之和为31,200人；县内占{}%。", "40", "45"),
        ("资助学生1,840人，其中小学1,150人、初中690人，共发放276万元。初中学生占受助人数的{}%。", "37.5", "33.5"),
        ("贷款投向种植业2700万元、养殖业1800万元、服务业1500万元，三者相加为6000万元，占比分别为45%、{}%、25%。", "30", "36"),
        ("提案300件，其中教学类120件、后勤类105件、待遇类75件，三类各占40%、{}%、25%。", "35", "39"),
    ],
)  # fmt: skip
def test_the_share_is_of_the_part_that_is_named(text, right, wrong):
    assert serious(text.format(right)) == []
    assert any(literal.startswith(wrong) for found in serious(text.format(wrong)) for literal in found.literals)


@pytest.mark.parametrize(
    "text",
    [
        "外出人员中，县内12,480人、县外18,720人，共31,200人；县内占全省同类县平均数的62%。",
        "资助学生1,840人，其中小学1,150人、初中690人。初中毕业生占应征青年的52%。",
        "贷款投向种植业2700万元、养殖业1800万元，共4500万元；种植业占比比上年提高4个百分点。",
    ],
)
def test_a_share_of_something_else_is_left_alone(text):
    assert serious(text) == []
