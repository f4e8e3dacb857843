"""委托与移交: lending a post for some days, and giving open cases to another holder, so that nothing is lost when a person leaves."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import inside, require, within
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem

from ..actions.case import hand_over
from ..actions.delegation import delegate
from ..forms import DelegationForm, HandOverForm
from ..models import Case, Delegation
from ..work import unattended

SHOWN = 50
"""Cases on a page."""


def delegations(request: HttpRequest, **forms_with_errors) -> HttpResponse:
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    mine = Case.objects.open().filter(holder=request.user).select_related("procedure", "step", "area").with_names(today)
    lent = Delegation.objects.select_related("post__official", "post__area", "to").filter(until__gt=today)
    alone = unattended(post.scope, today)[1].select_related("step", "area")
    context = {
        "post": post, "today": today, "given": lent.filter(post__official=request.user), "taken": lent.filter(to=request.user),
        "delegation_form": DelegationForm(people=_colleagues(post, request.user, today), initial={"since": today}),
        "hand_over_form": HandOverForm(people=_same_post(post, request.user, today)),
        "mine": list(within(mine, post)),
        "unattended": Paginator(alone, SHOWN).get_page(request.GET.get("page")),
        **forms_with_errors,
    }  # fmt: skip
    return render(request, "casework/handing.html", context, status=422 if forms_with_errors else 200)


@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    form = DelegationForm(request.POST, people=_colleagues(post, request.user, today))
    if form.is_valid():
        try:
            row = delegate(
                post=post, to=Official.objects.get(pk=form.cleaned_data["to"]), since=form.cleaned_data["since"],
                until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], on=today,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已委托{row.to.name}，{row.since} 起，{row.until} 止")
            return redirect("delegations")
    return delegations(request, delegation_form=form)


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """All open cases that the reader holds, to one colleague."""
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    form = HandOverForm(request.POST, people=_same_post(post, request.user, today))
    if not form.is_valid():
        return delegations(request, hand_over_form=form)
    cases = list(within(Case.objects.open().filter(holder=request.user), post))
    count = hand_over(cases=cases, to=Official.objects.get(pk=form.cleaned_data["to"]), post=post, on=today)
    messages.success(request, f"已移交 {count} 件")
    return redirect("delegations")


def _colleagues(post: Post, official: Official, today) -> list[tuple[int, str]]:
    """People with a post in the same township or county office, whom a post may be lent to."""
    place = post.scope.at(min(post.scope.level, Level.TOWNSHIP))
    rows = inside(Post.objects.held_on(today).filter(area__level=post.area.level), place)
    return _people(rows.exclude(official=official))


def _same_post(post: Post, official: Official, today) -> list[tuple[int, str]]:
    """Other holders of a post of this level and area."""
    return _people(Post.objects.held_on(today).filter(area=post.area).exclude(official=official))


def _people(rows) -> list[tuple[int, str]]:
    seen: dict[int, str] = {}
    for row in rows.exclude(role__in=("system_admin", "security_admin", "audit_admin")).select_related(
        "official", "area"
    ):
        seen.setdefault(row.official_id, f"{row.official.name}（{row}）")
    return sorted(seen.items(), key=lambda each: each[1])
