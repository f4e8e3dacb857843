"""An award roster approved: the ledger reserves its money, with the case as its reason and the last two deciders as approvers."""

from __future__ import annotations

from jingzhun.ledger.actions.award_payment import approve_roster
from jingzhun.ledger.models import AwardRoster

from .claim import passes
from .writ import Writ


def approve_awards(writ: Writ) -> None:
    """One claim for the lines that stand. Who decided the last step and the one before it are the two who approve."""
    last = {each.number: each for each in passes(writ).select_related("official")}
    if len(last) < 2:
        raise writ.refuse("没有两步审批的结论")
    one, two = (last[number].official for number in sorted(last)[-2:])
    names = (one.name, two.name)
    if one.name == two.name:
        names = (f"{one.name}（{one.sign_in_name}）", f"{two.name}（{two.sign_in_name}）")
    roster = AwardRoster.objects.get(pk=writ.case.subject_id)
    approve_roster(
        roster=roster,
        case=writ.case.number,
        approved_by=names[0],
        approved_again_by=names[1],
        on=writ.on,
        work=writ.work,
    )
