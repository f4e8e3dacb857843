"""What of a case's subject itself keeps the present step from passing, by kind of subject; none for those not listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from . import claim_standing, project_standing, request_standing, roster_standing
from .models import Case
from .procedures import definition_of

TABLE: Mapping[str, Callable[..., list[tuple[str, str]]]] = {
    Subject.Kind.PROJECT: project_standing.hindrances,
    Subject.Kind.CLAIM: claim_standing.hindrances,
    Subject.Kind.AWARD_ROSTER: roster_standing.hindrances,
    Subject.Kind.FUND_REQUEST: request_standing.hindrances,
}


def not_to_send(subject: Subject, procedure: Procedure) -> tuple[str, str]:
    """Why no case of ``procedure`` may be opened about a claim or a request, and what to do; empty where one may, and for others."""
    if subject.kind == Subject.Kind.CLAIM:
        return claim_standing.not_to_send(subject), "请另开报账单"
    if subject.kind == Subject.Kind.FUND_REQUEST:
        return request_standing.not_to_send(subject, procedure), "请核对基金申请，在它的页上送审"
    return "", ""


def hindrances(case: Case, *, today: date) -> list[tuple[str, str]]:
    """(part of the case page, text) of each."""
    found = TABLE.get(case.subject.kind)
    return found(case, definition_of(case.procedure), today=today) if found else []
