"""What the movements say in an area until a day: the states of the money (下达 … 兑付) and what is held where.

Every figure here is the signed sum of the movements that the list of 收支 shows for it (:func:`signed_rows`), so that a click
opens exactly its rows. Called by the fund pages, the home pages and reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, F, Max, Q, QuerySet, Sum, Value, When

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.codes import CodeBook

from .flows import ACCOUNTS, LEAVING, OUTSIDE, OWN_STEPS, REVERSE, STEPS
from .models import Account, Movement
from .states import adding_and_taking

HELD = tuple(kind for kind in ACCOUNTS if kind != OUTSIDE)
REST = ("received", "allocated", "claimed")
"""Kinds of account whose balances are 结余: money that has come and is not paid."""
SPENT = ("paid", "household")
BOUND = ("allocated", "claimed", *SPENT)
"""Kinds of account whose money is bound to a project."""
TREASURY = ("assigned", "received")
"""Kinds of account of an appropriation as such, bound to no project."""


def reaching(area: AreaCode) -> Q:
    """Movements with an account in the area on either side."""
    return _in(area, "source") | _in(area, "target")


def _in(area: AreaCode, side: str, path: str = "") -> Q:
    name = f"{side}__{path}area_id" if side else f"{path}area_id"
    return Q(**{f"{name}__gte": area.first, f"{name}__lt": area.after})


def signed_rows(figure: str, area: AreaCode, own: Mapping[str, object] | None = None) -> tuple[Q, Q]:
    """What adds to a figure and what takes from it, as conditions on movements. ``figure`` is a state (下达 …), another step
    (利息, 上缴 …) or kinds of account joined by ``+`` (received, received+allocated); ``own`` is what its accounts must have (path from an account → value).
    Raises KeyError for another word."""
    plus_own, minus_own = (
        Q(**{f"{side}__{path}": value for path, value in (own or {}).items()}) & _in(area, side)
        for side in ("target", "source")
    )
    if figure in STEPS:
        plus, minus = adding_and_taking(STEPS[figure])
        return plus & plus_own, minus & minus_own
    if figure in OWN_STEPS:
        plus, minus = adding_and_taking(OWN_STEPS[figure])
        return (plus & minus_own, minus & plus_own) if figure in LEAVING else (plus & plus_own, minus & minus_own)
    kinds = figure.split("+")
    if not kinds or any(kind not in HELD for kind in kinds):
        raise KeyError(figure)
    return plus_own & Q(target__kind__in=kinds), minus_own & Q(source__kind__in=kinds)


def by_appropriation(figure: str, area: AreaCode, rows: QuerySet[Movement]) -> dict[int, int]:
    """Fen of a figure by key of the appropriation whose account counts it, over ``rows``: the sums of :func:`signed_rows`."""
    found: dict[int, int] = {}
    ways = zip(
        signed_rows(figure, area),
        ("source", "target") if figure in LEAVING else ("target", "source"),
        (1, -1),
        strict=True,
    )
    for wanted, side, sign in ways:
        for pk, fen in rows.filter(wanted).order_by().values_list(f"{side}__appropriation").annotate(Sum("amount")):
            found[pk] = found.get(pk, 0) + sign * fen
    return found


def signed(plus: Q, minus: Q) -> Case:
    """The amount of a movement as it counts for a figure; nought where it goes from and to the same kind."""
    return Case(
        When(plus & minus, then=Value(0)), When(plus, then=F("amount")), When(minus, then=-F("amount")), default=Value(0),
        output_field=BigIntegerField(),
    )  # fmt: skip


@dataclass
class Sums:
    """Fen by state and by kind of account."""

    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    held: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HELD, 0))

    @property
    def paid(self) -> int:
        """支付 and 兑付."""
        return self.states["支付到单位"] + self.states["兑付到户"]

    @property
    def rest(self) -> int:
        """结余: come, not yet paid."""
        return sum(self.held[kind] for kind in REST)

    @property
    def total(self) -> int:
        return sum(self.held.values())

    def add(self, other: Sums) -> None:
        for name, fen in other.states.items():
            self.states[name] += fen
        for name, fen in other.held.items():
            self.held[name] += fen


def sums(area: AreaCode, day: date, *, by: str = "", where: Q | None = None) -> dict[object, Sums]:
    """Sums by ``by``, a path from an account (``appropriation__source``, ``project``, ``area``); one key ``""`` without it.

    ``where`` limits movements by their source or target account alike: give conditions on columns of the movement."""
    rows = Movement.objects.until(day).filter(where or Q()).order_by()
    found: dict[object, Sums] = {}
    for side, sign in (("target", 1), ("source", -1)):
        inside = rows.filter(_in(area, side)).exclude(**{f"{side}__kind": OUTSIDE})
        key = f"{side}__{by}" if by else None
        names = ["kind", "reverses__kind", f"{side}__kind", *([key] if key else [])]
        for kind, reversed_kind, account, *rest in (*inside.values_list(*names).annotate(fen=Sum("amount")),):
            which, fen = (rest[0] if key else ""), rest[-1]
            entry = found.setdefault(which, Sums())
            entry.held[account] += sign * fen
            state = _STATE_OF.get((kind if kind != REVERSE else reversed_kind, sign if kind != REVERSE else -sign))
            if state is not None:
                entry.states[state] += sign * fen
    return found


_STATE_OF: Mapping[tuple[str, int], str] = {
    **{(kind, 1): state for state, (adds, _) in STEPS.items() for kind in adds},
    **{(kind, -1): state for state, (_, takes) in STEPS.items() for kind in takes},
}
"""Kind and direction (1 into the state's own account, -1 out of it) → the state that it changes."""


def balances(area: AreaCode, day: date, *, by: tuple[str, ...], where: Q | None = None) -> list[tuple[Any, ...]]:
    """Rows (kind of account, *values of ``by``, fen) of what is held, without noughts: the kept balances where the day has all
    movements, else summed from them."""
    wanted = Account.objects.exclude(kind=OUTSIDE).filter(_in(area, ""), where or Q()).order_by()
    latest = Movement.objects.aggregate(latest=Max("moved_on"))["latest"]
    if latest is None or latest <= day:
        rows = wanted.values_list("kind", *by).annotate(fen=Sum("balance"))
        return [row for row in rows if row[-1]]
    moved: dict[tuple[Any, ...], int] = {}
    for relation, sign in (("incoming", 1), ("outgoing", -1)):
        on = Q(**{f"{relation}__moved_on__lte": day})
        for *key, fen in wanted.values_list("kind", *by).annotate(fen=Sum(f"{relation}__amount", filter=on, default=0)):
            moved[tuple(key)] = moved.get(tuple(key), 0) + sign * fen
    return [(*key, fen) for key, fen in moved.items() if fen]


@dataclass(frozen=True)
class Balance:
    """The identity of an area: what came in from outside of it equals what is held in it."""

    came: int
    held: Mapping[str, int]

    @property
    def holds(self) -> bool:
        return self.came == sum(self.held.values())


def balance(area: AreaCode, day: date) -> Balance:
    """Both sides reckoned apart: what crossed the edge of the area, and the balances within."""
    rows = Movement.objects.until(day).order_by()
    ours = {side: _in(area, side) & ~Q(**{f"{side}__kind": OUTSIDE}) for side in ("source", "target")}
    came = rows.filter(ours["target"]).exclude(ours["source"]).aggregate(fen=Sum("amount", default=0))["fen"]
    went = rows.filter(ours["source"]).exclude(ours["target"]).aggregate(fen=Sum("amount", default=0))["fen"]
    held = dict.fromkeys(HELD, 0)
    for kind, fen in balances(area, day, by=()):
        held[kind] = fen
    return Balance(came - went, held)


def in_order(book: CodeBook, list_name: str, codes: Iterable[str]) -> list[str]:
    """Codes in the order of their list, unknown ones behind."""
    present = set(codes)
    return [code for code in dict.fromkeys((*book.texts.get(list_name, {}), *sorted(present))) if code in present]
