"""Facts that policy packs declare (``facts/`` of a pack): one typed dated table for all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .known import Fact

VALUES = ("flag", "number", "money", "text", "day")
"""The value columns; a row fills the one of its fact's type, or none: unknown from that day on."""


class PackFact(Fact):
    """A declared fact of a subject, by its code word. ``year`` is 0 where the fact holds from a day on."""

    SERIES = ("subject_id", "fact", "year")

    fact = models.CharField("事实", max_length=60)
    year = models.PositiveSmallIntegerField("年度", default=0)
    flag = models.BooleanField("是否", null=True)
    number = models.DecimalField("数", max_digits=18, decimal_places=3, null=True)
    money = models.BigIntegerField("金额", null=True)
    text = models.CharField("文字", max_length=200, blank=True)
    day = models.DateField("日期", null=True)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="registry_packfact_once",
                fields=("subject", "fact", "year", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="registry_packfact_named", condition=~Q(fact="")),
            models.CheckConstraint(
                name="registry_packfact_one_value",
                condition=Q(flag__isnull=True, number__isnull=True, money__isnull=True, text="")
                | Q(flag__isnull=True, number__isnull=True, money__isnull=True, day__isnull=True)
                | Q(flag__isnull=True, number__isnull=True, text="", day__isnull=True)
                | Q(flag__isnull=True, money__isnull=True, text="", day__isnull=True)
                | Q(number__isnull=True, money__isnull=True, text="", day__isnull=True),
            ),
        )
