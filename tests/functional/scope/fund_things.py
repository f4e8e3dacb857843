"""Money in an area: an appropriation of the area, a project there, and a payment with a voucher of its own."""

from __future__ import annotations

from itertools import count

import factories
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import Movement
from money_ground import DAY, booking, claim_of

_serial = count(1)


def paid_in(area: str) -> Movement:
    """A payment to a unit out of money that the area itself was given."""
    number = next(_serial)
    profile = factories.project(area=area)
    with booking() as work:
        appropriation = register_appropriation(
            number=f"ZBS{number:05d}", document="示财〔2018〕8号", title="示例资金", source="poverty", level="county", year=2018,
            issued_on=DAY, area=AreaCode.parse(area).padded, work=work,
        )  # fmt: skip
        claim = claim_of(profile.subject, number=f"BZS{number:05d}", by=work.change)
        common = {
            "amount": 10_000, "moved_on": DAY, "appropriation": appropriation, "project": profile.subject, "unit": "云岭乡人民政府",
            "claim": claim, "document": "示财〔2018〕8号", "voucher": f"PZ{number:05d}", "payee": "示例施工队", "approved_by": "甲",
            "approved_again_by": "乙",
        }  # fmt: skip
        steps = ("assign", "arrive", "allocate", "claim", "pay")
        return post([Order(kind=kind, **common) for kind in steps], work=work)[-1]


def named_project(area: str) -> str:
    """The name of a project in the area."""
    name = f"卫生室{next(_serial):06d}"
    factories.project(area=area, name=name)
    return name


def year_money(area: str) -> str:
    """The number of an appropriation of which money lies in the area at the end of the year."""
    return paid_in(area).source.appropriation.number
