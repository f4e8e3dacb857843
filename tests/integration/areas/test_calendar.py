"""Working days across holidays, and days entered for years that were not shipped."""

from datetime import date

import pytest

from jingzhun.areas.actions.calendar import UnableToSetDay, remove_calendar_day, set_calendar_day
from jingzhun.areas.actions.load import load_calendar
from jingzhun.areas.calendar import add_working_days, is_working_day
from jingzhun.areas.models import CalendarDay
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event

pytestmark = pytest.mark.django_db
BY = Actor.system("测试")


@pytest.fixture
def shipped():
    load_calendar(by=BY)


def test_the_spring_festival_of_2018_and_its_worked_weekends(shipped):
    assert not is_working_day(date(2018, 2, 15))
    assert not is_working_day(date(2018, 2, 21))
    assert is_working_day(date(2018, 2, 11))
    assert is_working_day(date(2018, 2, 24))
    assert is_working_day(date(2018, 2, 22))
    assert CalendarDay.objects.get(day=date(2018, 2, 15)).name == "春节"
    assert "调休" in CalendarDay.objects.get(day=date(2018, 2, 24)).name


def test_counting_skips_holidays_and_counts_worked_weekends(shipped):
    assert add_working_days(date(2018, 2, 14), 1) == date(2018, 2, 22)
    assert add_working_days(date(2018, 2, 14), 3) == date(2018, 2, 24)
    assert add_working_days(date(2018, 2, 14), 0) == date(2018, 2, 14)
    assert add_working_days(date(2018, 9, 28), 2) == date(2018, 9, 30)


def test_a_hundred_working_days_are_what_a_day_by_day_count_gives(shipped):
    from datetime import timedelta

    day, left = date(2019, 9, 1), 100
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    assert add_working_days(date(2019, 9, 1), 100) == day


def test_counting_takes_one_query(shipped, django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(date(2018, 2, 14), 10)


def test_a_year_that_was_not_shipped_can_be_entered_and_taken_back():
    new_year = date(2031, 1, 1)
    assert is_working_day(new_year)
    set_calendar_day(day=new_year, is_working=False, name="元旦", source="县里的通知", by=BY)
    assert not is_working_day(new_year)
    assert add_working_days(date(2030, 12, 31), 1) == date(2031, 1, 2)
    remove_calendar_day(day=new_year, by=BY)
    assert is_working_day(new_year)
    assert list(Event.objects.values_list("action", flat=True)) == [
        "areas.calendar_day_removed",
        "areas.calendar_day",
    ]


def test_what_the_office_entered_outlives_loading_again(shipped):
    CalendarDay.objects.filter(day=date(2018, 2, 15)).update(name="改过的")
    load_calendar(by=BY)
    assert CalendarDay.objects.get(day=date(2018, 2, 15)).name == "改过的"


def test_a_day_that_is_as_the_rule_says_is_refused():
    with pytest.raises(UnableToSetDay, match="本来就休息"):
        set_calendar_day(day=date(2031, 1, 4), is_working=False, name="x", source="", by=BY)
    with pytest.raises(UnableToSetDay, match="没有写说明"):
        set_calendar_day(day=date(2031, 1, 1), is_working=False, name=" ", source="", by=BY)
