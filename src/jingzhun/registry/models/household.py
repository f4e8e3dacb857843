"""Households: all rural ones, not only the poor; status per regime, home, services and causes of poverty."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jingzhun.core.text import fold_name

from ..fields import CodeOf, Count, Day, Flag, Quantity, Sealed, Sensitivity, Text
from .assistance import Pairing
from .known import Fact
from .person import HEAD, Membership, PersonIdentity


def with_heads(
    rows: models.QuerySet, day: date, known_at: datetime | None = None, *, household: str = "pk"
) -> models.QuerySet:
    """Adds ``head_id`` and ``head_name`` as of a day to rows whose field ``household`` is a household's key."""
    heads = Membership.objects.as_of(day, known_at).filter(household_id=OuterRef(household), relation=HEAD)
    named = PersonIdentity.objects.as_of(day, known_at).filter(subject_id=OuterRef("head_id")).values("name")[:1]
    return rows.annotate(head_id=Subquery(heads.values("subject_id")[:1]), head_name=Subquery(named))


class HouseholdQuerySet(models.QuerySet):
    def in_register(
        self, day: date, known_at: datetime | None = None, *, regime: str = "registered"
    ) -> HouseholdQuerySet:
        """Households on the register of ``regime`` on a day."""
        rows = HouseholdStatus.objects.as_of(day, known_at).filter(regime=regime, status="in")
        return self.filter(pk__in=rows.values("subject_id"))

    def there_on(self, day: date, known_at: datetime | None = None) -> HouseholdQuerySet:
        """Households that had an address, a status or a member on a day: those of the roster of that day. The others were
        recorded later, or are true only from a later day."""
        own = Q(subject_id=OuterRef("pk"), since__lte=day)
        return self.filter(
            Exists(HouseholdProfile.objects.known(known_at).filter(own))
            | Exists(HouseholdStatus.objects.known(known_at).filter(own))
            | Exists(Membership.objects.as_of(day, known_at).filter(household_id=OuterRef("pk")))
        )

    def helped_by(self, official_id: int, day: date, known_at: datetime | None = None) -> HouseholdQuerySet:
        """Households paired with a helper on a day."""
        return self.filter(
            pk__in=Pairing.objects.as_of(day, known_at).filter(helper_id=official_id).values("subject_id")
        )

    def with_head(self, day: date, known_at: datetime | None = None) -> HouseholdQuerySet:
        """Adds ``head_name`` and ``members`` (persons) as of a day; evaluated for the rows that are read only."""
        homes = Membership.objects.as_of(day, known_at).filter(household_id=OuterRef("pk"))
        counted = homes.order_by().values("household_id").annotate(n=models.Count("pk")).values("n")
        return with_heads(self, day, known_at).annotate(members=Coalesce(Subquery(counted), 0))

    def with_status(
        self, day: date, known_at: datetime | None = None, *, regime: str = "registered"
    ) -> HouseholdQuerySet:
        """Adds ``status`` and ``attribute`` (codes) under a regime as of a day."""
        rows = HouseholdStatus.objects.as_of(day, known_at).filter(subject_id=OuterRef("pk"), regime=regime)
        return self.annotate(
            status=Subquery(rows.values("status")[:1]), attribute=Subquery(rows.values("attribute")[:1])
        )

    def matching(self, text: str, day: date, known_at: datetime | None = None) -> HouseholdQuerySet:
        """Households whose number begins with ``text``, or with a member whose name contains it or whose pinyin initials
        begin with it."""
        sought = fold_name(text)
        if not sought:
            return self
        names = Q(name__contains=sought)
        if sought.isascii():
            names |= Q(initials__startswith=sought.lower())
        people = PersonIdentity.objects.as_of(day, known_at).filter(names).values("subject_id")
        homes = Membership.objects.as_of(day, known_at).filter(subject_id__in=people).values("household_id")
        return self.filter(Q(subject__code__startswith=text.strip()) | Q(pk__in=homes))


class Household(models.Model):
    """The household as a thing; everything that may change is a fact. ``subject.code`` is its 户编号."""

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="household")

    objects = HouseholdQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject.code


class HouseholdProfile(Fact):
    """Where and how a household is reached. 户编号 of the national export and the office's own are the subject's code."""

    group_name = Text("自然村", max_length=60)
    phone = Sealed("联系电话", owner="乡镇")
    bank_name = Text("开户银行", max_length=60, sensitivity=Sensitivity.PERSONAL, in_roster=False, is_asked=False)
    bank_account = Sealed("银行账号", owner="乡镇", is_asked=False)


class HouseholdStatus(Fact):
    """Status under one regime (建档立卡, 监测对象, 低保 …): a dated history, one series per regime."""

    SERIES = ("subject_id", "regime")

    regime = CodeOf("制度", codes="制度", blank=False)
    status = CodeOf("在册状态", codes="在册状态", blank=False)
    attribute = CodeOf("贫困户属性", codes="贫困户属性", owner="民政")
    exit_mark = CodeOf("脱贫属性", codes="脱贫属性")
    exit_year = Count("脱贫年度", unit="年", is_asked=False)
    monitoring_kind = CodeOf("监测对象类型", codes="监测对象类型", is_asked=False)
    household_type = CodeOf("户类型", codes="户类型", is_asked=False)
    identified_on = Day("首次识别时间")
    risk_identified_on = Day("风险识别时间", is_asked=False)
    risk_cleared = Flag("风险是否消除", is_asked=False)
    risk_cleared_on = Day("风险消除时间", is_asked=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="registry_householdstatus_once",
                fields=("subject", "regime", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
        )


class HouseholdCause(Fact):
    """Causes of poverty: one main cause, up to two others that differ from it (2014 form, A3a and A3b)."""

    main_cause = CodeOf("主要致贫原因", codes="致贫原因")
    other_cause_1 = CodeOf("其他致贫原因1", codes="致贫原因", is_asked=False)
    other_cause_2 = CodeOf("其他致贫原因2", codes="致贫原因", is_asked=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="registry_causes_differ",
                condition=(Q(other_cause_1="") | ~Q(other_cause_1=models.F("main_cause")))
                & (
                    Q(other_cause_2="")
                    | (~Q(other_cause_2=models.F("main_cause")) & ~Q(other_cause_2=models.F("other_cause_1")))
                ),
            ),
        )


DANGEROUS = ("C", "D")
"""Grades of a dwelling (房屋等级) that is dangerous: 危房."""


class Dwelling(Fact):
    """The home: safety grade by appraisal, area, structure."""

    grade = CodeOf("房屋等级", unit="级", codes="房屋等级", owner="住建")
    is_dangerous = Flag("危房户", owner="住建")
    floor_area = Quantity("住房面积", unit="平方米", owner="住建")
    structure = CodeOf("主要结构", codes="住房结构", owner="住建")
    built_year = Count("建房年份", unit="年", owner="住建")


class HouseholdServices(Fact):
    """Food and clothing, water, electricity, radio and television, road at the household."""

    has_food = Flag("不愁吃")
    has_clothing = Flag("不愁穿")
    water_is_safe = Flag("饮水安全", owner="水务")
    water_is_hard_to_get = Flag("饮水困难", owner="水务")
    water_distance = Quantity("取水半径", unit="公里", owner="水务")
    has_electricity = Flag("通生活用电", owner="电力")
    has_radio_tv = Flag("通广播电视", owner="广电")
    has_road = Flag("通硬化路", owner="交通")
