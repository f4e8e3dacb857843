"""Declared beside actual, budget beside spending, money beside progress, quality and benefit: one line per project (项目资金督查).

What is not recorded is told as missing. No threshold decides here: differences are shown, largest first where the page asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from jingzhun.core.money import wan
from jingzhun.core.percent import percent_of

from .bill import total_of
from .models import (
    LineItem,
    Movement,
    ProjectFunding,
    ProjectMilestone,
    ProjectProfile,
    ProjectProgress,
    UpkeepInspection,
)

_INSIDE = ("allocated", "claimed", "paid", "household")
_SPENT = ("paid", "household")


@dataclass(frozen=True)
class Variance:
    """Money in fen; ``billed``, ``invested`` and ``percent`` None where nothing (or not everything) is recorded.
    ``declared`` fen as first planned."""

    profile: ProjectProfile
    declared: int
    planned: int
    billed: int | None
    invested: int | None
    percent: Decimal | None
    allocated: int
    paid: int
    changes: tuple[str, ...]
    delays: tuple[str, ...]
    quality: tuple[str, ...]

    @property
    def invested_share(self) -> Decimal | None:
        return None if self.invested is None else percent_of(self.invested, self.planned)

    @property
    def paid_share(self) -> Decimal | None:
        return percent_of(self.paid, self.planned)

    @property
    def gap(self) -> Decimal | None:
        """Per cent invested less per cent built; above nought money runs ahead of the works."""
        share = self.invested_share
        return None if share is None or self.percent is None else share - self.percent

    @property
    def budget(self) -> tuple[str, ...]:
        """Where the bill, the investment or the payments leave the plan."""
        found = []
        if self.billed is not None and self.billed != self.planned:
            found.append(
                f"工程量清单 {wan(self.billed)}，计划 {wan(self.planned)} 万元，{_more(self.billed - self.planned)}"
            )
        for title, amount in (("完成投资", self.invested), ("拨付", self.allocated), ("支付", self.paid)):
            if amount is not None and amount > self.planned:
                found.append(f"{title} {wan(amount)} 万元，超计划 {wan(amount - self.planned)} 万元")
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        told = (("工程量清单", self.billed), ("完成投资", self.invested), ("形象进度", self.percent))
        return tuple(title for title, value in told if value is None)

    @property
    def money(self) -> tuple[str, ...]:
        """Where money and works are apart."""
        gap = self.gap
        return (f"投资完成 {self.invested_share}%，形象进度 {self.percent}%，相差 {abs(gap)} 个百分点",) if gap else ()

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(found for _, found in self.placed_findings)

    @property
    def placed_findings(self) -> tuple[tuple[str, str], ...]:
        """Each finding behind the part of the project's page where its rows stand."""
        parts = (
            ("history", self.changes), ("funding", self.budget), ("progress", self.money), ("steps", self.delays), ("steps", self.quality),
        )  # fmt: skip
        return tuple((part, found) for part, several in parts for found in several)


@dataclass(frozen=True)
class VarianceSum:
    """Sums of lines; ``invested`` is of those that have it, ``without`` counts the others."""

    projects: int
    declared: int
    planned: int
    invested: int
    without: int
    allocated: int
    paid: int

    @property
    def paid_share(self) -> Decimal | None:
        return percent_of(self.paid, self.planned)


def sum_up(lines: Iterable[Variance]) -> VarianceSum:
    rows = list(lines)
    return VarianceSum(
        projects=len(rows),
        declared=sum(line.declared for line in rows),
        planned=sum(line.planned for line in rows),
        invested=sum(line.invested or 0 for line in rows),
        without=sum(line.invested is None for line in rows),
        allocated=sum(line.allocated for line in rows),
        paid=sum(line.paid for line in rows),
    )


