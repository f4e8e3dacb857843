"""回头看: a campaign in which every household of three classes is seen again, and the list of whom it must reach."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Review(models.Model):
    """``code`` is the procedure whose concluded cases cover a household. The list is drawn up once, when it opens."""

    title = models.CharField("名称", max_length=80)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    code = models.CharField("程序代号", max_length=60)
    opened_on = models.DateField("开始")
    due_on = models.DateField("截止")
    opened_at = models.DateTimeField("录入时间")
    opened_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="发起人")
    rules = models.JSONField("三类对象怎么定", default=dict)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="casework_review_period", condition=Q(due_on__gte=F("opened_on"))),
            models.CheckConstraint(name="casework_review_named", condition=~Q(title="")),
        )

    def __str__(self) -> str:
        return self.title


class ReviewTarget(models.Model):
    """A household that must be reached as one of a class; it may be of more than one."""

    class Kind(models.TextChoices):
        POOR = "poor", "贫困户见面"
        BORDERLINE = "borderline", "临界户排查"
        DOUBTFUL = "doubtful", "疑点户复核"

    review = models.ForeignKey("casework.Review", models.PROTECT, related_name="targets", verbose_name="回头看")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+", verbose_name="农户")
    why = models.CharField("为什么在名单上", max_length=120)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="casework_target_once", fields=("review", "kind", "subject")),
            models.CheckConstraint(
                name="casework_target_kind", condition=Q(kind__in=("poor", "borderline", "doubtful"))
            ),
        )
