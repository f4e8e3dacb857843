"""分笔: how a project's money is paid in instalments, chosen once from a pack, opened one by one when the condition is met:
one person proposes, another of the county's finance office confirms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require, within
from jingzhun.attachments.papers import paper_of, send_paper
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.registry.models import Subject

from ..actions.tranche import (
    Choice,
    Stated,
    UnableToChooseTranches,
    UnableToOpenTranche,
    choose_tranches,
    confirm_opening,
    decline_opening,
    propose_opening,
)
from ..forms import WanField
from ..models import ProjectFunding, ProjectProfile, Tranche, TrancheOpening, TranchePlan
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
    file = forms.FileField(label="依据的文件", required=False, help_text="PDF、图片、Word 或 Excel，不超过 20 MB")


def _project(request: HttpRequest, post: Post, code: str) -> Subject:
    return get_within(Subject.objects.filter(kind=Subject.Kind.PROJECT).select_related("area"), post, code=code)


def _may(post: Post) -> bool:
    """Choosing the instalments and confirming one is the county's."""
    return post.may(Verb.RECORD_FUNDS) and post.area.level == Level.COUNTY


def tranche_list(request: HttpRequest) -> HttpResponse:
    """Every project that is paid in instalments, those whose opening waits for a second person first."""
    post, today = require(request.post, Verb.VIEW_FUNDS), timezone.localdate()
    plans = within(TranchePlan.objects.select_related("project"), post, field="project__area_id")
    names = dict(
        ProjectProfile.objects.as_of(today).filter(subject__in=plans.values("project")).values_list("subject", "name")
    )
    lines = [
        {"plan": plan, "name": names.get(plan.project_id, ""), "standing": standing_of(plan, on=today)}
        for plan in plans.order_by("project__code")
    ]
    lines.sort(key=lambda line: not (line["standing"].next and line["standing"].next.waiting))
    waiting = sum(bool(line["standing"].next and line["standing"].next.waiting) for line in lines)
    return render(request, "ledger/tranche_list.html", {"lines": lines, "waiting": waiting})


def tranches(request: HttpRequest, code: str, **errors: Any) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    project, today = _project(request, post, code), timezone.localdate()
    plan = TranchePlan.objects.filter(project=project).select_related("project").first()
    shown = {
        "project": project,
        "may": _may(post),
        "may_propose": post.may(Verb.RECORD_FUNDS),
        "open": OpenForm(),
        **errors,
    }
    profile = ProjectProfile.objects.as_of(today).filter(subject=project).first()
    shown["name"] = profile.name if profile else code
    if plan is None:
        offers = tranche_offers(AreaCode.parse(project.area_id), today)
        planned = sum(ProjectFunding.objects.as_of(today).filter(subject=project).values_list("planned", flat=True))
        shown.setdefault("form", ChooseForm(offers=offers, initial={"base": planned or None}))
        shown["offers"] = offers
    else:
        standing = standing_of(plan, on=today)
        waiting = standing.next.waiting if standing.next else None
        openings = TrancheOpening.objects.filter(tranche__plan=plan).select_related(
            "tranche", "proposed_by", "decided_by"
        )
        shown |= {
            "plan": plan, "standing": standing, "strip": _strip(standing), "waiting": waiting, "openings": openings,
            "confirm_why": _confirm_why(post, waiting),
        }  # fmt: skip
    return render(request, "ledger/tranches.html", shown, status=422 if errors else 200)


def _confirm_why(post: Post, waiting: TrancheOpening | None) -> str:
    """Why this post cannot confirm what waits; empty where it can."""
    if waiting is None:
        return "没有提出"
    if not _may(post):
        return "由县财政确认"
    return "是你提出的，要由另一人确认" if waiting.proposed_by_id == post.official_id else ""


def _strip(standing: Any) -> list[dict[str, str]]:
    return [
        {"title": "总额", "value": yuan(standing.plan.base), "unit": "元"},
        {"title": "已打开", "value": yuan(standing.opened), "unit": "元"},
        {"title": f"已{standing.step}", "value": yuan(standing.used), "unit": "元"},
        {
            "title": f"还可{standing.step}" if standing.free >= 0 else "超出已打开",
            "value": yuan(abs(standing.free)),
            "unit": "元",
        },
    ]


@require_POST
def tranches_choose(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    project, today = _project(request, post, code), timezone.localdate()
    offers = tranche_offers(AreaCode.parse(project.area_id), today)
    form = ChooseForm(request.POST, offers=offers)
    if form.is_valid() and not _may(post):
        form.add_error(None, str(UnableToChooseTranches(project=code, why="由县财政选定")))
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
def tranche_propose(request: HttpRequest, code: str, number: int) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    tranche = _tranche(post, code, number)
    form = OpenForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        points = given["progress"] * 100 if given["progress"] is not None else None
        stated = Stated(given["basis"], points, given["met_on"], paper_of(given["file"]))
        source = f"提出打开第 {number} 笔：{code}"
        try:
            with booking(post, action="tranche.propose", source=source, reason=given["basis"]) as work:
                propose_opening(tranche=tranche, on=timezone.localdate(), stated=stated, work=work)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已提出打开第 {number} 笔，等另一人确认")
            return redirect("tranches", code)
    return tranches(request, code, open=form)


@require_POST
def tranche_decide(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The second person's answer: ``decision`` is confirm or decline, with a ``note`` for the latter."""
    post = require(request.post, Verb.RECORD_FUNDS)
    tranche, today = _tranche(post, code, number), timezone.localdate()
    opening = TrancheOpening.objects.filter(tranche=tranche, outcome="").first()
    confirms, note = request.POST.get("decision") == "confirm", request.POST.get("note", "")
    try:
        if opening is None:
            raise UnableToOpenTranche(tranche=tranche, why="没有等确认的提出")
        is_own = opening.proposed_by_id == post.official_id
        if not _may(post) and (confirms or not is_own):
            raise UnableToOpenTranche(tranche=tranche, why="由县财政确认")
        said = "确认打开" if confirms else "退回打开"
        action = "tranche.open" if confirms else "tranche.decline"
        with booking(post, action=action, source=f"{said}第 {number} 笔：{code}", reason=note) as work:
            if confirms:
                confirm_opening(opening=opening, on=today, work=work)
            else:
                decline_opening(opening=opening, on=today, why=note, work=work)
    except Problem as problem:
        return tranches(request, code, decide_error=str(problem))
    messages.success(request, f"已打开第 {number} 笔" if confirms else f"已退回第 {number} 笔")
    return redirect("tranches", code)


@require_GET
def tranche_paper(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The paper of a proposal."""
    post = require(request.post, Verb.VIEW_FUNDS)
    rows = TrancheOpening.objects.filter(tranche__plan__project=_project(request, post, code), file__isnull=False)
    opening = rows.filter(pk=pk).first()
    if opening is None:
        raise Http404(UnableToReachArea().sentence)
    return send_paper(opening)


def _tranche(post: Post, code: str, number: int) -> Tranche:
    return get_within(
        Tranche.objects.filter(plan__project__code=code), post, field="plan__project__area_id", number=number
    )
