"""受益农户: the households that a project is for, each with the paper that says so; by hand, and out as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.documents.workbook import Column, write_table
from jingzhun.registry.forms import FlagField, reason_posted
from jingzhun.registry.models import HEAD, Membership, PersonIdentity, Subject

from ..actions.project_benefit import BenefitGiven, record_benefit, withdraw_benefit
from ..beneficiaries import LIST, MEASURE, ROSTER, Beneficiary, beneficiaries, compared
from ..benefit_columns import COLUMNS, HEADERS
from ..models import ProjectBenefit, ProjectProfile
from ..sites import sites_of

SHOWN = 50
"""Households on a page."""


class BenefitForm(forms.Form):
    """A household, by its number, and the paper that names it."""

    household = forms.CharField(label="户编号", max_length=40)
    since = forms.DateField(label="自何日")
    is_in = FlagField(label="受益", required=False)
    content = forms.CharField(label="受益内容", max_length=80, required=False, help_text="例如：土鸡 20 只、分红、务工")
    document = forms.CharField(label="名单依据", max_length=120, help_text="例如：村公示名单 2019 年 3 月")

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post
        self.fields["is_in"].choices = (("yes", "在名单"), ("no", "从名单取消"))

    def clean_household(self) -> Subject:
        rows = within(Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD), self.post, field="area_id")
        found = rows.filter(code=self.cleaned_data["household"].strip()).first()
        if found is None:
            raise forms.ValidationError("没有这一户，或不在你的范围；请核对户编号")
        return found


def _profile(request: HttpRequest, post: Post, code: str) -> ProjectProfile:
    rows = ProjectProfile.objects.standing(request.as_of, request.known_at).select_related("subject__area")
    found = rows.touching(post.scope, request.as_of, request.known_at).filter(subject__code=code).first()
    if found is None:
        raise Http404(UnableToReachArea().sentence)
    return found


def _homes(request: HttpRequest, post: Post, project: Subject) -> list[Beneficiary]:
    found = beneficiaries([project], day=request.as_of, known_at=request.known_at, post=post)
    return found.get(project.pk, [])


def beneficiary_list(request: HttpRequest, code: str) -> HttpResponse:
    """The households in the post's area, whichever paper names them; ``?origin=`` those of one kind of paper."""
    post = require(request.post, Verb.VIEW_PROJECTS)
    require(post, Verb.VIEW_HOUSEHOLDS)
    profile = _profile(request, post, code)
    form = BenefitForm(request.POST or None, post=post, initial={"since": request.as_of, "is_in": True})
    if request.method == "POST":
        require(post, Verb.EDIT_PROJECTS)
        if form.is_valid() and _written(form, profile.subject, post):
            messages.success(request, f"已写入户 {form.cleaned_data['household'].code}")
            return redirect("beneficiaries", code=code)
    homes = _homes(request, post, profile.subject)
    sites = sites_of([profile.subject_id], request.as_of, request.known_at).get(profile.subject_id, ())
    chosen = request.GET.get("origin", "")
    shown = [each for each in homes if any(o.kind == chosen for o in each.origins)] if chosen else homes
    page = Paginator(shown, SHOWN).get_page(request.GET.get("page"))
    kinds = {kind: sum(any(o.kind == kind for o in each.origins) for each in homes) for kind in (LIST, ROSTER, MEASURE)}
    return render(
        request, "ledger/beneficiaries.html",
        {
            "project": profile, "page": page, "lines": _lines(page.object_list, request.as_of), "kinds": kinds, "chosen": chosen,
            "total": len(homes), "compared": compared(profile, named=len(homes), listed=kinds[LIST], sites=sites, post=post), "form": form,
            "may_edit": post.may(Verb.EDIT_PROJECTS), "may_export": post.may(Verb.EXPORT), "may_upload": post.may(Verb.UPLOAD),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _written(form: BenefitForm, project: Subject, post: Post) -> bool:
    given = form.cleaned_data
    home = given["household"]
    row = BenefitGiven(
        home.pk,
        home.area_id,
        project.pk,
        given["since"],
        given["is_in"] is not False,
        given["content"],
        given["document"],
    )
    try:
        record_benefit(given=row, project=project, post=post, reason=given["document"])
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    return True


@require_POST
def beneficiary_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one row of the list back, with a reason."""
    post = require(request.post, Verb.EDIT_PROJECTS)
    require(post, Verb.VIEW_HOUSEHOLDS)
    rows = ProjectBenefit.objects.known().select_related("subject")
    row = get_within(rows, post, field="subject__area_id", project__code=code, pk=pk)
    if reason := reason_posted(request, "没有撤回"):
        withdraw_benefit(row=row, post=post, reason=reason)
        messages.success(request, f"已撤回户 {row.subject.code}")
    return redirect("beneficiaries", code=code)


def beneficiary_export(request: HttpRequest) -> HttpResponse:
    """The lists (到户名单) of all projects in reach, or of ``?project=``, in the columns in which they come in."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_PROJECTS)
    require(post, Verb.VIEW_HOUSEHOLDS)
    rows = within(
        ProjectBenefit.objects.known(request.known_at).select_related("subject__area", "project"), post,
        field="subject__area_id",
    )  # fmt: skip
    if code := request.GET.get("project", ""):
        rows = rows.filter(project__code=code)
    require_few(rows.count())
    found = list(rows.order_by("project__code", "subject__code", "since"))
    heads = _heads([row.subject_id for row in found], request.as_of)
    places = _places([row.subject for row in found])
    lines = [
        [
            row.project.code, *places[row.subject_id], row.subject.code, heads.get(row.subject_id, ("", ""))[0], row.since,
            "是" if row.is_in else "否", row.content, row.document,
        ]
        for row in found
    ]  # fmt: skip
    columns = [
        Column(head, {"date": "date"}.get(each.kind, "text"), 16) for head, each in zip(HEADERS, COLUMNS, strict=True)
    ]
    data = write_table(title="项目到户名单", notes=export_notes(request), columns=columns, rows=lines)
    return send_workbook(request, data, name="项目到户名单", rows=len(lines))


def _lines(homes: Sequence[Beneficiary], day: date) -> list[dict[str, object]]:
    """Households with the head's name and masked number."""
    heads = _heads([each.household.pk for each in homes], day)
    places = _places([each.household for each in homes])
    return [
        {
            "home": each, "name": heads.get(each.household.pk, ("", ""))[0], "number": heads.get(each.household.pk, ("", ""))[1],
            "place": "".join(places[each.household.pk]),
        }
        for each in homes
    ]  # fmt: skip


def _heads(homes: list[int], day: date) -> dict[int, tuple[str, str]]:
    """Household → name and masked ID number of its head. Two queries."""
    heads = Membership.objects.as_of(day).filter(household_id__in=homes, relation=HEAD)
    home_of = dict(heads.values_list("subject_id", "household_id"))
    people = PersonIdentity.objects.as_of(day).filter(subject_id__in=list(home_of))
    return {home_of[each.subject_id]: (each.name, each.id_number_masked if each.id_number else "") for each in people}


def _places(homes: Sequence[Subject]) -> dict[int, tuple[str, str]]:
    """Household → titles of its township and village. One query."""
    codes = {home.pk: AreaCode.parse(home.area_id) for home in homes}
    levels = (Level.TOWNSHIP, Level.VILLAGE)
    wanted = {code.at(level).padded for code in codes.values() for level in levels if code.level >= level}
    titles = {area.code: area.title for area in Area.objects.filter(code__in=wanted)}
    return {
        pk: tuple(titles.get(code.at(level).padded, "") if code.level >= level else "" for level in levels)
        for pk, code in codes.items()
    }  # type: ignore[return-value]
