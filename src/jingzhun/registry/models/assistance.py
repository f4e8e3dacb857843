"""What a household received, and who helps it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..fields import CodeOf, Count, Day, Money, Text
from .known import Entry, Fact


class MeasureReceived(Entry):
    """A measure that reached the household: category, item, amount and fund where there is money in it."""

    year = Count("年度", unit="年", null=False)
    received_on = Day("日期")
    category = CodeOf("类别", codes="帮扶措施类别", blank=False)
    item = Text("措施", max_length=80)
    amount = Money("金额", null=True, blank=True)
    fund = CodeOf("资金来源", codes="资金来源")
    project_code = Text("项目编号", max_length=40)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="registry_measure_amount", condition=Q(amount__isnull=True) | Q(amount__gte=0)),
        )


class Pairing(Fact):
    """The official who helps a household from a day on; a change of person adds a row."""

    helper = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="pairings", verbose_name="帮扶责任人"
    )
    unit_name = Text("帮扶单位", max_length=80)
