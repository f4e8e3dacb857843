"""One batch: its cases with what holds each up, and what is done for those ticked: papers, comparisons, signatures, outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require
from jingzhun.audit.unit import unit

from ..actions.evidence import add_paper, answer_check, sign
from ..models import Batch, Case
from ..procedures import step_of
from ..reach import find, posts_of, reachable
from ..work import hold_of, waiting_for


def _batch(number: str, posts: list[Post]) -> Batch:
    batch = Batch.objects.select_related("procedure__pack", "area", "opened_by").filter(number=number).first()
    covered = batch is not None and any(each.scope.covers(batch.area_id) for each in posts)
    if batch is None or not covered or not reachable(posts).filter(batch=batch).exists():
        raise Http404(UnableToReachArea().sentence)
    return batch


def batch_page(request: HttpRequest, number: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_CASES)
    today = timezone.localdate()
    posts = posts_of(request, today)
    batch = _batch(number, posts)
    rows = list(
        reachable(posts).filter(batch=batch).select_related("step", "subject", "area", "procedure__pack").with_names(today).order_by("number")
    )  # fmt: skip
    mine = set(waiting_for(posts).filter(batch=batch).values_list("pk", flat=True))
    lines = [(row, hold_of(row, today), row.pk in mine) for row in rows]
    places = Counter(row.step.title if row.is_open else row.get_state_display() for row in rows)
    steps = {row.step.number: step_of(row) for row in rows if row.pk in mine}.values()
    return render(
        request, "casework/batch.html",
        {
            "batch": batch, "lines": lines, "places": places.most_common(), "total": len(rows), "mine": len(mine),
            "may_decide": post.may(Verb.HANDLE_CASES) and bool(mine),
            "papers": list(dict.fromkeys(name for step in steps for name in (*step.documents, *step.optional_documents))),
            "checks": list(dict.fromkeys(name for step in steps for name in step.checks)),
            "signers": any(step.signers > 1 for step in steps),
        },
    )  # fmt: skip


@require_POST
def hand_in_many(request: HttpRequest, number: str) -> HttpResponse:
    """One paper that serves many households, for each case ticked."""
    file, name = request.FILES.get("file"), request.POST.get("name", "")
    if file is None:
        require(request.post, Verb.HANDLE_CASES)
        _batch(number, posts_of(request, timezone.localdate()))
        messages.error(request, "没有选文件")
        return redirect("batch", number=number)
    data = file.read()

    def act(case: Case, post: Post) -> None:
        add_paper(
            case=case, name=name, file_name=file.name, data=data, post=post, by=request.user, on=timezone.localdate()
        )

    return _for_each(request, number, act, f"已交“{name}”")


@require_POST
def check_many(request: HttpRequest, number: str) -> HttpResponse:
    name, answer, source = (request.POST.get(key, "") for key in ("check", "answer", "source"))

    def act(case: Case, post: Post) -> None:
        answer_check(
            case=case, name=name, answer=answer, source=source, post=post, by=request.user, on=timezone.localdate()
        )

    return _for_each(request, number, act, f"已记“{name}”")


@require_POST
def sign_many(request: HttpRequest, number: str) -> HttpResponse:
    def act(case: Case, post: Post) -> None:
        sign(case=case, post=post, by=request.user, on=timezone.localdate())

    return _for_each(request, number, act, "已签字")


def _for_each(request: HttpRequest, number: str, act: Callable[[Case, Post], None], said: str) -> HttpResponse:
    """``act`` for every case ticked that waits for the reader; all or none."""
    require(request.post, Verb.HANDLE_CASES)
    posts = posts_of(request, timezone.localdate())
    batch = _batch(number, posts)
    ticked = request.POST.getlist("case")
    rows = list(waiting_for(posts).filter(batch=batch, number__in=ticked).order_by("pk"))
    if not rows or len(rows) < len(set(ticked)):
        messages.error(request, "没有选办件，或选中的已不归你办；请刷新后再选")
        return redirect("batch", number=number)
    with unit(by=request.post.actor):
        for row in rows:
            case, post = find(request, row.number, timezone.localdate())
            act(case, post)
    messages.success(request, f"{len(rows)} 件{said}")
    return redirect("batch", number=number)
