"""The last verdict of each subject under each standard and programme, for lists and pages."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """``not_applicable`` is neither pass nor fail nor missing."""

    PASS = "pass", "通过"
    FAIL = "fail", "不通过"
    MISSING = "missing", "缺数据"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Verdict(models.Model):
    """``name`` is the standard or programme. ``failed`` and ``missing`` list item ids as ``|income|schooling|``.

    ``amount`` is what a programme grants, in fen; null where its conditions or amount are missing.
    """

    run = models.ForeignKey("results.Run", models.CASCADE, related_name="verdicts")
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="verdicts")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    pack_name = models.CharField("政策包", max_length=80)
    name = models.CharField("标准", max_length=80)
    is_programme = models.BooleanField("帮扶政策")
    outcome = models.CharField("结论", max_length=14, choices=Outcome.choices)
    failed = models.CharField("不通过的条目", max_length=400, blank=True)
    missing = models.CharField("缺数据的条目", max_length=400, blank=True)
    amount = models.BigIntegerField("金额", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="results_verdict_once", fields=("subject", "pack_name", "name")),
            models.CheckConstraint(name="results_verdict_outcome", condition=models.Q(outcome__in=Outcome.values)),
        )
        indexes = (models.Index(name="results_verdict_in", fields=("pack_name", "name", "area", "outcome")),)

    def __str__(self) -> str:
        return f"{self.name} {self.get_outcome_display()}"
