"""What is done to a claim from its page: applied for, sent up as a case, voided, taken back by the paying office."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.core.area_code import Level
from jingzhun.ledger.actions import claim as ledger
from jingzhun.ledger.models import Claim
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import Case
from .sending import Sending, open_cases_of, send, sending_of

KIND = Subject.Kind.CLAIM.label


def sending(claim: Claim, post: Post, on: date) -> Sending:
    """The procedure that fits where the claim's project lies and that this post begins."""
    return sending_of(claim.subject, post, on, program="报账程序")


def open_claim(*, application: ledger.Application, post: Post, today: date) -> Claim:
    """Write a claim from a form. Raises :class:`~jingzhun.ledger.actions.claim.UnableToClaim`."""
    require(post, Verb.CLAIM)
    require_area(post, application.project.area_id)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source="开报账单", action="claim.open", subject_kind=KIND,
        area_code=application.project.area_id, project=application.project.code,
    ) as work:  # fmt: skip
        return ledger.open_claims(applications=[application], today=today, work=work)[0]


def send_claim(*, claim: Claim, post: Post, by: Official, on: date) -> Case:
    """Open the claim's case. Raises :class:`~jingzhun.casework.actions.case.UnableToOpenCase`."""
    return send(claim.subject, sending(claim, post, on), reason=claim.title, post=post, by=by, on=on)


def drop_claim(*, claim: Claim, post: Post, on: date, why: str) -> Claim:
    """Void a claim that is in no open case and of which nothing is posted; its invoices are free again."""
    require(post, Verb.CLAIM)
    require_area(post, claim.subject.area_id)
    others = open_cases_of(claim.subject)
    if others:
        raise ledger.UnableToVoidClaim(claim=claim.subject.code, why=f"在办件 {others[0].number} 里")
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"作废报账单 {claim.subject.code}", reason=why[:200], action="claim.void",
        subject_kind=KIND, subject_code=claim.subject.code, area_code=claim.subject.area_id,
    ) as work:  # fmt: skip
        return ledger.void_claim(claim=claim, on=on, why=why, work=work)


def take_back(*, claim: Claim, post: Post, on: date, why: str) -> int:
    """Reverse what stands of a paid claim, with the reason; returns how many movements. The county's finance office only."""
    require(post, Verb.RECORD_FUNDS)
    require_area(post, claim.subject.area_id)
    if post.area.level != Level.COUNTY:
        raise ledger.UnableToClaim(
            what=f"冲销报账单 {claim.subject.code}，", why="由县财政冲销", way="请县财政核对后冲销"
        )
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"冲销报账单 {claim.subject.code}", reason=why[:200],
        action="claim.take_back", subject_kind=KIND, subject_code=claim.subject.code, area_code=claim.subject.area_id,
    ) as work:  # fmt: skip
        return len(ledger.take_back_claim(claim=claim, on=on, why=why, work=work))
