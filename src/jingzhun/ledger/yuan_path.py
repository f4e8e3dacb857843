"""Follow this yuan, both ways: from a movement up to the document that promised the money, and down to whom it reached.

Money keeps its appropriation on every account; from the account that a movement left, the movements that filled it are the
step before, and so on. Within a step the yuan of an account are one another's equals, so all movements that filled it count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from jingzhun.core.area_code import AreaCode

from .flows import ACCOUNTS, OUTSIDE
from .fund_figures import balances, reaching
from .models import Account, Appropriation, Movement

SHOWN = 12


@dataclass(frozen=True)
class Step:
    """Movements of one step: the first ``SHOWN`` of ``count`` with ``total`` fen; ``account`` is where they brought the money.

    ``households`` counts households where the step pays them."""

    title: str
    account: str
    rows: Sequence[Movement]
    count: int
    total: int
    households: int = 0


@dataclass
class Path:
    """``up`` begins with the document; ``down`` ends with the paid."""

    appropriation: Appropriation
    up: list[Step] = field(default_factory=list)
    down: list[Step] = field(default_factory=list)
    carried_from: Appropriation | None = None


def path_of(movement: Movement, *, area: AreaCode, day: date) -> Path:
    """The way of a movement's money until ``day``. The steps above, with documents, vouchers and approvers, are shown to whom
    the money reached; below only what lies in ``area``."""
    path = Path(movement.source.appropriation, carried_from=movement.source.appropriation.carried_from)
    until = Movement.objects.until(day).select_related(
        "source__appropriation", "target__appropriation", "project", "claim__subject"
    )
    path.up = list(reversed(_up(movement, until)))
    path.down = _down(movement, until.filter(reaching(area)))
    return path


def _up(movement: Movement, until: QuerySet[Movement]) -> list[Step]:
    """The steps before, the nearest first."""
    steps: list[Step] = []
    account = movement.source
    seen = {account.pk}
    while account.kind != OUTSIDE:
        filled = until.filter(target=account, moved_on__lte=movement.moved_on).exclude(pk=movement.pk)
        step = _step(filled)
        if step is None:
            break
        steps.append(step)
        forward = [row.source for row in step.rows if _RANK[row.source.kind] < _RANK[account.kind]]
        before = next((source for source in forward if source.pk not in seen), None)
        if before is None:
            break
        account = before
        seen.add(account.pk)
    return steps


_RANK = {kind: place for place, kind in enumerate(ACCOUNTS)}


def _down(movement: Movement, until: QuerySet[Movement]) -> list[Step]:
    """The steps after: all movements out of the account that this one filled, then out of those."""
    steps: list[Step] = []
    accounts = {movement.target_id} if movement.target.kind != OUTSIDE else set()
    seen = set(accounts)
    while accounts:
        out = until.filter(source__in=accounts).exclude(pk=movement.pk)
        onward = out.exclude(target__kind=OUTSIDE)
        reached = set(onward.values_list("target", flat=True)) - seen
        step = _step(out)
        if step is None:
            break
        steps.append(step)
        seen |= reached
        accounts = {
            pk
            for pk, kind in Account.objects.filter(pk__in=reached).values_list("pk", "kind")
            if _RANK[kind] > _RANK[movement.target.kind]
        }
    return steps


def _step(rows: QuerySet[Movement]) -> Step | None:
    told = rows.order_by().aggregate(count=Count("pk"), total=Sum("amount", default=0))
    if not told["count"]:
        return None
    shown = list(rows.order_by("moved_on", "pk")[:SHOWN])
    homes = rows.order_by().filter(target__kind="household").aggregate(n=Count("target__household", distinct=True))["n"]
    titles = "、".join(dict.fromkeys(row.title for row in shown))
    account = "、".join(dict.fromkeys(row.target.state for row in shown))
    return Step(titles, account, shown, told["count"], told["total"], households=homes)


@dataclass
class Reach:
    """A project that money of an appropriation reached: fen by kind of account, its units, and who was paid."""

    project: str
    held: dict[str, int] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    payees: set[str] = field(default_factory=set)
    households: set[int] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.held.values())


def reaches(appropriation: Appropriation, *, area: AreaCode, day: date) -> list[Reach]:
    """The projects in ``area`` that an appropriation reached by a day, in the order of their codes."""
    found: dict[str, Reach] = {}
    by = ("project__code", "unit", "payee", "household")
    for kind, code, unit, payee, household, fen in balances(area, day, by=by, where=Q(appropriation=appropriation)):
        if code is None:
            continue
        reach = found.setdefault(code, Reach(code))
        reach.held[kind] = reach.held.get(kind, 0) + fen
        if unit and unit not in reach.units:
            reach.units.append(unit)
        if payee:
            reach.payees.add(payee)
        if household:
            reach.households.add(household)
    return [found[code] for code in sorted(found)]


def household_payments(household: int, day: date) -> QuerySet[Movement]:
    """All that a household was paid, and what came back, the newest first."""
    sides = Q(target__household=household) | Q(source__household=household)
    rows = Movement.objects.until(day).filter(sides).order_by("-moved_on", "-pk")
    return rows.select_related("source__appropriation", "target__appropriation", "project", "claim__subject")
