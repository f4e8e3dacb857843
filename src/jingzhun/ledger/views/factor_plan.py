"""因素分配: the plans, one with what each township gets and the arithmetic, other weights tried out, Excel and Word."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, note_export, require_few, send_file, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require, within
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import CodeField
from jingzhun.registry.models import Subject

from ..actions.factor_plan import create_factor_plan, set_weights
from ..factor_offers import FactorOffer, factor_offers
from ..factor_shares import Sharing, open_sharing, percent
from ..factor_word import factor_word
from ..forms import WanField
from ..models import FactorPlan
from ..themes import themes_of
from .publicity import WORD

WAYS = "因素分法"


class FactorPlanForm(forms.Form):
    """Number, amount and the list of factors to begin with."""

    code = CodeField(label="方案编号", help_text="登记后不能改")
    title = forms.CharField(label="方案名称", max_length=80)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    amount = WanField(label="可分配资金（万元）", required=False, help_text="还不知道就空着")
    document = forms.CharField(label="依据", max_length=120, required=False, help_text="下达资金的文件")
    offer = forms.ChoiceField(label="因素", required=False)
    since = forms.DateField(label="自何日")

    def __init__(self, *args: Any, offers: list[FactorOffer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offers = {offer.key: offer for offer in offers}
        self.fields["offer"].choices = [("", "自己列因素"), *((each.key, each.title) for each in offers)]

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("title", "year", "amount", "document")}


class WeightsForm(forms.Form):
    """A weight per factor, ``w0`` … in the order of the page; other weights are tried by GET and written by POST."""

    basis = forms.CharField(
        label="权重出处", max_length=120, required=False, help_text="文件写明的权重；空着就标为未核实"
    )
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="写入时要填")

    def __init__(self, *args: Any, sharing: Sharing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names: dict[str, str] = {}
        for place, line in enumerate(sharing.factors):
            name = f"w{place}"
            self.names[name] = line.factor.factor
            self.fields[name] = forms.DecimalField(
                label=f"{line.factor.factor}（%）", min_value=0, max_value=100, max_digits=5, decimal_places=2,
                initial=line.factor.weight.normalize() if line.factor.weight % 1 else int(line.factor.weight),
            )  # fmt: skip
        self.order_fields([*self.names, "basis", "reason"])

    @property
    def weights(self) -> dict[str, Decimal]:
        return {factor: self.cleaned_data[name] for name, factor in self.names.items()}


def _in_reach(request: HttpRequest, post: Post):
    rows = FactorPlan.objects.as_of(request.as_of, request.known_at).select_related("subject__area")
    return within(rows, post, field="subject__area_id")


def _found(request: HttpRequest, post: Post, code: str) -> FactorPlan:
    profile = _in_reach(request, post).filter(subject__code=code).first()
    if profile is None:
        raise Http404(UnableToReachArea().sentence)
    return profile


def _keeps(post: Post) -> bool:
    return post.may(Verb.RECORD_FUNDS) and post.area.level == Level.COUNTY


def factor_plan_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    plans = list(_in_reach(request, post).order_by("-year", "subject__code"))
    return render(
        request, "ledger/factor_plan_list.html",
        {"plans": plans, "may_record": _keeps(post), "may_upload": post.may(Verb.UPLOAD), "may_export": post.may(Verb.EXPORT)},
    )  # fmt: skip


def factor_plan_new(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    offers = factor_offers(post.scope, request.as_of)
    first = {"since": request.as_of, "year": request.as_of.year, "offer": offers[0].key if offers else ""}
    form = FactorPlanForm(request.POST or None, offers=offers, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = create_factor_plan(
                code=given["code"], area=post.area, values=form.values, since=given["since"],
                offer=form.offers.get(given["offer"]), by=post.actor, source=f"{post} 录入", reason=given["document"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记方案 {given['title']}")
            return redirect("factor-plan", code=made.code)
    return render(request, "ledger/factor_plan_new.html", {"form": form}, status=422 if form.errors else 200)


def factor_plan_page(request: HttpRequest, code: str, form: WeightsForm | None = None) -> HttpResponse:
    """What each township gets; with ``w0`` … in the address, beside what other weights would give."""
    post = require(request.post, Verb.VIEW_FUNDS)
    profile = _found(request, post, code)
    reach = {"profile": profile, "day": request.as_of, "known_at": request.known_at}
    kept = open_sharing(**reach)
    trial = None
    if form is None:
        form = WeightsForm(request.GET if "w0" in request.GET else None, sharing=kept)
        if form.is_bound and form.is_valid():
            trial = open_sharing(**reach, trial=form.weights)
    sharing, book = trial or kept, CodeBook.read()
    before = {line.area.code: line.amount for line in kept.lines}
    lines = [
        {"line": line, "before": before.get(line.area.code), "reckoning": line.reckoning(profile.amount),
         "more": None if trial is None or line.amount is None or before.get(line.area.code) is None else line.amount - before[line.area.code]}
        for line in sharing.lines
    ]  # fmt: skip
    return render(
        request, "ledger/factor_plan.html",
        {
            "profile": profile, "sharing": sharing, "kept": kept, "trial": trial, "lines": lines, "form": form,
            "ways": {line.factor.factor: book.text(WAYS, line.factor.way) for line in sharing.factors},
            "factors": [(line, book.text(WAYS, line.factor.way)) for line in sharing.factors],
            "may_record": _keeps(post), "themes": themes_of(Subject.Kind.FACTOR_PLAN) if post.may(Verb.RECORD_FUNDS) else (),
            "may_export": post.may(Verb.EXPORT),
        },
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip


@require_POST
def factor_plan_weights(request: HttpRequest, code: str) -> HttpResponse:
    """Write the weights of all factors."""
    post = require(request.post, Verb.RECORD_FUNDS)
    profile = _found(request, post, code)
    kept = open_sharing(profile=profile, day=timezone.localdate(), known_at=None)
    form = WeightsForm(request.POST, sharing=kept)
    if form.is_valid():
        if not form.cleaned_data["reason"]:
            form.add_error("reason", "请写理由")
        else:
            try:
                set_weights(
                    subject=profile.subject, weights=form.weights, basis=form.cleaned_data["basis"], by=post.actor,
                    source=f"{post} 录入", reason=form.cleaned_data["reason"],
                )  # fmt: skip
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "权重已写入，各乡镇的份额已重算")
                return redirect("factor-plan", code=code)
    return factor_plan_page(request, code, form)


def factor_plan_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The result with its arithmetic, and the factors, as Excel."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    profile, book = _found(request, post, code), CodeBook.read()
    sharing = open_sharing(profile=profile, day=request.as_of, known_at=request.known_at)
    require_few(len(sharing.lines))
    notes = [*export_notes(request), *([f"还不能分配：{'；'.join(sharing.why)}"] if sharing.why else [])]
    names = [line.factor.factor for line in sharing.factors]
    total_share = sharing.total_share
    result = Sheet(
        "分配结果", notes,
        [Column("乡镇", "text", 14), *(Column(f"{name}数值", "number", 14) for name in names), Column("份额", "text", 12),
         Column("分得（元）", "money", 18), Column("算式", "text", 90)],
        [
            [
                line.area.title, *("" if piece.value is None else piece.value for piece in line.pieces),
                "" if line.share is None else percent(line.share), "" if line.amount is None else line.amount,
                line.reckoning(profile.amount),
            ]
            for line in sharing.lines
        ],
        ["合计", *("" for _ in names), "" if total_share is None else percent(total_share), sharing.total if sharing.total is not None else "", ""],
    )  # fmt: skip
    factors = Sheet(
        "因素和权重", [*export_notes(request), f"主要依据：{sharing.main[1]}"],
        [Column("因素", "text", 20), Column("权重（%）", "number", 12), Column("分法", "text", 12), Column("计量单位", "text", 10),
         Column("主要依据", "text", 10), Column("权重出处", "text", 40)],
        [
            [
                line.factor.factor, line.weight, book.text(WAYS, line.factor.way), line.factor.unit, "是" if line.factor.is_main else "",
                line.factor.basis or "未核实",
            ]
            for line in sharing.factors
        ],
    )  # fmt: skip
    return send_workbook(
        request, write_sheets([result, factors]), name=f"{profile.title}分配结果", rows=len(sharing.lines)
    )


def factor_plan_letter(request: HttpRequest, code: str) -> HttpResponse:
    """The plan as a Word letter."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    profile, office = _found(request, post, code), request.office
    sharing = open_sharing(profile=profile, day=request.as_of, known_at=request.known_at)
    require_few(len(sharing.lines))
    area = profile.subject.area.title
    data = factor_word(
        sharing=sharing, area=area, issuer=office.name if office else area, on=timezone.localdate(),
        is_demo=bool(office and office.is_demo),
    )  # fmt: skip
    note_export(data, name=profile.title, rows=len(sharing.lines), by=post.actor)
    return send_file(data, name=f"{profile.title}.docx", content_type=WORD)
