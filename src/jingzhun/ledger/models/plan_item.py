"""乡级路线图 and 村级施工图: what a township and a village plan to do, each item linked to its project of the county library."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jingzhun.registry.fields import Count, Day, Money, Text
from jingzhun.registry.models.known import Entry


class PlanItem(Entry):
    """One item of a township's roadmap or a village's construction plan; ``subject`` is the township or the village."""

    year = Count("年度", unit="年", null=False, blank=False)
    number = Text("事项编号", max_length=20, blank=False)
    name = Text("事项名称", max_length=120, blank=False)
    group_name = Text("村民小组", max_length=60)
    task = Text("建设内容", max_length=400, in_roster=False)
    planned = Money("计划资金", null=True, blank=True)
    starts_on = Day("开工时间")
    ends_on = Day("完工时间")
    households = Count("受益户数", unit="户")
    responsible_unit = Text("责任单位", max_length=80)
    project = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="+", verbose_name="县级项目", db_index=True
    )

    class Meta(Entry.Meta):
        ordering = ("year", "number", "id")
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_planitem_filled", condition=~Q(name="") & ~Q(number="") & Q(year__gte=2000, year__lte=2100)
            ),
            models.CheckConstraint(
                name="ledger_planitem_planned",
                condition=(Q(planned__isnull=True) | Q(planned__gte=0))
                & (Q(households__isnull=True) | Q(households__gte=0)),
            ),
            models.CheckConstraint(
                name="ledger_planitem_days",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return self.name
