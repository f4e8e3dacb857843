"""Recording by hand for posts that keep funds: a new appropriation, its own movements, and a reversal with its reason.

What goes to a project, is claimed or paid has its own way (cases, the workbooks); here only what two people need not approve.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import MoneyField, ReasonForm

from ..actions.appropriation import register_appropriation
from ..actions.movement import Order, post, reverse
from ..flows import ACCOUNTS, DECIDED, FLOWS
from ..forms import PastDay, appropriation_in
from ..models import Account, Appropriation, Movement
from .booking import booking

BY_HAND = ("assign", "arrive", "cut", "interest", "hand_back", "carry_over")


class AppropriationForm(forms.Form):
    """The document that promises money, and how much."""

    number = forms.CharField(label="指标编号", max_length=40)
    document = forms.CharField(label="文号", max_length=80)
    title = forms.CharField(label="指标名称", max_length=120)
    source = forms.ChoiceField(label="资金来源")
    level = forms.ChoiceField(label="资金级次", choices=Appropriation.Level.choices)
    year = forms.IntegerField(label="指标年度", min_value=2000, max_value=2100)
    issued_on = PastDay(label="下达日期")
    area = forms.ChoiceField(label="下达到")
    amount = MoneyField(label="下达金额", help_text="元；也可以写“5万元”")
    purpose = forms.CharField(label="用途", max_length=200, required=False)
    carried_from = forms.CharField(
        label="结转自指标", max_length=40, required=False, help_text="上年结转的写上年的编号"
    )

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post
        self.fields["source"].choices = CodeBook.read().choices("资金来源")
        places = within(Area.objects.filter(level__in=(Level.COUNTY, Level.TOWNSHIP)), post, field="code")
        self.fields["area"].choices = [(place.pk, place.full_title) for place in places]

    def clean_carried_from(self) -> Appropriation | None:
        return appropriation_in(self.post, self.cleaned_data["carried_from"])


class OwnMovementForm(forms.Form):
    """A movement of the appropriation before it goes to a project."""

    kind = forms.ChoiceField(label="收支", choices=[(kind, FLOWS[kind].title) for kind in BY_HAND])
    amount = MoneyField(label="金额", help_text="元；也可以写“5万元”")
    moved_on = PastDay(label="日期")
    document = forms.CharField(label="文号", max_length=80, required=False, help_text="下达、调减、上缴、结转要写")
    voucher = forms.CharField(label="凭证号", max_length=40, required=False, help_text="到位、利息要写")
    onward = forms.CharField(label="结转到指标", max_length=40, required=False)

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post

    def clean_onward(self) -> Appropriation | None:
        return appropriation_in(self.post, self.cleaned_data["onward"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") == "carry_over" and "onward" in given and given["onward"] is None:
            self.add_error("onward", "结转要写到哪个指标")
        return given


def appropriation_new(request: HttpRequest) -> HttpResponse:
    """Register an appropriation with what it assigns, in one go."""
    who = require(request.post, Verb.RECORD_FUNDS)
    form = AppropriationForm(request.POST or None, post=who)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        amount = given.pop("amount")
        try:
            with booking(who, action="fund.appropriation", source=given["document"]) as work:
                made = register_appropriation(work=work, **given)
                order = Order("assign", amount, given["issued_on"], made, document=given["document"])
                post([order], work=work)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记指标 {made.number}，下达 {yuan(amount)} 元")
            return redirect("appropriation", pk=made.pk)
    return render(request, "ledger/appropriation_new.html", {"form": form}, status=422 if form.errors else 200)


def appropriation_record(request: HttpRequest, pk: int) -> HttpResponse:
    """One more movement of an appropriation, with its balances beside the form."""
    who = require(request.post, Verb.RECORD_FUNDS)
    row = get_within(Appropriation.objects.select_related("area"), who, pk=pk)
    form = OwnMovementForm(request.POST or None, post=who)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            with booking(who, action="fund.record", source=f"{who} 登记") as work:
                post([Order(appropriation=row, **given)], work=work)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记{FLOWS[given['kind']].title} {yuan(given['amount'])} 元")
            return redirect("appropriation", pk=pk)
    balances = dict(
        Account.objects.filter(appropriation=row, kind__in=("assigned", "received")).values_list("kind", "balance")
    )
    return render(
        request, "ledger/appropriation_record.html",
        {"row": row, "form": form, "balances": [(ACCOUNTS[kind], balances.get(kind, 0)) for kind in ("assigned", "received")]},
        status=422 if form.errors else 200,
    )  # fmt: skip


def movement_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a movement back by its opposite; payments come back by 退回 or 退汇 instead."""
    who = require(request.post, Verb.RECORD_FUNDS)
    row = (
        within(
            Movement.objects.select_related(
                "source__appropriation", "target__appropriation", "source__project", "target__project"
            ),
            who,
        )
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404(UnableToReachArea().sentence)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_reverse(row):
        try:
            with booking(who, action="fund.reverse", source=f"{who} 冲销", reason=form.cleaned_data["reason"]) as work:
                (made,) = reverse([row], on=timezone.localdate(), why=form.cleaned_data["reason"], work=work)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已冲销第 {row.pk} 笔")
            return redirect("movement", pk=made.pk)
    why = "" if may_reverse(row) else "经办件的钱不在这里冲销：拨付、报账、支付按原来的路退回；冲销本身不能再冲销"
    return render(
        request, "ledger/movement_reverse.html", {"row": row, "form": form, "why": why},
        status=422 if form.errors or (request.method == "POST" and why) else 200,
    )  # fmt: skip


def may_reverse(row: Movement) -> bool:
    """Money bound to a project or payee was decided by two people; it goes back as it came, not by one."""
    flow = FLOWS.get(row.kind)
    return flow is not None and not {flow.source, flow.target} & DECIDED
