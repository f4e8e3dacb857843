"""A fund (四大基金) or a village mutual-aid society (扶贫互助社): money set apart, with its own account beside the projects.

互助社按云南、陇县办法：只收入股，不收存款；只借给社员；退股不多于入股。
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jingzhun.registry.fields import Count, Money
from jingzhun.registry.models.known import Fact


class Fund(models.Model):
    """``subject`` is an organisation. ``rules`` is the document that it works by; ``closed_on`` ends it."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", "产业扶持基金"
        CREDIT_RISK = "credit_risk", "小额信贷风险补偿基金"
        EDUCATION = "education", "教育扶贫救助基金"
        HEALTH = "health", "卫生扶贫救助基金"
        MUTUAL_AID = "mutual_aid", "扶贫互助社"

    class Pilot(models.TextChoices):
        CENTRAL = "central", "中央试点"
        PROVINCE = "province", "省级试点"
        NONE = "", "不是试点"

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="fund")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    title = models.CharField("名称", max_length=80)
    pilot = models.CharField("试点级别", max_length=10, choices=Pilot.choices, blank=True)
    rules = models.CharField("章程或办法", max_length=120, blank=True)
    set_up_on = models.DateField("设立日期")
    closed_on = models.DateField("退出日期", null=True)
    closed_why = models.CharField("退出依据", max_length=120, blank=True)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("kind", "subject")
        constraints = (
            models.CheckConstraint(name="ledger_fund_said", condition=~Q(title="") & ~Q(kind="")),
            models.CheckConstraint(
                name="ledger_fund_closed",
                condition=Q(closed_on__isnull=True, closed_why="")
                | (Q(closed_on__gte=F("set_up_on")) & ~Q(closed_why="")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_society(self) -> bool:
        return self.kind == self.Kind.MUTUAL_AID


class FundCount(Fact):
    """What a fund reports of itself beside its money, as of a day: stated, not computed."""

    helped = Count("惠及人数", unit="人", is_asked=False)
    borrowers = Count("贷款户数", unit="户", is_asked=False)
    loans = Money("撬动贷款", null=True, blank=True, is_asked=False)
    households = Count("村内总户数", unit="户", is_asked=False)
    poor_households = Count("村内贫困户", unit="户", is_asked=False)
    members = Count("社员户数", unit="户", is_asked=False)
    poor_members = Count("贫困户社员", unit="户", is_asked=False)
    groups = Count("互助小组", unit="个", is_asked=False)
    managers = Count("管理人员", unit="人", is_asked=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="ledger_fundcount_members",
                condition=(Q(members__isnull=True) | Q(poor_members__isnull=True) | Q(poor_members__lte=F("members")))
                & (Q(members__isnull=True) | Q(households__isnull=True) | Q(members__lte=F("households")))
                & (
                    Q(poor_members__isnull=True) | Q(poor_households__isnull=True)
                    | Q(poor_members__lte=F("poor_households"))
                ),
            ),
        )  # fmt: skip
