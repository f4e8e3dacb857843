"""What of a case's subject itself keeps the present step from passing, by kind of subject; none for those not listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from jingzhun.registry.models import Subject

from . import claim_standing, project_standing, roster_standing
from .models import Case
from .procedures import definition_of

TABLE: Mapping[str, Callable[..., list[tuple[str, str]]]] = {
    Subject.Kind.PROJECT: project_standing.hindrances,
    Subject.Kind.CLAIM: claim_standing.hindrances,
    Subject.Kind.AWARD_ROSTER: roster_standing.hindrances,
}


def hindrances(case: Case, *, today: date) -> list[tuple[str, str]]:
    """(part of the case page, text) of each."""
    found = TABLE.get(case.subject.kind)
    return found(case, definition_of(case.procedure), today=today) if found else []
