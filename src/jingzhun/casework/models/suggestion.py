"""The suggestion box: what somebody wrote from a page of the system or of the public, and the office's answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Suggestion(models.Model):
    """``page`` is the path it was written from, without query. Nobody is asked for a name; ``reference`` leads to the answer."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="单位区划")
    page = models.CharField("从哪一页", max_length=200, blank=True)
    text = models.CharField("内容", max_length=600)
    by_name = models.CharField("提出人", max_length=60, blank=True)
    reference = models.CharField("查询号", max_length=12, unique=True)
    received_on = models.DateField("收到日期")
    received_at = models.DateTimeField("录入时间")
    answer = models.CharField("答复", max_length=600, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="casework_suggestion_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="casework_suggestion_answered",
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False, answered_on__gte=F("received_on"))
                    & ~Q(answer="")
                ),
            ),
        )

    def __str__(self) -> str:
        return self.reference


class VisitorTally(models.Model):
    """How often one visitor wrote in an hour. ``digest`` is a keyed hash of where from and of the hour: it says nothing by
    itself, differs from hour to hour, and is deleted after a day."""

    hour = models.DateTimeField("小时")
    digest = models.CharField("摘要", max_length=64)
    times = models.PositiveSmallIntegerField("次数", default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="casework_visitor_once", fields=("hour", "digest")),)
