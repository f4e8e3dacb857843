"""Money allocated to a township for a project, and applications for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from jingzhun.ledger.actions.claim import Application, Invoice, open_claims
from jingzhun.ledger.models import Claim
from jingzhun.registry.models import Change
from money_ground import DAY, Money, booking, money

UNIT = "云岭乡人民政府"
TODAY = date(2018, 6, 1)


def invoice(number: str = "00123401", yuan: int = 600, **other) -> Invoice:
    values = {"item": "水泥和砂石", "seller": "示例建材有限公司", "issued_on": date(2018, 4, 1), "amount": yuan * 100}
    return Invoice(number=number, **(values | other))


def application(held: Money, yuan: int = 600, **other) -> Application:
    given = Application(
        project=held.project, unit=UNIT, title="道路硬化进度款", payee="示例施工队", amount=yuan * 100,
        applied_on=date(2018, 5, 1), invoices=(invoice(yuan=yuan),),
    )  # fmt: skip
    return replace(given, **other)


def opened(held: Money, yuan: int = 600, **other) -> Claim:
    with booking(Change.Kind.PAGE) as work:
        return open_claims(applications=[application(held, yuan, **other)], today=TODAY, work=work)[0]


def allocated(yuan: int = 700, area: str | None = None) -> Money:
    """``yuan`` of 900 assigned to the county lie with the township for one project."""
    held = money(area) if area else money()
    held.book(on=DAY, assign=900, arrive=800, allocate=yuan)
    return held
