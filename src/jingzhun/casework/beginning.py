"""The first moment of a case: its row at the first step, with what is known of its subject frozen. Called inside a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jingzhun.accounts.models import Official
from jingzhun.audit.unit import Unit
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject
from jingzhun.results.models import Verdict

from .actions.case_log import log_case
from .actions.serial import take
from .days import after
from .frozen import freeze
from .models import Batch, Case, Procedure
from .procedures import definition_of
from .standing import refresh


def begin(
    *, stored: Procedure, subject: Subject, by: Official, origin: str, reason: str, on: date, log: Unit,
    is_urgent: bool = False, inputs: Mapping[str, Any] | None = None, batch: Batch | None = None, number: int = 0,
    book: CodeBook | None = None,
) -> Case:  # fmt: skip
    """A case at the first step of ``stored``, logged; ``number`` is one of the year's running numbers taken before."""
    procedure = definition_of(stored)
    first = procedure.steps[0]
    case = Case.objects.create(
        number=f"{on.year}-{number or take(f'办件 {on.year}'):05d}", procedure=stored, subject=subject,
        area_id=subject.area_id, batch=batch, step=stored.steps.get(number=1), origin=origin, reason=reason,
        is_urgent=is_urgent, proposed=dict(inputs or {}),
        frozen=freeze(subject=subject, day=on, book=book or CodeBook.read()), run_id=_run(subject), opened_on=on,
        opened_at=log.at, opened_by=by, holder=by, due_on=after(on, procedure.within) if procedure.within else None,
        step_since=on, step_due_on=after(on, first.within) if first.within else None, not_before_on=on,
    )  # fmt: skip
    log_case(log, "case.open", case, procedure=procedure.name, pack=stored.pack.content_hash, urgent=is_urgent)
    refresh(case)
    return case


def open_numbers(code: str, subjects: Iterable[int]) -> dict[int, str]:
    """Subject → number of its open case under a procedure of this code, whatever the pack's version."""
    rows = Case.objects.open().filter(procedure__code=code, subject_id__in=list(subjects))
    return dict(rows.values_list("subject_id", "number"))


def _run(subject: Subject) -> int | None:
    return Verdict.objects.filter(subject=subject).order_by("-run_id").values_list("run_id", flat=True).first()
