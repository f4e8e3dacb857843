"""One page for a village, a township or the county, and the way to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.results.explain_area import explanation_of_village, own_items

from ..area_completeness import meter_of_area
from ..area_file import KIND_OF_LEVEL, AreaFile, Below, open_area
from ..declared import declared_shown, known_first
from ..figure_set import exit_run
from ..gaps import gaps_of, households_of, whole
from ..home_file import Standing, Tile, standing
from ..register_paper import CALLED
from .register import may_print


def area_index(request: HttpRequest) -> HttpResponse:
    """The reader's own area."""
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    return redirect("area", code=post.area_id)


def area_page(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    area = get_within(Area.objects.filter(level__gte=Level.COUNTY), post, field="code", code=code)
    if area.level == Level.GROUP or post.role == "helper":
        raise Http404(UnableToReachArea().sentence)
    file = open_area(area=area, day=request.as_of, known_at=request.known_at)
    above = [(upper, post.scope.covers(upper.code)) for upper in file.above]
    stands = standing(area=area, day=request.as_of, known_at=request.known_at)
    own = own_items(stands.run, area) if stands.run is not None and area.level == Level.COUNTY else []
    kind = KIND_OF_LEVEL[file.level]
    declared = declared_shown(
        kind=kind, subject=file.subject, area=area.area_code, day=request.as_of, known_at=request.known_at
    )
    return render(
        request,
        "dashboards/area.html",
        {
            "meter": meter_of_area(file=file, declared=declared, post=post, day=request.as_of, known_at=request.known_at),
            "may_print": may_print(post), "sees_all": post.may(Verb.VIEW_ALL_FACTS), "book_title": CALLED[file.level], "file": file, "area": area, "above": above, "standing": stands, "own": own, "below": _below(file, stands), "kind": kind, "code": area.code,
            "declared": known_first(declared), "may_record": post.may(Verb.RECORD_FACTS),
        },
    )  # fmt: skip


def area_gaps(request: HttpRequest, code: str) -> HttpResponse:
    """The gaps of the area's registered households by theme, each with the households behind it; to htmx the panel alone."""
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    require(post, Verb.VIEW_ALL_FACTS)
    area = get_within(Area.objects.filter(level__gte=Level.COUNTY), post, field="code", code=code)
    if area.level == Level.GROUP or post.role == "helper":
        raise Http404(UnableToReachArea().sentence)
    themes = gaps_of(households_of(area), request.as_of, request.known_at)
    template = "dashboards/parts/gaps.html" if request.htmx else "dashboards/area_gaps.html"
    return render(request, template, {"themes": themes, "area": area, "whole": whole(themes)})


def _below(file: AreaFile, stands: Standing) -> list[tuple[Below, Tile | None]]:
    """The areas below with the verdicts that the newest run counted in each, None where it counted none."""
    tiles = {tile.code: tile for tile in stands.tiles}
    return [(row, tiles.get(row.area.code)) for row in file.below]


def area_why(request: HttpRequest, code: str) -> HttpResponse:
    """The why table of one village, fetched after its page: judging the village's households takes a moment."""
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    area = get_within(Area.objects.filter(level=Level.VILLAGE), post, field="code", code=code)
    if post.role == "helper":
        raise Http404(UnableToReachArea().sentence)
    run = exit_run(area, request.as_of, request.known_at)
    explanations = [explanation_of_village(run, area)] if run is not None else []
    template = "dashboards/parts/why.html" if request.htmx else "dashboards/area_why.html"
    return render(request, template, {"explanations": explanations, "kind": "村", "area": area})
