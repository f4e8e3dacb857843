"""How much a mutual-aid society lends to one member and for how long (借款限额和期限): its own rule, in force from a day.

陇县办法写每户最高一万元、期限不超过一年（未见原文，未核实），所以不作默认：各社按自己的章程登记。
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import Count, Money
from jingzhun.registry.models.known import Fact


class LoanRule(Fact):
    """Of a society. ``most`` fen out with one household at a time, ``months`` until a loan is due; null is no rule."""

    most = Money("一户在借上限", null=True, blank=True, is_asked=False)
    months = Count("借款期限", unit="个月", is_asked=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="ledger_loanrule_positive",
                condition=(Q(most__isnull=True) | Q(most__gt=0)) & (Q(months__isnull=True) | Q(months__gt=0)),
            ),
        )
