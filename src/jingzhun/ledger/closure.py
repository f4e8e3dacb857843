"""三图衔接: whether the county's library, the townships' roadmaps and the villages' construction plans close, both ways.

A project needs an item in the roadmap of every township, and in the plan of every village, in which it is built; an item
needs a project that is in the library and is built there. What a post cannot see it does not judge: a village does not see
the roadmaps of townships, and amounts are compared only for projects that lie wholly in the post's area.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level

from .beneficiaries import HomesCompared, compared, named_homes
from .models import PlanItem, ProjectProfile
from .sites import is_built_in, sites_of
from .stages import is_outside


@dataclass(frozen=True)
class Gap:
    """A project of the library that lacks a counterpart in ``places``, titles by level."""

    project: ProjectProfile
    townships: tuple[str, ...]
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Orphan:
    """An item without a project, and why."""

    item: PlanItem
    why: str


@dataclass(frozen=True)
class Compared:
    """Planned fen of a project and of its items; None where an item's amount is not known or there is no item."""

    project: ProjectProfile
    roadmap: int | None
    villages: int | None

    @property
    def differs(self) -> bool:
        """Whether a known sum is not the project's. An unknown one is no difference."""
        return any(each is not None and each != self.project.planned for each in (self.roadmap, self.villages))


@dataclass(frozen=True)
class Homes:
    """到户: the households named for a project beside the number stated, and its items whose own number is another than that
    of the households named in their area: (item, named there)."""

    project: ProjectProfile
    compared: HomesCompared
    items: tuple[tuple[PlanItem, int], ...]

    @property
    def differs(self) -> bool:
        return self.compared.state == "不符" or bool(self.items)


@dataclass(frozen=True)
class Closure:
    """``projects`` and ``items`` are how many were judged; ``sees_townships``: whether roadmaps are within the post's reach."""

    projects: int
    items: int
    gaps: tuple[Gap, ...]
    orphans: tuple[Orphan, ...]
    compared: tuple[Compared, ...]
    sees_townships: bool
    homes: tuple[Homes, ...] = ()
    """Projects that name households, or state how many they are for."""

    @property
    def differing(self) -> tuple[Compared, ...]:
        return tuple(each for each in self.compared if each.differs)

    @property
    def unlisted(self) -> tuple[Homes, ...]:
        """Projects that state for how many households they are and have no list of them."""
        return tuple(each for each in self.homes if each.compared.stated and not each.compared.listed)

    @property
    def homes_differing(self) -> tuple[Homes, ...]:
        return tuple(each for each in self.homes if each.differs)

    @property
    def is_closed(self) -> bool:
        """Both directions, the amounts and the lists of households hold, and there is something to hold. A project without a
        list (a road) is no breach; it is named."""
        breaches = self.gaps or self.orphans or self.differing or self.homes_differing
        return bool(self.projects or self.items) and not breaches


def items_within(post: Post, known_at: datetime | None) -> QuerySet[PlanItem]:
    """Items of the townships and villages of a post's area."""
    rows = within(PlanItem.objects.known(known_at), post, field="subject__area_id")
    return rows.select_related("subject__area", "project")


