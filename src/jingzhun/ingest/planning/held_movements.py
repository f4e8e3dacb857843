"""Rows of 资金收支 that the ledger holds already: by the number of an export, or because 资金指标 stated them whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
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
    from .fund_outcome import FundOutcome, Promise


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


PROMISED = {"assign": ("下达", 1), "cut": ("下达", -1), "arrive": ("到位", 1)}
"""Kind → the state that a row of 资金指标 states whole, and how the kind counts there."""


def leave_promised(outcome: FundOutcome) -> None:
    """An export states what was assigned and what arrived twice: whole in 资金指标, row by row here. Where 资金指标 brought it in
    from there, the numbered rows of an appropriation's first days that, less what reverses them, come to that whole are in the
    ledger already; later ones are new. Where no such days do (the file holds only a part of them) nobody can tell, and the rows
    are refused."""
    batch = outcome.batch
    back = {each.of: each for each in outcome.reversals if each.of is not None}
    groups = _numbered(outcome, set(back))
    marks = {group: marked(f"{group[1]} {group[0]}") for group in groups}
    stands = dict(
        StatedMovement.objects.filter(identity__in=marks.values(), is_undone=False, movement__reversed_by__isnull=True)
        .values_list("identity", "movement__amount")
    )  # fmt: skip
    left: set[int] = set()
    refused: set[int] = set()
    for (number, state), lines in groups.items():
        whole = stands.get(marks[number, state])
        if whole is None:
            continue
        within = days_that_make(whole, lines)
        left.update(within)
        if not within:
            told = yuan(sum(fen for _, _, fen in lines))
            why = (
                f"指标 {number} 的{state}已由“资金指标”整笔登记 {yuan(whole)} 元；文件里带收支序号的{state}合计 {told} 元，分不清是不是其中的几笔。"
                f"请导入这个指标全部{state}的导出；确是另外的，清空收支序号"
            )
            for row, _, _ in lines:
                batch.refuse(row, "fund:serial", reasons.UnfitForBooks(why=why))
                refused.add(row)
    gone = {back[row].row for row in left if row in back}
    outcome.plain = [each for each in outcome.plain if each[0] not in left | refused]
    outcome.reversals = [each for each in outcome.reversals if each.row not in gone]
    outcome.held.extend(sorted(left | gone))


Line = tuple[int, date, int]
"""A row, its day, and the fen by which it counts for a state."""


def _numbered(outcome: FundOutcome, reversed_rows: set[int]) -> dict[tuple[str, str], list[Line]]:
    """(appropriation, state) → its rows that carry the number of an export; one that the file reverses counts nothing."""
    serials = outcome.batch.column("fund:serial")
    groups: dict[tuple[str, str], list[Line]] = {}
    for row, each in outcome.plain:
        order = each.order
        if order.kind in PROMISED and is_number(serials[row]):
            state, sign = PROMISED[order.kind]
            fen = 0 if row in reversed_rows else sign * order.amount
            groups.setdefault((order.appropriation.number, state), []).append((row, order.moved_on, fen))
    return groups


def days_that_make(whole: int, lines: list[Line]) -> list[int]:
    """The rows of as many first days as possible that come to ``whole``; none where no days do."""
    found: list[int] = []
    for day in sorted({day for _, day, _ in lines}):
        until = [line for line in lines if line[1] <= day]
        if sum(fen for _, _, fen in until) == whole:
            found = [row for row, _, _ in until]
    return found


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
