"""证件号: asked for with a reason, shown on this one answer, never kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require

from ..actions.unmask import UnableToUnmask, show_id_numbers
from ..models import Household


class UnmaskForm(forms.Form):
    reason = forms.CharField(
        label="事由", max_length=200, help_text="用在哪里，例如：核对户口簿。姓名、事由和时间都留痕"
    )


@never_cache
def unmask(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.SHOW_ID_NUMBERS)
    rows = Household.objects.select_related("subject__area")
    household = get_within(rows, post, field="subject__area_id", subject__code=code)
    form = UnmaskForm(request.POST or None)
    people = None
    if request.method == "POST" and form.is_valid():
        try:
            people = show_id_numbers(
                household=household, post=post, reason=form.cleaned_data["reason"], day=request.as_of,
                known_at=request.known_at,
            )  # fmt: skip
        except UnableToUnmask as problem:
            form.add_error("reason", f"{problem.sentence}。{problem.what_to_do}。")
    shown = {"household": household, "form": form, "people": people}
    return render(request, "registry/id_numbers.html", shown, status=422 if form.errors else 200)
