"""下达, 到位, 拨付, 报账, 支付, 兑付 as sums of movements: the one definition of these figures."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, Case, CharField, F, Q, QuerySet, Sum, Value, When
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


def counted(rows: QuerySet[Movement]) -> QuerySet[Movement]:
    """The rows that belong to a state, each with its title (``state``), what it counts there (``counts`` fen, negative where it
    takes from it), and the area and project of the account that holds the state (``counts_in``, ``counts_for``). Their sums are
    :func:`net_by_state`."""
    both = {title: adding_and_taking(kinds) for title, kinds in STEPS.items()}
    plus, minus = (reduce(or_, side) for side in zip(*both.values(), strict=True))
    return rows.filter(plus | minus).annotate(
        state=Case(*(When(adds | takes, then=Value(title)) for title, (adds, takes) in both.items()), output_field=CharField()),
        counts=Case(When(plus, then=F("amount")), default=-F("amount"), output_field=BigIntegerField()),
        counts_for=Case(When(plus, then=F("target__project_id")), default=F("source__project_id")),
        counts_in=Case(When(plus, then=F("target__area_id")), default=F("source__area_id"), output_field=CharField()),
    )  # fmt: skip
