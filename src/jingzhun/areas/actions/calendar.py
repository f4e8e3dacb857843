"""Exception days of the working calendar, entered one by one; also for years that were not shipped."""

from __future__ import annotations

from datetime import date

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

from ..models import CalendarDay


class UnableToSetDay(Problem):
    code = "A-006"
    says = "{day} 不能这样改：{why}"
    remedy = "只登记与“周一至周五上班”不同的日子：放假的平日，或上班的周末"


def set_calendar_day(*, day: date, is_working: bool, name: str, source: str, by: Actor) -> CalendarDay:
    """Enter or change one exception day. Raises :class:`UnableToSetDay` for a day that is as the rule says anyway."""
    with unit(by=by) as log:
        if is_working == (day.weekday() < 5):
            raise UnableToSetDay(day=day.isoformat(), why="它本来就" + ("上班" if is_working else "休息"))
        if not fold(name):
            raise UnableToSetDay(day=day.isoformat(), why="没有写说明")
        row, _ = CalendarDay.objects.update_or_create(
            day=day, defaults={"is_working": is_working, "name": fold(name), "source": fold(source)}
        )
        log.record(
            "areas.calendar_day", subject_kind="日历", subject_code=day.isoformat(), is_working=is_working,
            source=fold(source),
        )  # fmt: skip
    return row


def remove_calendar_day(*, day: date, by: Actor) -> None:
    """The day is again as the rule says. Nothing happens when it was no exception."""
    with unit(by=by) as log:
        count, _ = CalendarDay.objects.filter(day=day).delete()
        if count:
            log.record("areas.calendar_day_removed", subject_kind="日历", subject_code=day.isoformat())
