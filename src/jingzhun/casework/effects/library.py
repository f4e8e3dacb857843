"""A project into the library, out of it, and changed in it: the ledger's own actions, with the case as their reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jingzhun.ledger.actions import library
from jingzhun.ledger.forms import split
from jingzhun.ledger.models import ProjectProfile
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import Day, Quantity

from ..input_forms.project import against
from .writ import Writ, day_of


def enter_library(writ: Writ) -> None:
    """Into the library as 储备, when every mandatory element is there and nothing of the negative list applies."""
    _require_place(writ)
    found = against(writ.given("negative_list"), CodeBook.read())
    if found:
        raise writ.refuse(f"负面清单：{'、'.join(found)}")
    library.enter_library(project=writ.case.subject, move=_move(writ), change=writ.work.change, by=writ.post.actor)


def leave_library(writ: Writ) -> None:
    """Out of the library, with its cause."""
    given = writ.given("library_exit")
    move = _move(writ, cause=given["cause"], note=given["note"])
    library.leave_library(project=writ.case.subject, move=move, change=writ.work.change, by=writ.post.actor)


def adjust_project(writ: Writ) -> None:
    """What the case decided to change of a project of the library, true from the day of the decision."""
    _require_place(writ)
    profile, funding = split(writ.given("project_adjustment"))
    library.adjust_project(
        project=writ.case.subject, adjustment=library.Adjustment({k: _value(k, v) for k, v in profile.items()}, funding),
        move=_move(writ), change=writ.work.change, by=writ.post.actor,
    )  # fmt: skip


def _move(writ: Writ, *, cause: str = "", note: str = "") -> library.Move:
    reason = f"{writ.case.reason}；{note}" if note else writ.case.reason
    return library.Move(writ.on, writ.case.origin, reason[:400], writ.case.number, cause)


def _require_place(writ: Writ) -> None:
    """Who decided was chosen by the area of the case; a project that moved meanwhile would be another's."""
    if writ.case.subject.area_id != writ.case.area_id:
        raise writ.refuse("项目的范围在立案后改了，请退回或撤回后重新申报")


def _value(name: str, value: Any) -> Any:
    """A value as the case keeps it, back in its own type."""
    field = ProjectProfile._meta.get_field(name)
    if value in (None, ""):
        return value
    if isinstance(field, Day):
        return day_of(value)
    return Decimal(value) if isinstance(field, Quantity) else value
