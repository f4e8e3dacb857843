"""Rows of the workbook of fund requests, written by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import Level
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.fund_request import Asking, UnableToRequest, beneficiary, faults, open_requests
from jingzhun.ledger.models import FundPurpose, FundRequest
from jingzhun.ledger.request_columns import LIMITS
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .fund_cells import RefusedRow
from .outcome import Outcome
from .rehearsal import rehearsal

_CELLS = {"household": "household", "village": "village"}


@dataclass
class RequestOutcome(Outcome):
    """``askings`` are (row, what it asks); ``good`` are places among them that can be written, ``known`` those that are there
    already, equal."""

    askings: list[tuple[int, Asking]] = field(default_factory=list)
    good: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.good)

    def changed_rows(self) -> int:
        return len(self.good)

    def differences(self) -> Iterator[Difference]:
        for place in self.good:
            given = self.askings[place][1]
            said = f"{given.title} {yuan(given.amount)} 元"
            yield Difference(kind="new", code=given.number, field="基金申请", after=said[:200])

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.good), unchanged=len(self.known))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        """One request after the other: what one asks for is taken off what the next may."""
        self.good = []
        for place, (row, given) in enumerate(self.askings):
            if place in self.known:
                continue
            try:
                with transaction.atomic():
                    open_requests(askings=[given], today=self.batch.frame.today, work=work)
            except UnableToRequest as refusal:
                self.batch.refuse(row, "request:number", reasons.UnfitForBooks(why=str(refusal.fields["why"])))
            else:
                self.good.append(place)
            report(place + 1)


def plan_fund_requests(batch: Batch, index: AreaIndex) -> RequestOutcome:
    """Check the rows, and try the requests that they make."""
    outcome = RequestOutcome(batch)
    seen: dict[str, int] = {}
    for row, number in enumerate(batch.column("request:number")):
        earlier = seen.setdefault(number, row) if number else row
        if earlier != row:
            batch.refuse(row, "request:number", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="申请编号"))
    for name, limit in LIMITS.items():
        for row, text in enumerate(batch.column(f"request:{name}")):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, f"request:{name}", reasons.TooLong(length=len(text), limit=limit))
    purposes = _purposes(batch)
    homes = _homes(batch)
    for row in range(len(batch)):
        if row in batch.refused:
            continue
        with suppress(RefusedRow):
            outcome.askings.append((row, _asking(batch, index, row, purposes, homes)))
    _known(outcome)
    return _tried(outcome)


def _purposes(batch: Batch) -> dict[tuple[str, str], list[FundPurpose]]:
    codes = set(filter(None, batch.column("request:fund")))
    found: dict[tuple[str, str], list[FundPurpose]] = {}
    rows = FundPurpose.objects.filter(fund__subject__code__in=codes).select_related("fund__subject").order_by("since")
    for each in rows:
        found.setdefault((each.fund.subject.code, each.title), []).append(each)
    return found


def _homes(batch: Batch) -> dict[str, Subject]:
    codes = set(filter(None, batch.column("household")))
    return {each.code: each for each in Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code__in=codes)}


def _asking(
    batch: Batch, index: AreaIndex, row: int, purposes: dict[tuple[str, str], list[FundPurpose]], homes: dict[str, Subject]
) -> Asking:  # fmt: skip
    def cell(name: str):
        return batch.column(f"request:{name}")[row]

    applied_on = cell("applied_on")
    listed = purposes.get((cell("fund"), cell("purpose")), [])
    in_force = [each for each in listed if each.since <= applied_on and (each.until is None or each.until > applied_on)]
    if not listed:
        _refuse(batch, row, "request:purpose", f"基金 {cell('fund')} 没有登记用途“{cell('purpose')}”")
    code = batch.column("household")[row]
    home = homes.get(code) if code else None
    if code and (home is None or not batch.frame.scope.covers(home.area_id)):
        batch.refuse(row, "household", reasons.UnknownHousehold())
        raise RefusedRow
    given = Asking(
        purpose=(in_force or listed)[-1], area=_area(batch, index, row, home), period=cell("period"), title=cell("title"),
        amount=cell("amount"), applied_on=applied_on, household=home, person=_person(batch, row, home, applied_on),
        payee=cell("payee") or "", number=cell("number"),
    )  # fmt: skip
    wrong = faults(given, today=batch.frame.today)
    for name, why in wrong:
        batch.refuse(row, _CELLS.get(name, f"request:{name}"), reasons.UnfitForBooks(why=why))
    if wrong:
        raise RefusedRow
    return given


def _area(batch: Batch, index: AreaIndex, row: int, home: Subject | None) -> str:
    """The village that the row names, else the household's, else where the file is loaded: a village or township."""
    name, frame = batch.column("village")[row], batch.frame
    if not name:
        found = home.area_id if home is not None else frame.scope.padded
    else:
        try:
            found = _named(index, name)
        except (UnableToFindArea, UnableToTellAreas) as cause:
            batch.refuse(row, "village", reasons.UnknownPlace(why=cause.sentence, nearest=""))
            raise RefusedRow from cause
    if not frame.scope.covers(found):
        batch.refuse(row, "village", reasons.OutOfScope())
        raise RefusedRow
    return found


def _named(index: AreaIndex, name: str) -> str:
    """A village by its name, or a township where an export wrote one."""
    try:
        return index.find(name, Level.VILLAGE)
    except UnableToFindArea:
        return index.find(name, Level.TOWNSHIP)


def _person(batch: Batch, row: int, home: Subject | None, day: date) -> Subject | None:
    person, why = beneficiary(batch.column("request:person")[row] or "", home=home, on=day)
    if why:
        _refuse(batch, row, "request:person", why)
    return person


def _refuse(batch: Batch, row: int, target: str, why: str) -> None:
    batch.refuse(row, target, reasons.UnfitForBooks(why=why))
    raise RefusedRow


def _known(outcome: RequestOutcome) -> None:
    """Requests that are there already: equal ones change nothing, different ones are refused."""
    numbers = [given.number for _, given in outcome.askings]
    there = {
        row.subject.code: row for row in FundRequest.objects.filter(subject__code__in=numbers).select_related("subject")
    }
    kept = []
    for row, given in outcome.askings:
        known = there.get(given.number)
        if known is not None and not _equal(known, given):
            why = f"已有基金申请 {given.number}，内容不同；错了先作废，另编号重写"
            outcome.batch.refuse(row, "request:number", reasons.UnfitForBooks(why=why))
            continue
        if known is not None:
            outcome.known.append(len(kept))
        kept.append((row, given))
    outcome.askings = kept


def _equal(known: FundRequest, given: Asking) -> bool:
    told = (
        known.purpose_id,
        known.subject.area_id,
        known.whom,
        known.payee,
        known.period,
        known.title,
        known.amount,
        known.applied_on,
    )
    says = (
        given.purpose.pk,
        given.area,
        given.whom,
        given.paid_to,
        given.period,
        given.title,
        given.amount,
        given.applied_on,
    )
    return told == says


def _tried(outcome: RequestOutcome) -> RequestOutcome:
    with rehearsal() as work:
        outcome.write(work)
    known = {outcome.askings[place][1].number for place in outcome.known}
    outcome.askings = [each for each in outcome.askings if each[0] not in outcome.batch.refused]
    outcome.known = [place for place, (_, given) in enumerate(outcome.askings) if given.number in known]
    outcome.good = [place for place in range(len(outcome.askings)) if place not in outcome.known]
    return outcome
