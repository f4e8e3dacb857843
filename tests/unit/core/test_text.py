"""One normaliser for names, headers and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.core.text import (
    fits_address,
    fold,
    fold_header,
    fold_name,
    group_numbers,
    is_blank,
    whole_number,
)


def test_folding_joins_what_looks_the_same():
    assert fold("　ＡＢ１２（甲）  乙\t丙\n") == "AB12(甲) 乙 丙"
    assert fold("2018—2020") == fold("2018–2020") == fold("2018－2020") == "2018-2020"
    assert fold("此里\u200b农布\ufeff\x00\x07") == "此里农布"


def test_tibetan_and_uyghur_names_compare_by_one_dot_and_no_blanks():
    assert fold_name("扎西 · 顿珠") == fold_name("扎西•顿珠") == fold_name("扎西．顿珠") == "扎西·顿珠"
    assert fold_name("和 桂兰") == "和桂兰"
    assert fold_name("䶮堃") == "䶮堃"


def test_headers_compare_without_punctuation_and_case():
    assert fold_header("务工时间（月）") == fold_header("务工时间 (月)*") == fold_header("务工时间月")
    assert fold_header("ID 号\n码") == "id号码"


@pytest.mark.parametrize("value", [None, "", "  ", "-", "—", "——", "/", "\u3000", "\ufeff"])
def test_nothing_written_is_blank(value):
    assert is_blank(value)


@pytest.mark.parametrize("value", ["0", 0, False, "无", "否", "不详"])
def test_nought_none_and_unknown_are_answers(value):
    assert not is_blank(value)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("2018", 2018), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_make_a_whole_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "²", "1²", "①", "-1", "+1", "1.0", " 1", "1_0", "9" * 19, "9" * 5000])
def test_what_is_no_number_of_a_database_is_none(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("number", ["new", "export", "a/b", "..", "."])
def test_what_a_page_could_not_be_opened_by_is_no_number_of_an_office(number):
    assert not fits_address(number) and fits_address(f"{number}1".replace("/", "-"))


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("再增收 9002.00 元（人均 1800.40 元）", "再增收 9,002.00 元（人均 1,800.40 元）"),
        ("取水半径 1000 米，标准 200 米", "取水半径 1,000 米，标准 200 米"),
        ("-12345.60 元", "-12,345.60 元"),
        ("2018年12月31日，编号 5334221010010021", "2018年12月31日，编号 5334221010010021"),
        ("3,500.00 元", "3,500.00 元"),
        ("", ""),
    ],
)
def test_quantities_are_grouped_and_years_and_codes_are_not(said, shown):
    assert group_numbers(said) == shown
