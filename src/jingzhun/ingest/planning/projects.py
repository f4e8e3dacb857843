"""Rows of the project library, written by the ledger's own action. The dry run is that action, rolled back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import wan
from jingzhun.ledger.actions.project import ProjectRow, PutResult, faults, put_projects, smallest_area
from jingzhun.ledger.columns import COLUMNS, FUNDING_PREFIX
from jingzhun.ledger.models import ProjectStage
from jingzhun.ledger.stages import OUTSIDE, is_outside
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .outcome import Outcome
from .rehearsal import rehearsal

_PLAIN = [
    column.field
    for column in COLUMNS
    if not column.field.startswith(FUNDING_PREFIX)
    and column.field not in ("code", "total", "township", "villages", "year")
]


@dataclass
class ProjectOutcome(Outcome):
    projects: list[ProjectRow] = field(default_factory=list)
    put: PutResult = field(default_factory=lambda: PutResult(0, 0, 0, {}))

    @property
    def changes_something(self) -> bool:
        return self.put.written > 0

    def changed_rows(self) -> int:
        return self.put.added + self.put.changed

    def differences(self) -> Iterator[Difference]:
        names = {row.code: row.name or "" for row in self.projects}
        for code, found in self.put.differences.items():
            if not found:
                yield Difference(kind="new", code=code, who=names[code][:60], field="项目", after="新增")
            for name, before, after in found:
                yield Difference(
                    kind="changed" if before else "new", code=code, who=names[code][:60], field=name, before=before[:200],
                    after=after[:200],
                )  # fmt: skip

    def counts(self) -> dict[str, int]:
        new, changed = self.put.added, self.put.changed
        return counted(new=new, changed=changed, unchanged=len(self.projects) - new - changed)

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        frame = self.batch.frame
        self.put = put_projects(
            rows=self.projects,
            since=frame.since,
            change=work.change,
            by=work.log.actor,
            clear_blanks=frame.clear_blanks,
        )
        work.added["projects"] += self.put.written


def plan_projects(batch: Batch, index: AreaIndex) -> ProjectOutcome:
    """Check the rows, and try them."""
    outcome = ProjectOutcome(batch)
    seen: dict[str, int] = {}
    sites = [_sites(batch, index, row) for row in range(len(batch))]
    for row, written in enumerate(batch.column("project:code")):
        earlier = seen.setdefault(written, row) if written else row
        if earlier != row:
            batch.refuse(
                row, "project:code", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="项目编号")
            )  # fmt: skip
    _known_outside(batch, sites)
    for row in range(len(batch)):
        if row not in batch.refused and (project := _project(batch, row, sites[row])) is not None:
            outcome.projects.append(project)
    outcome.put = _try(outcome)
    return outcome


def _project(batch: Batch, row: int, sites: tuple[str, ...]) -> ProjectRow | None:
    """The row as the ledger takes it; None where it is refused."""
    funding = {
        target.partition(":")[2].removeprefix(FUNDING_PREFIX): values[row]
        for target, values in batch.values.items()
        if target.startswith(f"project:{FUNDING_PREFIX}")
    }
    stated = batch.column("project:total")[row]
    found = sum(amount or 0 for amount in funding.values())
    if stated is not None and stated != found:
        batch.flag(row, "project:total", reasons.SumDiffers(stated=wan(stated), found=wan(found)))
    plain: dict[str, Any] = {name: batch.column(f"project:{name}")[row] for name in _PLAIN}
    wrong = faults(plain | {"year": batch.column("year")[row]})
    if any((amount or 0) < 0 for amount in funding.values()):
        wrong.append(
            (next(f"{FUNDING_PREFIX}{s}" for s, amount in funding.items() if (amount or 0) < 0), "计划资金不能是负数")
        )
    for name, why in wrong:
        batch.refuse(row, "year" if name == "year" else f"project:{name}", reasons.UnfitForLibrary(why=why))
    if wrong:
        return None
    return ProjectRow(
        code=batch.column("project:code")[row], area=smallest_area(sites), year=batch.column("year")[row], funding=funding,
        sites=tuple(site for site in sites if AreaCode.parse(site).level >= Level.TOWNSHIP), **plain,
    )  # fmt: skip


def _sites(batch: Batch, index: AreaIndex, row: int) -> tuple[str, ...]:
    """Padded codes of the villages, else of the townships, else of the office's area."""
    place = "township"
    try:
        townships = [index.find(name, Level.TOWNSHIP) for name in _split(batch.column("township")[row])]
        place = "villages"
        inside = townships[0] if len(townships) == 1 else ""
        villages = [index.find(name, Level.VILLAGE, inside=inside) for name in _split(batch.column("villages")[row])]
    except (UnableToFindArea, UnableToTellAreas) as cause:
        batch.refuse(row, place, reasons.UnknownPlace(why=cause.sentence, nearest=""))
        return (batch.frame.office.padded,)
    sites = tuple(dict.fromkeys(villages or townships)) or (batch.frame.office.padded,)
    if not all(batch.frame.scope.covers(site) for site in sites):
        batch.refuse(row, place, reasons.OutOfScope())
    return sites


def _known_outside(batch: Batch, sites: list[tuple[str, ...]]) -> None:
    """A known project outside the scope is not touched; one that is applied for or has left comes in by a case only."""
    codes = [code for code in batch.column("project:code") if code]
    known = dict(Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=codes).values_list("code", "area_id"))
    for row, code in enumerate(batch.column("project:code")):
        if code in known and not batch.frame.scope.covers(known[code]):
            batch.refuse(row, "project:code", reasons.OutOfScope())
    stages = ProjectStage.objects.as_of(batch.frame.since).filter(subject__code__in=codes, stage__in=OUTSIDE)
    outside = set(stages.values_list("subject__code", flat=True))
    for row, code in enumerate(batch.column("project:code")):
        stage = batch.column("project:stage")[row]
        if code in outside and stage and not is_outside(stage):
            batch.refuse(
                row, "project:stage", reasons.UnfitForLibrary(why="申报或已出库的项目，入库要经村申报、乡审核、县审定")
            )


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[、,，;；/\s]+", text or "") if part.strip()]


def _try(outcome: ProjectOutcome) -> PutResult:
    if not outcome.projects:
        return outcome.put
    frame = outcome.batch.frame
    with rehearsal() as work:
        return put_projects(
            rows=outcome.projects,
            since=frame.since,
            change=work.change,
            by=work.log.actor,
            clear_blanks=frame.clear_blanks,
        )
