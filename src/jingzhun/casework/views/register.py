"""Lists that the register must answer for: exits by year, homes without a grade, measures proposed for a household."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, requires
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household

from ..dwellings import appraised, without_grade
from ..exit_list import ExitCheck, added, household_cohorts, poor_villages, village_cohorts
from ..measures import propose

SHOWN = 50


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.VIEW_CASES)
def exits(request: HttpRequest) -> HttpResponse:
    """Villages and households by the year in which they left, and whether the years add up to the poor villages."""
    post, day = request.post, request.as_of
    villages = village_cohorts(post, day)
    homes = household_cohorts(post, day)
    total, fallen = added(homes)
    check = ExitCheck({str(each.year): len(each.codes) for each in villages}, poor_villages(post, day))
    return render(
        request, "casework/exits.html",
        {
            "villages": [(each.year, len(each.codes)) for each in villages], "check": check,
            "homes": [(each.year, len(each.codes), len(each.relapsed)) for each in homes],
            "total": total, "fallen": fallen,
        },
    )  # fmt: skip


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.VIEW_CASES)
def dwellings(request: HttpRequest) -> HttpResponse:
    """Households on the register whose home has no grade from a report."""
    post, day = request.post, request.as_of
    page = Paginator(without_grade(post, day).with_head(day), SHOWN).get_page(request.GET.get("page"))
    return render(
        request, "casework/dwellings.html",
        {"page": page, "counts": appraised(post, day)},
    )  # fmt: skip


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.VIEW_CASES)
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """What the table of measures proposes for a household, and why."""
    home = get_within(
        Household.objects.select_related("subject__area").with_head(request.as_of), request.post, field="subject__area_id",
        subject__code=code,
    )  # fmt: skip
    found = propose(home.subject, day=request.as_of, book=CodeBook.read())
    return render(request, "casework/proposals.html", {"household": home, "found": found})
