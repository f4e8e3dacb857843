"""What a case writes when its last step passes: a closed table from the names of packs to actions of lower apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change
from jingzhun.rules.procedure import EffectCall

from ..models import Case
from . import register

Effect = Callable[..., None]

TABLE: Mapping[str, Effect] = {
    "register_household": register.register_household,
    "record_cause": register.record_cause,
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
            TABLE[call.name](case=case, work=work, on=on, **call.arguments)
    return work.change


__all__ = ("TABLE", "Writing", "run_effects")
