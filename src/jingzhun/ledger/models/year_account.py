"""财政决算: the final account of an area for a year, sealed by one person and approved by another, its figures kept as they were.

Once approved nothing can be dated in that year or before (:mod:`jingzhun.ledger.year_guards`); corrections are of the current year.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class YearAccount(models.Model):
    """``rows`` are the lines of :func:`jingzhun.ledger.year_figures.frozen`, ``digest`` is over them, ``last_movement`` the newest
    movement then known. ``scope`` is the significant part of the area's code, ``last_on`` 31 December."""

    class Outcome(models.TextChoices):
        WAITING = "", "待批准"
        APPROVED = "approved", "已批准"
        RETURNED = "returned", "已退回"

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    scope = models.CharField("区划范围", max_length=12)
    year = models.PositiveSmallIntegerField("年度")
    last_on = models.DateField("截止日")
    rows = models.JSONField("决算各行")
    digest = models.CharField("摘要", max_length=64)
    last_movement = models.BigIntegerField("最后一笔")
    sealed_on = models.DateField("定案日期")
    sealed_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="定案人")
    sealed_change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="定案的写入")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True, default="")
    decided_on = models.DateField("批准日期", null=True)
    decided_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    decided_change = models.ForeignKey(
        "registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="批准的写入"
    )
    note = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        ordering = ("area", "year", "pk")
        constraints = (
            models.UniqueConstraint(
                name="ledger_yearaccount_once", fields=("area", "year"), condition=~Q(outcome="returned")
            ),
            models.CheckConstraint(name="ledger_yearaccount_over", condition=Q(sealed_on__gt=F("last_on"))),
            models.CheckConstraint(
                name="ledger_yearaccount_decided",
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True, decided_change__isnull=True)
                | Q(
                    outcome__in=("approved", "returned"), decided_on__isnull=False, decided_by__isnull=False,
                    decided_change__isnull=False, decided_on__gte=F("sealed_on"),
                ),
            ),
            models.CheckConstraint(
                name="ledger_yearaccount_two_people", condition=~Q(outcome="approved") | ~Q(decided_by=F("sealed_by"))
            ),
            models.CheckConstraint(name="ledger_yearaccount_why", condition=~Q(outcome="returned") | ~Q(note="")),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area} {self.year} 年决算"


class YearRevocation(models.Model):
    """An approval taken back by a third person, with the reason; the account is returned and its year open again."""

    account = models.OneToOneField(
        "ledger.YearAccount", models.PROTECT, primary_key=True, related_name="revocation", verbose_name="决算"
    )
    revoked_on = models.DateField("撤销日期")
    revoked_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="撤销人")
    why = models.CharField("理由", max_length=200)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (models.CheckConstraint(name="ledger_yearrevocation_why", condition=~Q(why="")),)

    def __str__(self) -> str:
        return f"{self.account}的批准撤销"
