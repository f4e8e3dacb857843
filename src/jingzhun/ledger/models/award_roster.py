"""An award roster (奖补名册): the households of an area that an award programme pays in a year, line by line."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.registry.models import Pairing


class AwardRosterQuerySet(models.QuerySet):
    def for_post(self, post: Post) -> Self:
        """Rosters in the post's area, and those above it that have lines there."""
        own = Q(pk__in=within(self, post, field="subject__area_id").values("pk"))
        return self.filter(own | Q(Exists(AwardLine.objects.for_post(post).filter(roster=OuterRef("pk")))))


class AwardLineQuerySet(models.QuerySet):
    def for_post(self, post: Post) -> Self:
        """Lines of households in the post's area."""
        return within(self, post, field="household__area_id")

    def to_verify(self, post: Post, day: date) -> Self:
        """Of those, the ones that the post may verify: a helper only the households helped on ``day``."""
        rows = self.for_post(post)
        if post.role != "helper":
            return rows
        helped = Pairing.objects.as_of(day).filter(helper=post.official_id).values("subject_id")
        return rows.filter(household__in=helped)

    def standing(self) -> Self:
        """Lines that are not struck."""
        return self.filter(struck_on__isnull=True)

    def added_up(self) -> tuple[int, int]:
        """Households and fen of the lines."""
        found = self.order_by().aggregate(count=Count("pk"), fen=Sum("amount", default=0))
        return found["count"], found["fen"]


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

    objects = AwardRosterQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(name="ledger_roster_said", condition=~Q(programme="") & ~Q(title="")),)

    def __str__(self) -> str:
        return self.title


class AwardLine(models.Model):
    """What one household is to get, in fen, with the words of how it was reckoned. A household is in a year's award once.

    ``appropriation`` is the money that pays it, known once the roster is approved."""

    roster = models.ForeignKey("ledger.AwardRoster", models.PROTECT, related_name="lines", verbose_name="名册")
    household = models.ForeignKey("registry.Subject", models.PROTECT, related_name="awards", verbose_name="农户")
    programme = models.CharField("政策项目", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    amount = models.BigIntegerField("金额")
    reckoning = models.CharField("计算", max_length=400, blank=True)
    struck_on = models.DateField("剔除日期", null=True)
    struck_why = models.CharField("剔除理由", max_length=200, blank=True)
    appropriation = models.ForeignKey(
        "ledger.Appropriation", models.PROTECT, null=True, related_name="award_lines", verbose_name="指标"
    )

    objects = AwardLineQuerySet.as_manager()

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


class AwardLeftOut(models.Model):
    """A household that the roster looked at and has no line for, and why: nobody is dropped without a word."""

    class Why(models.TextChoices):
        MISSING = "missing", "缺数据"
        NOTHING = "nothing", "核算为零"
        TAKEN = "taken", "已在别的名册"

    roster = models.ForeignKey("ledger.AwardRoster", models.PROTECT, related_name="left_out", verbose_name="名册")
    household = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+", verbose_name="农户")
    why = models.CharField("原因", max_length=8, choices=Why.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ("roster", "household__code")
        constraints = (
            models.UniqueConstraint(name="ledger_leftout_once", fields=("roster", "household")),
            models.CheckConstraint(name="ledger_leftout_why", condition=Q(why__in=("missing", "nothing", "taken"))),
        )

    def __str__(self) -> str:
        return f"{self.roster_id} {self.household_id}"
