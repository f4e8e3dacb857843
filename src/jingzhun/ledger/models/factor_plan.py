"""Sharing a fund out by factors (因素分配): the plan, its factors with their weights, and each township's values.

A plan is a subject of its own kind. Nothing here moves money: :mod:`jingzhun.ledger.factor_shares` reckons what each
township would get, and the appropriations are booked as ever.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import CodeOf, Count, Flag, Money, Quantity, Text
from jingzhun.registry.models.known import Entry, Fact


class FactorPlan(Fact):
    """What is shared out, from a day on; a blank amount is not known yet."""

    title = Text("方案名称", max_length=80, blank=False)
    year = Count("年度", unit="年", null=False)
    amount = Money("可分配资金", null=True, blank=True)
    document = Text("依据", max_length=120)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="ledger_factorplan_said",
                condition=~Q(title="") & Q(year__gte=2000, year__lte=2100) & (Q(amount__isnull=True) | Q(amount__gt=0)),
            ),
        )


class PlanFactor(Entry):
    """One factor of a plan with its weight in per cent. ``basis`` says where the weight is from; blank is not checked.

    ``is_main``: the document calls the factor a main basis of the sharing. Key is the factor's name.
    """

    factor = Text("因素", max_length=40, blank=False)
    weight = Quantity("权重", unit="%", max_digits=5, decimal_places=2, null=False, blank=False)
    way = CodeOf("分法", codes="因素分法", blank=False)
    unit = Text("计量单位", max_length=10)
    is_main = Flag("主要依据")
    basis = Text("权重出处", max_length=120)

    class Meta(Entry.Meta):
        ordering = ("id",)
        constraints = (
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                name="ledger_planfactor_named", fields=("subject", "factor"), condition=Q(superseded_at__isnull=True)
            ),
            models.CheckConstraint(
                name="ledger_planfactor_said",
                condition=~Q(factor="") & Q(weight__gt=0, weight__lte=100) & Q(way__in=("more", "less")),
            ),
        )


class FactorValue(Entry):
    """What a township has of a factor. A township without one is missing, not nought."""

    factor = Text("因素", max_length=40, blank=False)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="factor_values", verbose_name="区划")
    value = Quantity("数值", max_digits=18, decimal_places=4, null=False, blank=False)
    document = Text("出处", max_length=120)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                name="ledger_factorvalue_place",
                fields=("subject", "factor", "area"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_factorvalue_said", condition=~Q(factor="") & Q(value__gte=0)),
        )
