"""One page for a village, a township or the county, and the way to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level

from ..area_file import open_area
from ..home_file import standing


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
    return render(
        request,
        "dashboards/area.html",
        {"file": file, "area": area, "above": above, "standing": stands},
    )
