"""An appeal that is upheld: the contested conclusion is undone as a unit, and a new case of the same procedure begins."""

from __future__ import annotations

from jingzhun.registry.actions.undo import undo

from ..beginning import begin, open_numbers
from ..models import Case
from .writ import Writ


def reopen_contested(writ: Writ) -> None:
    """Undo what the contested case wrote, where it wrote anything, and begin it anew from its first step.

    Refused with the list where later changes stand on what it wrote.
    """
    given = writ.given("contested")
    contested = Case.objects.select_related("procedure__pack", "change", "subject").filter(
        number=given["case"], subject_id=writ.case.subject_id
    ).first()  # fmt: skip
    if contested is None or contested.is_open:
        raise writ.refuse("申诉的办件不在，或还没有办结")
    if contested.change is not None and contested.change.undone_by_id is None:
        undo(change=contested.change, by=writ.post.actor, reason=f"申诉 {writ.case.number}")
    if not open_numbers(contested.procedure.code, [contested.subject_id]):
        begin(
            stored=contested.procedure, subject=contested.subject, by=writ.post.official, origin="申诉",
            reason=f"{contested.number} 经申诉撤销，重新办理：{given['grounds']}"[:400], on=writ.on, log=writ.work.log,
        )  # fmt: skip
