"""A figure that points back to one before it, and changes that go the wrong way."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread

BEFORE = "全乡建成冷库24座，聘用护渠员186名，未办证的商户37户，登记渔船1,452艘。\n"


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("{}座冷库中，停用的有5座。", "24", "54"),
        ("对{}名护渠员逐一考核。", "186", "168"),
        ("对未办证的{}户商户限期办理。", "37", "73"),
        ("{}艘渔船全部编号。", "1,452", "1,542"),
    ],
)
def test_a_figure_that_points_back_is_the_one_before(text, right, wrong):
    assert serious(BEFORE + text.format(right)) == []
    (found,) = serious(BEFORE + text.format(wrong))
    assert any(literal.startswith(wrong) for literal in found.literals)
    assert found.lines == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "抽查的14座冷库中，停用的有5座。",
        "新聘的196名护渠员中，女性占一成。",
        "14座水库中，病险的有5座。",
        "对已办证的47户商户挂牌。",
        "去年1,542艘渔船参加休渔。",
    ],
)
def test_another_number_of_another_thing_is_left_alone(text):
    assert serious(BEFORE + text) == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("入户率由上年的88.4%提高到91.2%。", False),
        ("入户率由上年的91.2%提高到88.4%。", True),
        ("发病数从312例下降到285例。", False),
        ("发病数从285例下降到312例。", True),
        ("发放小额贷款1,149笔，比上年的1,190笔增加了一些。", True),
        ("县内就业446人，县外就业655人，共1,101人，比上年的1,050人有所增加。", False),
    ],
)
def test_a_change_goes_the_way_it_says(text, is_wrong):
    assert bool(serious(text)) is is_wrong


def test_years_with_amounts_are_no_dates():
    assert serious("2021年1.36亿元、2022年1.18亿元、2023年0.88亿元。") == []


def test_one_of_several_is_no_price():
    assert serious("2家企业申报155万元，一家90万元，一家65万元。") == []
