"""The days of a notice: how many are left, whether it is over, and how they are drawn. ``until`` is the day after the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .days import ONE

LONG = 15
"""Days up to which a notice is drawn as one box a day."""


@dataclass(frozen=True)
class Box:
    """A day as it is drawn: ``look`` is on, today or ahead (empty); ``label`` below it."""

    look: str
    label: str


@dataclass(frozen=True)
class Window:
    """From ``starts_on`` to the day before ``until``; while ``is_stopped`` by an objection it does not run out."""

    starts_on: date
    until: date
    is_stopped: bool = False

    @property
    def last_day(self) -> date:
        return self.until - ONE

    @property
    def days(self) -> int:
        return (self.until - self.starts_on).days

    def left(self, today: date) -> int:
        """Days still to come, today included."""
        return max((self.until - max(today, self.starts_on)).days, 0)

    def day(self, today: date) -> int:
        """Which of its days ``today`` is, the first being 1."""
        return (today - self.starts_on).days + 1

    def is_ahead(self, today: date) -> bool:
        return today < self.starts_on

    def is_over(self, today: date) -> bool:
        return today >= self.until and not self.is_stopped

    def boxes(self, today: date) -> tuple[Box, ...]:
        """A box a day; none for a long notice."""
        if self.days > LONG:
            return ()
        days = [self.starts_on + ONE * n for n in range(self.days)]
        return tuple(
            Box(
                "jz-on" if day < today else "jz-today" if day == today else "",
                "今天" if day == today else f"{day:%m-%d}" if day in (days[0], days[-1]) else f"{day:%d}",
            )
            for day in days
        )
