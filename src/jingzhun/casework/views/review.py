"""回头看: the campaigns, opening one, and how far one has come in the reader's area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import requires, within
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household, Subject
from jingzhun.results.models import Verdict

from ..actions.review import open_review
from ..models import ReviewTarget
from ..procedures import offered
from ..review_coverage import adjustments, coverages, reviews_seen, uncovered

CODE = "lookback"
SHOWN = 50
Outcome = Verdict._meta.get_field("outcome")


class ReviewForm(forms.Form):
    """The two rules by which households come onto the list beside those on the register."""

    title = forms.CharField(label="名称", max_length=80, help_text="如“2026年12月回头看”")
    due_on = forms.DateField(label="哪天前做完")
    borderline = forms.ChoiceField(label="临界户：不在册、这条标准")
    borderline_outcome = forms.ChoiceField(label="临界户：结论是")
    doubtful = forms.ChoiceField(label="疑点户：这条标准")
    doubtful_outcome = forms.ChoiceField(label="疑点户：结论是")

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = within(Verdict.objects.filter(subject__kind=Subject.Kind.HOUSEHOLD, is_programme=False), post)
        names = sorted(set(rows.order_by().values_list("name", flat=True)))
        outcomes = [("pass", "通过"), ("fail", "不通过"), ("missing", "缺数据")]
        for name in ("borderline", "doubtful"):
            self.fields[name].choices = [("", "请选择"), *((each, each) for each in names)]
            self.fields[f"{name}_outcome"].choices = outcomes

    def rule(self, name: str) -> dict[str, str]:
        return {"standard": self.cleaned_data[name], "outcome": self.cleaned_data[f"{name}_outcome"]}


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.VIEW_CASES)
def reviews(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(reviews_seen(request.post), SHOWN).get_page(request.GET.get("page"))
    return render(
        request,
        "casework/review_list.html",
        {"page": page, "today": today, "may_open": request.post.may(Verb.HANDLE_CASES)},
    )


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.HANDLE_CASES)
def review_new(request: HttpRequest) -> HttpResponse:
    """The list is drawn up for the post's own area, from what is on record today."""
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, post=request.post, initial={"doubtful_outcome": "missing"})
    if request.method == "POST" and form.is_valid():
        try:
            made = open_review(
                title=form.cleaned_data["title"], code=CODE, borderline=form.rule("borderline"),
                doubtful=form.rule("doubtful"), due_on=form.cleaned_data["due_on"], post=request.post, by=request.user,
                on=today,
            )  # fmt: skip
            return redirect("review", pk=made.pk)
        except Problem as problem:
            form.add_error(None, str(problem))
    return render(request, "casework/review_new.html", {"form": form}, status=422 if form.errors else 200)


@requires(Verb.VIEW_HOUSEHOLDS)
@requires(Verb.VIEW_CASES)
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Three coverages, who is left, and what was changed: of the reader's area."""
    post, today = request.post, timezone.localdate()
    found = get_object_or_404(reviews_seen(post), pk=pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in ReviewTarget.Kind.values else ""
    page = Paginator(uncovered(found, post, today, kind), SHOWN).get_page(request.GET.get("page"))
    homes = Household.objects.filter(pk__in=[each.subject_id for each in page.object_list]).with_head(today)
    heads = {home.pk: home.head_name for home in homes}
    offer = next((each for each in offered(area=post.scope, day=today) if each.procedure.code == found.code), None)
    begins = offer is not None and post.role in offer.procedure.steps[0].roles and post.may(Verb.HANDLE_CASES)
    changed = adjustments(found, post, today, CodeBook.read())
    return render(
        request, "casework/review.html",
        {
            "review": found, "coverages": coverages(found, post, today), "page": page,
            "lines": [(each, heads.get(each.subject_id)) for each in page.object_list], "kind": kind,
            "kinds": ReviewTarget.Kind.choices, "changed": Paginator(changed, SHOWN).get_page(request.GET.get("changed")),
            "offer": offer if begins else None, "today": today,
        },
    )  # fmt: skip
