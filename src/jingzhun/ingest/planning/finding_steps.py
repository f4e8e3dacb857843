"""Rows of 问题整改台账 and 责任追究台账, written by the ledger's own action. A step that is there already, equal, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jingzhun.accounts.models import Official
from jingzhun.areas.resolve import AreaIndex
from jingzhun.ledger.actions.finding_step import Reported, faults, record_steps, said_by
from jingzhun.ledger.finding_step_columns import LIMITS
from jingzhun.ledger.models import AuditFinding, FindingStep
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .outcome import Outcome


@dataclass
class StepOutcome(Outcome):
    """``steps`` are (row, what it says) of new steps; ``known`` rows are there already."""

    steps: list[tuple[int, Reported]] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.steps)

    def changed_rows(self) -> int:
        return len(self.steps)

    def differences(self) -> Iterator[Difference]:
        for _, each in self.steps:
            yield Difference(
                kind="new", code=each.finding.number, who=each.finding.unit[:60], field=FindingStep.Kind(each.kind).label,
                after=f"{each.done_on}：{each.text}"[:200],
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.steps), unchanged=len(self.known))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        steps = [each for _, each in self.steps]
        record_steps(steps=steps, today=self.batch.frame.today, office="导入", work=work)
        report(len(steps))


def plan_finding_steps(batch: Batch, index: AreaIndex, *, kind: str) -> StepOutcome:
    """Check every row; nothing is written. Of one finding one rectification waits for its answer, so a file has one of each."""
    outcome = StepOutcome(batch)
    for name, limit in LIMITS.items():
        for row, text in enumerate(batch.column(f"step:{name}")):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, f"step:{name}", reasons.TooLong(length=len(text), limit=limit))
    findings = _findings(batch)
    last, known = _course(findings)
    people = _people(batch)
    seen: dict[object, int] = {}
    for row in range(len(batch)):
        given = _reported(batch, row, kind, findings, people)
        if given is None:
            continue
        earlier = seen.setdefault(given.finding.pk if kind == FindingStep.Kind.RECTIFIED else given.says, row)
        if given.says in known:
            outcome.known.append(row)
        elif earlier != row:
            why = f"与第 {batch.number(earlier)} 行是同一个问题的{FindingStep.Kind(kind).label}"
            batch.refuse(row, "step:number", reasons.UnfitStep(why=why))
        else:
            wrong = faults(given, last=last.get(given.finding.pk), today=batch.frame.today)
            for name, why in wrong:
                batch.refuse(row, f"step:{name}", reasons.UnfitStep(why=why))
            if not wrong:
                outcome.steps.append((row, given))
                if kind == FindingStep.Kind.RECTIFIED and not given.document:
                    batch.flag(row, "step:number", reasons.NoBasis())
    return outcome


def _findings(batch: Batch) -> dict[str, AuditFinding]:
    found: dict[str, AuditFinding] = {}
    for part in chunks(sorted(set(filter(None, batch.column("step:number"))))):
        found |= {row.number: row for row in AuditFinding.objects.filter(number__in=part)}
    return found


def _course(findings: dict[str, AuditFinding]) -> tuple[dict[int, FindingStep], set[tuple[object, ...]]]:
    """Finding → the step that decides its state; and what stands of the steps that were not taken back."""
    last: dict[int, FindingStep] = {}
    standing: set[tuple[object, ...]] = set()
    for part in chunks([each.pk for each in findings.values()]):
        steps = list(FindingStep.objects.filter(finding__in=part).select_related("revokes").order_by("pk"))
        gone = {each.revokes_id for each in steps}
        last |= {each.finding_id: each for each in steps if each.decides}
        standing |= {said_by(each) for each in steps if each.pk not in gone}
    return last, standing


def _people(batch: Batch) -> dict[str, Official]:
    """Sign-in name → the official, of those whom the file names as having rectified."""
    names = set(filter(None, batch.column("step:rectified_by")))
    return {each.sign_in_name: each for each in Official.objects.filter(sign_in_name__in=names, is_active=True)}


def _reported(
    batch: Batch, row: int, kind: str, findings: dict[str, AuditFinding], people: dict[str, Official]
) -> Reported | None:
    def cell(name: str) -> Any:
        return batch.column(f"step:{name}")[row]

    if row in batch.refused:
        return None
    finding = findings.get(cell("number"))
    if finding is None or not batch.frame.scope.covers(finding.area_id):
        batch.refuse(row, "step:number", reasons.UnfitStep(why=f"没有问题 {cell('number')}，或不在你的范围"))
        return None
    named = cell("rectified_by")
    if named and named not in people:
        batch.refuse(row, "step:rectified_by", reasons.UnknownHelper(text=named))
        return None
    return Reported(
        finding=finding, kind=kind, done_on=cell("done_on"), text=cell("text"), document=cell("document") or "",
        form=cell("form") or "", unit=cell("unit") or "", rectified_by=people.get(named or ""),
    )  # fmt: skip
