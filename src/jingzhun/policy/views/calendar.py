"""工作日历: a year at a glance with its exceptions, and a form for one day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import requires
from jingzhun.areas.actions.calendar import remove_calendar_day, set_calendar_day
from jingzhun.areas.models import CalendarDay
from jingzhun.core.errors import Problem

from ..reference_forms import DayForm

FIRST, LAST = 2004, 2100


@dataclass(frozen=True)
class Cell:
    """``exception`` is the row that differs from the rule, or None."""

    day: date
    is_working: bool
    exception: CalendarDay | None


@requires(Verb.EDIT_CALENDAR)
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year; POST enters or changes one day, which may lie in any year."""
    year = year or timezone.localdate().year
    if not FIRST <= year <= LAST:
        raise Http404("没有这一年")
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = set_calendar_day(by=request.post.actor, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{row.day} 记为{'上班' if row.is_working else '放假'}：{row.name}。")
            return redirect("calendar-year", row.day.year)
    exceptions = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}
    months = [(month, _weeks(year, month, exceptions)) for month in range(1, 13)]
    working = sum(cell.is_working for _, weeks in months for week in weeks for cell in week if cell)
    shown = {
        "year": year, "months": months, "exceptions": sorted(exceptions.values(), key=lambda row: row.day), "form": form,
        "working": working, "before": year - 1 if year > FIRST else None, "after": year + 1 if year < LAST else None,
    }  # fmt: skip
    return render(request, "policy/calendar.html", shown, status=422 if form.errors else 200)


@requires(Verb.EDIT_CALENDAR)
@require_POST
def remove(request: HttpRequest, day: str) -> HttpResponse:
    try:
        wanted = date.fromisoformat(day)
    except ValueError as cause:
        raise Http404("没有这一天") from cause
    remove_calendar_day(day=wanted, by=request.post.actor)
    messages.success(request, f"{day} 恢复为平常的一天。")
    return redirect("calendar-year", wanted.year)


def _weeks(year: int, month: int, exceptions: dict[date, CalendarDay]) -> list[list[Cell | None]]:
    """Weeks from Monday; None outside the month."""
    return [
        [
            None
            if day.month != month
            else Cell(day, exceptions[day].is_working if day in exceptions else day.weekday() < 5, exceptions.get(day))
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
