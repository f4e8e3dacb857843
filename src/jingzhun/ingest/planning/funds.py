"""Rows of the two fund workbooks, posted by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import Level
from jingzhun.core.id_number import UnableToReadIdNumber, parse_id_number
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.appropriation import (
    UnableToRegisterAppropriation,
    register_appropriation,
    restate_appropriation,
)
from jingzhun.ledger.actions.movement import Order
from jingzhun.ledger.actions.statement import Stated, Statement, state
from jingzhun.ledger.flows import FLOWS, TITLES
from jingzhun.ledger.fund_columns import LIMITS
from jingzhun.ledger.models import Appropriation, Fund
from jingzhun.registry import personal
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Membership, PersonIdentity, Subject

from ..checking import reasons
from ..checking.batch import Batch
from .outcome import Outcome
from .rehearsal import rehearsal

_OF_SOCIETIES = {"share", "share_back", "lend", "repay", "fee", "wind_up"}
"""Kinds that a society records one by one on its page, where its members are."""
_KINDS = {flow.title: kind for kind, flow in FLOWS.items() if kind not in _OF_SOCIETIES} | {
    "兑付到户": "pay_household", "支付到单位": "pay",
}  # fmt: skip
_LEVELS = {label: value for value, label in Appropriation.Level.choices} | {
    "中央级": "central", "省": "province", "州级": "prefecture", "市级": "prefecture", "县": "county",
}  # fmt: skip
_SUBJECT = {"project": "fund:project", "household": "household"}
Key = TypeVar("Key")


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
class FundOutcome(Outcome):
    """``statements`` are (row, what it states); places in ``stated`` are places among them. Those of ``promises`` are made when
    their appropriations are there. ``titled`` are rows whose appropriation is registered or corrected."""

    promises: list[Promise] = field(default_factory=list)
    statements: list[tuple[int, Statement]] = field(default_factory=list)
    stated: Stated = field(default_factory=Stated)
    titled: set[int] = field(default_factory=set)

    @property
    def changes_something(self) -> bool:
        return bool(self.stated.posted or self.titled)

    def posted_rows(self) -> set[int]:
        return {self.statements[place][0] for place in self.stated.posted}

    def changed_rows(self) -> int:
        return len(self.posted_rows() | self.titled)

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        self.state(work)

    def state(self, work: Writing) -> None:
        """Register, post; what is refused is refused on the batch."""
        self.titled, numbers = set(), {}
        for promise in sorted(self.promises, key=lambda promise: bool(promise.carried_from)):
            with suppress(_Refused):
                numbers[promise.row] = self._register(promise, work)
        if self.promises:
            self.statements = [
                (promise.row, _statement(kind, appropriation=numbers[promise.row], **values))
                for promise in self.promises
                if promise.row in numbers
                for kind, values in promise.steps
            ]
        self.stated = state([statement for _, statement in self.statements], work=work)

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
                raise _Refused
            if restate_appropriation(known=known, work=work, carried_from=carried_from, **promise.says):
                self.titled.add(promise.row)
        except UnableToRegisterAppropriation as refusal:
            self.titled.discard(promise.row)
            self._refuse(promise.row, "fund:number", str(refusal.fields["why"]))
        assert known is not None
        return known

    def _refuse(self, row: int, target: str, why: str) -> None:
        self.batch.refuse(row, target, reasons.UnfitForBooks(why=why))
        raise _Refused


class _Refused(Exception):
    """The row is refused and said so."""


def plan_appropriations(batch: Batch, index: AreaIndex) -> FundOutcome:
    """Check the rows of 资金指标, and try them."""
    outcome = FundOutcome(batch)
    seen: dict[str, int] = {}
    for row, number in enumerate(batch.column("fund:number")):
        earlier = seen.setdefault(number, row) if number else row
        if earlier != row:
            batch.refuse(row, "fund:number", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="指标编号"))
    _limits(batch)
    levels = _coded(batch, "fund:level", _LEVELS, "资金级次")
    for row in range(len(batch)):
        with suppress(_Refused):
            area = _area(batch, index, row)
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
    _limits(batch)
    kinds = _coded(batch, "fund:kind", _KINDS, "收支种类")
    appropriations = {row.number: row for row in Appropriation.objects.select_related("carried_from")}
    projects = _projects(batch.column("fund:project"))
    households = _households(batch)
    for row in range(len(batch)):
        found = {
            "appropriation": _named(batch, row, "fund:appropriation", appropriations, "指标"),
            "onward": _named(batch, row, "fund:onward", appropriations, "指标"),
            "project": _named(batch, row, "fund:project", projects, "项目"),
        }
        if row in batch.refused:
            continue
        others = {
            name: batch.column(f"fund:{name}")[row]
            for name in (
                "unit", "payee", "amount", "document", "voucher", "approved_by", "approved_again_by", "note", "moved_on",
            )
        }  # fmt: skip
        dates = {
            name: batch.column(f"fund:{name}")[row] for name in ("applied_on", "accepted_on", "township_opinion_on")
        }
        words = {name: batch.column(f"fund:{name}")[row] or "" for name in ("claim", "entry")}
        outcome.statements.append(
            (row, _statement(kinds[row], household=households[row], **found, **others, **dates, **words))
        )
    return _tried(outcome)


def _statement(kind: str, **values: Any) -> Statement:
    own = {name: values.pop(name) for name in ("applied_on", "accepted_on", "township_opinion_on") if name in values}
    own |= {name: values.pop(name) for name in ("claim", "entry", "mark") if name in values}
    said = {name: "" if value is None and name in _TEXTS else value for name, value in values.items()}
    return Statement(order=Order(kind=kind, **said), **own)


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


def _area(batch: Batch, index: AreaIndex, row: int) -> str:
    """Padded code of the township, else of whoever loads the file."""
    frame = batch.frame
    name = batch.column("township")[row]
    inside = frame.scope if frame.office.covers(frame.scope.significant) else frame.office
    if not name:
        return inside.padded
    try:
        found = index.find(name, Level.TOWNSHIP)
    except (UnableToFindArea, UnableToTellAreas) as cause:
        batch.refuse(row, "township", reasons.UnknownPlace(why=cause.sentence, nearest=""))
        raise _Refused from cause
    if not frame.scope.covers(found):
        batch.refuse(row, "township", reasons.OutOfScope())
        raise _Refused
    return found


def _coded(batch: Batch, target: str, texts: dict[str, str], what: str) -> list[str]:
    found = []
    for row, text in enumerate(batch.column(target)):
        code = texts.get(text or "", "")
        if text and not code:
            allowed = "、".join(texts)
            batch.refuse(row, target, reasons.UnknownCode(text=text, list=what, nearest="", allowed=allowed))
        found.append(code)
    return found


def _named(batch: Batch, row: int, target: str, known: dict[str, Any], what: str) -> Any:
    """The row that a number names, if it is in scope."""
    number = batch.column(target)[row]
    if not number:
        return None
    found = known.get(number)
    if found is None or not batch.frame.scope.covers(found.area_id):
        batch.refuse(row, target, reasons.UnfitForBooks(why=f"没有{what} {number}，或不在你的范围"))
    return found


def _limits(batch: Batch) -> None:
    for name, limit in LIMITS.items():
        target = f"fund:{name}"
        for row, text in enumerate(batch.column(target)):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, target, reasons.TooLong(length=len(text), limit=limit))


def _projects(codes: Iterable[str | None]) -> dict[str, Subject]:
    """Projects by their number, and the funds that stand where a project does."""
    given = list(codes)
    organisations = _subjects(Subject.Kind.ORGANISATION, given)
    funds = set(Fund.objects.filter(subject__in=organisations.values()).values_list("subject_id", flat=True))
    return {code: row for code, row in organisations.items() if row.pk in funds} | _subjects(
        Subject.Kind.PROJECT, given
    )


def _subjects(kind: str, codes: Iterable[str | None]) -> dict[str, Subject]:
    found = {}
    for part in chunks(sorted(set(filter(None, codes)))):
        found.update({row.code: row for row in Subject.objects.filter(kind=kind, code__in=part)})
    return found


def _households(batch: Batch) -> list[Subject | None]:
    """The household of each row, by its number or by the ID number of one of its people."""
    by_code = _subjects(Subject.Kind.HOUSEHOLD, batch.column("household"))
    by_person = _by_person(batch)
    found: list[Subject | None] = []
    for row, (code, number) in enumerate(zip(batch.column("household"), batch.column("id_number"), strict=True)):
        household = by_code.get(code) if code else by_person.get(row)
        if (code or number) and (household is None or not batch.frame.scope.covers(household.area_id)):
            batch.refuse(row, "household" if code else "id_number", reasons.UnknownHousehold())
            household = None
        elif code and number and by_person.get(row) not in (None, household):
            batch.refuse(row, "id_number", reasons.UnfitForBooks(why="这个证件号码不是这一户的"))
        found.append(household)
    return found


def _by_person(batch: Batch) -> dict[int, Subject]:
    indexes: dict[int, bytes] = {}
    for row, number in enumerate(batch.column("id_number")):
        if number:
            with suppress(UnableToReadIdNumber):
                indexes[row] = personal.id_index(parse_id_number(number).citizen)
    person_of: dict[bytes, int] = {}
    for part in chunks(sorted(set(indexes.values()))):
        rows = PersonIdentity.objects.known().filter(id_index__in=part)
        person_of.update((bytes(index), key) for key, index in rows.values_list("subject_id", "id_index"))
    home_of: dict[int, Subject] = {}
    for part in chunks(sorted(set(person_of.values()))):
        rows = Membership.objects.as_of(batch.frame.today).filter(subject_id__in=part, household__isnull=False)
        home_of.update((each.subject_id, each.household.subject) for each in rows.select_related("household__subject"))
    return {
        row: home_of[person_of[index]]
        for row, index in indexes.items()
        if index in person_of and person_of[index] in home_of
    }


def _tried(outcome: FundOutcome) -> FundOutcome:
    """The dry run, again without the appropriations of which an amount is refused: a refused row is not written at all."""
    while True:
        _try(outcome)
        broken = {outcome.statements[place][0] for place in outcome.stated.refused}
        kept = [promise for promise in outcome.promises if promise.row not in broken]
        if len(kept) == len(outcome.promises):
            return outcome
        outcome.promises = kept


def _try(outcome: FundOutcome) -> None:
    """The action itself, and back; then its refusals, cell by cell."""
    with rehearsal() as work:
        outcome.state(work)
    batch = outcome.batch
    for place, refusal in outcome.stated.refused.items():
        row, statement = outcome.statements[place]
        batch.refuse(row, _target(batch, refusal.field, statement), reasons.UnfitForBooks(why=refusal.why))
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
