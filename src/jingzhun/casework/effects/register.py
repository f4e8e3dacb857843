"""Putting a household on a register and taking it off."""

from __future__ import annotations

from datetime import date

from jingzhun.registry.actions.plan import plan_facts
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import HouseholdCause, HouseholdStatus

from ..models import Case


def register_household(*, case: Case, work: Writing, on: date, regime: str = "registered") -> None:
    """On the register of ``regime`` from ``on``; the kind that the case decided goes with it."""
    attribute = case.proposed.get("attribute", {}).get("attribute", "")
    plan = plan_facts(
        model=HouseholdStatus,
        fields=("regime", "status", "attribute", "identified_on"),
        rows=[(case.subject_id, on, regime, "in", attribute, on)],
    )
    work.put(plan)


def record_cause(*, case: Case, work: Writing, on: date) -> None:
    """The causes of poverty that the case found (主要致贫原因 and up to two others)."""
    cause = case.proposed.get("cause", {})
    names = ("main_cause", "other_cause_1", "other_cause_2")
    work.put(
        plan_facts(
            model=HouseholdCause,
            fields=names,
            rows=[(case.subject_id, on, *(cause.get(name, "") for name in names))],
        )
    )
