"""Rows of the two fund workbooks, posted by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.appropriation import (
    UnableToRegisterAppropriation,
    register_appropriation,
    restate_appropriation,
)
from jingzhun.ledger.actions.fund_statement import OF_FUNDS, FundRow, find_lots
from jingzhun.ledger.actions.movement import Order
from jingzhun.ledger.actions.statement import Stated, Statement, state
from jingzhun.ledger.flows import FLOWS, REVERSE, TITLES
from jingzhun.ledger.fund_columns import LIMITS
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.ledger.movement_number import is_number, movements_by_number
from jingzhun.ledger.trial import Undoing
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..checking.batch import Batch
from .fund_cells import RefusedRow, area_of, coded, days_past, funds_of, households_of, limits, named, projects_of
from .held_movements import as_promised, fresh_steps, is_held, leave_promised, say_reversed
from .outcome import Outcome
from .rehearsal import rehearsal

_KINDS = {flow.title: kind for kind, flow in FLOWS.items()} | {TITLES[REVERSE]: REVERSE} | {
    "兑付到户": "pay_household", "支付到单位": "pay", "借出": "lend", "收回借款": "repay", "占用费": "fee", "清算": "wind_up",
}  # fmt: skip
_LEVELS = {label: value for value, label in Appropriation.Level.choices} | {
    "中央级": "central", "省": "province", "州级": "prefecture", "市级": "prefecture", "县": "county",
}  # fmt: skip
_SUBJECT = {"project": "fund:project", "household": "household"}


@dataclass
class Promise:
    """One row of 资金指标: what is said of the appropriation, and the amounts that it assigned and that arrived."""

    row: int
    number: str
    says: dict[str, Any]
    area: str
    carried_from: str
    steps: list[tuple[str, dict[str, Any]]]


@dataclass
class Reversal:
    """One row of kind 冲销: of the row ``of`` of the same file, or of ``movement`` of the ledger. ``amount`` fen."""

    row: int
    undoing: Undoing
    of: int | None = None


@dataclass
class FundOutcome(Outcome):
    """``statements`` are (row, what it states); places in ``stated`` are places among them. They are ``plain`` ones, those of
    ``promises``, made when their appropriations are there, and those of ``fund_rows``, made when their lots are found.
    ``titled`` are rows whose appropriation is registered or corrected, ``held`` rows whose movement the ledger has by its number."""

    promises: list[Promise] = field(default_factory=list)
    fund_rows: list[tuple[int, FundRow]] = field(default_factory=list)
    plain: list[tuple[int, Statement]] = field(default_factory=list)
    reversals: list[Reversal] = field(default_factory=list)
    statements: list[tuple[int, Statement]] = field(default_factory=list)
    stated: Stated = field(default_factory=Stated)
    titled: set[int] = field(default_factory=set)
    held: list[int] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.stated.posted or self.stated.undone or self.titled)

    def posted_rows(self) -> set[int]:
        posted = {self.statements[place][0] for place in self.stated.posted}
        return posted | {self.reversals[number].row for number in self.stated.undone}

    def changed_rows(self) -> int:
        return len(self.posted_rows() | self.titled)

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        self.state(work)

    def state(self, work: Writing) -> None:
        """Register, post; what is refused is refused on the batch."""
        self.titled, numbers = set(), {}
        self.held = [row for row in self.held if row not in {promise.row for promise in self.promises}]
        for promise in sorted(self.promises, key=lambda promise: bool(promise.carried_from)):
            with suppress(RefusedRow):
                numbers[promise.row] = self._register(promise, work)
        self.statements = [
            *self.plain,
            *(
                (promise.row, _statement(kind, appropriation=numbers[promise.row], **values))
                for promise in self.promises
                if promise.row in numbers
                for kind, values in fresh_steps(self, promise, numbers[promise.row])
            ),
        ]
        self._find_lots(work)
        self._number()
        self._undo(work)

    def _number(self) -> None:
        """A row that became one movement gives it the number that it came with from another ledger."""
        serials, parts = self.batch.column("fund:serial"), Counter(row for row, _ in self.statements)
        self.statements = [
            (row, replace(each, serial=serials[row]) if parts[row] == 1 and is_number(serials[row]) else each)
            for row, each in self.statements
        ]

    def _undo(self, work: Writing) -> None:
        """Post, with the reversals at the places of the rows that they name."""
        places: dict[int, list[int]] = {}
        for place, (row, _) in enumerate(self.statements):
            places.setdefault(row, []).append(place)
        kept = []
        for each in self.reversals:
            at = places.get(each.of, []) if each.of is not None else [-1]
            if len(at) == 1:
                kept.append(each)
                continue
            why = "它冲销的那一行没有收" if not at else f"它冲销的那一行记成了 {len(at)} 笔，请分开写明指标编号"
            self.batch.refuse(each.row, "fund:reverses", reasons.UnfitForBooks(why=why))
        self.reversals = kept
        undoings = [
            replace(each.undoing, place=places[each.of][0]) if each.of is not None else each.undoing for each in kept
        ]
        self.stated = state([statement for _, statement in self.statements], undoings=undoings, work=work)

    def _find_lots(self, work: Writing) -> None:
        """The statements of the rows about funds; those that cannot be are refused and left out from now on."""
        if not self.fund_rows:
            return
        endowed = [statement for _, statement in self.plain if statement.order.kind == "endow"]
        places = {row: place for place, (row, _) in enumerate(self.fund_rows)}
        given = dict(self.plain)
        back = [
            (each.undoing.moved_on, places[each.of] if each.of in places else given[each.of])
            for each in self.reversals
            if each.of is not None
            and (each.of in places or (each.of in given and given[each.of].order.kind == "endow"))
        ]
        found = find_lots([row for _, row in self.fund_rows], endowed=endowed, back=back, work=work)
        for place, refusal in found.refused.items():
            row = self.fund_rows[place][0]
            self.batch.refuse(row, f"fund:{refusal.field}", reasons.UnfitForBooks(why=refusal.why))
        for place, statements in sorted(found.statements.items()):
            self.statements.extend((self.fund_rows[place][0], statement) for statement in statements)
        self.fund_rows = [each for place, each in enumerate(self.fund_rows) if place not in found.refused]

    def _register(self, promise: Promise, work: Writing) -> Appropriation:
        carried_from = Appropriation.objects.filter(number=promise.carried_from).first()
        if promise.carried_from and carried_from is None:
            self._refuse(promise.row, "fund:carried_from", f"没有指标 {promise.carried_from}")
        known = Appropriation.objects.filter(number=promise.number).first()
        try:
            if known is None:
                self.titled.add(promise.row)
                return register_appropriation(
                    number=promise.number, area=promise.area, carried_from=carried_from, work=work, **promise.says
                )
            if not self.batch.frame.scope.covers(known.area_id):
                self.batch.refuse(promise.row, "fund:number", reasons.OutOfScope())
                raise RefusedRow
            if restate_appropriation(known=known, work=work, carried_from=carried_from, **promise.says):
                self.titled.add(promise.row)
        except UnableToRegisterAppropriation as refusal:
            self.titled.discard(promise.row)
            self._refuse(promise.row, "fund:number", str(refusal.fields["why"]))
        assert known is not None
        return known

    def _refuse(self, row: int, target: str, why: str) -> None:
        self.batch.refuse(row, target, reasons.UnfitForBooks(why=why))
        raise RefusedRow


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
            said = {name: others[name] or "" for name in _OTHERS if name in _TEXTS and name != "unit"}
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
            (row, _statement(kinds[row], household=households[row], **found, **others, **dates, **words))
        )
    leave_promised(outcome)
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
    rows = Movement.objects.filter(pk=int(wanted)) if wanted.isdecimal() else Movement.objects.none()
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


def _statement(kind: str, **values: Any) -> Statement:
    own = {name: values.pop(name) for name in ("applied_on", "accepted_on", "township_opinion_on") if name in values}
    own |= {name: values.pop(name) for name in ("claim", "entry", "mark") if name in values}
    said = {name: "" if value is None and name in _TEXTS else value for name, value in values.items()}
    return Statement(order=Order(kind=kind, **said), **own)


_OTHERS = (
    "unit", "payee", "amount", "document", "voucher", "approved_by", "approved_again_by", "note", "moved_on",
)  # fmt: skip
_TEXTS = {"unit", "payee", "document", "voucher", "approved_by", "approved_again_by", "note"}


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


def told(statement: Statement) -> str:
    """A movement in the words of the page of differences."""
    return f"{TITLES[statement.order.kind]} {yuan(statement.order.amount)} 元"
