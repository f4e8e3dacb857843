"""Events of the log about a case: one shape, whatever was done."""

from __future__ import annotations

from jingzhun.audit.unit import Unit

from ..models import Case


def log_case(log: Unit, action: str, case: Case, **details: object) -> None:
    """Note that ``action`` was done to ``case``. Needs ``case.subject``; ``details`` as in :meth:`Unit.record`."""
    log.record(
        action, subject_kind=case.subject.get_kind_display(), subject_code=case.subject.code, area_code=case.area_id,
        case=case.number, **details,
    )  # fmt: skip
