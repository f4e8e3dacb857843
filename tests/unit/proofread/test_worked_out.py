"""Amounts that a rate before them makes, multiples, means of a row, and amounts by class."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def products(text):
    return [held.literals[0] for held in proofread(read_text(text)).holdings if held.kind is Kind.PRODUCT]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("本批资金3,625万元。\n首付款按60%拨付，即{}万元。", "2,175", "2,275"),
        ("全县74个村通了水。\n明年通水率要达到95%以上，即至少{}个村。", "71", "76"),
        ("今年人均纯收入12,340元。\n明年增长10%以上，达到{}元以上。", "13,574", "13,674"),
        ("入库项目182个、实施130个，入库数是实施数的{}倍。", "1.4", "1.9"),
        ("作坊起步时年产600公斤。如今年产2,400吨。单看产量，是当年的{}倍。", "4000", "4200"),
        ("队长驻村241天，两名队员驻村238天、229天，人均{}天。", "236", "246"),
        ("新建水窖：30立方米的6口、80立方米的3口，总容积{}立方米。", "420", "440"),
        ("县道212.4公里，乡道386.5公里。按县道每公里1.2万元、乡道0.6万元测算，县道需254.88万元、乡道需{}万元。", "231.9", "239.1"),
        ("养殖场有牛85头、羊310只，按牛每头2,000元、羊每只300元补助，共{}万元。", "26.3", "23.6"),
        ("厂里烧锅炉，月薪3,200元，一年{}万元，日子稳当。", "3.84", "3.48"),
        ("存栏肉牛240头，每头每天吃糟5公斤，一年要用{}吨。", "438", "483"),
        ("为3,460名务工者发放补贴，标准400元，金额{}万元。", "138.4", "134.8"),
    ],
)  # fmt: skip
def test_what_is_worked_out_is_recognised(text, right, wrong):
    assert any(literal.startswith(right) for literal in products(text.format(right)))
    assert not any(literal.startswith(wrong) for literal in products(text.format(wrong)))


def test_a_multiple_of_what_is_named_again_must_come_out():
    text = "入库项目182个、实施130个，入库数是实施数的1.9倍。"
    found = [f for f in proofread(read_text(text)).findings if f.severity is Severity.ERROR]
    assert [f.literals[0] for f in found] == ["1.9倍"]


@pytest.mark.parametrize(
    "text",
    [
        "产值620万元，税收130万元，产值是前年的1.9倍。",
        "办班12期、参训430人，是去年的两倍多，人均补贴增长3倍。",
    ],
)
def test_a_multiple_of_something_else_is_left_alone(text):
    assert [f for f in proofread(read_text(text)).findings if f.severity is not Severity.NOTE] == []
