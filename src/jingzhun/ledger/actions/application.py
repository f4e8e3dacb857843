"""A project entered by hand: it is applied for (申报) and not in the library until a case has let it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import require_area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import whole_number
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from ..stages import APPLIED, LEFT
from .library import stage_of
from .project import ProjectRow, put_projects, smallest_area

DATED = (ProjectProfile, ProjectStage, ProjectFunding, ProjectSite)


class UnableToRecordProject(Problem):
    code = "B-014"
    says = "项目没有写入：{why}"
    remedy = "{way}"


@dataclass(frozen=True)
class Entered:
    """What the form holds: ``profile`` field → value, ``funding`` source → fen or blank, ``sites`` padded codes."""

    profile: Mapping[str, Any]
    funding: Mapping[str, int | None]
    sites: Sequence[str]


def version_of(project: Subject) -> str:
    """The last change of a project's facts: what a form shows; a stale one is refused."""
    last = [model.objects.known().filter(subject=project).aggregate(last=Max("change_id"))["last"] for model in DATED]
    return str(max((each for each in last if each), default=0))


def record_project(
    *, entered: Entered, post: Post, on: date, reason: str, code: str = "", project: Subject | None = None, version: str = "",
) -> Subject:  # fmt: skip
    """Enter a new project (``code`` or the next number of its county and year), or change one that is applied for.

    A project of the library changes through its procedures only. Raises :class:`UnableToRecordProject`.
    """
    sites = tuple(entered.sites) or (post.area_id,)
    for site in sites:
        require_area(post, site)
    if project is not None:
        require_area(post, project.area_id)
        if stage_of(project, on) not in (APPLIED, LEFT):
            raise UnableToRecordProject(
                why=f"{project.code} 已在库", way="在库项目的改动请办“项目调整”，不再实施的办“项目出库”"
            )
    if not reason.strip():
        raise UnableToRecordProject(why="没有写依据", way="请写明谁提出、看的什么材料")
    try:
        with transaction.atomic():
            return _write(entered, sites, post, on, reason, code.strip(), project, version)
    except IntegrityError as refused:
        if "registry_subject_code" not in str(refused) and "subject.code" not in str(refused):
            raise
        raise UnableToRecordProject(why="编号刚被别的项目用了", way="请再写入一次，或换一个编号") from refused


def _write(
    entered: Entered, sites: tuple[str, ...], post: Post, on: date, reason: str, code: str, project: Subject | None,
    version: str,
) -> Subject:  # fmt: skip
    area = smallest_area(sites)
    if project is None:
        code = code or next_code(area, int(entered.profile["year"]))
        if Subject.objects.filter(kind=Subject.Kind.PROJECT, code=code).exists():
            raise UnableToRecordProject(why=f"编号 {code} 已经有项目", way="请换一个编号，或留空由系统编号")
    else:
        project = Subject.objects.select_for_update().get(pk=project.pk)
        code = project.code
        if version != version_of(project):
            raise UnableToRecordProject(why="在你打开之后有人改过", way="请刷新，看现在的内容再改")
    row = ProjectRow(
        code=code, area=area, stage=APPLIED, funding=_kept(entered.funding, project, on), **dict(entered.profile),
        sites=tuple(site for site in sites if AreaCode.parse(site).level >= Level.TOWNSHIP),
    )  # fmt: skip
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source="项目录入页", reason=reason.strip(), action="project.record",
        subject_kind="项目", subject_code=code, area_code=area,
    ) as work:  # fmt: skip
        put = put_projects(rows=[row], since=on, change=work.change, by=post.actor, clear_blanks=True)
        work.added["projects"] += put.written
    return Subject.objects.get(kind=Subject.Kind.PROJECT, code=code)


def _kept(funding: Mapping[str, int | None], project: Subject | None, on: date) -> dict[str, int | None]:
    """A source left blank falls away where it was planned, and is nothing where it never was."""
    known = set()
    if project is not None:
        known = set(ProjectFunding.objects.as_of(on).filter(subject=project).values_list("source", flat=True))
    return {source: (planned or 0) for source, planned in funding.items() if planned or source in known}


def next_code(area: str, year: int) -> str:
    """County code, year and the next number: 5334222019001. Raced for, the unique code of subjects refuses the second."""
    prefix = f"{area[:6]}{year}"
    used = Subject.objects.filter(kind=Subject.Kind.PROJECT, code__startswith=prefix).values_list("code", flat=True)
    numbers = [number for each in used if (number := whole_number(each[len(prefix) :])) is not None]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"
