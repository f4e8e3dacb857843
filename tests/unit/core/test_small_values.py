"""Masking, periods, ages, figure origins and the shape of errors."""

from datetime import date

import pytest

from jingzhun.core.errors import Problem
from jingzhun.core.figure import Origin
from jingzhun.core.masking import mask_account, mask_id_number, mask_name, mask_phone
from jingzhun.core.period import Period, age_on, latest_birth


def test_masks_keep_what_people_recognise_and_no_more():
    assert mask_id_number("533499197206130317") == "533499********0317"
    assert mask_id_number("533499720613043") == "533499*****3043"
    assert mask_id_number("12345") == "*****"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("1234567") == "*******"
    assert mask_account("6217001234567890") == "************7890"
    assert mask_account("123") == "***"
    assert mask_name("扎西顿珠") == "扎***"
    assert mask_name("和") == "和*"


def test_a_period_is_half_open():
    year = Period.of_year(2018)
    assert date(2018, 1, 1) in year
    assert date(2018, 12, 31) in year
    assert date(2019, 1, 1) not in year
    assert date(2099, 1, 1) in Period(date(2018, 1, 1))
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2018, 1, 1), date(2018, 1, 1))


def test_ages_are_full_years():
    assert age_on(date(2000, 6, 30), date(2018, 6, 29)) == 17
    assert age_on(date(2000, 6, 30), date(2018, 6, 30)) == 18
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2020, 2, 29), date(2019, 3, 1), date(2019, 2, 28)])
@pytest.mark.parametrize("age", [1, 16, 60])
def test_whoever_was_born_by_the_latest_birth_has_the_age_and_nobody_born_later(day, age):
    last = latest_birth(age, day)
    assert age_on(last, day) == age
    assert age_on(date.fromordinal(last.toordinal() + 1), day) == age - 1


def test_origins_have_their_chinese_word():
    assert [origin.label for origin in Origin] == ["计算", "引述", "手填"]


class UnableToCount(Problem):
    code = "X-123"
    says = "第 {line} 行读不懂"
    remedy = "请改第 {line} 行"


def test_a_problem_says_code_place_what_and_what_to_do():
    problem = UnableToCount(place="收入表 ", line=3)
    assert str(problem) == "X-123 收入表 第 3 行读不懂。请改第 3 行。"
    assert (problem.fields, problem.what_to_do) == ({"line": 3}, "请改第 3 行")
    assert str(UnableToCount()) == "X-123 第 ？ 行读不懂。请改第 ？ 行。"
