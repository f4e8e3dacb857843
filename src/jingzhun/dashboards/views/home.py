"""The first page of each post: what it is about, what waits, where things stand, how to go on."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.ingest.contradictions import contradicting_cells, differing_values
from jingzhun.ledger.models import ProjectProfile
from jingzhun.ledger.totals import LibraryTotals, add_up
from jingzhun.ledger.views.funds import fund_context
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household
from jingzhun.registry.models.household import HouseholdQuerySet
from jingzhun.results.models import Run
from jingzhun.results.trouble import troubles

from ..figure_set import HOUSEHOLD_STANDARD, FigureSet, exit_run
from ..home_file import own_work, owned_gaps, standing, waiting

CONTRADICTIONS = 20
"""Rows of the department's lists on a page."""
ADMINISTRATION = {"system_admin": "officials", "security_admin": "security", "audit_admin": "log"}


def home(request: HttpRequest) -> HttpResponse:
    """Chooses the page by the post's role; nobody without a post sees anything."""
    post: Post | None = request.post
    if post is None:
        return render(request, "dashboards/no_post.html")
    if post.role in ADMINISTRATION:
        return redirect(ADMINISTRATION[post.role])
    show = PAGES.get(post.role, _area_home)
    return show(request, post)


def _area_home(request: HttpRequest, post: Post) -> HttpResponse:
    """我的村, 待审, 全县 and 督查: the same page for each level, with the areas below it."""
    area = post.area
    stands = standing(area=area, day=request.as_of, known_at=request.known_at)
    context = {
        "area": area,
        "title": post.definition.home,
        "standing": stands,
        "waiting": waiting(stands, post, timezone.localdate()),
        "runs": _address("runs"),
        "households": _attention(request, stands.run, area, _in_scope(post)) if area.level == Level.VILLAGE else (),
    }
    if area.level == Level.COUNTY and post.role == "county_officer":
        context |= money_table(_totals(request, post), CodeBook.read()) | {"funds": fund_context(request, post)}
    return render(request, "dashboards/home.html", context)


def _attention(request: HttpRequest, run: Run | None, area: Area, rows: HouseholdQuerySet, limit: int = 20):
    """Households whose exit standard is not passed, first those that fail, each with the items that stand in its way."""
    found = troubles(run, area, standard=HOUSEHOLD_STANDARD)
    shown = rows.filter(subject__code__in=found).select_related("subject__area")
    listed = [(row, found[row.subject.code]) for row in shown.with_head(request.as_of, request.known_at)]
    listed.sort(key=lambda each: (each[1][0].outcome, each[0].subject.code))
    return listed[:limit]


def _in_scope(post: Post) -> HouseholdQuerySet:
    return within(Household.objects.all(), post, field="subject__area_id")


def _money_home(request: HttpRequest, post: Post) -> HttpResponse:
    """资金: what waits for this post, where the money stands, from source to household, and what the library plans."""
    figures = FigureSet.read(areas=[post.area_id], day=request.as_of, known_at=request.known_at)
    strip = [
        figures.shown("项目库计划资金", post.area_id, "project_money"),
        figures.shown("项目数", post.area_id, "projects"),
        figures.shown("以奖代补应兑", post.area_id, "award_money", "产业以奖代补"),
        figures.shown("务工奖补应兑", post.area_id, "award_money", "务工奖补"),
    ]
    return render(
        request,
        "dashboards/money_home.html",
        {
            **money_table(_totals(request, post), CodeBook.read()),
            "strip": [each for each in strip if each],
            "waiting": own_work(post, timezone.localdate()),
            "funds": fund_context(request, post),
            "title": post.definition.home,
        },
    )


def _department_home(request: HttpRequest, post: Post) -> HttpResponse:
    fields = owned_gaps(post=post, day=request.as_of, known_at=request.known_at)
    return render(
        request,
        "dashboards/department_home.html",
        {
            "fields": fields,
            "title": post.definition.home,
            "waiting": own_work(post, timezone.localdate()),
            "may_upload": post.may(Verb.UPLOAD),
            "cells": Paginator(contradicting_cells(post), CONTRADICTIONS).get_page(request.GET.get("cells")),
            "values": Paginator(differing_values(post), CONTRADICTIONS).get_page(request.GET.get("values")),
        },
    )


def _helper_home(request: HttpRequest, post: Post) -> HttpResponse:
    rows = _in_scope(post).helped_by(post.official_id, request.as_of, request.known_at).select_related("subject__area")
    shown = rows.with_head(request.as_of, request.known_at).with_status(request.as_of, request.known_at)
    households = list(shown.order_by("subject__code"))
    run = exit_run(post.area, request.as_of, request.known_at)
    found = troubles(run, post.area, standard=HOUSEHOLD_STANDARD, codes={row.subject.code for row in households})
    book = CodeBook.read()
    listed = [
        {
            "row": row,
            "troubles": found.get(row.subject.code, []),
            "attribute": book.text("贫困户属性", row.attribute or ""),
        }
        for row in households
    ]
    listed.sort(key=lambda each: not each["troubles"])
    return render(
        request, "dashboards/helper_home.html",
        {"households": listed, "title": post.definition.home, "run": run, "troubled": len(found)},
    )  # fmt: skip


PAGES: dict[str, Callable[[HttpRequest, Post], HttpResponse]] = {
    "finance": _money_home,
    "audit": _money_home,
    "department": _department_home,
    "helper": _helper_home,
}


def _totals(request: HttpRequest, post: Post) -> LibraryTotals:
    rows = ProjectProfile.objects.library(request.as_of, request.known_at).filter(year=request.as_of.year)
    return add_up(
        profiles=rows.touching(post.scope, request.as_of, request.known_at), day=request.as_of, known_at=request.known_at,
        book=CodeBook.read(),
    )  # fmt: skip


def money_table(totals: LibraryTotals, book: CodeBook) -> dict[str, object]:
    """Rows and columns of the table beside the Sankey: sums that :func:`add_up` made, in the order of the lists."""
    return {
        "totals": totals,
        "flow": flow(totals, book),
        "sources": [{"text": book.text("资金来源", source), "total": totals.planned[source]} for source in totals.sources],
        "money_rows": [
            {
                "text": row.text, "projects": row.projects, "total": row.total,
                "amounts": [row.planned.get(source, 0) for source in totals.sources],
            }
            for row in totals.categories
        ],
    }  # fmt: skip


def flow(totals: LibraryTotals, book: CodeBook) -> dict[str, object]:
    """Sankey data, source to category, in 万元 for drawing; the table beside it holds the exact sums."""
    nodes = [[book.text("资金来源", source), "source", 0] for source in totals.sources]
    nodes += [[category.text, "topic", 1] for category in totals.categories if category.total]
    links = [
        [book.text("资金来源", source), category.text, category.planned[source] / 1_000_000]
        for category in totals.categories
        for source in totals.sources
        if category.planned.get(source)
    ]
    return {"nodes": nodes, "links": links, "unit": "万元"}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
