"""Samples: which cases of a step were drawn for checking on the spot, how, and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual


class Sample(models.Model):
    """Drawn by sorting the case numbers by SHA-256 of ``seed`` and number: anybody can draw it again."""

    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, related_name="+", verbose_name="步骤")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    percent = models.PositiveSmallIntegerField("应抽比例")
    population = models.PositiveIntegerField("总数")
    size = models.PositiveIntegerField("抽取数")
    seed = models.CharField("随机数", max_length=32)
    drawn_on = models.DateField("抽取日期")
    drawn_at = models.DateTimeField("录入时间")
    drawn_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="抽取人")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="casework_sample_large_enough",
                condition=Q(size__gte=1, size__lte=F("population"))
                & Q(LessThanOrEqual(F("population") * F("percent"), F("size") * 100)),
            ),
        )


class SampleCase(models.Model):
    """A case that was in the population of a sample; where it was drawn, what the check on the spot found."""

    class Result(models.TextChoices):
        AGREES = "agrees", "与材料一致"
        DIFFERS = "differs", "与材料不一致"

    sample = models.ForeignKey("casework.Sample", models.PROTECT, related_name="cases", verbose_name="抽查")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="samples", verbose_name="办件")
    round = models.PositiveSmallIntegerField("第几轮")
    number = models.PositiveSmallIntegerField("第几步")
    is_drawn = models.BooleanField("抽中")
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    checked_on = models.DateField("核查日期", null=True)
    checked_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="核查人"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="casework_sampled_once", fields=("case", "round", "number")),
            models.CheckConstraint(
                name="casework_sample_checked",
                condition=Q(result="", checked_on__isnull=True, checked_by__isnull=True)
                | (~Q(result="") & Q(is_drawn=True, checked_on__isnull=False, checked_by__isnull=False)),
            ),
        )
