"""Incomes as an itemised ledger, sales and wages with what awards need, and the export's stated figure beside them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..fields import CodeOf, Count, Day, Flag, Money, Quantity, Text
from .known import Entry, Fact


class IncomeEntry(Entry):
    """One income or cost of a household in a year. 2014 form A17–A18: kinds a–d are incomes, costs reduce the net income."""

    year = Count("年度", unit="年", null=False)
    direction = CodeOf("方向", codes="收支方向", blank=False)
    kind = CodeOf("类别", codes="收入类别", blank=False)
    item = Text("项目", max_length=60)
    amount = Money("金额")
    basis = Text("依据", max_length=80, in_roster=False)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="registry_income_amount", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="registry_income_direction", condition=Q(direction__in=("in", "out"))),
        )
        indexes = (models.Index(name="income_subject", fields=("subject", "year")),)


class StatedIncome(Fact):
    """人均纯收入 as the national export states it, kept beside the computed one, never as ledger entries."""

    SERIES = ("subject_id", "year")

    year = Count("年度", unit="年", null=False)
    per_head = Money("导出表人均纯收入", unit="元/人")

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="registry_statedincome_once",
                fields=("subject", "year", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
        )


class ProductSale(Entry):
    """A sale of own products, with its check by helper, village and township (以奖代补 evidence)."""

    sold_on = Day("日期", null=False)
    product = CodeOf("品种", codes="产品", blank=False)
    quantity = Quantity("数量")
    quantity_unit = Text("计量单位", max_length=10)
    amount = Money("金额")
    is_verified = Flag("已核实")
    verified_by = Text("核实人", max_length=60, in_roster=False)
    buyer = Text("买方", max_length=60, in_roster=False)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="registry_sale_amount", condition=Q(amount__gte=0)),
        )


class WageEntry(Entry):
    """Wages of a household member from work away or nearby in a year."""

    year = Count("年度", unit="年", null=False)
    worker = Text("务工人", max_length=60, in_roster=False)
    place = Text("务工地", max_length=60)
    months = Quantity("月数", unit="月")
    amount = Money("金额")
    is_verified = Flag("已核实")

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="registry_wage_amount", condition=Q(amount__gte=0)),
        )
