"""What a county wants to win from above in a year (争取目标), and its share of a regional fund. Facts of the county."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jingzhun.registry.fields import Count, Money, Quantity, Text
from jingzhun.registry.models.known import Fact


class RaisingTarget(Fact):
    """``base`` is what was won the year before, ``growth`` the percentage asked for; the target is reckoned, never typed.
    ``pledge`` is what the office says that it will win."""

    SERIES = ("subject_id", "year")

    year = Count("年度", unit="年", null=False)
    base = Money("上年争取资金")
    growth = Quantity("增幅", unit="%", null=False)
    pledge = Money("计划争取", null=True, blank=True)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_raisingtarget_once", fields=("subject", "year", "since"), condition=Q(superseded_at__isnull=True)
            ),
            models.CheckConstraint(
                name="ledger_raisingtarget_said",
                condition=Q(base__gte=0, growth__gte=-100, year__gte=2000, year__lte=2100),
            ),
        )  # fmt: skip


class FundShare(Fact):
    """The part of a fund that came here in a period, of its whole; ``persons`` are those it is reckoned over. ``stated``
    is the percentage that a document prints, kept beside the one reckoned."""

    SERIES = ("subject_id", "title", "period")

    title = Text("资金", max_length=40, blank=False)
    period = Text("期间", max_length=30, blank=False)
    part = Money("本地金额")
    whole = Money("总量", null=True, blank=True)
    persons = Count("贫困人口", unit="人")
    stated = Quantity("文件所写占比", unit="%")

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_fundshare_once",
                fields=("subject", "title", "period", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="ledger_fundshare_said",
                condition=~Q(title="")
                & ~Q(period="")
                & Q(part__gte=0)
                & (Q(whole__isnull=True) | Q(whole__gte=F("part"))),
            ),
        )
