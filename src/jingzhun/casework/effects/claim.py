"""A claim approved and paid: the ledger's own actions, with the case as their reason and its deciders as approvers."""

from __future__ import annotations

from jingzhun.core.area_code import Level
from jingzhun.ledger.actions import claim as ledger
from jingzhun.ledger.models import Claim

from ..models import Decision
from .writ import Writ


def approve_claim(writ: Writ) -> None:
    """Post the claim (报账) and keep on it the day of the township's opinion."""
    opinion = passes(writ).filter(number__gt=1, post_level=Level.TOWNSHIP).first()
    ledger.approve_claim(
        claim=_claim(writ), on=writ.on, work=writ.work, township_opinion_on=opinion.decided_on if opinion else None
    )


def pay_claim(writ: Writ, *, first: str, second: str) -> None:
    """Pay what was claimed; ``first`` and ``second`` are the steps whose deciders approve."""
    given, claim = writ.given("payment"), _claim(writ)
    names = deciders(writ, first, second)
    payment = ledger.Payment(claim.payee or given["payee"], given["voucher"], names, writ.case.number)
    ledger.pay_claim(claim=claim, payment=payment, on=writ.on, work=writ.work)


def deciders(writ: Writ, first: str, second: str) -> tuple[str, str]:
    """The names of who decided two steps; with their sign-in names where they are called the same."""
    decided = {each.step.key: each for each in passes(writ).select_related("official", "step")}
    if first not in decided or second not in decided:
        raise writ.refuse("没有两步审批的结论")
    one, two = decided[first].official, decided[second].official
    if one.name == two.name:
        return f"{one.name}（{one.sign_in_name}）", f"{two.name}（{two.sign_in_name}）"
    return one.name, two.name


def passes(writ: Writ):
    """Decisions of the case that stand, the last of each step after the earlier."""
    return Decision.objects.filter(case=writ.case, outcome=Decision.Outcome.PASS).order_by("number", "id")


def _claim(writ: Writ) -> Claim:
    return Claim.objects.select_related("subject", "project").get(pk=writ.case.subject_id)
