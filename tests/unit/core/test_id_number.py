"""ID numbers of all forms. Numbers are made here with an area code that does not exist (533499)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.core.id_number import UnableToReadIdNumber, WrongCheckDigit, check_digit, parse_id_number


def made(first17: str) -> str:
    return first17 + check_digit(first17)


def test_the_check_digit_of_the_standards_example():
    """GB 11643-1999, annex: 11010519491231002X."""
    assert check_digit("11010519491231002") == "X"


def test_birth_day_sex_and_region_are_read():
    number = parse_id_number(made("53349919720613043"))
    assert (number.form, number.born_on, number.sex, number.region) == ("18", date(1972, 6, 13), "男", "533499")
    assert parse_id_number(made("53349919720613042")).sex == "女"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_every_made_number_is_read_and_every_wrong_check_digit_is_named(born_on, sequence):
    first = f"533499{born_on:%Y%m%d}{sequence:03d}"
    assert parse_id_number(made(first)).born_on == born_on
    expected = check_digit(first)
    for wrong in set("0123456789X") - {expected}:
        with pytest.raises(WrongCheckDigit, match=f"应为{expected}"):
            parse_id_number(first + wrong)


def test_fifteen_digits_are_lifted_to_eighteen():
    number = parse_id_number("533499720613043")
    assert (number.form, number.citizen) == ("15", made("53349919720613043"))


def test_a_disability_card_number_carries_class_and_grade():
    number = parse_id_number(made("53349919720613043") + "43")
    assert (number.form, number.disability_class, number.disability_grade) == ("残疾人证", 4, 3)
    assert number.citizen == made("53349919720613043")
    with pytest.raises(UnableToReadIdNumber, match="类别1—7"):
        parse_id_number(made("53349919720613043") + "81")


def test_residence_permits_are_told_apart():
    assert parse_id_number(made("81000019850101001")).form == "居住证"


def test_full_width_blanks_and_small_x_are_forgiven():
    number = made(next(f"5334991972061{n:04d}" for n in range(1000, 9999) if made(f"5334991972061{n:04d}")[-1] == "X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number[:6]) + " " + number[6:].lower()
    assert parse_id_number(wide).citizen == number


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "长度0位"),
        ("5334991972061304", "长度16位"),
        ("53349919720613O437", "不该有的字符"),
        (made("53349919721313043"), "出生日期不存在"),
        (made("53349919730229043"), "出生日期不存在"),
        ("533499721313043", "出生日期不存在"),
        ("5.33499197206130e17", "长度19位"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(written, why):
    with pytest.raises(UnableToReadIdNumber, match=why):
        parse_id_number(written)