def variances(*, profiles: Iterable[ProjectProfile], day: date, known_at: datetime | None) -> list[Variance]:
    """A line per row of ``profiles`` (the library on ``day``, with ``planned``); queries do not grow with their number."""
    rows = list(profiles)
    subjects = [row.subject_id for row in rows]
    first: dict[int, ProjectProfile] = {}
    for profile in (
        ProjectProfile.objects.known(known_at).filter(subject__in=subjects, since__lte=day).order_by("since")
    ):
        first.setdefault(profile.subject_id, profile)
    declared = _declared(subjects, day, known_at)
    items = _grouped(LineItem.objects.known(known_at).filter(subject__in=subjects))
    steps = _grouped(ProjectMilestone.objects.as_of(day, known_at).filter(subject__in=subjects))
    progress = _grouped(
        ProjectProgress.objects.known(known_at).filter(subject__in=subjects, since__lte=day).order_by("since")
    )
    seen = _grouped(UpkeepInspection.objects.known(known_at).filter(subject__in=subjects, inspected_on__lte=day))
    money = _money(subjects, day)
    return [
        Variance(
            profile=row,
            declared=declared.get(row.subject_id, 0),
            planned=row.planned,
            billed=total_of(items[row.subject_id]) if row.subject_id in items else None,
            invested=_last(progress.get(row.subject_id, []), "invested"),
            percent=_last(progress.get(row.subject_id, []), "percent"),
            allocated=money.get((row.subject_id, "inside"), 0),
            paid=money.get((row.subject_id, "spent"), 0),
            changes=tuple(_changes(first[row.subject_id], row, declared.get(row.subject_id, 0))),
            delays=tuple(_delays(row, {step.step: step for step in steps.get(row.subject_id, [])}, day)),
            quality=tuple(
                _quality(row, {step.step: step for step in steps.get(row.subject_id, [])}, seen.get(row.subject_id, []))
            ),
        )
        for row in rows
    ]


def _grouped(rows: QuerySet) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found


def _last(rows: list[ProjectProgress], name: str):
    return next((getattr(row, name) for row in reversed(rows) if getattr(row, name) is not None), None)


def _declared(subjects: list[int], day: date, known_at: datetime | None) -> dict[int, int]:
    """Fen first planned: the rows of the first day on which a project has any."""
    began: dict[int, date] = {}
    found: dict[int, int] = {}
    rows = ProjectFunding.objects.known(known_at).filter(subject__in=subjects, since__lte=day).order_by("since")
    for subject, since, planned in rows.values_list("subject_id", "since", "planned"):
        if began.setdefault(subject, since) == since:
            found[subject] = found.get(subject, 0) + planned
    return found


def _money(subjects: list[int], day: date) -> dict[tuple[int, str], int]:
    """What came into the project's accounts and what was paid out of the office, net of what went back, by ``day``."""
    found: dict[tuple[int, str], int] = {}
    rows = Movement.objects.until(day).filter(project__in=subjects).order_by()
    for project, source, target, amount in rows.values_list("project_id", "source__kind", "target__kind").annotate(
        Sum("amount")
    ):
        for name, kinds in (("inside", _INSIDE), ("spent", _SPENT)):
            net = ((target in kinds) - (source in kinds)) * amount
            found[(project, name)] = found.get((project, name), 0) + net
    return found


def _changes(before: ProjectProfile, now: ProjectProfile, declared: int) -> Iterable[str]:
    if before.scale is not None and now.scale is not None and before.scale != now.scale:
        yield f"规模由申报的 {before.scale.normalize():f} 改为 {now.scale.normalize():f} {now.scale_unit}"
    for title, unit, old, new in (
        ("受益", "户", before.households, now.households), ("受益", "人", before.persons, now.persons),
    ):  # fmt: skip
        if old is not None and new is not None and old != new:
            yield f"{title}由申报的 {old} {unit}改为 {new} {unit}"
    if declared != now.planned:
        yield f"计划资金由申报的 {wan(declared)} 改为 {wan(now.planned)} 万元"


def _delays(row: ProjectProfile, steps: Mapping[str, ProjectMilestone], day: date) -> Iterable[str]:
    for step, title, planned in (("start", "开工", row.starts_on), ("finish", "完工", row.ends_on)):
        done = steps[step].done_on if step in steps else None
        if planned and done and done > planned:
            yield f"{title}比申报晚 {(done - planned).days} 天"
    if (
        row.ends_on
        and day > row.ends_on
        and row.stage != "finished"
        and not ("finish" in steps and steps["finish"].done_on)
    ):
        yield f"过了申报的完工时间 {(day - row.ends_on).days} 天，没有完工"


def _quality(row: ProjectProfile, steps: Mapping[str, ProjectMilestone], seen: list[UpkeepInspection]) -> Iterable[str]:
    acceptance = steps.get("acceptance")
    if row.stage == "finished" and not (acceptance and (acceptance.done_on or acceptance.is_needed is False)):
        yield "已完工，没有验收"
    bad = sum(look.is_sound is False for look in seen)
    if bad:
        yield f"检查 {len(seen)} 次，{bad} 次不完好"
    if row.households is None and row.persons is None and not row.beneficiaries:
        yield "没有登记受益对象"


def _more(fen: int) -> str:
    return f"{'多' if fen > 0 else '少'} {wan(abs(fen))}"