def judge_closure(*, post: Post, year: int, day: date, known_at: datetime | None) -> Closure:
    """Projects of ``year`` in the library on ``day`` beside the items of that year; a fixed number of queries."""
    library = ProjectProfile.objects.library(day, known_at).touching(post.scope, day, known_at)
    projects = list(library.filter(year=year).select_related("subject__area").order_by("subject__code"))
    items = list(items_within(post, known_at).filter(year=year).order_by("subject__area_id", "number"))
    linked = {item.project_id for item in items if item.project_id}
    sites = sites_of({*linked, *(row.subject_id for row in projects)}, day, known_at)
    sees_townships = post.area.level < Level.VILLAGE
    by_project: dict[int, list[PlanItem]] = {}
    for item in items:
        if item.project_id:
            by_project.setdefault(item.project_id, []).append(item)
    wanted = {row.subject_id: _wanted(row.subject.area_id, sites.get(row.subject_id, ())) for row in projects}
    areas = Area.objects.filter(pk__in={code for codes in wanted.values() for code in codes})
    titles = {area.code: area.title for area in areas}
    gaps = []
    for row in projects:
        have = {item.subject.area_id for item in by_project.get(row.subject_id, ())}
        lacking = [code for code in wanted[row.subject_id] if code not in have and post.scope.covers(code)]
        townships = [titles[c] for c in lacking if AreaCode.parse(c).level == Level.TOWNSHIP] if sees_townships else []
        if not wanted[row.subject_id] and sees_townships and not have:
            townships = ["任一乡镇"]
        villages = [titles[c] for c in lacking if AreaCode.parse(c).level == Level.VILLAGE]
        if townships or villages:
            gaps.append(Gap(row, tuple(townships), tuple(villages)))
    return Closure(
        projects=len(projects), items=len(items), gaps=tuple(gaps), orphans=tuple(_orphans(items, sites, day, known_at)),
        compared=tuple(
            _compare(row, by_project[row.subject_id])
            for row in projects
            if row.subject_id in by_project and sees_townships and post.scope.covers(row.subject.area_id)
        ),
        sees_townships=sees_townships, homes=tuple(_homes(projects, by_project, sites, post, day, known_at)),
    )  # fmt: skip


def _homes(
    projects: list[ProjectProfile], items: dict[int, list[PlanItem]], sites: dict[int, tuple[str, ...]], post: Post, day: date,
    known_at: datetime | None,
) -> Iterable[Homes]:  # fmt: skip
    named = named_homes([row.subject for row in projects], day=day, known_at=known_at, post=post)
    for row in projects:
        areas, listed = list(named[row.subject_id].areas.values()), named[row.subject_id].listed
        if not areas and not row.households:
            continue
        own = []
        for item in items.get(row.subject_id, ()) if listed else ():
            place = AreaCode.parse(item.subject.area_id)
            there = sum(place.covers(area) for area in areas)
            if item.households is not None and item.households != there:
                own.append((item, there))
        told = compared(row, named=len(areas), listed=len(listed), sites=sites.get(row.subject_id, ()), post=post)
        yield Homes(row, told, tuple(own))


def _wanted(area: str, sites: tuple[str, ...]) -> list[str]:
    """Codes of the townships and villages whose plans must have an item for a project in ``area`` with ``sites``."""
    places = [AreaCode.parse(code) for code in (sites or (area,))]
    places = [each for each in places if each.level >= Level.TOWNSHIP]
    codes = [each.at(Level.TOWNSHIP).padded for each in places]
    codes += [each.at(Level.VILLAGE).padded for each in places if each.level >= Level.VILLAGE]
    return sorted(dict.fromkeys(codes))


def _orphans(
    items: list[PlanItem], sites: dict[int, tuple[str, ...]], day: date, known_at: datetime | None
) -> Iterable[Orphan]:
    """Items without a project, with one that is not in the library, or with one that is not built there any more."""
    linked = {item.project_id for item in items if item.project_id}
    standing = ProjectProfile.objects.standing(day, known_at).filter(subject__in=linked).select_related("subject")
    known = {row.subject_id: row for row in standing}
    for item in items:
        if item.project_id is None:
            yield Orphan(item, "没有连到项目")
            continue
        row = known.get(item.project_id)
        if row is None or is_outside(row.stage):
            yield Orphan(item, f"{item.project.code} 不在库")
            continue
        if not is_built_in(item.subject.area_id, sites.get(item.project_id) or (row.subject.area_id,)):
            yield Orphan(item, f"{item.project.code} 不在这里实施")


def _compare(row: ProjectProfile, items: list[PlanItem]) -> Compared:
    sums = []
    for level in (Level.TOWNSHIP, Level.VILLAGE):
        amounts = [item.planned for item in items if item.subject.area.level == level]
        sums.append(sum(amounts) if amounts and None not in amounts else None)
    return Compared(row, *sums)
