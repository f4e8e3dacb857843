"""Working days: Monday to Friday, except the days of the editable table ``CalendarDay`` (shipped 2004–2026)."""

from __future__ import annotations

from datetime import date, timedelta

from .models import CalendarDay


def is_working_day(day: date) -> bool:
    exception = CalendarDay.objects.filter(pk=day).first()
    return exception.is_working if exception else day.weekday() < 5


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``. One query for what is usual."""
    while count > 0:
        last = day + timedelta(days=count * 2 + 30)
        exceptions = dict(CalendarDay.objects.filter(day__gt=day, day__lte=last).values_list("day", "is_working"))
        while count > 0 and day < last:
            day += timedelta(days=1)
            count -= exceptions.get(day, day.weekday() < 5)
    return day
