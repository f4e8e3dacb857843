"""Into the library, out of it, and changes of what is in it. Called by the last step of a case, inside its unit.

    enter_library(project=subject, move=Move(...), change=work.change, by=actor)

Each leaves a :class:`jingzhun.ledger.models.LibraryMove` with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.registry.models import Change, Subject

from ..elements import missing_elements
from ..models import LibraryMove, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from ..stages import LEFT, RESERVE, is_outside
from .project import ProjectRow, put_projects


class UnableToEnterLibrary(Problem):
    code = "B-011"
    says = "项目 {project} 不能入库：{why}"
    remedy = "请在项目页补齐要素，经村申报、乡审核、县审定后入库"


class UnableToLeaveLibrary(Problem):
    code = "B-012"
    says = "项目 {project} 不能出库：{why}"
    remedy = "请核对项目现在的阶段，写明出库原因"


class UnableToAdjustProject(Problem):
    code = "B-013"
    says = "项目 {project} 不能调整：{why}"
    remedy = "请核对项目现在的阶段和要改的内容"


@dataclass(frozen=True)
class Move:
    """Why and when: ``case_number`` is the case that decided it, ``cause`` a code of 出库原因 where it leaves."""

    on: date
    origin: str
    reason: str
    case_number: str
    cause: str = ""


@dataclass(frozen=True)
class Adjustment:
    """What changes: fields of the profile, and planned fen by source (nought ends a source)."""

    profile: Mapping[str, Any] = field(default_factory=dict)
    funding: Mapping[str, int] = field(default_factory=dict)


def stage_of(project: Subject, day: date) -> str:
    """The stage in force; empty where none is known."""
    return ProjectStage.objects.as_of(day).filter(subject=project).values_list("stage", flat=True).first() or ""


def lacking(project: Subject, day: date) -> tuple[str, ...]:
    """Titles of the mandatory elements that are not filled on ``day``."""
    profile = ProjectProfile.objects.as_of(day).filter(subject=project).first()
    if profile is None:
        return ("项目名称",)
    money = list(ProjectFunding.objects.as_of(day).filter(subject=project))
    sites = list(ProjectSite.objects.as_of(day).filter(subject=project, is_site=True))
    return missing_elements(profile, money, sites)


def enter_library(*, project: Subject, move: Move, change: Change, by: Actor) -> None:
    """From 申报 (or 出库) to 储备 from ``move.on`` on. Raises :class:`UnableToEnterLibrary` where an element is missing."""
    with unit(by=by) as log:
        if not is_outside(stage_of(project, move.on)):
            raise UnableToEnterLibrary(project=project.code, why="已经在库")
        missing = lacking(project, move.on)
        if missing:
            raise UnableToEnterLibrary(project=project.code, why=f"要素不齐，缺{'、'.join(missing)}")
        _to_stage(project, RESERVE, move, change, by)
        _keep(project, "in", move, change)
        _log(log, "library.enter", project, change, move)


def leave_library(*, project: Subject, move: Move, change: Change, by: Actor) -> None:
    """Out of the library from ``move.on`` on; its facts stay. Raises :class:`UnableToLeaveLibrary`."""
    with unit(by=by) as log:
        stage = stage_of(project, move.on)
        if is_outside(stage):
            raise UnableToLeaveLibrary(project=project.code, why="不在库里")
        if not move.cause:
            raise UnableToLeaveLibrary(project=project.code, why="没有写出库原因")
        _to_stage(project, LEFT, move, change, by)
        _keep(project, "out", move, change)
        _log(log, "library.leave", project, change, move)


def adjust_project(*, project: Subject, adjustment: Adjustment, move: Move, change: Change, by: Actor) -> None:
    """Change what a project of the library is, from ``move.on`` on; it stays complete. Raises :class:`UnableToAdjustProject`."""
    with unit(by=by) as log:
        if is_outside(stage_of(project, move.on)):
            raise UnableToAdjustProject(project=project.code, why="不在库里")
        row = ProjectRow(
            code=project.code, area=project.area_id, funding=dict(adjustment.funding), **dict(adjustment.profile)
        )
        if not put_projects(rows=[row], since=move.on, change=change, by=by).written:
            raise UnableToAdjustProject(project=project.code, why="登记的已经是这样")
        missing = lacking(project, move.on)
        if missing:
            raise UnableToAdjustProject(project=project.code, why=f"改后要素不齐，缺{'、'.join(missing)}")
        _keep(project, "adjust", move, change)
        _log(log, "library.adjust", project, change, move)


def _to_stage(project: Subject, stage: str, move: Move, change: Change, by: Actor) -> None:
    row = ProjectRow(code=project.code, area=project.area_id, stage=stage)
    put_projects(rows=[row], since=move.on, change=change, by=by)


def _keep(project: Subject, direction: str, move: Move, change: Change) -> None:
    LibraryMove.objects.create(
        subject=project, key=f"case:{move.case_number}", direction=direction, moved_on=move.on, origin=move.origin,
        cause=move.cause, reason=move.reason, case_number=move.case_number, change=change, recorded_at=change.at,
    )  # fmt: skip


def _log(log: Any, action: str, project: Subject, change: Change, move: Move) -> None:
    log.record(
        action, subject_kind="项目", subject_code=project.code, area_code=project.area_id, change=change.pk,
        case=move.case_number, on=move.on.isoformat(),
    )  # fmt: skip
