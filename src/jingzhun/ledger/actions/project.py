"""Putting projects into the library in bulk. Totals are never stored: they are sums of the funding rows in force."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.registry.models import Change, Subject

from ..models import Project, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from ..stages import is_outside

PROFILE = (
    "name", "category", "year", "construction", "place", "starts_on", "ends_on", "responsible_unit", "task", "scale",
    "scale_unit", "beneficiaries", "households", "persons", "goal", "mechanism",
)  # fmt: skip


class UnableToPutProject(Problem):
    code = "B-001"
    says = "项目 {project} 不能入库：{why}"
    remedy = "请补齐或改正后重新上传本行"


@dataclass(frozen=True)
class ProjectRow:
    """One project as a file or form gives it. None (and an empty text) is blank; ``funding`` is source code → planned fen."""

    code: str
    area: str
    name: str | None = None
    category: str | None = None
    year: int | None = None
    construction: str | None = None
    place: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    responsible_unit: str | None = None
    task: str | None = None
    scale: Decimal | None = None
    scale_unit: str | None = None
    beneficiaries: str | None = None
    households: int | None = None
    persons: int | None = None
    goal: str | None = None
    mechanism: str | None = None
    stage: str | None = None
    funding: Mapping[str, int | None] = field(default_factory=dict)
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class PutResult:
    """``added`` new projects, ``changed`` known ones with a difference, ``written`` rows; ``differences`` per project code."""

    added: int
    changed: int
    written: int
    differences: Mapping[str, tuple[tuple[str, str, str], ...]]


def faults(given: Mapping[str, object]) -> list[tuple[str, str]]:
    """Field and reason of everything in a profile (field → value, as in :class:`ProjectRow`) that the library cannot hold."""
    found = []
    for name in PROFILE:
        limit = getattr(ProjectProfile._meta.get_field(name), "max_length", None)
        value = given.get(name)
        if limit and isinstance(value, str) and len(value) > limit:
            found.append((name, f"有 {len(value)} 个字，最多 {limit} 个"))
    year, scale = given.get("year"), given.get("scale")
    households, persons = given.get("households"), given.get("persons")
    starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
    if isinstance(year, int) and not 2000 <= year <= 2100:
        found.append(("year", "年度要在 2000 到 2100 之间"))
    found += [
        (name, "不能是负数")
        for name, number in (("scale", scale), ("households", households), ("persons", persons))
        if isinstance(number, int | Decimal) and number < 0
    ]
    if isinstance(households, int) and isinstance(persons, int) and persons < households:
        found.append(("persons", f"受益人数 {persons} 少于受益户数 {households}"))
    if isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on < starts_on:
        found.append(("ends_on", "完工时间早于开工时间"))
    return found


def smallest_area(codes: Sequence[str]) -> str:
    """The padded code of the smallest area that covers all ``codes`` (not empty)."""
    area = AreaCode.parse(codes[0])
    while not all(area.covers(code) for code in codes):
        area = area.parent  # type: ignore[assignment]  # ends at the latest at the nation, which covers all
    return area.padded


def put_projects(
    *, rows: Sequence[ProjectRow], since: date, change: Change, by: Actor, clear_blanks: bool = False
) -> PutResult:
    """Write what ``rows`` say about their projects from ``since`` on, under ``change``; equal rows write nothing.

    Blanks keep what is known, or clear it with ``clear_blanks``. A site that a project's row no longer names is given
    up from ``since``; a project that no row names stays as it is. Raises :class:`UnableToPutProject`.
    """
    with unit(by=by) as log:
        plan = _Plan(since=since, change=change, clear=clear_blanks)
        plan.read(rows)
        for row in rows:
            plan.put(row)
        plan.write()
        digest = hashlib.sha256("\n".join(sorted(row.code for row in rows)).encode()).hexdigest()
        log.record(
            "project.put",
            subject_kind="项目",
            area_code=smallest_area([row.area for row in rows]) if rows else "",
            change=change.pk,
            projects=len(rows),
            added=len(plan.new_subjects),
            changed=len(plan.differences) - len(plan.new_subjects),
            written=len(plan.rows),
            digest=digest,
        )
    return PutResult(
        added=len(plan.new_subjects),
        changed=len(plan.differences) - len(plan.new_subjects),
        written=len(plan.rows),
        differences={code: tuple(found) for code, found in plan.differences.items()},
    )


@dataclass
class _Plan:
    """What one call is going to write: rows in force are read once, compared, superseded or followed by new ones."""

    since: date
    change: Change
    clear: bool
    at: datetime = field(init=False)
    subjects: dict[str, Subject] = field(default_factory=dict)
    new_subjects: list[Subject] = field(default_factory=list)
    moved: list[Subject] = field(default_factory=list)
    in_force: dict[tuple[object, ...], Model] = field(default_factory=dict)
    rows: list[Model] = field(default_factory=list)
    replaced: list[Model] = field(default_factory=list)
    differences: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = self.change.at

    def read(self, rows: Sequence[ProjectRow]) -> None:
        """Known projects with their rows in force; the new ones get their subjects."""
        codes = [row.code for row in rows]
        for code, times in Counter(codes).items():
            if times > 1:
                raise UnableToPutProject(project=code, why="编号在同一批里出现两次")
        self.subjects = {s.code: s for s in Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=codes)}
        for model in (ProjectProfile, ProjectStage, ProjectFunding, ProjectSite):
            for row in model.objects.as_of(self.since).filter(subject__in=self.subjects.values()):
                self.in_force[(model, *(getattr(row, name) for name in model.SERIES))] = row
        new = [row for row in rows if row.code not in self.subjects]
        for row in new:
            if not (row.code and row.name and row.category and row.year):
                raise UnableToPutProject(project=row.code or row.name or "？", why="缺项目编号、名称、类别或年度")
        kind = Subject.Kind.PROJECT
        self.new_subjects = Subject.objects.bulk_create(
            [Subject(kind=kind, code=row.code, area_id=row.area, created_by=self.change) for row in new]
        )
        self.subjects |= {subject.code: subject for subject in self.new_subjects}
        self.differences = {row.code: [] for row in new}

    def put(self, row: ProjectRow) -> None:
        subject = self.subjects[row.code]
        if subject.area_id != row.area:
            self._differs(row.code, "区划", subject.area_id, row.area)
            subject.area_id = row.area
            self.moved.append(subject)
        self._fact(ProjectProfile, subject, {name: getattr(row, name) for name in PROFILE})
        self._require_case(subject, row.stage)
        self._fact(ProjectStage, subject, {"stage": row.stage})
        for source, planned in row.funding.items():
            self._fact(ProjectFunding, subject, {"source": source, "planned": planned})
        for area in row.sites:
            self._fact(ProjectSite, subject, {"area_id": area, "is_site": True})
        if row.sites or self.clear:
            for key, known in list(self.in_force.items()):
                if key[:2] == (ProjectSite, subject.pk) and key[2] not in row.sites:
                    self._fact(ProjectSite, subject, {"area_id": key[2], "is_site": False}, known=known)

    def _require_case(self, subject: Subject, stage: str | None) -> None:
        """What was applied for or has left comes into the library by a case only (the database says so too)."""
        known = self.in_force.get((ProjectStage, subject.pk))
        if known is None or not stage or self.change.kind in (Change.Kind.CASE, Change.Kind.UNDO):
            return
        if is_outside(known.stage) and not is_outside(stage):
            raise UnableToPutProject(project=subject.code, why="是申报或已出库的项目，入库要经村申报、乡审核、县审定")

    def _fact(self, model: type[Model], subject: Subject, given: dict[str, object], known: Model | None = None) -> None:
        """Compare ``given`` with the row in force; add a row where it differs."""
        series = [name for name in model.SERIES if name != "subject_id"]
        key = (model, subject.pk, *(given[name] for name in series))
        known = known or self.in_force.get(key)
        values = {name: self._merged(model, known, name, value) for name, value in given.items()}
        if known is None and all(_is_blank(value) for name, value in values.items() if name not in series):
            return
        if any(values[name] is None for name in values if not model._meta.get_field(name).null):
            if known is None:
                return
            values = {name: 0 if name == "planned" else value for name, value in values.items()}
            if any(values[name] is None for name in values if not model._meta.get_field(name).null):
                raise UnableToPutProject(project=subject.code, why="名称、类别、年度和阶段不能清空")
        wrong = faults(values) if model is ProjectProfile else []
        wrong += [("planned", "计划资金不能是负数")] if isinstance(p := values.get("planned"), int) and p < 0 else []
        if wrong:
            raise UnableToPutProject(project=subject.code, why=wrong[0][1])
        changed = [name for name, value in values.items() if known is None or getattr(known, name) != value]
        if not changed:
            return
        for name in changed:
            old = "" if known is None else _shown(getattr(known, name))
            self._differs(subject.code, str(model._meta.get_field(name).verbose_name), old, _shown(values[name]))
        if known is not None and known.since == self.since:
            known.superseded_by, known.superseded_at = self.change, self.at
            self.replaced.append(known)
        new = model(subject=subject, since=self.since, change=self.change, recorded_at=self.at, **values)
        self.rows.append(new)
        self.in_force[key] = new

    def _merged(self, model: type[Model], known: Model | None, name: str, value: object) -> object:
        """What the cell stands for: itself, what is known (blank keeps) or nothing (blank clears)."""
        field_ = model._meta.get_field(name)
        if _is_blank(value):
            if known is not None and not self.clear:
                return getattr(known, name)
            return None if field_.null else ("" if field_.blank else None)
        return value

    def _differs(self, code: str, what: str, old: str, new: str) -> None:
        self.differences.setdefault(code, []).append((what, old, new))

    def write(self) -> None:
        Subject.objects.bulk_update(self.moved, ["area"])
        Project.objects.bulk_create([Project(subject=subject) for subject in self.new_subjects])
        for model in (ProjectProfile, ProjectStage, ProjectFunding, ProjectSite):
            old = [row for row in self.replaced if type(row) is model]
            model.objects.bulk_update(old, ["superseded_by", "superseded_at"])
            model.objects.bulk_create([row for row in self.rows if type(row) is model])


def _is_blank(value: object) -> bool:
    return value is None or value == ""


def _shown(value: object) -> str:
    return "" if value is None else str(value)
