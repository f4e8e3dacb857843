"""核减: the deciders grant less than a fund request asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FundCut(models.Model):
    """``approved`` fen is what is granted from now on; the last one counts, and none means that all is granted that was asked.

    Written by who decides the request's case (``case`` is its number) at the county's review or before the payment; never changed.
    """

    request = models.ForeignKey("ledger.FundRequest", models.PROTECT, related_name="cuts", verbose_name="基金申请")
    approved = models.BigIntegerField("核定金额")
    why = models.CharField("核减理由", max_length=200)
    cut_on = models.DateField("核减日期")
    case = models.CharField("办件号", max_length=20)
    by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="核减人")
    office = models.CharField("岗位", max_length=80)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="ledger_fundcut_approved", condition=Q(approved__gt=0)),
            models.CheckConstraint(name="ledger_fundcut_said", condition=~Q(why="") & ~Q(case="") & ~Q(office="")),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.approved}"
