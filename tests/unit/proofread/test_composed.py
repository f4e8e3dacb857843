"""Shares whose whole is not told, or is told behind them."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread


def shares(text):
    return [h.literals[0] for h in proofread(read_text(text)).holdings if h.kind is Kind.PERCENT]


def test_shares_that_make_a_hundred_are_of_all_of_them():
    text = "收入构成：工资10,192元，占{}；经营3,136元，占20%；财产784元，占5%；转移1,568元，占10%。"
    assert {"65%", "20%", "5%", "10%"} <= set(shares(text.format("65%")))
    assert shares(text.format("56%")) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("电话问了2,400名群众，满意率{}%，不满意的有84人。", "96.5", "95.6"),
        ("因病致贫2,718人，占{}%；因残1,295人；缺技术971人；缺劳力648人；其他844人。五类共6,476人。", "42.0", "24.0"),
    ],
)
def test_the_whole_may_stand_behind(text, right, wrong):
    assert f"{right}%" in shares(text.format(right))
    assert f"{wrong}%" not in shares(text.format(wrong))
