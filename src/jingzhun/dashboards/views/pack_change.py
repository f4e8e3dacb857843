"""Changing a pack: an edit with its preview, a proposal, another person's decision, export and import as a folder."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.core.errors import Problem
from jingzhun.policy.actions.packs import approve, decline, propose, what_stops_approval
from jingzhun.policy.models import PackVersion
from jingzhun.policy.packs import ZIP_LIMITS, read_head, read_zip, write_zip
from jingzhun.results.findings import stored_pack

from ..pack_draft import cases_of, draft_of
from ..pack_forms import PackFileForm, edit_of

TRY, PROPOSE = "try", "propose"


def version_of(pk: int) -> PackVersion:
    version = PackVersion.objects.select_related("based_on").filter(pk=pk).first()
    if version is None:
        raise Http404("没有这个政策包")
    return version


def change(request: HttpRequest, pk: int, **asked: str) -> HttpResponse:
    """One edit of a version (``parameter``, ``standard`` with ``item``, or ``file``): GET shows what stands, POST tries it (nothing is stored) or proposes it."""
    post = require(request.post, Verb.PROPOSE_PACKS)
    version = version_of(pk)
    edit = edit_of(
        version=version, pack=stored_pack(version), asked=asked, typed=request.POST or None,
        area=post.scope.significant,
    )  # fmt: skip
    draft = None
    if request.method == "POST" and edit.form.is_valid():
        try:
            files = edit.files(today=timezone.localdate())
            draft = draft_of(files=files, instead_of=version, post=post, as_of=request.as_of)
            if request.POST.get("do") == PROPOSE:
                reason = edit.form.cleaned_data["reason"]
                made = propose(files=files, based_on=version, reason=reason, by=post.actor)
                messages.success(request, "已提出，等另一人批准。批准前评估仍用原来的一版。")
                return redirect("pack", pk=made.pk)
        except Problem as problem:
            draft = None
            edit.form.add_error(None, str(problem))
    return render(
        request, "dashboards/pack_change.html", {"version": version, "edit": edit, "draft": draft},
        status=422 if edit.form.errors else 200,
    )  # fmt: skip


def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a waiting proposal, fetched after its page: worked cases, what it would change, and the button to approve."""
    post = require(request.post, Verb.VIEW_FIGURES)
    version = version_of(pk)
    draft = draft_of(files=version.files, instead_of=version.based_on, post=post, as_of=request.as_of)
    template = "dashboards/parts/proof.html" if request.htmx else "dashboards/pack_proof.html"
    stop = what_stops_approval(version, cases=draft.cases, official_id=post.official_id)
    shown = {"draft": draft, "version": version, "may_approve": post.may(Verb.APPROVE_PACKS), "stop": stop}
    return render(request, template, shown)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, or send back with a reason."""
    post = require(request.post, Verb.APPROVE_PACKS)
    version = version_of(pk)
    if request.POST.get("do") == "approve":
        approve(version=version, cases=cases_of(version), by=post.actor)
        messages.success(request, f"已批准。{version.in_force_from} 起的评估用这一版；以前的评估不变。")
    else:
        decline(version=version, why=request.POST.get("why", ""), by=post.actor)
        messages.success(request, "已退回，原因在政策包页面上。")
    return redirect("pack", pk=version.pk)


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack's folder as a zip."""
    require(request.post, Verb.VIEW_FIGURES)
    version = version_of(pk)
    name = f"{version.name.replace('/', '_')}-{version.content_hash[:8]}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(write_zip(version.files), content_type="application/zip", headers=headers)


def bring(request: HttpRequest) -> HttpResponse:
    """Import a folder as a zip: a proposal on the standing version of the same name, or a pack new to the store."""
    post = require(request.post, Verb.PROPOSE_PACKS)
    form = PackFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            files = read_zip(upload.read(ZIP_LIMITS.size + 1), upload.name)
            newest = PackVersion.objects.newest_of(read_head(files).name)
            draft_of(files=files, instead_of=newest, post=post, as_of=request.as_of)
            made = propose(files=files, based_on=newest, reason=form.cleaned_data["reason"], by=post.actor)
            messages.success(request, "已提出，等另一人批准。")
            return redirect("pack", pk=made.pk)
        except Problem as problem:
            form.add_error(None, str(problem))
    return render(request, "dashboards/pack_import.html", {"form": form}, status=422 if form.errors else 200)
