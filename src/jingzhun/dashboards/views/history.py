"""经过 and 目录 of a household."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.casework.subject_cases import cases_of

from ..completeness import meter_of
from ..declared import declared_shown
from ..file_index import index_of
from ..history import Moment, history_of
from ..household_file import open_file
from .household import household_in_reach

NEWEST = 12
"""Moments on the household's page; its own page has all."""


def household_history(request: HttpRequest, code: str) -> HttpResponse:
    """All of them; to htmx the newest, for the household's page."""
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    require(post, Verb.VIEW_ALL_FACTS)
    household = household_in_reach(request, post, code)
    by_known = request.GET.get("by") == "known"
    moments = history_of(
        household=household, day=request.as_of, known_at=request.known_at, may_see_health=post.may(Verb.VIEW_HEALTH),
        by_known=by_known,
    )  # fmt: skip
    return render(
        request,
        "dashboards/parts/history.html" if request.htmx else "dashboards/household_history.html",
        {
            "moments": moments[:NEWEST] if request.htmx else moments, "many": len(moments), "code": code, "by_known": by_known,
            "household": household, "known_days": _known_days(moments), "village": household.subject.area,
        },
    )  # fmt: skip


def _known_days(moments: list[Moment]) -> list[str]:
    """The days on which something was learnt, newest first: what can be asked for as known on."""
    days = {timezone.localtime(moment.known_on).date() for moment in moments}
    return [day.isoformat() for day in sorted(days, reverse=True)][:NEWEST]


def household_index(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet that lies on top of the file."""
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    household = household_in_reach(request, post, code)
    day, known_at = request.as_of, request.known_at
    file = open_file(household=household, post=post, day=day, known_at=known_at)
    area = household.subject.area
    declared = declared_shown(
        kind="household", subject=household.subject, area=area.area_code, day=day, known_at=known_at
    )
    meter = meter_of(file=file, declared=declared, post=post, day=day, known_at=known_at)
    history = (
        history_of(household=household, day=day, known_at=known_at, may_see_health=post.may(Verb.VIEW_HEALTH))
        if file.sees_all
        else []
    )
    cases = cases_of(household.subject) if post.may(Verb.VIEW_CASES) else None
    return render(
        request,
        "dashboards/household_index.html",
        {
            "file": file, "household": household, "code": code, "meter": meter, "village": area,
            "entries": index_of(file=file, meter=meter, history=history, cases=cases), "printed_at": timezone.localtime(),
        },
    )  # fmt: skip
