"""What a project builds where: an item in a village (or a township), how much, to which specification, done or planned next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import CodeOf, Money, Quantity, Text
from jingzhun.registry.models.known import Entry

from .line_item import product_is_amount


class SiteWork(Entry):
    """One item at one place in one state; a place stands once. ``spec`` is what one unit is (每室 120 平方米), ``rate`` its yuan."""

    item = Text("建设项", max_length=30, blank=False)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="site_works", verbose_name="区划")
    state = CodeOf("建设状态", codes="建设状态", blank=False)
    quantity = Quantity("数量")
    unit = Text("计量单位", max_length=10)
    spec = Text("规格", max_length=80)
    rate = Quantity("单价", unit="元", decimal_places=4)
    amount = Money("金额", null=True, blank=True)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                name="ledger_sitework_place",
                fields=("subject", "item", "area", "state"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_sitework_told", condition=~Q(item="") & ~Q(state="")),
            models.CheckConstraint(
                name="ledger_sitework_signs",
                condition=(Q(quantity__isnull=True) | (Q(quantity__gt=0) & ~Q(unit="")))
                & (Q(amount__isnull=True) | Q(amount__gte=0)),
            ),
            models.CheckConstraint(
                name="ledger_sitework_product",
                condition=Q(rate__isnull=True)
                | (
                    Q(quantity__isnull=False, amount__isnull=False, rate__gte=0) & product_is_amount("quantity", "rate")
                ),
            ),
        )
        indexes = (*Entry.Meta.indexes, models.Index(name="sitework_item", fields=("item", "area")))
