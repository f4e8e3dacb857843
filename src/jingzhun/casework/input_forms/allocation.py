"""What finance fills in to allocate money to a project: from which appropriation, to which unit, how much, by which document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import yuan
from jingzhun.ledger.models import Account, Appropriation, TranchePlan
from jingzhun.ledger.tranche import standing_of
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import Money, Text

from .asked import Asked, InputForm


class AllocationForm(InputForm):
    """Only appropriations of which money has arrived, given to an area that holds the project; the balance stands beside each."""

    asked = (
        Asked("unit", Text("执行单位", max_length=80), required=True, help="拨付给它，由它报账"),
        Asked("amount", Money("金额"), required=True),
        Asked("document", Text("文号", max_length=80), required=True, help="拨付文件的文号"),
    )

    def build(self) -> None:
        rows = Account.objects.filter(kind="received", balance__gt=0).select_related("appropriation").order_by("pk")
        self.held = {
            str(row.appropriation_id): row
            for row in rows
            if AreaCode.parse(row.appropriation.area_id).covers(self.subject.area_id)
        }
        choices = [(key, f"{row.appropriation}，到位未拨付 {yuan(row.balance)} 元") for key, row in self.held.items()]
        made = forms.ChoiceField(label="资金指标", choices=[("", "请选择"), *choices])
        self.fields = {"appropriation": made, **self.fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        amount, account = given.get("amount"), self.held.get(given.get("appropriation", ""))
        if amount is not None and amount <= 0:
            self.add_error("amount", "金额要大于零")
        elif amount is not None and account is not None and amount > account.balance:
            self.add_error(
                "amount", f"到位未拨付只有 {yuan(account.balance)} 元，还差 {yuan(amount - account.balance)} 元"
            )
        plan = TranchePlan.objects.filter(project=self.subject, flow="allocate").select_related("project").first()
        if amount and plan is not None and amount > (standing := standing_of(plan, on=self.day)).free:
            self.add_error("amount", standing.said)
        return given

    @classmethod
    def shown(cls, values: Mapping[str, Any], book: CodeBook) -> list[tuple[str, str]]:
        found = Appropriation.objects.filter(pk=values.get("appropriation") or 0).first()
        return [("资金指标", str(found) if found else "—"), *super().shown(values, book)]
