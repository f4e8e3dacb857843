"""Which of some orders may be posted, and why not the others: the rules of the database in words and figures, nothing written.

Money is followed account by account and day by day: an order is good when its source holds the amount on its day and on every
day after it, counting what is in the ledger and the good orders before it.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from django.db.models import Sum

from jingzhun.core.money import yuan

from .actions.movement import Order, lacking, sides
from .closed_years import ClosedYears
from .flows import FLOWS, NEEDED, OUTSIDE, REVERSE
from .membership import Members
from .models import Account, Movement

_RANK = {kind: place for place, kind in enumerate(FLOWS)}
_PART = 500


@dataclass(frozen=True)
class Refusal:
    """``field`` is the one of the order's that is wrong: kind, amount, or what is missing."""

    field: str
    why: str


@dataclass(frozen=True)
class Undoing:
    """A reversal to be tried with the orders: of the order at ``place``, or of ``movement`` of the ledger. ``amount`` fen."""

    moved_on: date
    amount: int
    why: str
    place: int | None = None
    movement: Movement | None = None


@dataclass
class Trial:
    """``good`` are places of orders in the order in which they may be posted; ``refused`` by place. The places of reversals
    come after those of the orders."""

    good: list[int] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)


@dataclass
class _Held:
    """What an account holds: net fen a day, and the days in their order."""

    nets: dict[date, int] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def move(self, day: date, fen: int) -> None:
        if day not in self.nets:
            insort(self.days, day)
        self.nets[day] = self.nets.get(day, 0) + fen

    def free(self, day: date) -> int:
        """The least that it holds on ``day`` or any day after."""
        held = sum(self.nets[each] for each in self.days if each <= day)
        least = held
        for each in self.days:
            if each > day:
                held += self.nets[each]
                least = min(least, held)
        return least


def try_orders(given: Sequence[Order], undoings: Sequence[Undoing] = ()) -> Trial:
    """Orders of one day wait for each other; otherwise the earlier day goes first. A reversal waits for what it reverses."""
    trial = Trial()
    ready: dict[int, tuple[Account, Account]] = {}
    accounts: dict[str, Account] = {}
    after = {len(given) + number: each.place for number, each in enumerate(undoings) if each.place is not None}
    orders = [*given, *(_as_order(each, given) for each in undoings)]
    undone = {len(given) + number: _undone(each, given, accounts) for number, each in enumerate(undoings)}
    closed = ClosedYears.read()
    for place, order in enumerate(orders):
        if (refusal := _malformed(order) if place not in undone else None) is not None:
            trial.refused[place] = refusal
        elif (why := closed.why(order.appropriation, order.moved_on)) != "":
            trial.refused[place] = Refusal("moved_on", why)
        else:
            ready[place] = undone[place][1] if place in undone else sides(order, accounts)
    held = _holdings(sorted(accounts), orders)
    members = Members.of(orders[place] for place in ready)
    by_day = sorted(ready, key=lambda place: (orders[place].moved_on, _RANK.get(orders[place].kind, len(_RANK)), place))
    done: set[int] = set()
    for day, places in groupby(by_day, key=lambda place: orders[place].moved_on):
        waiting = list(places)
        while waiting:
            later = []
            for place in waiting:
                kind = undone[place][0] if place in undone else ""
                is_due = place not in after or after[place] in done
                if is_due and _take(place, orders[place], ready[place], held, members, trial, kind):
                    done.add(place)
                else:
                    later.append(place)
            if len(later) == len(waiting):
                break
            waiting = later
        else:
            continue
        for place in waiting:
            if place in after and after[place] not in done:
                trial.refused[place] = Refusal("reverses", "它冲销的那一行没有收")
                continue
            why = members.refusal(orders[place])
            trial.refused[place] = (
                Refusal("household", why) if why else _short(orders[place], ready[place][0], held, day)
            )
    return trial


def _as_order(undoing: Undoing, orders: Sequence[Order]) -> Order:
    """A reversal in the shape of an order, for the day and the closed years."""
    if undoing.place is not None:
        return replace(orders[undoing.place], kind=REVERSE, moved_on=undoing.moved_on)
    assert undoing.movement is not None
    account = undoing.movement.source
    household = undoing.movement.target.household or account.household
    return Order(
        kind=REVERSE, amount=undoing.amount, moved_on=undoing.moved_on, appropriation=account.appropriation,
        project=undoing.movement.project, household=household,
    )  # fmt: skip


def _undone(
    undoing: Undoing, orders: Sequence[Order], places: dict[str, Account]
) -> tuple[str, tuple[Account, Account]]:
    """The kind of what is reversed, and its accounts the other way round; they are among ``places``."""
    if undoing.place is None:
        assert undoing.movement is not None
        held, given = undoing.movement.target, undoing.movement.source
        places.setdefault(held.key, held)
        places.setdefault(given.key, given)
        return undoing.movement.kind, (held, given)
    order = orders[undoing.place]
    source, target = sides(order, places) if _malformed(order) is None else (Account(), Account())
    return order.kind, (target, source)


def _malformed(order: Order) -> Refusal | None:
    if order.amount <= 0:
        return Refusal("amount", "金额要大于零")
    missing = lacking(order)
    if missing:
        return Refusal(missing[0], "缺" + "、".join(NEEDED[name] for name in missing))
    return None


def _take(
    place: int, order: Order, pair: tuple[Account, Account], held: dict[str, _Held], members: Members, trial: Trial, undoes: str
) -> bool:  # fmt: skip
    source, target = pair
    if members.refusal(order):
        return False
    if source.kind != OUTSIDE and held[source.key].free(order.moved_on) < order.amount:
        return False
    held[source.key].move(order.moved_on, -order.amount)
    held[target.key].move(order.moved_on, order.amount)
    members.take(order, undoes=undoes)
    trial.good.append(place)
    return True


def _short(order: Order, source: Account, held: dict[str, _Held], day: date) -> Refusal:
    free = held[source.key].free(day)
    when = f"到 {day} 和以后" if held[source.key].days and held[source.key].days[-1] > day else ""
    return Refusal("amount", f"{source}{when}只有 {yuan(max(free, 0))} 元，还差 {yuan(order.amount - max(free, 0))} 元")


def _holdings(keys: Sequence[str], orders: Sequence[Order]) -> dict[str, _Held]:
    """What is in the ledger under these keys: of accounts that all orders come after, the balance is enough."""
    held: dict[str, _Held] = defaultdict(_Held)
    first = min((order.moved_on for order in orders), default=date.max)
    moved: dict[int, str] = {}
    for start in range(0, len(keys), _PART):
        rows = Account.objects.filter(key__in=keys[start : start + _PART])
        for pk, key, kind, balance, latest in rows.values_list("pk", "key", "kind", "balance", "latest_on"):
            if kind == OUTSIDE:
                continue
            if latest <= first:
                held[key].move(latest, balance)
            else:
                moved[pk] = key
    known = sorted(moved)
    for start in range(0, len(known), _PART):
        part = known[start : start + _PART]
        for side, sign in (("target", 1), ("source", -1)):
            rows = Movement.objects.filter(**{f"{side}__in": part}).order_by().values_list(side, "moved_on")
            for pk, day, fen in rows.annotate(fen=Sum("amount")):
                held[moved[pk]].move(day, sign * fen)
    return held
