"""Periods are half-open: ``[start, end)``."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """``start`` is in, ``end`` is out; ``end`` None is open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))


def age_on(born_on: date, day: date) -> int:
    """Full years on ``day``; someone born on 29 February completes a year on 1 March of common years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def latest_birth(age: int, day: date) -> date:
    """Those born on or before it, and nobody else, are ``age`` or older on ``day`` by :func:`age_on`."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February of a common year
        return date(day.year - age, 2, 28)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def years_after(day: date, years: int) -> date:
    """The day on which so many years are full by :func:`age_on`: of 29 February 1 March in common years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def in_words(day: date) -> str:
    """As letters and notices write a day: 2018年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
