"""The county project library (县级项目库): what a project is, where it stands, what money is planned from whom.

Everything that may change is dated: true from a day, known from a moment. The elements that 国开办发〔2018〕10号 asks for
before a project may enter the library are fields here; :mod:`jingzhun.ledger.elements` says which are missing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from jingzhun.core.area_code import AreaCode
from jingzhun.registry.fields import CodeOf, Count, Day, Money, Quantity, Text
from jingzhun.registry.models.known import Fact, FactQuerySet

from ..stages import OUTSIDE


class Project(models.Model):
    """The project as a thing; ``subject.code`` is its 项目编号, ``subject.area`` the smallest area that holds all its sites."""

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="project")

    def __str__(self) -> str:
        return self.subject.code


class ProfileQuerySet(FactQuerySet):
    """Reads of the library: one row per project, that of the day asked for."""

    def library(self, day: date, known_at: datetime | None = None) -> Self:
        """The projects in the library on ``day``, as :meth:`standing`: none that is only applied for or has left."""
        return self.standing(day, known_at).exclude(stage__in=OUTSIDE)

    def standing(self, day: date, known_at: datetime | None = None) -> Self:
        """All projects known on ``day`` with ``stage``, ``planned`` (fen, the sum of the sources in force) and
        ``missing``, the number of mandatory elements not filled (:mod:`jingzhun.ledger.elements` names them)."""
        own = OuterRef("subject")
        stage = ProjectStage.objects.as_of(day, known_at).filter(subject=own).values("stage")
        money = ProjectFunding.objects.as_of(day, known_at).filter(subject=own)
        sites = ProjectSite.objects.as_of(day, known_at).filter(subject=own, is_site=True)
        total = money.order_by().values("subject").annotate(total=Sum("planned")).values("total")
        blank = [
            Q(**{name: ""})
            for name in ("name", "category", "construction", "responsible_unit", "task", "goal", "mechanism")
        ]
        blank += [
            Q(starts_on__isnull=True) | Q(ends_on__isnull=True),
            Q(beneficiaries="", households__isnull=True, persons__isnull=True),
            Q(place="") & ~Q(Exists(sites)),
            ~Q(Exists(money.filter(planned__gt=0))),
        ]
        missing = sum((Case(When(each, then=Value(1)), default=Value(0)) for each in blank), start=Value(0))
        return self.as_of(day, known_at).annotate(
            stage=Coalesce(Subquery(stage[:1]), Value("")),
            planned=Coalesce(Subquery(total[:1]), Value(0)),
            missing=missing,
        )

    def touching(self, area: AreaCode, day: date, known_at: datetime | None = None) -> Self:
        """Projects that lie in ``area`` or have a site in it on ``day``."""
        sites = ProjectSite.objects.as_of(day, known_at).filter(
            subject=OuterRef("subject"), is_site=True, area_id__gte=area.first, area_id__lt=area.after
        )
        return self.filter(Q(subject__area_id__gte=area.first, subject__area_id__lt=area.after) | Q(Exists(sites)))

    def matching(self, text: str) -> Self:
        """Name, number, place or unit contains ``text``."""
        return self.filter(
            Q(name__icontains=text) | Q(subject__code__icontains=text) | Q(place__icontains=text)
            | Q(responsible_unit__icontains=text) | Q(subject__area__short_name__icontains=text)
        )  # fmt: skip

    def funded_by(self, source: str, day: date, known_at: datetime | None = None) -> Self:
        """Projects with planned money from ``source``."""
        money = ProjectFunding.objects.as_of(day, known_at).filter(source=source, planned__gt=0)
        return self.filter(subject__in=money.values("subject"))


class ProjectProfile(Fact):
    """What is to be built or done, for whom, by whom. One row per day from which it holds."""

    name = Text("项目名称", max_length=120, blank=False)
    category = CodeOf("项目类别", codes="项目类别", blank=False)
    year = Count("年度", unit="年", null=False)
    construction = CodeOf("建设性质", codes="建设性质")
    place = Text("实施地点", max_length=120, in_roster=False)
    starts_on = Day("开工时间")
    ends_on = Day("完工时间")
    responsible_unit = Text("责任单位", max_length=80)
    task = Text("建设任务", max_length=400, in_roster=False)
    scale = Quantity("规模")
    scale_unit = Text("规模单位", max_length=10)
    beneficiaries = Text("受益对象", max_length=120, in_roster=False)
    households = Count("受益户数", unit="户")
    persons = Count("受益人数", unit="人")
    goal = Text("绩效目标", max_length=400, in_roster=False)
    mechanism = Text("带贫机制", max_length=400, in_roster=False)

    objects = ProfileQuerySet.as_manager()

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(name="ledger_project_has_name", condition=~Q(name="") & ~Q(category="")),
            models.CheckConstraint(name="ledger_project_year", condition=Q(year__gte=2000, year__lte=2100)),
            models.CheckConstraint(name="ledger_project_scale", condition=Q(scale__isnull=True) | Q(scale__gte=0)),
            models.CheckConstraint(
                name="ledger_project_days",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="ledger_project_beneficiaries",
                condition=(Q(households__isnull=True) | Q(households__gte=0))
                & (Q(persons__isnull=True) | Q(persons__gte=0))
                & (Q(households__isnull=True) | Q(persons__isnull=True) | Q(persons__gte=F("households"))),
            ),
        )
        indexes = (*Fact.Meta.indexes, models.Index(name="project_category", fields=("year", "category")))


class ProjectStage(Fact):
    """Where a project stands from a day on: 申报, 储备, 实施, 完工, 出库."""

    stage = CodeOf("项目阶段", codes="项目阶段", blank=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(name="ledger_project_has_stage", condition=~Q(stage="")),
        )


class ProjectFunding(Fact):
    """Planned money from one source from a day on; an adjusted plan adds a row, a source that falls away has nought."""

    SERIES = ("subject_id", "source")

    source = CodeOf("资金来源", codes="资金来源", blank=False)
    planned = Money("计划资金")

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_projectfunding_once",
                fields=("subject", "source", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_funding_planned", condition=Q(planned__gte=0) & ~Q(source="")),
        )


class ProjectSite(Fact):
    """An area in which a project is built or from which people take part, from a day on; once per project and day.

    A site that is given up has a later row with ``is_site`` false.
    """

    SERIES = ("subject_id", "area_id")

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="project_sites", verbose_name="区划")
    is_site = models.BooleanField("在此实施", default=True)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_projectsite_once",
                fields=("subject", "area", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
        )
