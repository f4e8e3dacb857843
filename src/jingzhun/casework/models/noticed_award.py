"""What a notice says of a line of an award roster: village, group, masked name, amount; nothing else can get in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NoticedAward(models.Model):
    """One line on a notice, beside the entry of its roster; what was once on the board is never rewritten. Amount in fen."""

    entry = models.ForeignKey("casework.NoticeEntry", models.PROTECT, related_name="awards", verbose_name="公示条目")
    number = models.PositiveIntegerField("序号")
    village = models.CharField("行政村", max_length=60)
    group_name = models.CharField("自然村", max_length=60, blank=True)
    shown_name = models.CharField("户主", max_length=60)
    amount = models.BigIntegerField("奖补金额")

    class Meta:
        ordering = ("entry", "number")
        constraints = (
            models.UniqueConstraint(name="casework_noticedaward_number", fields=("entry", "number")),
            models.CheckConstraint(name="casework_noticedaward_said", condition=Q(amount__gt=0) & ~Q(shown_name="")),
        )

    def __str__(self) -> str:
        return self.shown_name
