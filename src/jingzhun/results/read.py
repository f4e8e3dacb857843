"""What pages and reports read of runs, verdicts and figures. Nothing here computes or writes.

    run = latest_run("yunnan/exit-2018", area, as_of)              # newest finished run that covers the area, on or before the day
    verdicts_of(subject)                                            # last verdict per standard and programme
    figure("registered_households", area, as_of)                    # newest figure on or before the day, or None
    figures([("registered_households", ""), …], areas, as_of)       # many at once, in one query
    criteria_counts(run, area)                                      # per item: passed, failed, missing and their figures
    changes_since(figure)                                           # 其后有 n 处变动
    explanation_of(subject, as_of, known_at)                        # :mod:`jingzhun.results.explain`

``area`` is an :class:`jingzhun.areas.models.Area` or its padded code. Scope is the caller's matter (``accounts/scope.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.figure import Origin
from jingzhun.registry.models import Change, Subject

from .models import Figure, RosterSnapshot, Run, Verdict
from .models.verdict import Outcome
from .parts import criterion_part


@dataclass(frozen=True)
class CriterionCount:
    """How the subjects of one item came out; ``item`` is empty for the whole standard. The figures open the rows."""

    standard: str
    item: str
    title: str
    clause: str
    subject: str
    passed: int
    failed: int
    missing: int
    not_applicable: int
    figures: dict[str, Figure]
    """Outcome → its figure."""


def latest_run(pack_name: str, area: Area | str, as_of: date, known_at: datetime | None = None) -> Run | None:
    """The newest finished run of a pack whose area covers ``area``, as of the latest day not after ``as_of``.

    With ``known_at``, only runs that knew no more than that.
    """
    runs = Run.objects.finished().filter(pack__name=pack_name, area_id__in=_covering(area), as_of__lte=as_of)
    if known_at is not None:
        runs = runs.filter(known_at__lte=known_at)
    return (
        runs.select_related("pack", "roster", "area")
        .defer("pack__files")
        .order_by("-as_of", "-known_at", "-id")
        .first()
    )


def latest_roster(area: Area | str, as_of: date, known_at: datetime | None = None) -> RosterSnapshot | None:
    """The newest roster with figures that covers ``area``, as of the latest day not after ``as_of``."""
    counted = Figure.objects.filter(roster=OuterRef("pk"), run=None)
    rosters = RosterSnapshot.objects.filter(Exists(counted), area_id__in=_covering(area), as_of__lte=as_of)
    if known_at is not None:
        rosters = rosters.filter(known_at__lte=known_at)
    return rosters.order_by("-as_of", "-known_at", "-id").first()


def verdicts_of(subject: Subject) -> list[Verdict]:
    """The last verdicts of one subject: standards before programmes."""
    return list(subject.verdicts.select_related("run").order_by("is_programme", "pack_name", "name"))


def figure(
    indicator: str, area: Area | str, as_of: date, *, part: str = "", known_at: datetime | None = None
) -> Figure | None:
    """The newest computed figure of exactly this area, as of the latest day not after ``as_of``."""
    found = figures([(indicator, part)], [area], as_of, known_at=known_at)
    return next(iter(found.values()), None)


def figures(
    wanted: Iterable[tuple[str, str]], areas: Sequence[Area | str], as_of: date, *, known_at: datetime | None = None
) -> dict[tuple[str, str, str], Figure]:
    """(indicator, part, padded area code) → newest computed figure. Absent where none was counted."""
    keys = set(wanted)
    rows = Figure.objects.filter(
        origin=Origin.COMPUTED,
        indicator__in={name for name, _ in keys},
        part__in={part for _, part in keys},
        area_id__in=[_code(area) for area in areas],
        as_of__lte=as_of,
    )
    if known_at is not None:
        rows = rows.filter(known_at__lte=known_at)
    newest: dict[tuple[str, str, str], Figure] = {}
    for row in rows.select_related("roster").order_by("as_of", "known_at", "id"):
        if (row.indicator, row.part) in keys:
            newest[row.indicator, row.part, row.area_id] = row
    return newest


def criteria_counts(run: Run, area: Area | str) -> list[CriterionCount]:
    """Every standard of the run, first the whole and then the items that are judged, in the pack's order. One query."""
    rows = Figure.objects.filter(run=run, indicator="criterion", area_id=_code(area))
    by_part = {row.part: row for row in rows}
    counts = []
    for standard in run.standards:
        if standard["is_programme"]:
            continue
        whole = {"id": "", "title": standard["title"], "clause": ""}
        for item in (whole, *(item for item in standard["items"] if item["decided"])):
            found = {
                outcome: by_part[key]
                for outcome in Outcome.values
                if (key := criterion_part(standard["name"], item["id"], outcome)) in by_part
            }
            counted = {outcome: int(row.value) for outcome, row in found.items()}
            counts.append(
                CriterionCount(
                    standard["name"], item["id"], item["title"], item["clause"], standard["subject"],
                    counted.get("pass", 0), counted.get("fail", 0), counted.get("missing", 0), counted.get("not_applicable", 0), found,
                )
            )  # fmt: skip
    return counts


def changes_since(row: Figure | RosterSnapshot) -> int:
    """How many units of writing (imports, corrections, undos) came after the state of knowledge of a figure."""
    roster = row.roster if isinstance(row, Figure) else row
    return 0 if roster is None else Change.objects.filter(pk__gt=roster.last_change).count()


def _code(area: Area | str) -> str:
    return area if isinstance(area, str) else area.pk


def _covering(area: Area | str) -> list[str]:
    """Padded codes of the area and of everything above it."""
    codes, at = [], AreaCode.parse(_code(area))
    while at is not None and at.significant:
        codes.append(at.padded)
        at = at.parent
    return codes
