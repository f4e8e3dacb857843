"""What of an award roster itself keeps its case from going on: lines that nobody verified, none left, money not allocated."""

from __future__ import annotations

from datetime import date

from jingzhun.ledger.actions.award_payment import UnableToApproveRoster, require_funds
from jingzhun.ledger.models import AwardCheck, AwardRoster
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from .models import Case

BEFORE = (AwardCheck.Stage.HELPER, AwardCheck.Stage.VILLAGE)
"""Who must have seen every line before the roster goes beyond its first step."""


def roster_of(subject: Subject) -> AwardRoster:
    return AwardRoster.objects.select_related("project", "subject__area").get(pk=subject.pk)


def hindrances(case: Case, procedure: Procedure, *, today: date) -> list[tuple[str, str]]:
    """(part of the page, text). The first step only sends the roster up; at the last its money must be there."""
    if case.step is None:
        return []
    roster = roster_of(case.subject)
    lines = roster.lines.standing()
    if not lines.exists():
        return [("roster", "名册没有留下的行")]
    found = []
    if case.step.number > 1:
        for stage in BEFORE:
            left = lines.exclude(checks__stage=stage).count()
            if left:
                found.append(("roster", f"还有 {left} 户{stage.label}没有核实"))
    if case.step.is_last:
        try:
            require_funds(roster)
        except UnableToApproveRoster as refusal:
            found.append(("roster", str(refusal.fields["why"])))
    return found
