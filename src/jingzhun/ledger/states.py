"""下达, 到位, 拨付, 报账, 支付, 兑付 as sums of movements: the one definition of these figures."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from .flows import REVERSE, STEPS
from .models import Movement

Kinds = tuple[tuple[str, ...], tuple[str, ...]]
"""Kinds that add to a state, and kinds that take from it."""


def adding_and_taking(kinds: Kinds) -> tuple[Q, Q]:
    """The movements that add to a state and those that take from it; a reversal does the opposite of what it reverses."""
    adds, takes = kinds
    plus = Q(kind__in=adds) | Q(kind=REVERSE, reverses__kind__in=takes)
    minus = Q(kind__in=takes) | Q(kind=REVERSE, reverses__kind__in=adds)
    return plus, minus


def net_of(kinds: Kinds) -> Combinable:
    """Fen of the kinds that add, less those that take, each without what was reversed."""
    plus, minus = adding_and_taking(kinds)
    return Sum("amount", filter=plus, default=0) - Sum("amount", filter=minus, default=0)


def net_by_state(rows: QuerySet[Movement]) -> dict[str, int]:
    """Title of a state (下达 … 兑付到户) → fen, over ``rows``."""
    return rows.order_by().aggregate(**{title: net_of(kinds) for title, kinds in STEPS.items()})
