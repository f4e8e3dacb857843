"""立案: which procedure, for whom, why. One household makes a case; several make a batch with a case each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household, Subject

from ..actions.case import UnableToOpenCase, open_batch, open_case
from ..beginning import open_numbers
from ..forms import BatchForm, OpeningForm
from ..inputs import form_for
from ..procedures import Offer, offered

SHOWN = 300
"""Households listed at once; the search narrows."""


def choose(request: HttpRequest) -> HttpResponse:
    """The procedures in force here, those that this post may begin first."""
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    offers = offered(area=post.scope, day=today)
    lines = [(offer, begins(offer, post), Subject.Kind(offer.procedure.subject).label) for offer in offers]
    lines.sort(key=lambda line: not line[1])
    return render(request, "casework/choose.html", {"lines": lines, "household": request.GET.get("household", "")})


def begins(offer: Offer, post: Post) -> bool:
    """Whether ``post`` may open a case of ``offer``: it decides the first step."""
    first = offer.procedure.steps[0]
    return post.role in first.roles and post.area.level == first.area_level


def open_new(request: HttpRequest, pack: int, code: str) -> HttpResponse:
    """Pick the households (or the area itself), say where it comes from and why."""
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    offer = next(
        (each for each in offered(area=post.scope, day=today) if each.pack.pk == pack and each.procedure.code == code),
        None,
    )
    if offer is None:
        raise Http404("没有这个程序，或今天不在这里生效")
    if not begins(offer, post):
        titles = "、".join(offer.procedure.steps[0].posts)
        raise UnableToOpenCase(why=f"“{offer.procedure.title}”由{titles}立案", way="请换到这个岗位，或请他们立案")
    picked = request.POST.getlist("household") if request.method == "POST" else request.GET.getlist("household")
    rows, total = _candidates(request, offer, post, picked)
    many = len(picked) > 1
    is_urgent = request.POST.get("urgent") == "yes"
    form_class = BatchForm if many else OpeningForm
    form = form_class(request.POST if "reason" in request.POST else None, sources=offer.procedure.sources)
    subjects = _subjects(offer, post, picked)
    asked = _urgent_forms(request, offer, subjects, today, filled=is_urgent)
    if form.is_bound and form.is_valid() and (not is_urgent or all(each.is_valid() for each in asked.values())):
        values = {name: each.values for name, each in asked.items()} if is_urgent else {}
        try:
            return _open(request, offer, post, subjects, form, today, is_urgent, values)
        except Problem as problem:
            form.add_error(None, str(problem))
    return render(
        request, "casework/open.html",
        {
            "offer": offer, "form": form, "rows": rows, "picked": picked, "total": total, "shown": SHOWN, "asked": asked,
            "q": request.GET.get("q", ""), "is_area": offer.procedure.subject != "household", "area": post.area,
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _open(request, offer, post, subjects, form, today, is_urgent, values) -> HttpResponse:
    given = {"origin": form.cleaned_data["origin"], "reason": form.cleaned_data["reason"]}
    if len(subjects) > 1:
        batch = open_batch(
            offer=offer,
            subjects=subjects,
            post=post,
            by=request.user,
            title=form.cleaned_data["title"],
            on=today,
            **given,
        )
        messages.success(request, f"已立 {len(subjects)} 件，批次 {batch.number}")
        return redirect("batch", number=batch.number)
    case = open_case(
        offer=offer,
        subject=_the_one(subjects),
        post=post,
        by=request.user,
        on=today,
        is_urgent=is_urgent,
        inputs=values,
        **given,
    )
    messages.success(request, f"已立案 {case.number}")
    return redirect("case", number=case.number)


def _the_one(subjects: list[Subject]) -> Subject:
    if not subjects:
        raise UnableToOpenCase(why="没有选对象", way="请先在上面选农户")
    return subjects[0]


def _urgent_forms(request: HttpRequest, offer: Offer, subjects: list[Subject], today, *, filled: bool) -> dict:
    """What the green channel asks for, once one household is picked."""
    if len(subjects) != 1:
        return {}
    data, book = request.POST if filled else None, CodeBook.read()
    return {
        name: form_for(name, None, book, data, day=today, subject=subjects[0]) for name in offer.procedure.urgent_asks
    }


def _candidates(
    request: HttpRequest, offer: Offer, post: Post, picked: list[str]
) -> tuple[list[tuple[Household, str]], int]:
    """Households of the post's area as the search narrows them, with the number of a case already open for each."""
    if offer.procedure.subject != "household":
        return [], 0
    today, known = timezone.localdate(), None
    rows = (
        within(Household.objects.all(), post, field="subject__area_id")
        .there_on(today, known)
        .select_related("subject__area")
    )
    rows = rows.matching(request.GET.get("q", ""), today, known)
    total = rows.count()
    chosen = rows.filter(subject__code__in=picked) if picked else rows.none()
    listed = list(chosen.with_head(today, known)) + list(
        rows.exclude(subject__code__in=picked).with_head(today, known).order_by("subject__code")[:SHOWN]
    )
    open_now = open_numbers(offer.procedure.code, [row.pk for row in listed])
    return [(row, open_now.get(row.pk, "")) for row in listed], total


def _subjects(offer: Offer, post: Post, picked: list[str]) -> list[Subject]:
    if offer.procedure.subject == "household":
        rows = Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code__in=picked)
        return list(within(rows, post).order_by("code"))
    level = {"village": Level.VILLAGE, "county": Level.COUNTY}[offer.procedure.subject]
    if post.area.level != level:
        return []
    return list(Subject.objects.filter(kind=offer.procedure.subject, area=post.area))
