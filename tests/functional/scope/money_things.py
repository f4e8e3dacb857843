"""Funds, targets and shares in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import factories
from jingzhun.areas.models import Area
from jingzhun.ledger.actions.fund import set_up_fund
from jingzhun.ledger.actions.fund_purpose import set_purpose
from jingzhun.ledger.actions.raising import record_share, record_target
from jingzhun.ledger.models import Fund, FundPurpose, FundRequest
from jingzhun.registry.models import Subject
from money_ground import booking

_serial = count(1)
DAY = date(2018, 3, 1)


def fund(area: str) -> str:
    """The code of a new society in ``area``."""
    with booking() as work:
        made = set_up_fund(
            code=f"HZ{next(_serial):06d}", kind=Fund.Kind.MUTUAL_AID, title=f"互助社{next(_serial):06d}", area=area,
            set_up_on=DAY, work=work,
        )  # fmt: skip
    return made.subject.code


def fund_title(area: str) -> str:
    return Fund.objects.get(subject__code=fund(area)).title


def fund_purpose(area: str) -> dict[str, object]:
    """A purpose of an education fund in ``area``."""
    purpose = _purpose(area)
    return {"code": purpose.fund.subject.code, "pk": purpose.pk}


def fund_request(area: str) -> str:
    """The number of a request that lies in ``area``."""
    purpose, by = _purpose(area), factories.change()
    subject = Subject.objects.create(kind="fund_request", code=f"JJX{next(_serial):06d}", area_id=area, created_by=by)
    FundRequest.objects.create(
        subject=subject, fund=purpose.fund, purpose=purpose, payee="示例学校", whom=f"unit {next(_serial)}", period="2018",
        title="学校资助", amount=100, applied_on=DAY, change=by,
    )  # fmt: skip
    return subject.code


def _purpose(area: str) -> FundPurpose:
    with booking() as work:
        made = set_up_fund(
            code=f"JJF{next(_serial):06d}", kind=Fund.Kind.EDUCATION, title=f"教育基金{next(_serial):06d}", area=area,
            set_up_on=DAY, work=work,
        )  # fmt: skip
        return set_purpose(
            fund=made, title="学校资助", serves="unit", per="year", since=DAY, clause="示例", is_noticed=False, work=work
        )  # fmt: skip


def share(area: str) -> str:
    """The title of a regional fund in which ``area`` has a share, beside a target for it."""
    title, place = f"份额{next(_serial):06d}", Area.objects.get(pk=area)
    record_share(
        area=place,
        since=DAY,
        values={"title": title, "period": "本期", "part": 100},
        by=factories.SYSTEM,
        source="汇报",
    )
    record_target(
        area=place, since=DAY, values={"year": 2018 + next(_serial) % 50, "base": 100, "growth": Decimal(30)}, by=factories.SYSTEM,
        source="任务",
    )  # fmt: skip
    return title
