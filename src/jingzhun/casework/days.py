"""Counting days of notices and time limits, by natural or working days."""

from __future__ import annotations

from datetime import date, timedelta

from jingzhun.areas.calendar import add_working_days, is_working_day
from jingzhun.rules.procedure import Calendar, Days

ONE = timedelta(days=1)


def after(day: date, days: Days) -> date:
    """The last day of a limit that began on ``day``, which does not count itself."""
    if days.calendar is Calendar.WORKING:
        return add_working_days(day, days.count)
    return day + timedelta(days=days.count)


def until(starts_on: date, days: Days) -> date:
    """The day after a notice that begins on ``starts_on``, which counts, has run its days."""
    return after(starts_on - ONE, days) + ONE


def moved(ends: date, *, stopped_since: date, on: date, calendar: Calendar) -> date:
    """Where a notice ends that stood still from ``stopped_since`` until ``on``."""
    gone = [stopped_since + timedelta(days=n) for n in range((on - stopped_since).days)]
    if calendar is Calendar.NATURAL:
        return ends + timedelta(days=len(gone))
    lost = sum(is_working_day(day) for day in gone)
    return add_working_days(ends - ONE, lost) + ONE
