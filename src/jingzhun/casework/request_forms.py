"""Forms of fund requests. What they may hold is checked again by the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.fund_request import Asking, beneficiary, faults
from jingzhun.ledger.models import FundPurpose
from jingzhun.ledger.request_money import PERIODS
from jingzhun.registry.forms import MoneyField
from jingzhun.registry.models import Subject


class RequestForm(forms.Form):
    """``purpose`` is what is asked for; the household is one of the post's area, the person one of its members."""

    title = forms.CharField(label="事由", max_length=120, help_text="例如：考上大学的学费")
    amount = MoneyField(label="申请金额（元）")
    period = forms.CharField(label="所属期", max_length=10)
    applied_on = forms.DateField(label="申请日期")
    household = forms.CharField(label="户编号", max_length=40)
    person = forms.CharField(
        label="受益人", max_length=60, required=False, help_text="户里的一个人的姓名；发给全户的不填"
    )
    payee = forms.CharField(label="收款人", max_length=80)

    def __init__(self, *args: Any, purpose: FundPurpose, post: Post, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose, self.post, self.today = purpose, post, today
        if purpose.most is not None:
            self.fields["amount"].help_text = f"{purpose.get_per_display()}，最多 {yuan(purpose.most)} 元"
        self.fields["period"].help_text = PERIODS[purpose.per][1]
        if purpose.serves == FundPurpose.Serves.HOUSEHOLD:
            self.fields["payee"].required = False
            self.fields["payee"].help_text = "付给学校、医院的写单位；付给农户的不填"
        else:
            del self.fields["household"], self.fields["person"]

    def clean_household(self) -> Subject:
        code = self.cleaned_data["household"].strip()
        rows = Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code=code)
        found = within(rows, self.post).first()
        if found is None:
            raise forms.ValidationError("没有这一户，或不在你的范围")
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        person, why = beneficiary(given.get("person") or "", home=given.get("household"), on=given["applied_on"])
        if why:
            self.add_error("person", why)
            return given
        given["beneficiary"] = person
        for field, why in faults(self.asking(given), today=self.today):
            self.add_error(field if field in self.fields else None, why)
        return given

    def asking(self, given: dict[str, Any]) -> Asking:
        """What the form says, for the post's own area."""
        return Asking(
            purpose=self.purpose, area=self.post.area_id, period=given["period"].strip(), title=given["title"],
            amount=given["amount"], applied_on=given["applied_on"], household=given.get("household"),
            person=given.get("beneficiary"), payee=(given.get("payee") or "").strip(),
        )  # fmt: skip


class CutForm(forms.Form):
    """How much of what is asked is granted, and why not all."""

    approved = MoneyField(label="核定金额（元）")
    reason = forms.CharField(label="理由", max_length=200, help_text="例如：按票据核定")


class TakeBackForm(forms.Form):
    """How much of a payment came back, by which voucher, and why."""

    amount = MoneyField(label="收回金额（元）")
    voucher = forms.CharField(label="凭证号", max_length=40)
    reason = forms.CharField(label="理由", max_length=200, help_text="例如：账户有误，银行退回")
