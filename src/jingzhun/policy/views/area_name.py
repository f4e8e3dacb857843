"""区划写法: the tree of the post's areas with codes, other names and mergers, and a form to register a spelling."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, requires, within
from jingzhun.areas.actions.name import add_spelling
from jingzhun.areas.models import Area, AreaMerger, AreaName
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem

from ..reference_forms import SpellingForm


def _areas(post):
    mergers = AreaMerger.objects.select_related("into")
    return within(Area.objects.filter(level__gte=Level.COUNTY), post, field="code").prefetch_related(
        Prefetch("names", queryset=AreaName.objects.order_by("kind", "name")), Prefetch("mergers", queryset=mergers)
    )


@requires(Verb.EDIT_CODES)
def area_names(request: HttpRequest) -> HttpResponse:
    word = request.GET.get("q", "").strip()
    rows = _areas(request.post)
    if word:
        rows = rows.filter(
            Q(name__icontains=word) | Q(initials__startswith=word.lower()) | Q(names__name__icontains=word)
            | Q(code__startswith=word)
        ).distinct()  # fmt: skip
    rows = list(rows)
    return render(request, "policy/area_names.html", {"rows": rows, "word": word, "levels": Level})


@requires(Verb.EDIT_CODES)
def area_name(request: HttpRequest, code: str) -> HttpResponse:
    """One area; POST registers a spelling."""
    area = get_within(_areas(request.post), request.post, field="code", pk=code)
    form = SpellingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_spelling(area=area.pk, by=request.post.actor, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记：写“{form.cleaned_data['name']}”也认得是{area.name}。")
            return redirect("area-name", code)
    return render(request, "policy/area_name.html", {"area": area, "form": form}, status=422 if form.errors else 200)
