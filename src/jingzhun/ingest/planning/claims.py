"""Rows of the claims' workbook, written by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.money import yuan
from jingzhun.core.text import fold
from jingzhun.ledger.actions.claim import Application, Invoice, UnableToClaim, faults, open_claims
from jingzhun.ledger.claim_columns import CLAIM_LEVEL, LIMITS
from jingzhun.ledger.models import Claim
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .outcome import Outcome
from .rehearsal import rehearsal


@dataclass
class ClaimOutcome(Outcome):
    """``claims`` are (places of its rows, what it says); ``good`` are places among them that can be written, ``known`` those
    that are there already, equal."""

    claims: list[tuple[list[int], Application]] = field(default_factory=list)
    good: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.good)

    def changed_rows(self) -> int:
        return sum(len(self.claims[place][0]) for place in self.good)

    def differences(self) -> Iterator[Difference]:
        for place in self.good:
            given = self.claims[place][1]
            yield Difference(
                kind="new", code=given.number, who=given.unit[:60], field="报账单",
                after=f"{given.title} {yuan(given.amount)} 元，发票 {len(given.invoices)} 张"[:200],
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.good), unchanged=len(self.known))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        """One claim after the other: what one asks for is taken off what the next may."""
        self.good = []
        for place, (rows, given) in enumerate(self.claims):
            if place in self.known:
                continue
            try:
                with transaction.atomic():
                    open_claims(applications=[given], today=self.batch.frame.today, work=work)
            except UnableToClaim as refusal:
                for row in rows:
                    self.batch.refuse(row, "claim:number", reasons.UnfitForBooks(why=str(refusal.fields["why"])))
            else:
                self.good.append(place)
            report(place + 1)


def plan_claims(batch: Batch, index: AreaIndex) -> ClaimOutcome:
    """Check the rows, and try the claims that they make. A claim with a refused row is refused whole."""
    outcome = ClaimOutcome(batch)
    _limits(batch)
    by_number: dict[str, list[int]] = {}
    for row, number in enumerate(batch.column("claim:number")):
        if number:
            by_number.setdefault(number, []).append(row)
    codes = set(filter(None, batch.column("claim:project")))
    projects = {each.code: each for each in Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=codes)}
    for number, rows in by_number.items():
        given = _application(batch, number, rows, projects)
        if given is not None:
            outcome.claims.append((rows, given))
    _known(outcome)
    return _tried(outcome)


def _limits(batch: Batch) -> None:
    for name, limit in LIMITS.items():
        for row, value in enumerate(batch.column(f"claim:{name}")):
            if isinstance(value, str) and len(value) > limit:
                batch.refuse(row, f"claim:{name}", reasons.UnfitForBooks(why=f"有 {len(value)} 个字，最多 {limit} 个"))


def _application(batch: Batch, number: str, rows: list[int], projects: dict[str, Subject]) -> Application | None:
    """The claim that ``rows`` make; None where one of them is refused, and then all are."""
    first = rows[0]
    for name in CLAIM_LEVEL:
        column = batch.column(f"claim:{name}")
        for row in rows[1:]:
            if column[row] != column[first]:
                why = f"与第 {batch.number(first)} 行同是报账单 {number}，这一格却不同"
                batch.refuse(row, f"claim:{name}", reasons.UnfitForBooks(why=why))
    project = projects.get(batch.column("claim:project")[first] or "")
    if project is None or not batch.frame.scope.covers(project.area_id):
        batch.refuse(first, "claim:project", reasons.UnknownProject(what="项目"))
    refused = [row for row in rows if row in batch.refused]
    if refused or project is None:
        _refuse_rest(batch, number, rows)
        return None

    def cell(name: str, row: int = first):
        return batch.column(f"claim:{name}")[row]

    given = Application(
        project=project, unit=cell("unit"), title=cell("title"), payee=cell("payee"), amount=cell("amount"),
        applied_on=cell("applied_on"), accepted_on=cell("accepted_on"), number=number,
        invoices=tuple(
            Invoice(cell("item", row), cell("seller", row), cell("invoice", row), cell("invoiced_on", row), cell("invoice_amount", row))
            for row in rows
        ),
    )  # fmt: skip
    wrong = faults(given, today=batch.frame.today)
    for name, why in wrong:
        batch.refuse(first, f"claim:{name}", reasons.UnfitForBooks(why=why))
    if wrong:
        _refuse_rest(batch, number, rows)
        return None
    return given


def _refuse_rest(batch: Batch, number: str, rows: list[int]) -> None:
    bad = next((row for row in rows if row in batch.refused), rows[0])
    for row in rows:
        if row not in batch.refused:
            why = f"报账单 {number} 的第 {batch.number(bad)} 行不收，整张不收"
            batch.refuse(row, "claim:number", reasons.UnfitForBooks(why=why))


def _known(outcome: ClaimOutcome) -> None:
    """Claims that are there already: equal ones change nothing, different ones are refused."""
    numbers = [given.number for _, given in outcome.claims]
    rows = Claim.objects.filter(subject__code__in=numbers).select_related("subject").prefetch_related("lines")
    there = {row.subject.code: row for row in rows}
    for place, (lines, given) in enumerate(outcome.claims):
        known = there.get(given.number)
        if known is None:
            continue
        outcome.known.append(place)
        if not _equal(known, given):
            why = f"已有报账单 {given.number}，内容不同；错了先作废，另编号重开"
            for row in lines:
                outcome.batch.refuse(row, "claim:number", reasons.UnfitForBooks(why=why))


def _equal(known: Claim, given: Application) -> bool:
    told = (known.project_id, known.unit, known.title, known.payee, known.amount, known.applied_on, known.accepted_on)
    says = (given.project.pk, given.unit, given.title, given.payee, given.amount, given.applied_on, given.accepted_on)
    lines = [(line.item, line.seller, line.invoice, line.invoiced_on, line.amount) for line in known.lines.all()]
    said = [(each.item, fold(each.seller), fold(each.number), each.issued_on, each.amount) for each in given.invoices]
    return told == says and lines == said


def _tried(outcome: ClaimOutcome) -> ClaimOutcome:
    with rehearsal() as work:
        outcome.write(work)
    refused = {
        place for place, (rows, _) in enumerate(outcome.claims) if any(row in outcome.batch.refused for row in rows)
    }
    outcome.claims = [
        each for place, each in enumerate(outcome.claims) if place not in refused or place in outcome.known
    ]
    outcome.known = [place for place, (rows, _) in enumerate(outcome.claims) if _is_known(outcome, rows)]
    outcome.good = [place for place in range(len(outcome.claims)) if place not in outcome.known]
    return outcome


def _is_known(outcome: ClaimOutcome, rows: list[int]) -> bool:
    number = outcome.batch.column("claim:number")[rows[0]]
    return Subject.objects.filter(kind=Subject.Kind.CLAIM, code=number).exists()
