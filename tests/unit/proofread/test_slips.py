"""Slips of the pen in what the wording ties: shares over another base, shares a digit away, whatever else comes out."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("抽查食堂80家，不规范12家，占{}。", "15%", "67%"),
        ("茶农1,250户，茶园4,120亩。水费应收2,460万元，实收2,214万元，收缴率{}。", "90%", "5%"),
        ("全镇共有农户2,000户，常住1,600户。养蜂户500户，占全镇总户数的{}。", "25%", "31.3%"),
        ("培训农机手640人，其中春季256人、夏季192人、秋季192人，分别占{}、30%和30%。", "40%", "48%"),
    ],
)
def test_a_share_of_what_the_wording_names_is_judged_however_far_off(text, right, wrong):
    assert serious(text.format(right)) == []
    assert wrong in {literal for found in serious(text.format(wrong)) for literal in found.literals}


@pytest.mark.parametrize(
    "text",
    [
        "养殖户3,120户，集中养殖2,184户，分散养殖936户，集中养殖率70%。",
        "全村310户1,240人，低收入户62户236人，贫困发生率19%。",
        "发现问题24个：用水方面14个，用电方面10个；已整改18个，正在整改6个，整改率75%。",
        "检测水样480份，合格456份，达到合格率90%的目标。",
    ],
)
def test_a_share_that_comes_out_over_what_is_meant_is_left_alone(text):
    assert serious(text) == []


def test_a_share_one_digit_away_from_an_exact_one_is_pointed_out():
    text = "全镇有管水员472人。存在不少困难，管水员年龄偏大，60岁以上的118人，占{}。"
    assert serious(text.format("25%")) == []
    assert [found.literals[0] for found in serious(text.format("28%"))] == ["28%"]


def test_a_doubted_share_stands_back_where_other_arithmetic_confirms_it():
    text = "中部18个、东部6个，共24个。问题18个，占75%；其余6个占25%。"
    assert serious(text) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("投入18,240万元，其中专项10,032万元{}、社会2,736万元，三者比例为55:30:15。", "、整合5,472万元", ""),
        ("投入4,860万元，用于校舍2,916万元{}、操场729万元，占比分别为60%、25%、15%。", "、设备1,215万元", ""),
        ("农房81,306栋，经鉴定A级64,245栋{}、C级3,204栋、D级1,477栋。", "、B级12,380栋", ""),
        ("资助学生743人，其中幼儿126人{}、初中生259人。", "、小学生358人", ""),
        (
            "下达8,400万元。用于茶园{}万元，占50%；用于水渠2,520万元，占30%；用于培训1,680万元，占20%。",
            "4,200",
            "4,202",
        ),
        ("搬迁{}户577人，集中安置112户，分散安置44户。", "156", "158"),
        ("现有{}笔贷款，其中养殖9笔、种植5笔、加工3笔。", "17", "10"),
    ],
)
def test_parts_are_held_against_their_whole_and_what_goes_with_them(text, right, wrong):
    assert serious(text.format(right)) == []
    assert [found.kind.label for found in serious(text.format(wrong))] == ["合计"]


@pytest.mark.parametrize(
    "text",
    [
        "户籍人口18,640人，常住人口12,305人，外出务工7,218人。",
        "资助学生743人，其中幼儿126人、初中生259人等。",
        "务工18,640人，其中脱贫人口12,305人、妇女7,218人。",
        "三次产业比为44:38:18。",
    ],
)
def test_parts_that_need_not_make_the_whole_are_left_alone(text):
    assert serious(text) == []
