"""Procedures of the stored packs: which are in force for an area on a day, and the definition behind a stored row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.rules import procedure as definition

from .models import Case, Procedure


@dataclass(frozen=True)
class Offer:
    """A procedure that may be begun: the version of its pack in force and its definition."""

    pack: PackVersion
    procedure: definition.Procedure

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.pack.pk}:{self.procedure.code}"


def offered(*, area: AreaCode, day: date, subject_kind: str = "") -> list[Offer]:
    """The procedures in force for ``area`` on ``day``, by title; of one kind of subject where asked.

    Of the procedures with one code only that of the nearest authority is offered: the prefecture's before the province's
    before the nation's.
    """
    packs = sorted(PackVersion.objects.in_force(area, day), key=lambda pack: len(pack.area))
    nearest = {each.code: Offer(pack, each) for pack in packs for each in definition.procedures_in(pack.files)}
    return sorted(
        (each for each in nearest.values() if not subject_kind or each.procedure.subject == subject_kind),
        key=lambda each: (each.procedure.subject, each.procedure.title),
    )


def definition_of(procedure: Procedure) -> definition.Procedure:
    """The definition that a case pins."""
    return next(each for each in definition.procedures_in(procedure.pack.files) if each.name == procedure.name)


def step_of(case: Case) -> definition.Step | None:
    """The definition of the step to be decided next."""
    return definition_of(case.procedure).step(case.step.number) if case.step else None
