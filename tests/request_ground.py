"""An education fund that holds money, its purposes, and requests for it walked through the shipped procedures."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import factories
from case_walk import CODES, Office, office_that_pays
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.fund_request import sending
from jingzhun.casework.models import Case
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.fund import move_fund, set_up_fund
from jingzhun.ledger.actions.fund_purpose import set_purpose
from jingzhun.ledger.actions.fund_request import Asking, open_requests
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import Fund, FundPurpose, FundRequest
from jingzhun.registry.models import Change
from money_ground import DAY, booking

PACK = "national/fund-requests-2014"
ON = date(2018, 9, 10)
PAID = {"payment": {"voucher": "记-2018-091"}}
_serial = count(1)


def paying_office() -> Office:
    """County, village, township and county posts, with township heads and finance."""
    return office_that_pays(CODES, PACK)


def education_fund(
    *yuan: int, kind: str = "education", area: str = factories.COUNTY, code: str = "", title: str = "教育扶贫救助基金"
) -> Fund:
    """A fund with one lot for each amount in ``yuan``, endowed on ``DAY``."""
    number = next(_serial)
    with booking() as work:
        fund = set_up_fund(
            code=code or f"JJ-{number:04d}", kind=kind, title=title, area=area, set_up_on=date(2016, 1, 1), work=work,
            rules="示例办法（演示）",
        )  # fmt: skip
        for place, amount in enumerate(yuan, start=1):
            lot = register_appropriation(
                number=f"ZBJ{number:04d}-{place}", document="示财〔2018〕9号", title="示例基金资金", source="poverty", level="county",
                year=2018, issued_on=DAY, area=factories.COUNTY, work=work,
            )  # fmt: skip
            given = {
                "amount": amount * 100,
                "moved_on": DAY,
                "appropriation": lot,
                "document": "示财〔2018〕9号",
                "voucher": "收-1",
            }
            post([Order(kind=kind_, **given) for kind_ in ("assign", "arrive")], work=work)
            move_fund(
                fund=fund,
                kind="endow",
                amount=amount * 100,
                on=DAY,
                document="示财〔2018〕9号",
                appropriation=lot,
                work=work,
            )
    return fund


def purpose_of(fund: Fund, **other) -> FundPurpose:
    given = {
        "title": "大学新生资助", "serves": "household", "per": "year", "most": 500_000, "is_noticed": False, "since": date(2018, 1, 1),
        "clause": "示例办法第三条，未核实",
    }  # fmt: skip
    with booking(Change.Kind.PAGE) as work:
        return set_purpose(fund=fund, work=work, **(given | other))


def asking(purpose: FundPurpose, yuan: int = 3000, **other) -> Asking:
    given = {
        "purpose": purpose, "area": factories.VILLAGE, "period": "2018", "title": "考上大学的学费", "amount": yuan * 100,
        "applied_on": date(2018, 9, 1), "household": None,
    }  # fmt: skip
    return Asking(**(given | other))


def asked(purpose: FundPurpose, yuan: int = 3000, *, today: date = ON, **other) -> FundRequest:
    with booking(Change.Kind.PAGE) as work:
        return open_requests(askings=[asking(purpose, yuan, **other)], today=today, work=work)[0]


def sent(at: Office, request: FundRequest, role: str = "village_cadre", on: date = ON) -> Case:
    """The request's case at its first step."""
    post_ = at.posts[role][0]
    offer = sending(request, post_, on).offer
    return open_case(
        offer=offer, subject=request.subject, post=post_, by=post_.official, origin="农户申请", reason=request.title, on=on
    )  # fmt: skip


def at_finance(at: Office, request: FundRequest, **options) -> Case:
    return at.walk(sent(at, request, **options), on=ON, inputs=PAID, until="pay")


def paid(at: Office, request: FundRequest, **options) -> Case:
    return at.step(at_finance(at, request, **options), on=ON + timedelta(days=1), inputs=PAID)
