"""How far a project is: the steps it must pass (用地 … 移交) with days and papers, its progress, and who keeps it afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import CodeOf, Count, Day, Flag, Money, Quantity, Text
from jingzhun.registry.models.known import Entry, Fact


class ProjectMilestone(Fact):
    """One step of a project from a day on: planned, done, or not needed with the reason.

    ``reason`` tells why a step is late or not needed; ``cause`` is its class. ``is_needed`` unknown counts as needed.
    """

    SERIES = ("subject_id", "step")

    step = CodeOf("节点", codes="项目节点", blank=False)
    is_needed = Flag("需要办")
    planned_on = Day("计划日期")
    done_on = Day("完成日期")
    document = Text("文件", max_length=120)
    cause = CodeOf("延误原因", codes="延误原因")
    reason = Text("说明", max_length=200)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_projectmilestone_once",
                fields=("subject", "step", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_milestone_has_step", condition=~Q(step="")),
            models.CheckConstraint(
                name="ledger_milestone_not_needed",
                condition=Q(is_needed__isnull=True)
                | Q(is_needed=True)
                | (Q(is_needed=False, done_on__isnull=True, planned_on__isnull=True) & ~Q(reason="")),
            ),
        )


class ProjectProgress(Fact):
    """How much was built and spent by a day (``since``): percent of the works, invested fen, both from the beginning."""

    percent = Quantity("形象进度", unit="%", max_digits=5, decimal_places=2)
    invested = Money("完成投资", null=True, blank=True)
    document = Text("依据", max_length=120)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="ledger_progress_bounds",
                condition=(Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100))
                & (Q(invested__isnull=True) | Q(invested__gte=0))
                & (Q(percent__isnull=False) | Q(invested__isnull=False)),
            ),
        )


class ProjectUpkeep(Fact):
    """Who keeps a project after it was handed over, from a day on: keeper, rules, staff, money for a year (fen)."""

    keeper = Text("管护人", max_length=40)
    keeper_unit = Text("管护单位", max_length=80)
    rules = Text("管护制度", max_length=120)
    staff = Count("管护人数", unit="人")
    budget = Money("年管护经费", null=True, blank=True)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="ledger_upkeep_signs",
                condition=(Q(staff__isnull=True) | Q(staff__gte=0)) & (Q(budget__isnull=True) | Q(budget__gte=0)),
            ),
        )


class UpkeepInspection(Entry):
    """A look at a kept project: when, by whom, whether it is sound, what was found. Key is ``day|inspector``."""

    inspected_on = Day("检查日期", null=False, blank=False)
    inspector = Text("检查人", max_length=40, blank=False)
    is_sound = Flag("完好")
    found = Text("情况", max_length=200)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_inspection_told", condition=~Q(inspector="") & (~Q(found="") | Q(is_sound=True))
            ),
        )
