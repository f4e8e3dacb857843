"""档案与名册: the dossiers of an area, whether any is missing or double, and the books to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import narrowed, require
from jingzhun.core.area_code import Level

from ..dossier_check import checks_of, villages_on_file
from ..register_book import UnableToAddUp, read_book
from ..register_paper import CALLED, equation
from .register import may_print


def dossiers(request: HttpRequest) -> HttpResponse:
    """The reader's area, or one in it."""
    for verb in (Verb.VIEW_HOUSEHOLDS, Verb.VIEW_ALL_FACTS):
        require(request.post, verb)
    post = require(request.post, Verb.VIEW_FIGURES)
    area = narrowed(post, request.GET.get("area", ""))
    page: dict[str, object] = {"area": area, "may_print": may_print(post), "called": CALLED.get(Level(area.level), "")}
    try:
        book = read_book(area=area, day=request.as_of, known_at=request.known_at)
    except UnableToAddUp as problem:
        return render(request, "dashboards/dossiers.html", {**page, "problem": problem}, status=422)
    on_file = villages_on_file(book)
    groups = book.parts if book.level is Level.COUNTY else (book,)
    return render(
        request,
        "dashboards/dossiers.html",
        {
            **page, "book": book, "checks": checks_of(book, on_file), "equation": equation(book),
            "groups": [(group, [(village, village.area.code in on_file) for village in group.villages]) for group in groups],
            "is_village": book.level is Level.VILLAGE, "township_called": CALLED[Level.TOWNSHIP],
        },
    )  # fmt: skip
