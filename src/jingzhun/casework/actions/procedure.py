"""Laying a procedure of a pack version down as rows, once, when its first case is opened."""

from __future__ import annotations

from jingzhun.policy.models import PackVersion
from jingzhun.rules import procedure as definition

from ..models import Procedure, ProcedureStep, StepCheck, StepPaper


def lay_down(*, pack: PackVersion, procedure: definition.Procedure) -> Procedure:
    """The stored row of a procedure with its steps, papers and checks. Called inside a unit."""
    row, made = Procedure.objects.get_or_create(
        pack=pack,
        name=procedure.name,
        defaults={"code": procedure.code, "title": procedure.title, "subject_kind": procedure.subject},
    )
    if made:
        for step in procedure.steps:
            stored = ProcedureStep.objects.create(
                procedure=row, number=step.number, key=step.id, title=step.title, level=step.area_level,
                roles=_listed(step.roles), signers=step.signers, household_signs=step.household_signs,
                sample_percent=step.sample_percent, notice_days=step.notice.days.count if step.notice else 0,
                differs_from=_listed(step.differs_from), asks=_listed(step.asks), back_to=step.back_to,
                is_last=step.number == len(procedure.steps),
            )  # fmt: skip
            StepPaper.objects.bulk_create([StepPaper(step=stored, name=name) for name in step.documents])
            StepCheck.objects.bulk_create([StepCheck(step=stored, name=name) for name in step.checks])
    return row


def _listed(parts: tuple[object, ...]) -> str:
    """``,a,b,``: so that SQL finds ``,a,``; empty for none."""
    return f",{','.join(map(str, parts))}," if parts else ""
