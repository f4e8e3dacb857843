"""Rows of the register of findings, written by the ledger's own action. A finding is written once: one that is there already,
equal, changes nothing; a different one under its number is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.text import whole_number
from jingzhun.ledger.actions.audit_finding import Found, faults, record_findings, said_by
from jingzhun.ledger.finding_columns import LIMITS
from jingzhun.ledger.models import Appropriation, AuditFinding, FindingStep, Fund, Movement
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .fund_cells import RefusedRow, coded, funds_of
from .outcome import Outcome

_KINDS = {label: value for value, label in AuditFinding.Check.choices}
_ABOUT = {"project": "项目", "fund": "基金或互助社", "appropriation": "指标"}


@dataclass
class FindingOutcome(Outcome):
    """``founds`` are (row, what it says) of new findings; ``known`` rows are there already."""

    founds: list[tuple[int, Found]] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.founds)

    def changed_rows(self) -> int:
        return len(self.founds)

    def differences(self) -> Iterator[Difference]:
        for _, each in self.founds:
            yield Difference(
                kind="new", code=each.number or _about(each), who=each.unit[:60], field="问题",
                after=f"{each.check_title}：{each.what}"[:200],
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.founds), unchanged=len(self.known))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        founds = [each for _, each in self.founds]
        record_findings(founds=founds, today=self.batch.frame.today, office="导入", work=work)
        report(len(founds))


def plan_audit_findings(batch: Batch, index: AreaIndex) -> FindingOutcome:
    """Check every row; nothing is written."""
    outcome, seen = FindingOutcome(batch), dict[str, int]()
    for row, number in enumerate(batch.column("finding:number")):
        earlier = seen.setdefault(number, row) if number else row
        if earlier != row:
            batch.refuse(row, "finding:number", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="问题编号"))
    for name, limit in LIMITS.items():
        for row, text in enumerate(batch.column(f"finding:{name}")):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, f"finding:{name}", reasons.TooLong(length=len(text), limit=limit))
    kinds = coded(batch, "finding:check_kind", _KINDS, "检查种类")
    abouts = _abouts(batch)
    for row in range(len(batch)):
        with suppress(RefusedRow):
            found = _found(batch, row, kinds[row], abouts)
            for name, why in faults(found, today=batch.frame.today):
                _refuse(batch, row, name, why)
            if row not in batch.refused:
                outcome.founds.append((row, found))
    _known(outcome)
    return outcome


def _abouts(batch: Batch) -> dict[str, dict[Any, Any]]:
    """What the numbers of each column name: field → number → row."""
    codes = sorted(set(filter(None, batch.column("finding:project"))))
    projects = {}
    for part in chunks(codes):
        rows = Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=part)
        projects.update({row.code: row for row in rows})
    numbers = sorted(set(filter(None, batch.column("finding:appropriation"))))
    appropriations = {}
    for part in chunks(numbers):
        appropriations.update({row.number: row for row in Appropriation.objects.filter(number__in=part)})
    return {"project": projects, "fund": funds_of(batch.column("finding:fund")), "appropriation": appropriations}


def _found(batch: Batch, row: int, kind: str, abouts: dict[str, dict[Any, Any]]) -> Found:
    def cell(name: str) -> Any:
        return batch.column(f"finding:{name}")[row]

    named: dict[str, Any] = {name: _named(batch, row, name, cell(name), abouts[name]) for name in _ABOUT}
    if row in batch.refused:
        raise RefusedRow
    given = {
        name: cell(name) for name in ("check_title", "found_on", "category", "what", "unit", "office", "due_on", "amount")
    }  # fmt: skip
    return Found(
        check_kind=kind, document=cell("document") or "", number=cell("number") or "", withdrawn_on=cell("withdrawn_on"),
        withdrawn_why=cell("withdrawn_why") or "", movement=_movement(batch, row, cell("movement"), named), **named, **given,
    )  # fmt: skip


def _named(batch: Batch, row: int, name: str, number: str | None, known: dict[Any, Any]) -> Any:
    if not number:
        return None
    found = known.get(number)
    area = "" if found is None else found.subject.area_id if isinstance(found, Fund) else found.area_id
    if found is None or not batch.frame.scope.covers(area):
        _refuse(batch, row, name, f"没有{_ABOUT[name]} {number}，或不在你的范围")
        return None
    return found


def _movement(batch: Batch, row: int, number: str | None, named: dict[str, Any]) -> Movement | None:
    if not number:
        return None
    about = AuditFinding(**named)
    rows = about.money().filter(pk=whole_number(number)) if any(named.values()) else Movement.objects.none()
    found = rows.first()
    if found is None:
        _refuse(batch, row, "movement", f"第 {number} 笔收支不是这个项目、基金或指标的，或系统里没有")
        raise RefusedRow
    return found


def _known(outcome: FindingOutcome) -> None:
    """Set aside what the register holds already; refuse another finding under a number that is taken, and a row said twice."""
    founds = [found for _, found in outcome.founds]
    days = {found.found_on for found in founds}
    there: dict[str, AuditFinding] = {}
    for part in chunks(sorted({found.number for found in founds} - {""})):
        there |= {row.number: row for row in AuditFinding.objects.filter(number__in=part)}
    same_days = list(AuditFinding.objects.filter(found_on__in=days)) if any(not each.number for each in founds) else []
    withdrawn = {
        step.finding_id: step
        for step in FindingStep.objects.filter(
            kind=FindingStep.Kind.WITHDRAWN, finding__in={row.pk for row in (*there.values(), *same_days)}
        )
    }
    registered = {said_by(row, withdrawn.get(row.pk)) for row in same_days}
    kept: list[tuple[int, Found]] = []
    said: dict[tuple[object, ...], int] = {}
    for row, found in outcome.founds:
        known = there.get(found.number)
        if known is not None and said_by(known, withdrawn.get(known.pk)) != found.says:
            gone = withdrawn.get(known.pk)
            what = f"{gone.done_on} 已撤销" if gone is not None else "已登记，内容不同，登记后不能改"
            _refuse(outcome.batch, row, "number", f"问题 {found.number} {what}；要重新登记请另编问题编号")
        elif known is not None or (not found.number and found.says in registered):
            outcome.known.append(row)
        elif not found.number and said.setdefault(found.says, row) != row:
            earlier = outcome.batch.number(said[found.says])
            _refuse(outcome.batch, row, "what", f"与第 {earlier} 行相同；确是两个问题的请编不同的问题编号")
        else:
            kept.append((row, found))
    outcome.founds = kept


def _about(found: Found) -> str:
    if found.fund is not None:
        return found.fund.subject.code
    return (
        found.project.code if found.project is not None else found.appropriation.number if found.appropriation else ""
    )


def _refuse(batch: Batch, row: int, name: str, why: str) -> None:
    batch.refuse(row, f"finding:{name}", reasons.UnfitForRegister(why=why))
