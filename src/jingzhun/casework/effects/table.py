"""What a case writes when its last step passes: a closed table from the names of packs to actions of lower apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change
from jingzhun.rules.procedure import EffectCall

from ..models import Case
from . import allocation, appeal, award, claim, fund_request, library, monitoring, people, places, record, register
from .writ import Writ

Effect = Callable[..., None]

TABLE: Mapping[str, Effect] = {
    "register_household": register.register_household,
    "leave_register": register.leave_register,
    "exit_poverty": register.exit_poverty,
    "adjust_register": register.adjust_register,
    "register_monitored": monitoring.register_monitored,
    "clear_risk": monitoring.clear_risk,
    "record_cause": register.record_cause,
    "set_dwelling": record.set_dwelling,
    "correct_record": record.correct_record,
    "add_member": people.add_member,
    "remove_member": people.remove_member,
    "split_household": people.split_household,
    "merge_household": people.merge_household,
    "move_household": people.move_household,
    "give_urgent_help": monitoring.give_urgent_help,
    "exit_village": places.exit_village,
    "exit_county": places.exit_county,
    "reopen_contested": appeal.reopen_contested,
    "enter_library": library.enter_library,
    "leave_library": library.leave_library,
    "adjust_project": library.adjust_project,
    "approve_claim": claim.approve_claim,
    "pay_claim": claim.pay_claim,
    "approve_awards": award.approve_awards,
    "allocate_funds": allocation.allocate_funds,
    "pay_fund": fund_request.pay_fund,
}


def run_effects(calls: Sequence[EffectCall], *, case: Case, post: Post, on: date) -> Change | None:
    """Run the effects of a procedure under one change of the registry, named after the case; None where there are none."""
    if not calls:
        return None
    with writing(
        kind=Change.Kind.CASE, by=post.actor, source=f"办件 {case.number} {case.procedure.title}", reason=case.reason[:200],
        action="case.effect", subject_kind=case.subject.get_kind_display(), subject_code=case.subject.code,
        area_code=case.area_id, case=case.number, effects=[call.name for call in calls],
    ) as work:  # fmt: skip
        for call in calls:
            TABLE[call.name](Writ(case, work, on, post), **call.arguments)
    return work.change
