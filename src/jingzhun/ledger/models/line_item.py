"""The bill of quantities (工程量清单) of a project: items, from which source each is paid, and totals as papers print them.

A row that says quantity and unit rate must give its amount; a printed total is kept as printed, beside the sums that
:mod:`jingzhun.ledger.bill` computes, and never takes their place.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, Q

from jingzhun.registry.fields import CodeOf, Money, Quantity, Text
from jingzhun.registry.models.known import Entry

# Half a fen, and what SQLite's floating multiplication may add to it; the action compares exactly.
_HALF_FEN = Decimal("0.5001")


def product_is_amount(quantity: str, rate: str) -> Q:
    """quantity × rate (yuan) is the amount (fen), rounded once."""
    fen = ExpressionWrapper(F(quantity) * F(rate) * Decimal(100), DecimalField(max_digits=28, decimal_places=7))
    low = ExpressionWrapper(fen - _HALF_FEN, DecimalField(max_digits=28, decimal_places=7))
    high = ExpressionWrapper(fen + _HALF_FEN, DecimalField(max_digits=28, decimal_places=7))
    return Q(amount__gte=low) & Q(amount__lte=high)


class LineItem(Entry):
    """One item: what is built or bought, how much of it, at what rate. Its key is ``part|number``.

    ``part`` (分部) is the village group or piece of work where a project has several; ``rate`` is yuan a unit.
    """

    part = Text("分部", max_length=36)
    number = Text("项号", max_length=12, blank=False)
    name = Text("分项名称", max_length=80, blank=False)
    spec = Text("规格", max_length=120)
    quantity = Quantity("数量")
    unit = Text("计量单位", max_length=10)
    rate = Quantity("单价", unit="元", decimal_places=4)
    amount = Money("金额", null=True, blank=True)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="ledger_lineitem_named", condition=~Q(number="") & ~Q(name="")),
            models.CheckConstraint(
                name="ledger_lineitem_says_something",
                condition=(Q(quantity__isnull=False) & ~Q(unit="")) | Q(quantity__isnull=True, amount__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_lineitem_signs",
                condition=(Q(quantity__isnull=True) | Q(quantity__gt=0))
                & (Q(rate__isnull=True) | Q(rate__gte=0))
                & (Q(amount__isnull=True) | Q(amount__gte=0)),
            ),
            models.CheckConstraint(
                name="ledger_lineitem_product",
                condition=Q(rate__isnull=True)
                | (Q(quantity__isnull=False, amount__isnull=False) & product_is_amount("quantity", "rate")),
            ),
        )


class LineShare(Entry):
    """What one source pays of an item; labour in kind as workdays × value of a day. Key is ``part|number|source``."""

    part = Text("分部", max_length=36)
    number = Text("项号", max_length=12, blank=False)
    source = CodeOf("资金来源", codes="资金来源", blank=False)
    amount = Money("金额")
    workdays = Quantity("工日", unit="工日")
    day_value = Quantity("工日单价", unit="元", decimal_places=4)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="ledger_lineshare_named", condition=~Q(number="") & ~Q(source="")),
            models.CheckConstraint(name="ledger_lineshare_amount", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="ledger_lineshare_labour",
                condition=Q(workdays__isnull=True, day_value__isnull=True)
                | (
                    Q(workdays__isnull=False, day_value__isnull=False, workdays__gt=0, day_value__gt=0)
                    & product_is_amount("workdays", "day_value")
                ),
            ),
        )


class PrintedTotal(Entry):
    """A total as a paper prints it: of a part, of several parts (joined by 、), of an item, of a source, or of all.

    ``printed`` is the number as it stands (18.11) in ``unit``; ``amount`` is that in fen, ``step`` the fen that one unit of
    its last digit is worth, by which a difference may be rounding.
    """

    UNITS = {"元": 100, "万元": 1_000_000}

    part = Text("分部", max_length=200)
    number = Text("项号", max_length=12)
    source = CodeOf("资金来源", codes="资金来源")
    printed = Text("印出的数", max_length=20, blank=False)
    unit = Text("单位", max_length=4, blank=False)
    amount = Money("金额")
    step = Money("末位")
    document = Text("出处", max_length=120, blank=False)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_printedtotal_told",
                condition=~Q(printed="")
                & ~Q(document="")
                & Q(unit__in=("元", "万元"))
                & Q(amount__gte=0)
                & Q(step__gte=1),
            ),
        )
