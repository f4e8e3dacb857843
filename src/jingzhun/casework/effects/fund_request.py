"""A fund request paid: the ledger's own action, with the case as its reason and two of its deciders as approvers."""

from __future__ import annotations

from jingzhun.ledger.actions.claim import Payment
from jingzhun.ledger.actions.fund_request import pay_request
from jingzhun.ledger.models import FundRequest

from .claim import deciders
from .writ import Writ


def pay_fund(writ: Writ, *, first: str, second: str) -> None:
    """Pay what was asked; ``first`` and ``second`` are the steps whose deciders approve."""
    asked = FundRequest.objects.select_related("subject", "fund__subject", "household").get(pk=writ.case.subject_id)
    given = writ.given("payment")
    payment = Payment(asked.payee, given["voucher"], deciders(writ, first, second), writ.case.number)
    pay_request(request=asked, payment=payment, on=writ.on, work=writ.work)
