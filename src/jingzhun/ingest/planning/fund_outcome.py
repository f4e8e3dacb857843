"""What a fund workbook would post: its appropriations and movements, the reversals at the places of the rows they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from jingzhun.core.money import yuan
from jingzhun.ledger.actions.appropriation import (
    UnableToRegisterAppropriation,
    register_appropriation,
    restate_appropriation,
)
from jingzhun.ledger.actions.fund_statement import FundRow, find_lots
from jingzhun.ledger.actions.movement import Order
from jingzhun.ledger.actions.statement import Stated, Statement, state
from jingzhun.ledger.flows import TITLES
from jingzhun.ledger.models import Appropriation
from jingzhun.ledger.movement_number import is_number
from jingzhun.ledger.trial import Undoing
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..differences import counted
from ..models import Difference
from .fund_cells import RefusedRow
from .held_movements import fresh_steps
from .outcome import Outcome

TEXTS = {"unit", "payee", "document", "voucher", "approved_by", "approved_again_by", "note"}


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

    def differences(self) -> Iterator[Difference]:
        """The movements that would be posted, and those that would be reversed; payments to households are told without the
        household."""
        for place in self.stated.posted:
            order = self.statements[place][1].order
            whom = order.payee or order.unit or (order.project.code if order.project else "")
            yield Difference(
                kind="new", code=order.appropriation.number, who=whom[:60], field="收支",
                after=f"{TITLES[order.kind]} {yuan(order.amount)} 元",
            )  # fmt: skip
        for number in self.stated.undone:
            undoing = self.reversals[number].undoing
            said = f"冲销 {yuan(undoing.amount)} 元，{undoing.why}"
            yield Difference(kind="new", code="冲销", field="收支", after=said[:200])

    def counts(self) -> dict[str, int]:
        new = len(self.stated.posted) + len(self.stated.undone)
        return counted(new=new, unchanged=len(self.stated.known) + len(self.stated.undone_before) + len(self.held))

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
                (promise.row, stated_row(kind, appropriation=numbers[promise.row], **values))
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


def stated_row(kind: str, **values: Any) -> Statement:
    """The statement of one row; a text that is missing is blank."""
    own = {name: values.pop(name) for name in ("applied_on", "accepted_on", "township_opinion_on") if name in values}
    own |= {name: values.pop(name) for name in ("claim", "entry", "mark") if name in values}
    said = {name: "" if value is None and name in TEXTS else value for name, value in values.items()}
    return Statement(order=Order(kind=kind, **said), **own)
