"""Funds, targets and shares in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import factories
from jingzhun.areas.models import Area
from jingzhun.ledger.actions.fund import set_up_fund
from jingzhun.ledger.actions.raising import record_share, record_target
from jingzhun.ledger.models import Fund
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
