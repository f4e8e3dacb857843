"""What is done to a claim from its page: applied for, sent up as a case, voided, taken back by the paying office."""

from __future__ import annotations

from dataclasses import dataclass
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
from ..procedures import Offer, offered
from .case import UnableToOpenCase, open_case

KIND = Subject.Kind.CLAIM.label


@dataclass(frozen=True)
class Sending:
    """The procedure by which a post may send a claim up, or why it may not."""

    offer: Offer | None
    why: str = ""


def sending(claim: Claim, post: Post, on: date) -> Sending:
    """Of the procedures in force that fit where the claim's project lies, the one that this post begins."""
    offers = [
        each
        for each in offered(area=post.scope, day=on, subject_kind=Subject.Kind.CLAIM)
        if each.procedure.fits(claim.subject.area.level)
    ]
    for each in offers:
        first = each.procedure.steps[0]
        if post.role in first.roles and post.area.level == first.area_level:
            return Sending(each)
    if not offers:
        return Sending(None, "今天这里没有报账程序，请装上政策包")
    posts = dict.fromkeys(title for each in offers for title in each.procedure.steps[0].posts)
    return Sending(None, f"由{'、'.join(posts)}送审")


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
    require_area(post, claim.subject.area_id)
    found = sending(claim, post, on)
    if found.offer is None:
        raise UnableToOpenCase(why=found.why, way="请换到这个岗位，或请他们送审")
    others = open_cases_of(claim)
    if others:
        raise UnableToOpenCase(
            why=f"报账单 {claim.subject.code} 已在办（{others[0].number}）", way="请在那一件上继续办"
        )
    origin = found.offer.procedure.sources[0]
    return open_case(
        offer=found.offer, subject=claim.subject, post=post, by=by, origin=origin, reason=claim.title[:400], on=on
    )


def drop_claim(*, claim: Claim, post: Post, on: date, why: str) -> Claim:
    """Void a claim that is in no open case and of which nothing is posted; its invoices are free again."""
    require(post, Verb.CLAIM)
    require_area(post, claim.subject.area_id)
    others = open_cases_of(claim)
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


def open_cases_of(claim: Claim) -> list[Case]:
    return list(Case.objects.open().filter(subject_id=claim.pk).select_related("step"))
