"""What other arithmetic in reach explains is not called wrong; the same wording with a number that nothing explains is."""

from __future__ import annotations

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread

EXPLAINED = [
    # right, and the number that nothing explains
    ("发出问卷620张，全部收回，赞成和基本赞成607张，其中赞成560张、基本赞成47张，支持率{}%。", "97.9", "79.9"),
    ("走访的174户农户中，漏报5户，占{}%；走访的126家商户中，未亮证的9家。", "2.9", "9.2"),
    ("全年计划整修山塘60座、水窖30座，共90座。已动工{}座，占80%，完工41座，剩余未动工的18座年内动工。", "72", "27"),
]


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(("sentence", "right", "wrong"), EXPLAINED)
def test_a_number_that_comes_out_otherwise_is_left_alone(sentence, right, wrong):
    assert serious(sentence.format(right)) == []
    assert any(wrong in literal for found in serious(sentence.format(wrong)) for literal in found.literals)


def test_an_aim_is_the_whole_of_its_fulfilment_and_no_part_of_what_was_counted_before():
    assert serious("有劳动力的2,150人，已就业1,720人，就业率80%。全年就业目标1,600人，完成率107.5%。") == []
