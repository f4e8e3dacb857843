"""What is left is recognised far from what it is left of, where the two are known from a share or lie past other figures."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread


def left_over(text):
    return [held.literals[0] for held in proofread(read_text(text)).holdings if held.kind is Kind.DIFFERENCE]


@pytest.mark.parametrize(
    ("text", "rest", "wrong"),
    [
        ("今年到位资金6,480万元，至11月底支出5,832万元，支出率90%。\n建成冷库3座。\n另有{}万元结转下年使用。", "648", "684"),
        ("全村286户，装表的有243户，占85%。\n修渠1.2公里。\n还有{}户没有装表，年内装完。", "43", "47"),
        ("应补助学生1,236人，每人1,500元。头批发放1,108人、166.2万元，第二批96人、14.4万元，两批共1,204人、180.6万元，余{}人待补。", "32", "36"),
        ("东片人均管水渠8.4公里，比全乡人均11.2公里的负担轻{}公里。", "2.8", "2.3"),
    ],
)  # fmt: skip
def test_the_rest_is_found_wherever_it_stands(text, rest, wrong):
    assert any(literal.startswith(rest) for literal in left_over(text.format(rest)))
    assert not any(literal.startswith(wrong) for literal in left_over(text.format(wrong)))


def test_a_small_rest_of_other_things_is_chance():
    text = "检修机井46眼，合格43眼，合格率93.5%。\n栽树600株。\n还有3个村没有通车。"
    assert left_over(text) == []
