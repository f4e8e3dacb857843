"""How far one project is, as its page shows it: steps with their lateness, progress over time, upkeep and inspections.

Also the work lists over many: steps that are late with their reasons, and handed-over projects that nobody keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from jingzhun.core.percent import percent_of
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from .milestone_rules import STEPS
from .models import ProjectMilestone, ProjectProgress, ProjectUpkeep, UpkeepInspection


@dataclass(frozen=True)
class Step:
    """``row`` is None where nothing was recorded; ``late`` counts days past the plan, 0 when not late."""

    code: str
    title: str
    row: ProjectMilestone | None
    late: int
    cause: str

    @property
    def state(self) -> str:
        if self.row is None:
            return "没有登记"
        if self.row.is_needed is False:
            return "不需要"
        if self.row.done_on:
            return f"已办，晚 {self.late} 天" if self.late else "已办"
        return f"超期 {self.late} 天" if self.late else "未办"

    @property
    def unexplained(self) -> bool:
        """Late, and nobody wrote why."""
        return bool(self.late and self.row and not self.row.reason and not self.row.cause)


@dataclass(frozen=True)
class ProjectCourse:
    """``share`` is invested of planned in per cent, None where either is unknown."""

    steps: tuple[Step, ...]
    progress: tuple[ProjectProgress, ...]
    upkeep: ProjectUpkeep | None
    inspections: tuple[UpkeepInspection, ...]
    planned: int

    @property
    def latest(self) -> ProjectProgress | None:
        return self.progress[-1] if self.progress else None

    @property
    def invested(self) -> int | None:
        return next((row.invested for row in reversed(self.progress) if row.invested is not None), None)

    @property
    def percent(self) -> Decimal | None:
        return next((row.percent for row in reversed(self.progress) if row.percent is not None), None)

    @property
    def share(self) -> Decimal | None:
        return None if self.invested is None else percent_of(self.invested, self.planned)

    @property
    def is_handed_over(self) -> bool:
        return any(step.code == "handover" and step.row and step.row.done_on for step in self.steps)

    @property
    def has_steps(self) -> bool:
        return any(step.row for step in self.steps)

    @property
    def lacks_keeper(self) -> bool:
        return self.is_handed_over and not (self.upkeep and (self.upkeep.keeper or self.upkeep.keeper_unit))


def open_course(
    *, subject: Subject, planned: int, day: date, known_at: datetime | None, book: CodeBook
) -> ProjectCourse:
    """The course of a project on ``day``; ``planned`` fen of all sources. Four queries."""
    rows = {row.step: row for row in ProjectMilestone.objects.as_of(day, known_at).filter(subject=subject)}
    progress = ProjectProgress.objects.known(known_at).filter(subject=subject, since__lte=day).order_by("since")
    seen = UpkeepInspection.objects.known(known_at).filter(subject=subject, inspected_on__lte=day)
    order = list(dict.fromkeys([*STEPS, *rows]))
    return ProjectCourse(
        steps=tuple(step_of(code, rows.get(code), day, book) for code in order),
        progress=tuple(progress),
        upkeep=ProjectUpkeep.objects.as_of(day, known_at).filter(subject=subject).first(),
        inspections=tuple(seen.order_by("-inspected_on")),
        planned=planned,
    )


def step_of(code: str, row: ProjectMilestone | None, day: date, book: CodeBook) -> Step:
    late = 0
    if row is not None and row.planned_on and row.is_needed is not False:
        late = max(((row.done_on or day) - row.planned_on).days, 0)
    cause = book.text("延误原因", row.cause) if row else ""
    return Step(code, book.text("项目节点", code), row, late, cause)


def late_steps(
    *, projects: QuerySet, day: date, known_at: datetime | None, book: CodeBook
) -> list[tuple[Step, ProjectMilestone]]:
    """Steps not done whose planned day is over, of the projects in ``projects`` (subject keys), latest first."""
    rows = ProjectMilestone.objects.as_of(day, known_at).filter(
        Q(is_needed=True) | Q(is_needed__isnull=True), subject__in=projects, planned_on__lt=day, done_on__isnull=True
    )
    found = [(step_of(row.step, row, day, book), row) for row in rows.select_related("subject__area")]
    return sorted(found, key=lambda pair: (-pair[0].late, pair[1].subject.code))


def by_cause(late: Iterable[tuple[Step, ProjectMilestone]]) -> dict[str, int]:
    """Cause → number of projects; a project that is late for two causes counts under both."""
    found: dict[str, set[int]] = {}
    for step, row in late:
        found.setdefault(step.cause or ("写了说明" if row.reason else "没有写原因"), set()).add(row.subject_id)
    return {cause: len(subjects) for cause, subjects in sorted(found.items(), key=lambda each: -len(each[1]))}


def handed_over(*, projects: QuerySet, day: date, known_at: datetime | None) -> QuerySet:
    """Hand-over steps done by ``day``, with ``is_kept``: someone or a unit is named as keeper on that day."""
    kept = (
        ProjectUpkeep.objects.as_of(day, known_at)
        .filter(subject=OuterRef("subject"))
        .exclude(keeper="", keeper_unit="")
    )
    rows = ProjectMilestone.objects.as_of(day, known_at).filter(step="handover", done_on__lte=day, subject__in=projects)
    return rows.annotate(is_kept=Exists(kept)).select_related("subject__area").order_by("is_kept", "subject__code")
