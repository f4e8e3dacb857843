"""Rows of the two fund workbooks, posted by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.text import whole_number
from jingzhun.ledger.actions.fund_statement import OF_FUNDS, FundRow
from jingzhun.ledger.actions.statement import Statement
from jingzhun.ledger.flows import FLOWS, REVERSE, TITLES
from jingzhun.ledger.fund_columns import LIMITS
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.ledger.movement_number import movements_by_number
from jingzhun.ledger.trial import Undoing

from ..checking import reasons
from ..checking.batch import Batch
from .booked_by_hand import leave_booked
from .fund_cells import RefusedRow, area_of, coded, days_past, funds_of, households_of, limits, named, projects_of
from .fund_outcome import TEXTS, FundOutcome, Promise, Reversal, stated_row
from .held_movements import as_promised, is_held, leave_promised, say_reversed
from .rehearsal import rehearsal

_KINDS = {flow.title: kind for kind, flow in FLOWS.items()} | {TITLES[REVERSE]: REVERSE} | {
    "兑付到户": "pay_household", "支付到单位": "pay", "借出": "lend", "收回借款": "repay", "占用费": "fee", "清算": "wind_up",
}  # fmt: skip
_LEVELS = {label: value for value, label in Appropriation.Level.choices} | {
    "中央级": "central", "省": "province", "州级": "prefecture", "市级": "prefecture", "县": "county",
}  # fmt: skip
_SUBJECT = {"project": "fund:project", "household": "household"}


def plan_appropriations(batch: Batch, index: AreaIndex) -> FundOutcome:
    """Check the rows of 资金指标, and try them."""
    outcome = FundOutcome(batch)
    seen: dict[str, int] = {}
    for row, number in enumerate(batch.column("fund:number")):
        earlier = seen.setdefault(number, row) if number else row
        if earlier != row:
            batch.refuse(row, "fund:number", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="指标编号"))
    limits(batch, LIMITS)
    days_past(batch, "issued_on", "arrived_on")
    levels = coded(batch, "fund:level", _LEVELS, "资金级次")
    for row in range(len(batch)):
        with suppress(RefusedRow):
            area = area_of(batch, index, row)
            steps = _steps(batch, row, area)
            if row in batch.refused:
                continue
            says = {
                name: batch.column(f"fund:{name}")[row] or ""
                for name in ("document", "title", "source", "year", "issued_on", "purpose")
            }
            outcome.promises.append(
                Promise(
                    row, batch.column("fund:number")[row], says | {"level": levels[row]}, area,
                    batch.column("fund:carried_from")[row] or "", steps,
                )
            )  # fmt: skip
    return _tried(outcome)


def plan_movements(batch: Batch, index: AreaIndex) -> FundOutcome:
    """Check the rows of 资金收支, and try them."""
    outcome = FundOutcome(batch)
    limits(batch, LIMITS)
    days_past(batch, "moved_on")
    kinds = coded(batch, "fund:kind", _KINDS, "收支种类")
    appropriations = {row.number: row for row in Appropriation.objects.select_related("carried_from")}
    codes = batch.column("fund:project")
    projects, funds = projects_of(codes), funds_of(codes)
    households = households_of(batch)
    serials = _serials(batch)
    held = movements_by_number([*batch.column("fund:serial"), *batch.column("fund:reverses")])
    for row in range(len(batch)):
        if (movement := held.get(batch.column("fund:serial")[row] or "")) is not None:
            if row not in batch.refused and is_held(batch, row, movement, kinds[row]):
                outcome.held.append(row)
            continue
        if kinds[row] == REVERSE:
            with suppress(RefusedRow):
                outcome.reversals.append(_reversal(batch, row, serials, held))
            continue
        of_fund = kinds[row] in OF_FUNDS
        found = {
            "appropriation": None if of_fund else named(batch, row, "fund:appropriation", appropriations, "指标"),
            "onward": named(batch, row, "fund:onward", appropriations, "指标"),
            "project": named(batch, row, "fund:project", projects, "基金或互助社" if of_fund else "项目"),
        }
        if not of_fund and found["appropriation"] is None and row not in batch.refused:
            batch.refuse(row, "fund:appropriation", reasons.BlankCell())
        if of_fund and codes[row] not in funds and row not in batch.refused:
            why = "没有这个基金或互助社" if codes[row] else "缺基金或互助社的编号"
            batch.refuse(row, "fund:project", reasons.UnfitForBooks(why=why))
        if row in batch.refused:
            continue
        others = {name: batch.column(f"fund:{name}")[row] for name in _OTHERS}
        words = {name: batch.column(f"fund:{name}")[row] or "" for name in ("claim", "entry")}
        if of_fund:
            said = {name: others[name] or "" for name in _OTHERS if name in TEXTS and name != "unit"}
            outcome.fund_rows.append(
                (
                    row,
                    FundRow(
                        fund=funds[codes[row]], kind=kinds[row], amount=others["amount"], moved_on=others["moved_on"],
                        lot=batch.column("fund:appropriation")[row] or "", household=households[row], entry=words["entry"], **said,
                    ),
                )
            )  # fmt: skip
            continue
        dates = {
            name: batch.column(f"fund:{name}")[row] for name in ("applied_on", "accepted_on", "township_opinion_on")
        }
        outcome.plain.append(
            (row, stated_row(kinds[row], household=households[row], **found, **others, **dates, **words))
        )
    leave_promised(outcome)
    leave_booked(outcome)
    outcome.plain = _told_apart(batch, as_promised(outcome.plain))
    say_reversed(outcome, held)
    return _tried(outcome)


def _serials(batch: Batch) -> dict[str, int]:
    """收支序号 → its row, of the rows that have one; one that is there twice is refused."""
    found: dict[str, int] = {}
    for row, serial in enumerate(batch.column("fund:serial")):
        if serial and found.setdefault(serial, row) != row:
            why = f"收支序号 {serial} 已在第 {batch.number(found[serial])} 行"
            batch.refuse(row, "fund:serial", reasons.UnfitForBooks(why=why))
    return found


def _reversal(batch: Batch, row: int, serials: dict[str, int], held: dict[str, Movement]) -> Reversal:
    """A row of kind 冲销. It names a row of the file by its 收支序号, else a movement of the ledger by its number."""
    wanted = batch.column("fund:reverses")[row]
    if row in batch.refused:
        raise RefusedRow
    if not wanted:
        _refuse_reversal(batch, row, "冲销要写冲销收支序号：同一个文件里那一行的序号，或系统里那一笔的号")
    undoing = Undoing(
        moved_on=batch.column("fund:moved_on")[row], amount=batch.column("fund:amount")[row],
        why=batch.column("fund:note")[row] or "按文件冲销",
    )  # fmt: skip
    if wanted in serials and wanted not in held:
        if serials[wanted] == row:
            _refuse_reversal(batch, row, "冲销收支序号是它自己")
        return Reversal(row, undoing, of=serials[wanted])
    rows = Movement.objects.filter(pk=whole_number(wanted))
    movement = held.get(wanted) or rows.select_related("source__appropriation", "project").first()
    if movement is None or not batch.frame.scope.covers(movement.area_id):
        _refuse_reversal(batch, row, f"文件里没有收支序号 {wanted} 的行，系统里也没有第 {wanted} 笔，或不在你的范围")
    assert movement is not None
    said = (batch.column("fund:appropriation")[row] or "", batch.column("fund:project")[row] or "")
    is_ = (movement.source.appropriation.number, movement.project.code if movement.project else "")
    if said != is_:
        _refuse_reversal(
            batch, row, f"第 {wanted} 笔是指标 {is_[0]}{'、项目 ' + is_[1] if is_[1] else ''} 的，与这一行不同"
        )
    return Reversal(row, replace(undoing, movement=movement))


def _refuse_reversal(batch: Batch, row: int, why: str) -> None:
    batch.refuse(row, "fund:reverses", reasons.UnfitForBooks(why=why))
    raise RefusedRow


def _told_apart(batch: Batch, statements: list[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """Rows that the file itself numbers apart are not one row given twice: an export has what was reversed, and what was posted
    again in its place with the same voucher and entry."""
    serials = batch.column("fund:serial")
    seen: dict[str, list[str]] = {}
    found = []
    for row, statement in statements:
        earlier = seen.setdefault(statement.identity, [])
        if serials[row] and earlier and not statement.mark:
            mark = f"{statement.identity} {statement.content} {earlier.count(statement.content)}"
            earlier.append(statement.content)
            found.append((row, replace(statement, mark=mark)))
            continue
        earlier.append(statement.content)
        found.append((row, statement))
    return found


_OTHERS = (
    "unit", "payee", "amount", "document", "voucher", "approved_by", "approved_again_by", "note", "moved_on",
)  # fmt: skip


def _steps(batch: Batch, row: int, area: str) -> list[tuple[str, dict[str, Any]]]:
    """What a row of 资金指标 moves: 下达 on its day, 到位 on its day with its voucher; each once an appropriation."""
    number = batch.column("fund:number")[row]
    value = {
        name: batch.column(f"fund:{name}")[row]
        for name in ("assigned", "issued_on", "document", "arrived", "arrived_on", "voucher")
    }
    steps: list[tuple[str, dict[str, Any]]] = []
    if value["assigned"]:
        steps.append(
            (
                "assign",
                {
                    "amount": value["assigned"],
                    "moved_on": value["issued_on"],
                    "document": value["document"],
                    "mark": f"下达 {number}",
                },
            )
        )
    if value["arrived"]:
        for name, title in (("arrived_on", "到位日期"), ("voucher", "到位凭证号")):
            if not value[name]:
                batch.refuse(row, f"fund:{name}", reasons.UnfitForBooks(why=f"有到位金额，没有{title}"))
        steps.append(
            (
                "arrive",
                {
                    "amount": value["arrived"],
                    "moved_on": value["arrived_on"],
                    "voucher": value["voucher"],
                    "mark": f"到位 {number}",
                },
            )
        )
    return steps


def _tried(outcome: FundOutcome) -> FundOutcome:
    """The dry run, again without the rows of which a part is refused: a refused row is not written at all."""
    while True:
        known, undone = len(outcome.fund_rows), len(outcome.reversals)
        refused = _try(outcome)
        promises = [promise for promise in outcome.promises if promise.row not in refused]
        fund_rows = [each for each in outcome.fund_rows if each[0] not in refused]
        reversals = [each for each in outcome.reversals if each.row not in refused]
        done = len(promises) == len(outcome.promises) and len(fund_rows) == known and len(reversals) == undone
        if done or not refused:
            _say_twice(outcome)
            return outcome
        outcome.promises, outcome.fund_rows, outcome.reversals = promises, fund_rows, reversals
        outcome.plain = [each for each in outcome.plain if each[0] not in refused]


def _try(outcome: FundOutcome) -> set[int]:
    """The action itself, and back; then its refusals, cell by cell. Returns the refused rows."""
    with rehearsal() as work:
        outcome.state(work)
    batch = outcome.batch
    said = set()
    for place, refusal in outcome.stated.refused.items():
        row, statement = outcome.statements[place]
        target = _target(batch, refusal.field, statement)
        if (row, target) not in said:
            batch.refuse(row, target, reasons.UnfitForBooks(why=refusal.why))
            said.add((row, target))
    for number, refusal in outcome.stated.not_undone.items():
        row = outcome.reversals[number].row
        batch.refuse(row, f"fund:{refusal.field}", reasons.UnfitForBooks(why=refusal.why))
        said.add((row, ""))
    undone = {outcome.reversals[number].row for number in outcome.stated.not_undone}
    unpromised = {promise.row for promise in outcome.promises if promise.row in batch.refused}
    return {outcome.statements[place][0] for place in outcome.stated.refused} | undone | unpromised


def _say_twice(outcome: FundOutcome) -> None:
    batch = outcome.batch
    for place, earlier in outcome.stated.twice.items():
        row = outcome.statements[place][0]
        batch.flag(row, _first_of(batch, "fund:voucher", "fund:number"), reasons.StatedTwice(row=batch.number(outcome.statements[earlier][0])))  # fmt: skip


def _target(batch: Batch, name: str, statement: Statement) -> str:
    """The column that a refusal is about."""
    if name == "amount" and "fund:amount" not in batch.table.layout.by_target:
        return "fund:arrived" if statement.order.kind == "arrive" else "fund:assigned"
    wanted = {"approvers": "fund:approved_again_by"}.get(name) or _SUBJECT.get(name) or f"fund:{name}"
    return wanted if wanted in batch.table.layout.by_target else _first_of(batch, "fund:amount", "fund:number")


def _first_of(batch: Batch, *targets: str) -> str:
    return next(target for target in targets if target in batch.table.layout.by_target)
