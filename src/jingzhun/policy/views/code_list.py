"""Code lists: all of them, and one with its entries and the other writings that files use."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import requires
from jingzhun.core.errors import Problem

from ..actions.codes import add_alias, add_code
from ..models import CodeList
from ..reference_forms import AliasForm, CodeForm


@requires(Verb.EDIT_CODES)
def code_lists(request: HttpRequest) -> HttpResponse:
    word = request.GET.get("q", "").strip()
    rows = CodeList.objects.annotate(
        entries=Count("codes", distinct=True), writings=Count("aliases", distinct=True)
    ).order_by("name")
    if word:
        rows = rows.filter(Q(name__icontains=word) | Q(codes__text__icontains=word) | Q(aliases__alias__icontains=word))
    return render(request, "policy/code_lists.html", {"rows": rows, "word": word})


@requires(Verb.EDIT_CODES)
def code_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list; POST with ``add`` code or alias."""
    found = CodeList.objects.filter(pk=name).first()
    if found is None:
        raise Http404("没有这张代码表")
    adds = request.POST.get("add") if request.method == "POST" else None
    code_form = CodeForm(request.POST if adds == "code" else None)
    alias_form = AliasForm(found, request.POST if adds == "alias" else None)
    if adds in ("code", "alias"):
        form, act = (code_form, add_code) if adds == "code" else (alias_form, add_alias)
        if form.is_valid():
            try:
                act(list_name=name, by=request.post.actor, **form.cleaned_data)
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, f"已加进“{name}”。")
                return redirect("code-list", name)
    shown = {
        "list": found,
        "codes": found.codes.prefetch_related("aliases"),
        "code_form": code_form,
        "alias_form": alias_form,
    }
    return render(request, "policy/code_list.html", shown, status=422 if code_form.errors or alias_form.errors else 200)
