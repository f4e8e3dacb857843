"""立案: which procedure, about what, why. One household or project makes a case; several make a batch with a case each."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.core.errors import Problem
from jingzhun.ledger.actions.library import stage_of
from jingzhun.ledger.stages import is_outside
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.subject import OF_AREA, area_subject
from jingzhun.registry.models import Subject

from ..actions.case import UnableToOpenCase, open_batch, open_case
from ..candidates import SHOWN, candidates, pick_of, subjects_of
from ..forms import BatchForm, OpeningForm
from ..inputs import form_for
from ..procedures import Offer, offered
from ..project_standing import enters

NAMED = (
    Subject.Kind.CLAIM.value,
    Subject.Kind.AWARD_ROSTER.value,
    Subject.Kind.FUND_REQUEST.value,
    *(kind.value for kind in OF_AREA.values()),
)
"""Kinds of subject that a page may name besides households and projects: then only procedures about them are offered."""


def choose(request: HttpRequest) -> HttpResponse:
    """The procedures in force here, those that this post may begin first."""
    post = require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    offers = offered(area=post.scope, day=today)
    project = _project(request, post)
    if project is not None:
        outside, level = is_outside(stage_of(project, today)), project.area.level
        offers = [
            each
            for each in offers
            if each.procedure.subject == Subject.Kind.PROJECT
            and each.procedure.fits(level)
            and enters(each.procedure) == outside
        ]
    named = next((kind for kind in NAMED if request.GET.get(kind)), "")
    if named:
        offers = [each for each in offers if each.procedure.subject == named]
    lines = [(offer, begins(offer, post), Subject.Kind(offer.procedure.subject).label) for offer in offers]
    lines.sort(key=lambda line: not line[1])
    about = {kind: request.GET.get(kind, "") for kind in ("household", *NAMED)} | {
        "project": project.code if project else ""
    }
    return render(
        request,
        "casework/choose.html",
        {"lines": lines, "picked": urlencode({name: code for name, code in about.items() if code}), "project": project},
    )


def _project(request: HttpRequest, post: Post) -> Subject | None:
    """The project that the page was asked for; one out of reach is none."""
    rows = Subject.objects.filter(kind=Subject.Kind.PROJECT).select_related("area")
    return within(rows, post).filter(code=request.GET.get("project", "")).first()


def begins(offer: Offer, post: Post) -> bool:
    """Whether ``post`` may open a case of ``offer``: it decides the first step."""
    first = offer.procedure.steps[0]
    return post.role in first.roles and post.area.level == first.area_level


def open_new(request: HttpRequest, pack: int, code: str) -> HttpResponse:
    """Pick the households or projects (or the area itself), say where it comes from and why."""
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
    pick = pick_of(offer)
    picked = (request.POST if request.method == "POST" else request.GET).getlist(pick) if pick else []
    sought = request.GET.get("q", "")
    pool = candidates(offer, post, picked=picked, sought=sought, today=today)
    many = len(picked) > 1
    is_urgent = request.POST.get("urgent") == "yes"
    form_class = BatchForm if many else OpeningForm
    form = form_class(request.POST if "reason" in request.POST else None, sources=offer.procedure.sources)
    subjects = subjects_of(offer, post, picked)
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
            "offer": offer, "form": form, "pool": pool, "picked": picked, "shown": SHOWN, "asked": asked, "q": sought,
            "area": post.area,
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
        subject=_the_one(subjects, offer, post),
        post=post,
        by=request.user,
        on=today,
        is_urgent=is_urgent,
        inputs=values,
        **given,
    )
    messages.success(request, f"已立案 {case.number}")
    return redirect("case", number=case.number)


def _the_one(subjects: list[Subject], offer: Offer, post: Post) -> Subject:
    """What was picked, or the post's own area where the procedure is about that."""
    if not subjects and OF_AREA.get(post.area.level) == offer.procedure.subject:
        return area_subject(area=post.area, by=post.actor, source=f"立案 {offer.procedure.title}")
    if not subjects:
        raise UnableToOpenCase(why="没有选对象", way="请先在上面选要办的对象")
    return subjects[0]


def _urgent_forms(request: HttpRequest, offer: Offer, subjects: list[Subject], today, *, filled: bool) -> dict:
    """What the green channel asks for, once one household is picked."""
    if len(subjects) != 1:
        return {}
    data, book = request.POST if filled else None, CodeBook.read()
    return {
        name: form_for(name, None, book, data, day=today, subject=subjects[0]) for name in offer.procedure.urgent_asks
    }
