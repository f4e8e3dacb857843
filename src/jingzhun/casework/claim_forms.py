"""Forms of claims. What they may hold is checked again by the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jingzhun.ledger.actions.claim import Application, Invoice
from jingzhun.ledger.claim_money import Place
from jingzhun.ledger.tranche import opened_of
from jingzhun.registry.forms import MoneyField

LINES = 3
"""Invoice lines that an empty form shows; one more with each press of 再加一行."""


class ClaimForm(forms.Form):
    """``place`` is the project and unit that the claim is for. A project that is paid in instalments asks which one, of those opened."""

    title = forms.CharField(label="事由", max_length=120, help_text="例如：道路硬化进度款")
    payee = forms.CharField(label="收款单位", max_length=80, help_text="款付给谁，送审后不能改")
    amount = MoneyField(label="申请金额（元）", help_text="只报扶贫资金部分，不超过发票合计")
    applied_on = forms.DateField(label="申请日期")
    accepted_on = forms.DateField(label="验收日期", required=False, help_text="有验收的填；申请不能早于验收")

    def __init__(self, *args: Any, place: Place, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        opened = opened_of(place.project, on=today)
        if opened is not None:
            self.fields["tranche"] = forms.TypedChoiceField(
                label="第几笔", coerce=int, choices=[("", "请选择"), *((each.number, str(each)) for each in opened)],
                help_text="只列已打开的" if opened else "还没有打开的一笔；由县财政提出、另一人确认",
                error_messages={"invalid_choice": "只能选已打开的一笔"},
            )  # fmt: skip
            self.order_fields(["tranche"])


class InvoiceForm(forms.Form):
    item = forms.CharField(label="支出内容", max_length=120)
    seller = forms.CharField(label="开票单位", max_length=80)
    number = forms.CharField(label="发票号", max_length=40)
    issued_on = forms.DateField(label="开票日期")
    amount = MoneyField(label="金额（元）")


InvoiceFormSet = forms.formset_factory(InvoiceForm, extra=LINES, max_num=60)


class DropForm(forms.Form):
    """Voiding a claim or taking its payment back asks for a reason instead of 'are you sure'."""

    reason = forms.CharField(label="理由", max_length=200)


def application_of(form: ClaimForm, invoices: Any, place: Place) -> Application:
    """What the valid forms say; empty lines are none."""
    given = form.cleaned_data
    lines = tuple(
        Invoice(each["item"], each["seller"], each["number"], each["issued_on"], each["amount"])
        for each in (line.cleaned_data for line in invoices.forms if line.has_changed())
        if each
    )
    return Application(
        project=place.project, unit=place.unit, title=given["title"], payee=given["payee"], amount=given["amount"],
        applied_on=given["applied_on"], accepted_on=given["accepted_on"], tranche=given.get("tranche"),
        invoices=lines,
    )  # fmt: skip
