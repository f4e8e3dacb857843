"""What of a claim itself keeps its case from going on: for the page of the case and for the refusal."""

from __future__ import annotations

from datetime import date

from jingzhun.core.money import yuan
from jingzhun.ledger.claim_money import place_of
from jingzhun.ledger.models import Claim, TranchePlan
from jingzhun.ledger.tranche import standing_of
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from .models import Case

ACCEPTANCE = "项目验收表"


def not_to_send(subject: Subject) -> str:
    """Why no case may be opened about a claim; empty where one may."""
    claim = Claim.objects.get(pk=subject.pk)
    if claim.voided_on is not None:
        return f"报账单 {subject.code} 已作废"
    if claim.movements.filter(reversed_by__isnull=True).exclude(kind="reverse").exists():
        return f"报账单 {subject.code} 已有支付"
    if claim.amount is None:
        return f"报账单 {subject.code} 没有写申请金额"
    return ""


def hindrances(case: Case, procedure: Procedure, *, today: date) -> list[tuple[str, str]]:
    """(part of the page, text): papers that this claim needs besides the procedure's, money that is no longer there."""
    claim = Claim.objects.select_related("project", "subject").get(pk=case.subject_id)
    found = []
    if claim.voided_on is not None:
        found.append(("claim", f"报账单 {claim.voided_on} 已作废"))
    if claim.accepted_on is not None and not case.papers.filter(name=ACCEPTANCE, replaced_at__isnull=True).exists():
        found.append(("papers", f"写了验收日期 {claim.accepted_on}，没有交“{ACCEPTANCE}”"))
    if today < claim.applied_on:
        found.append(("claim", f"办理日期早于申请日期 {claim.applied_on}"))
    place = place_of(claim.project, claim.unit)
    if (claim.amount or 0) > place.allocated:
        found.append(
            ("claim", f"拨给{claim.unit}还没报账的只有 {yuan(place.allocated)} 元，不够 {yuan(claim.amount or 0)} 元")
        )
    plan = TranchePlan.objects.filter(project=claim.project, flow="claim").select_related("project").first()
    if plan is not None and (claim.amount or 0) > (standing := standing_of(plan, on=today)).free:
        found.append(("claim", standing.said))
    return found
