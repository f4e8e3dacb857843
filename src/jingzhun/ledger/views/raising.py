"""争取目标 and 分区份额: what a county wants to win, how far it has come, and its shares of regional funds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import described
from jingzhun.registry.forms import form_field

from ..actions.raising import record_share, record_target
from ..models import FundShare, RaisingTarget
from ..raising import raisings, shares

NEEDED = {RaisingTarget: ("year", "base", "growth"), FundShare: ("title", "period", "part")}


class FactForm(forms.Form):
    """The fields of a fact, its day and where it is known from."""

    def __init__(self, *args: Any, model: type, **options: Any) -> None:
        super().__init__(*args, **options)
        book = CodeBook.read()
        for field in described(model):
            self.fields[field.name] = form_field(field, book, required=field.name in NEEDED[model])
        self.fields["since"] = forms.DateField(label="自何日")
        self.fields["source"] = forms.CharField(label="依据", max_length=120)


def raising_page(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    may_record = post.may(Verb.RECORD_FUNDS)
    target, share, status = _forms(request) if may_record else (None, None, 200)
    if status == 302:
        return redirect("fund-raising")
    reach = {"day": request.as_of, "known_at": request.known_at}
    return render(
        request, "ledger/raising.html",
        {"raisings": raisings(post.scope, **reach), "shares": shares(post.scope, **reach), "target": target, "share": share},
        status=status,
    )  # fmt: skip


def _forms(request: HttpRequest) -> tuple[FactForm, FactForm, int]:
    """Both forms, and the status to answer with: 302 when one of them was written."""
    what, post = request.POST.get("what", ""), request.post
    target = FactForm(request.POST if what == "target" else None, model=RaisingTarget, prefix="target")
    share = FactForm(request.POST if what == "share" else None, model=FundShare, prefix="share")
    if request.method != "POST":
        return target, share, 200
    form, record = {"target": (target, record_target), "share": (share, record_share)}.get(what, (None, None))
    if form is None or not form.is_valid():
        return target, share, 422
    given = dict(form.cleaned_data)
    since, source = given.pop("since"), given.pop("source")
    try:
        record(area=post.area, since=since, values=given, by=post.actor, source=source)
    except Problem as problem:
        form.add_error(None, str(problem))
        return target, share, 422
    messages.success(request, "已登记")
    return target, share, 302
