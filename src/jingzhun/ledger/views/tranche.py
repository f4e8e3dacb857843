"""分笔: how a project's money is paid in instalments, chosen once from a pack, opened one by one when the condition is met."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.registry.models import Subject

from ..actions.tranche import Choice, Stated, choose_tranches, open_tranche
from ..forms import WanField
from ..models import ProjectFunding, ProjectProfile, Tranche, TranchePlan
from ..tranche import standing_of
from ..tranche_offers import TrancheOffer, tranche_offers
from .booking import booking


class ChooseForm(forms.Form):
    template = forms.ChoiceField(label="分笔方式", widget=forms.RadioSelect)
    base = WanField(label="总额（万元）", help_text="各笔份额按它算，选定后不能改")
    retained = forms.IntegerField(
        label="留质保金（%）", min_value=0, max_value=100, required=False, help_text="从最后一笔里留；不留填 0"
    )

    def __init__(self, *args: Any, offers: list[TrancheOffer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].choices = [(offer.key, offer.title) for offer in offers]


class OpenForm(forms.Form):
    basis = forms.CharField(label="依据", max_length=200, help_text="例如：监理签认的进度表、验收表编号")
    progress = forms.IntegerField(
        label="进度（%）", min_value=0, max_value=100, required=False, help_text="项目页登记过进度的以登记为准"
    )
    met_on = forms.DateField(label="完工或验收日期", required=False, help_text="项目页登记过节点的以登记为准")


def _project(request: HttpRequest, post: Post, code: str) -> Subject:
    return get_within(Subject.objects.filter(kind=Subject.Kind.PROJECT).select_related("area"), post, code=code)


def _may(post: Post) -> bool:
    return post.may(Verb.RECORD_FUNDS) and post.area.level == Level.COUNTY


def tranches(request: HttpRequest, code: str, **errors: Any) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    project, today = _project(request, post, code), timezone.localdate()
    plan = TranchePlan.objects.filter(project=project).select_related("project").first()
    shown = {"project": project, "may": _may(post), "open": OpenForm(), **errors}
    profile = ProjectProfile.objects.as_of(today).filter(subject=project).first()
    shown["name"] = profile.name if profile else code
    if plan is None:
        offers = tranche_offers(AreaCode.parse(project.area_id), today)
        planned = sum(ProjectFunding.objects.as_of(today).filter(subject=project).values_list("planned", flat=True))
        shown.setdefault("form", ChooseForm(offers=offers, initial={"base": planned or None}))
        shown["offers"] = offers
    else:
        standing = standing_of(plan, on=today)
        shown |= {"plan": plan, "standing": standing, "strip": _strip(standing)}
    return render(request, "ledger/tranches.html", shown, status=422 if errors else 200)


def _strip(standing: Any) -> list[dict[str, str]]:
    return [
        {"title": "总额", "value": yuan(standing.plan.base), "unit": "元"},
        {"title": "已打开", "value": yuan(standing.opened), "unit": "元"},
        {"title": f"已{standing.step}", "value": yuan(standing.used), "unit": "元"},
        {"title": f"还可{standing.step}", "value": yuan(standing.free), "unit": "元"},
    ]


@require_POST
def tranches_choose(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    project, today = _project(request, post, code), timezone.localdate()
    offers = tranche_offers(AreaCode.parse(project.area_id), today)
    form = ChooseForm(request.POST, offers=offers)
    if form.is_valid():
        offer = next(each for each in offers if each.key == form.cleaned_data["template"])
        try:
            parts = offer.parts((form.cleaned_data["retained"] or 0) * 100)
            choice = Choice(
                offer.pack.name,
                offer.template.code,
                offer.template.title,
                offer.template.flow,
                form.cleaned_data["base"],
                parts,
            )
            with booking(post, action="tranche.choose", source=f"选定分笔：{code}") as work:
                choose_tranches(project=project, choice=choice, on=today, work=work)
        except (Problem, ValueError) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已选定{offer.template.title}，第 1 笔等打开")
            return redirect("tranches", code)
    return tranches(request, code, form=form)


@require_POST
def tranche_open(request: HttpRequest, code: str, number: int) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    project, today = _project(request, post, code), timezone.localdate()
    rows = Tranche.objects.filter(plan__project=project)
    tranche = get_within(rows, post, field="plan__project__area_id", number=number)
    form = OpenForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        points = given["progress"] * 100 if given["progress"] is not None else None
        try:
            with booking(
                post, action="tranche.open", source=f"打开第 {number} 笔：{code}", reason=given["basis"]
            ) as work:
                open_tranche(
                    tranche=tranche, on=today, stated=Stated(given["basis"], points, given["met_on"]), work=work
                )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已打开第 {number} 笔")
            return redirect("tranches", code)
    return tranches(request, code, open=form)
