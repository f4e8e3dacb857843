"""项目到户: which households a project is for, from which day, by which list. A fact of the household.

Households that an award roster of the project pays, or that a measure with the project's number reached, benefit without
standing here a second time: :mod:`jingzhun.ledger.beneficiaries` reads all three.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import Flag, Text
from jingzhun.registry.models.known import Fact


class ProjectBenefit(Fact):
    """``subject`` is the household. One that is taken off the list has a later row with ``is_in`` false, and its paper."""

    SERIES = ("subject_id", "project_id")

    project = models.ForeignKey(
        "registry.Subject", models.PROTECT, related_name="benefits", verbose_name="项目", db_index=True
    )
    is_in = Flag("受益", null=False, blank=False, default=True)
    content = Text("受益内容", max_length=80)
    document = Text("名单依据", max_length=120, blank=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_projectbenefit_once",
                fields=("subject", "project", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_projectbenefit_said", condition=~Q(document="")),
        )
