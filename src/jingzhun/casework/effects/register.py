"""Putting a household on a register, what happens to it there, and taking it off."""

from __future__ import annotations

from collections.abc import Mapping

from jingzhun.registry.models import HouseholdCause, HouseholdStatus

from ..exit_marks import LIFTED, POOR, RELAPSED
from .writ import Writ


def register_household(writ: Writ, *, regime: str = "registered") -> None:
    """On the register of ``regime`` from the day on; the kind that the case decided goes with it."""
    attribute = writ.case.proposed.get("attribute", {}).get("attribute", "")
    values = {"regime": regime, "status": "in", "attribute": attribute, "identified_on": writ.on}
    if regime == "registered":
        values |= {"exit_mark": POOR, "exit_year": None}
    writ.put(HouseholdStatus, writ.case.subject_id, writ.on, values)


def leave_register(writ: Writ, *, regime: str = "registered") -> None:
    """Off the register of ``regime``; what was known of it there stays with the row before."""
    _require_in(writ, regime)
    writ.put(HouseholdStatus, writ.case.subject_id, writ.on, {"regime": regime, "status": "out"})


def exit_poverty(writ: Writ) -> None:
    """Lifted out of poverty in the year of the day; stays on the register with its policies (脱贫不脱政策)."""
    _require_in(writ, "registered")
    values = {"regime": "registered", "exit_mark": LIFTED, "exit_year": writ.on.year}
    writ.put(HouseholdStatus, writ.case.subject_id, writ.on, values)


def adjust_register(writ: Writ, *, regime: str = "registered") -> None:
    """What the review found: nothing to change, off the register, lifted out, or fallen back."""
    outcome = writ.given("adjustment")["outcome"]
    if outcome == "keep":
        _require_in(writ, regime)
    elif outcome == "leave":
        leave_register(writ, regime=regime)
    elif outcome == "exit" and regime == "registered":
        exit_poverty(writ)
    elif outcome == "return" and regime == "registered":
        values = {"regime": regime, "status": "in", "exit_mark": RELAPSED, "exit_year": None}
        writ.put(HouseholdStatus, writ.case.subject_id, writ.on, values)
    else:
        raise writ.refuse("这个制度没有这种复核结论，请选继续在册或清退")


def record_cause(writ: Writ) -> None:
    """The causes of poverty that the case found (主要致贫原因 and up to two others)."""
    cause = writ.given("cause")
    names = ("main_cause", "other_cause_1", "other_cause_2")
    writ.put(HouseholdCause, writ.case.subject_id, writ.on, {name: cause.get(name, "") for name in names})


def out_of_all(writ: Writ, household: int) -> None:
    """Off every register it is on: the household is no more."""
    rows = HouseholdStatus.objects.as_of(writ.on).filter(subject_id=household, status="in")
    for regime in sorted(rows.values_list("regime", flat=True)):
        writ.put(HouseholdStatus, household, writ.on, {"regime": regime, "status": "out"})


def _require_in(writ: Writ, regime: str) -> Mapping[str, str]:
    rows = HouseholdStatus.objects.as_of(writ.on).filter(subject_id=writ.case.subject_id, regime=regime, status="in")
    found = rows.values("exit_mark", "attribute").first()
    if found is None:
        raise writ.refuse("这一户不在册")
    return found
