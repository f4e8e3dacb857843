"""Growth worked out over what there is now, with what there was in a sentence of its own."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread

SAID = "上半年外出务工2236人，其中省外1184人、市内706人、县内346人。去年同期为2108人，同比增长{}%。"


FAR = [  # what was stands beside the rate, what is now a sentence or two above
    (
        "三级销售额合计，总销售额15422.4万元，折合1.54亿元。特级果量占35%。与2020年销售额9860万元相比，增长{}。",
        "56.4%",
        "36.1%",
    ),
    ("截至7月底务工15322人，占84%。上年同期14456人，同比增长{}。", "6.0%", "16.0%"),
    ("从2020年的8158元，到2021年的9214元，去年达到10320元。分年看，2021年增长12.9%，去年增长{}。", "12.0%", "21.0%"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), FAR)
def test_what_there_is_now_may_stand_further_up(text, right, wrong):
    for rate, expected in ((right, []), (wrong, [wrong])):
        report = proofread(read_text(text.format(rate)))
        assert [f.literals[0] for f in report.findings if f.kind is Kind.GROWTH] == expected
    assert wrong not in [h.literals[0] for h in report.holdings if h.kind is Kind.GROWTH]


@pytest.mark.parametrize(("rate", "wrong"), [("6.1", []), ("5.7", ["6.1%"])])
def test_the_base_is_what_there_was(rate, wrong):
    found = proofread(read_text(SAID.format(rate))).findings
    assert [f.computed for f in found if f.kind is Kind.GROWTH] == wrong
