"""An award roster (奖补名册): the households of an area that an award programme pays in a year, line by line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AwardRoster(models.Model):
    """``subject`` is of kind 奖补名册. ``programme`` is the code of the award in its pack, ``run`` the number of the evaluation
    whose amounts it takes over; ``project`` bears the cost."""

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="award_roster")
    project = models.ForeignKey("registry.Subject", models.PROTECT, related_name="award_rosters", verbose_name="项目")
    programme = models.CharField("政策项目", max_length=60)
    title = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    run = models.BigIntegerField("评估", null=True)
    opened_on = models.DateField("造册日期")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (models.CheckConstraint(name="ledger_roster_said", condition=~Q(programme="") & ~Q(title="")),)

    def __str__(self) -> str:
        return self.title


class AwardLine(models.Model):
    """What one household is to get, in fen, with the words of how it was reckoned. A household is in a year's award once."""

    roster = models.ForeignKey("ledger.AwardRoster", models.PROTECT, related_name="lines", verbose_name="名册")
    household = models.ForeignKey("registry.Subject", models.PROTECT, related_name="awards", verbose_name="农户")
    programme = models.CharField("政策项目", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    amount = models.BigIntegerField("金额")
    reckoning = models.CharField("计算", max_length=400, blank=True)
    struck_on = models.DateField("剔除日期", null=True)
    struck_why = models.CharField("剔除理由", max_length=200, blank=True)

    class Meta:
        ordering = ("roster", "number")
        constraints = (
            models.UniqueConstraint(name="ledger_awardline_number", fields=("roster", "number")),
            models.UniqueConstraint(
                name="ledger_award_once", fields=("household", "programme", "year"), condition=Q(struck_on__isnull=True)
            ),
            models.CheckConstraint(name="ledger_awardline_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="ledger_awardline_struck",
                condition=Q(struck_on__isnull=True, struck_why="") | (Q(struck_on__isnull=False) & ~Q(struck_why="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.roster_id} {self.number}"
