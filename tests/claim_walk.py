"""A claim walked through the shipped procedure of reimbursement: village, township, its head, county, finance."""

from __future__ import annotations

from datetime import date, timedelta

from case_walk import CODES, Office, office_that_pays
from claim_ground import application
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.models import Case
from jingzhun.ledger.actions.claim import open_claims
from jingzhun.ledger.models import Claim
from jingzhun.registry.models import Change
from money_ground import DAY, Money, booking, money

PACK = "national/reimbursement-2010"
ON = date(2018, 6, 1)
PAID = {"payment": {"voucher": "记-2018-061"}}


def paying_office() -> Office:
    """County, village, township and county posts, with township heads and finance."""
    return office_that_pays(CODES, PACK)


def funded(yuan: int = 700) -> Money:
    """``yuan`` of 900 lie with the township for a project in the village, since ``DAY``."""
    held = money()
    held.book(on=DAY, assign=900, arrive=800, allocate=yuan)
    return held


def claimed(held: Money, yuan: int = 600, **other) -> Claim:
    with booking(Change.Kind.PAGE) as work:
        return open_claims(applications=[application(held, yuan, **other)], today=ON, work=work)[0]


def sent(at: Office, claim: Claim, code: str = "reimburse_village", on: date = ON) -> Case:
    """The claim's case at its first step."""
    first = at.offer(code, on).procedure.steps[0]
    post = at.posts[first.roles[0]][0]
    return open_case(
        offer=at.offer(code, on), subject=claim.subject, post=post, by=post.official, origin="单位申请", reason=claim.title, on=on
    )  # fmt: skip


def at_finance(at: Office, claim: Claim, code: str = "reimburse_village") -> Case:
    """The claim's case when only the payment is left."""
    return at.walk(sent(at, claim, code), on=ON, inputs=PAID, until="pay")


def paid(at: Office, claim: Claim, code: str = "reimburse_village") -> Case:
    return at.step(at_finance(at, claim, code), on=ON + timedelta(days=1), inputs=PAID)
