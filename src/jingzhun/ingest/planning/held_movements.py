"""Rows of 资金收支 that the ledger holds already: by the number of an export, or because 资金指标 stated them whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from jingzhun.core.money import yuan
from jingzhun.ledger.actions.statement import Statement, marked
from jingzhun.ledger.flows import FLOWS, TITLES
from jingzhun.ledger.fund_columns import MOVEMENT_COLUMNS
from jingzhun.ledger.models import Appropriation, Movement, StatedMovement
from jingzhun.ledger.movement_number import CONTENT, differing, is_number
from jingzhun.ledger.states import net_by_state

from ..checking import reasons
from ..checking.batch import Batch

if TYPE_CHECKING:
    from .funds import FundOutcome, Promise


def is_held(batch: Batch, row: int, movement: Movement, kind: str) -> bool:
    """Whether the row says what the ledger's movement of its number is; where it says something else it is refused."""
    if not batch.frame.scope.covers(movement.area_id):
        batch.refuse(row, "fund:serial", reasons.OutOfScope())
        return False
    says = {
        name: batch.column(target)[row]
        for name in CONTENT
        if batch.has(target := "household" if name == "household" else f"fund:{name}")
    }
    if batch.column("id_number")[row] and not says.get("household"):
        says.pop("household", None)
    name = differing(movement, says | ({"kind": TITLES[kind]} if kind else {}))
    if not name:
        return True
    title = next(column.header for column in MOVEMENT_COLUMNS if column.field == name)
    why = f"它是第 {movement.pk} 笔（{movement.title} {yuan(movement.amount)} 元，{movement.moved_on}），这一行的{title}不同；更正用冲销"
    batch.refuse(row, "fund:serial", reasons.UnfitForBooks(why=why))
    return False


def say_reversed(outcome: FundOutcome, held: dict[str, Movement]) -> None:
    """Point out rows that are in the ledger but reversed since: they are not posted again."""
    batch = outcome.batch
    undone = {held[number].pk for number in batch.column("fund:reverses") if number in held}
    for row in outcome.held:
        movement = held.get(batch.column("fund:serial")[row])
        if movement is not None and hasattr(movement, "reversed_by") and movement.pk not in undone:
            on = movement.reversed_by.moved_on.isoformat()
            batch.flag(row, "fund:serial", reasons.HeldButReversed(number=movement.pk, on=on))


def fresh_steps(outcome: FundOutcome, promise: Promise, known: Appropriation) -> list[tuple[str, dict[str, Any]]]:
    """The steps that the ledger does not hold yet: what was assigned or came by another way (on a page, by rows of 资金收支)
    is not posted again where it comes to the same amount, and refused where it does not."""
    if not promise.steps:
        return []
    marks = {kind: marked(values["mark"]) for kind, values in promise.steps}
    stands = dict(
        StatedMovement.objects.filter(is_undone=False, identity__in=marks.values(), movement__reversed_by__isnull=True)
        .values_list("identity", "movement__amount")
    )  # fmt: skip
    if all(stands.get(marks[kind]) == values["amount"] for kind, values in promise.steps):
        return promise.steps
    own = Q(source__appropriation=known) | Q(target__appropriation=known)
    held, fresh = net_by_state(Movement.objects.filter(own)), []
    for kind, values in promise.steps:
        there, state = held[FLOWS[kind].title], FLOWS[kind].title
        if stands.get(marks[kind]) == values["amount"] or there == 0:
            fresh.append((kind, values))
        elif there == values["amount"]:
            outcome.held.append(promise.row)
        elif marks[kind] in stands:
            fresh.append((kind, values))
        else:
            why = (
                f"系统里这个指标已{state} {yuan(there)} 元，这一行 {yuan(values['amount'])} 元；补记、调减用“资金收支”"
            )
            target = "fund:assigned" if kind == "assign" else "fund:arrived"
            outcome.batch.refuse(promise.row, target, reasons.UnfitForBooks(why=why))
            return []
    return fresh


_PROMISED = {"assign": ("下达", 1), "cut": ("下达", -1), "arrive": ("到位", 1)}
"""Kind → the state that a row of 资金指标 states whole, and how the kind counts there."""


def leave_promised(outcome: FundOutcome) -> None:
    """An export states what was assigned and what arrived twice: whole in 资金指标, row by row here. Where 资金指标 brought it in
    from there and the numbered rows, less what reverses them, come to the same, they are in the ledger already."""
    batch = outcome.batch
    serials = batch.column("fund:serial")
    back = {each.of: each for each in outcome.reversals if each.of is not None}
    groups: dict[tuple[str, str], list[int]] = {}
    nets: Counter[tuple[str, str]] = Counter()
    lots: dict[str, Appropriation] = {}
    for row, each in outcome.plain:
        if each.order.kind not in _PROMISED or not is_number(serials[row]):
            continue
        state, sign = _PROMISED[each.order.kind]
        group = (each.order.appropriation.number, state)
        lots[group[0]] = each.order.appropriation
        groups.setdefault(group, []).append(row)
        nets[group] += 0 if row in back else sign * each.order.amount
    marks = {group: marked(f"{group[1]} {group[0]}") for group in groups}
    promised = set(
        StatedMovement.objects.filter(identity__in=marks.values(), is_undone=False).values_list("identity", flat=True)
    )
    left: set[int] = set()
    for group, rows in groups.items():
        if marks[group] in promised:
            lot = lots[group[0]]
            moved = Movement.objects.filter(Q(source__appropriation=lot) | Q(target__appropriation=lot))
            if net_by_state(moved)[group[1]] == nets[group]:
                left.update(rows)
    gone = {back[row].row for row in left if row in back}
    outcome.plain = [each for each in outcome.plain if each[0] not in left]
    outcome.reversals = [each for each in outcome.reversals if each.row not in gone]
    outcome.held.extend(sorted(left | gone))


def as_promised(statements: list[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """Rows that say again what 资金指标 posted (下达, 到位), as an export does, are those movements and not new ones."""
    marked = {
        place: replace(statement, mark=f"{TITLES[statement.order.kind]} {statement.order.appropriation.number}")
        for place, (_, statement) in enumerate(statements)
        if statement.order.kind in ("assign", "arrive")
    }
    stands = StatedMovement.objects.filter(is_undone=False, identity__in=[each.identity for each in marked.values()])
    known = set(stands.values_list("identity", "content"))
    return [
        (
            row,
            marked[place]
            if place in marked and (marked[place].identity, marked[place].content) in known
            else statement,
        )
        for place, (row, statement) in enumerate(statements)
    ]
