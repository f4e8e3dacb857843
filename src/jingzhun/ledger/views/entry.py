"""A project entered by hand: by a village for itself, by a township or the county for several."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, requires, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import described
from jingzhun.registry.models import Subject

from ..actions.application import Entered, record_project, version_of
from ..actions.library import lacking
from ..forms import FUNDING, ProjectForm, split
from ..models import ProjectFunding, ProjectProfile, ProjectSite


@requires(Verb.EDIT_PROJECTS)
def project_new(request: HttpRequest) -> HttpResponse:
    return _enter(request, None)


@requires(Verb.EDIT_PROJECTS)
def project_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Only what is applied for; a project of the library is refused by the action with what to do instead."""
    rows = Subject.objects.filter(kind=Subject.Kind.PROJECT).select_related("area")
    return _enter(request, get_within(rows, request.post, code=code))


def _enter(request: HttpRequest, project: Subject | None) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    form = ProjectForm(
        request.POST or None, book=CodeBook.read(), areas=_areas(post), is_new=project is None,
        initial=_shown(project, today) if project else {"year": today.year},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        profile, funding = split(form.cleaned_data)
        try:
            made = record_project(
                entered=Entered(profile, funding, form.cleaned_data["sites"]), post=post, on=today,
                reason=form.cleaned_data["reason"], code=form.cleaned_data.get("code", ""), project=project,
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            missing = lacking(made, today)
            said = f"，还缺{'、'.join(missing)}" if missing else "，要素齐全，可以申报入库"
            messages.success(request, f"已写入 {made.code}{said}")
            return redirect("project", made.code)
    return render(
        request, "ledger/project_form.html", {"form": form, "project": project}, status=422 if form.errors else 200
    )


def _areas(post: Post) -> list[Area]:
    """What a post may name as a site: villages, and for a county townships as well."""
    levels = (Level.TOWNSHIP, Level.VILLAGE) if post.area.level == Level.COUNTY else (Level.VILLAGE,)
    return list(within(Area.objects.filter(level__in=levels, until__isnull=True), post, field="code"))


def _shown(project: Subject, today: Any) -> dict[str, Any]:
    """What the form begins with: what is known of the project."""
    row = ProjectProfile.objects.as_of(today).filter(subject=project).first()
    profile = {field.name: getattr(row, field.name) for field in described(ProjectProfile)} if row else {}
    money = ProjectFunding.objects.as_of(today).filter(subject=project, planned__gt=0)
    sites = ProjectSite.objects.as_of(today).filter(subject=project, is_site=True)
    return {
        **profile, **{FUNDING + source: planned for source, planned in money.values_list("source", "planned")},
        "sites": list(sites.values_list("area_id", flat=True)), "version": version_of(project),
    }  # fmt: skip
