"""An appropriation (资金指标): money promised by a document, from one source, for one year. Its amounts are movements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Appropriation(models.Model):
    """``number`` is the office's own number of it; ``source`` a code of 资金来源, ``level`` one of 资金级次 (中央、省级、州级、县级).

    ``area`` is whom it was given to; ``carried_from`` the appropriation whose rest it carries into a new year.
    """

    class Level(models.TextChoices):
        CENTRAL = "central", "中央"
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "州市级"
        COUNTY = "county", "县级"
        OUTSIDE = "other", "其他"

    number = models.CharField("指标编号", max_length=40, unique=True)
    document = models.CharField("文号", max_length=80)
    title = models.CharField("名称", max_length=120)
    source = models.CharField("资金来源", max_length=12)
    level = models.CharField("资金级次", max_length=12, choices=Level.choices)
    year = models.PositiveSmallIntegerField("年度")
    issued_on = models.DateField("下达日期")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="下达到")
    purpose = models.CharField("用途", max_length=200, blank=True)
    carried_from = models.ForeignKey("ledger.Appropriation", models.PROTECT, null=True, related_name="carried_to")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("year", "number")
        constraints = (
            models.CheckConstraint(
                name="ledger_appropriation_said",
                condition=~Q(number="") & ~Q(document="") & ~Q(title="") & ~Q(source="") & ~Q(level=""),
            ),
            models.CheckConstraint(name="ledger_appropriation_year", condition=Q(year__gte=2000, year__lte=2100)),
            models.CheckConstraint(
                name="ledger_appropriation_carried", condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("id"))
            ),
        )
        indexes = (models.Index(name="appropriation_source", fields=("source", "year")),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
