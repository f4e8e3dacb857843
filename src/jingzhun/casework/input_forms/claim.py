"""What the paying office fills in of a claim or a fund request: voucher, and the payee where none is named."""

from __future__ import annotations

from typing import Any

from jingzhun.core.money import yuan
from jingzhun.ledger.models import Claim, FundRequest
from jingzhun.ledger.request_money import granted_of
from jingzhun.registry.fields import Text
from jingzhun.registry.models import Subject

from .asked import Asked, InputForm


class PaymentForm(InputForm):
    """``payee`` of the claim or request cannot be changed here: money goes to whom it was approved for."""

    asked = (
        Asked("voucher", Text("凭证号", max_length=40), required=True, help="记账凭证或国库支付凭证的号"),
        Asked("payee", Text("收款单位", max_length=80), required=True),
    )

    def build(self) -> None:
        about = FundRequest if self.subject.kind == Subject.Kind.FUND_REQUEST else Claim
        payee, amount = about.objects.values_list("payee", "amount").get(pk=self.subject.pk)
        if about is FundRequest:
            amount = granted_of(self.subject.pk)
        told = "" if amount is None else f"支付 {yuan(amount)} 元"
        if payee:
            self.fields["payee"].disabled = True
            self.initial = {**self.initial, "payee": payee}
            told = "；".join(filter(None, (told, "按批准的，不能改")))
        self.fields["payee"].help_text = told

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("voucher", "payee"):
            given[name] = (given.get(name) or "").strip()
            if not given[name]:
                self.add_error(name, "不能空")
        return given
