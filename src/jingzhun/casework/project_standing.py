"""What keeps a project out of the library, for the page of its case and for the refusal: elements, negative list, changes."""

from __future__ import annotations

from datetime import date

from jingzhun.ledger.actions.library import lacking
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from .frozen import differences
from .input_forms.project import against
from .models import Case

ENTERS = "enter_library"


def enters(procedure: Procedure) -> bool:
    """Whether a procedure ends in the library."""
    return any(call.name == ENTERS for call in procedure.steps[-1].effects)


def hindrances(case: Case, procedure: Procedure, *, today: date) -> list[tuple[str, str]]:
    """(kind, text) of what of the project itself keeps the present step from passing; empty for other cases.

    What the first step sends up is what is on the notices; later changes have to go back there.
    """
    if case.subject.kind != Subject.Kind.PROJECT or not enters(procedure):
        return []
    book, found = CodeBook.read(), []
    missing = lacking(case.subject, today)
    if missing:
        found.append(("elements", f"要素不齐，缺{'、'.join(missing)}"))
    given = case.proposed.get("negative_list")
    applies = against(given, book) if given else []
    if applies:
        found.append(("inputs", f"负面清单：{'、'.join(applies)}，不能入库"))
    if case.step is not None and case.step.number > 1:
        changed = [each.title for each in differences(case.frozen, subject=case.subject, day=today, book=book)]
        if changed:
            found.append(("elements", f"申报后项目内容改了（{'、'.join(changed)}），请退回重新公示"))
    return found
