"""Figures as offices write them: place, value, unit, base value."""

from decimal import Decimal

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.figure import Role
from jingzhun.proofread.numerals import read_arabic, read_chinese
from jingzhun.proofread.proofreading import proofread


def figures(text):
    return proofread(read_text(text)).figures


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("三百二十一", 321, 1),
        ("一千零六", 1006, 1),
        ("两万三千", 23000, 1),
        ("一点五亿", 150000000, 10000000),
        ("十二", 12, 1),
        ("二〇二四", 2024, 1),
    ],
)
def test_chinese_numerals(text, value, step):
    numeral = read_chinese(text)
    assert (numeral.value, numeral.step) == (value, step)


@pytest.mark.parametrize("text", ["千", "百", "万", "二三"])
def test_what_only_looks_like_a_numeral(text):
    assert read_chinese(text) is None


def test_steps_of_scaled_numbers():
    assert read_arabic("3.5", "万").step == 1000
    assert read_arabic("1,268").value == 1268


@pytest.mark.parametrize(
    ("text", "unit", "base"),
    [
        ("投入资金1,268.5万元", "万元", Decimal(12685000)),
        ("投入资金１２６８万元", "万元", Decimal(12680000)),
        ("惠及三百二十一户", "户", Decimal(321)),
        ("完成百分之八十五", "%", Decimal(85)),
        ("硬化道路32.6公里", "公里", Decimal(32600)),
        ("全鎮共有農戶860戶", "户", Decimal(860)),
        ("贷款1.86亿元", "亿元", Decimal(186000000)),
        ("栽种果树12O株", "株", Decimal(120)),
    ],
)
def test_values_in_their_base_unit(text, unit, base):
    (figure,) = figures(text + "。")
    assert (figure.unit, figure.base) == (unit, base)
    assert figure.literal in text


@pytest.mark.parametrize("text", ["近六成农户", "约3000人", "3000余人", "2—3户", "5万元以上", "超过80%"])
def test_approximations_ranges_and_bounds_are_not_exact(text):
    assert all(not figure.is_exact for figure in figures(text + "。"))


@pytest.mark.parametrize(
    "text", ["2024年3月5日", "〔2018〕69号", "第三季度", "G214国道", "一是抓产业", "0887-8412345", "1.规划", "20xx年"]
)
def test_dates_ordinals_and_codes_are_no_figures(text):
    assert figures(text) == ()


def test_roles():
    plan, done, share = figures("计划投资3,600万元，已完成2,700万元，占计划投资的75%。")
    assert (plan.role, done.role, share.role) == (Role.PLAN, Role.ACTUAL, Role.SHARE)


def test_what_nothing_can_be_tied_to_is_said():
    report = proofread(read_text("全村栽种李树2,300株。"))
    assert [figure.literal for figure in report.untied] == ["2,300株"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("未排查的146户均为举家外出。", "户"), ("416人均已复核。", "人"), ("惠及12户均增收2000元。", "")],
)
def test_all_of_them_is_no_mean(text, unit):
    assert figures(text)[0].unit == unit
