"""Households of a project (项目到户): judged, recorded by hand, taken back. A file and the page go through :func:`judge_benefits`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import require_area
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.fact import UnableToRecord, withdraw_entry
from jingzhun.registry.actions.plan import Plan, plan_facts
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import ProjectBenefit
from ..sites import is_built_in, sites_of

LIMITS = {"content": 80, "document": 120}


class UnableToRecordBenefit(Problem):
    code = "B-016"
    says = "项目 {project} 的受益户没有写入：{why}"
    remedy = "请改正后再写入"


@dataclass(frozen=True)
class BenefitGiven:
    """A household of a project as a file or form gives it, with the areas in which they lie. ``is_in`` false takes it off."""

    household: int
    lies_in: str
    project: int
    since: date
    is_in: bool
    content: str
    document: str


@dataclass
class Judged:
    """``plan`` writes the accepted rows; ``refused`` is place in the call → (field, reason)."""

    plan: Plan
    refused: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def judge_benefits(rows: Sequence[BenefitGiven]) -> Judged:
    """Check rows one after the other and plan the good ones; writes nothing. A household must live where the project is
    built on that day, and only one that is on the list can be taken off it."""
    projects = {row.project for row in rows}
    areas = dict(Subject.objects.filter(pk__in=projects).values_list("pk", "area_id"))
    sites = {day: sites_of(projects, day) for day in {row.since for row in rows}}
    held = ProjectBenefit.objects.known().filter(project__in=projects, subject__in={row.household for row in rows})
    on_list = {(each.subject_id, each.project_id, each.since): each.is_in for each in held}
    refused: dict[int, list[tuple[str, str]]] = {}
    accepted, seen = [], {}
    for place, row in enumerate(rows):
        wrong = [("document", "没有填名单依据")] if not row.document else []
        for name, limit in LIMITS.items():
            if len(text := getattr(row, name)) > limit:
                wrong.append((name, f"有 {len(text)} 个字，最多 {limit} 个"))
        if not is_built_in(row.lies_in, sites[row.since].get(row.project) or (areas[row.project],)):
            wrong.append(("household", "项目不在这户所在的村实施"))
        at = (row.household, row.project, row.since)
        if (earlier := seen.setdefault(at, place)) != place:
            wrong.append(("household", f"与前面第 {earlier + 1} 条是同一户、同一日"))
        elif not row.is_in and not _is_on(on_list, row):
            wrong.append(("is_in", "这户不在名单里，不用取消"))
        if wrong:
            refused[place] = wrong
            continue
        on_list[at] = row.is_in
        accepted.append((row.household, row.since, row.project, row.is_in, row.content, row.document))
    fields = ("project_id", "is_in", "content", "document")
    return Judged(plan_facts(model=ProjectBenefit, fields=fields, rows=accepted), refused)


def record_benefit(*, given: BenefitGiven, project: Subject, post: Post, reason: str) -> Change:
    """Record one household by hand. Raises :class:`UnableToRecordBenefit`, ``UnableToReachArea`` for a household out of the
    post's range, ``UnableToRecord`` where nothing would change."""
    require_area(post, given.lies_in)
    judged = judge_benefits([given])
    if judged.refused:
        raise UnableToRecordBenefit(project=project.code, why="；".join(why for _, why in judged.refused[0]))
    if not judged.plan.rows:
        raise UnableToRecord()
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source="受益农户录入页", reason=reason, action="project.benefit",
        subject_kind=project.get_kind_display(), subject_code=project.code, area_code=given.lies_in,
    ) as work:  # fmt: skip
        work.put(judged.plan)
    return work.change


def withdraw_benefit(*, row: ProjectBenefit, post: Post, reason: str) -> Change:
    """Take a row back that was recorded wrongly; it stays to be seen as what was known before."""
    require_area(post, row.subject.area_id)
    return withdraw_entry(entry=row, by=post.actor, source="受益农户录入页", reason=reason)


def _is_on(on_list: dict[tuple[int, int, date], bool], row: BenefitGiven) -> bool:
    """Whether the household is on the project's list just before the row's day."""
    days = [
        day for home, project, day in on_list if (home, project) == (row.household, row.project) and day < row.since
    ]
    return bool(days) and on_list[row.household, row.project, max(days)]
