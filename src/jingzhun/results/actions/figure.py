"""Writing figures: those of a roster, those of a run, and stated ones. Called by the evaluation and by reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.figure import Origin
from jingzhun.registry.actions.rows import insert_objects
from jingzhun.rules.roster import Roster

from ..figure_count import connect, count, open_roster, rows_of_indicator, write_rows
from ..indicator import ALL_LEVELS, Indicator
from ..indicators import INDICATORS
from ..models import Figure, RosterSnapshot, Run
from ..parts import run_parts


class UnableToStateFigure(Problem):
    code = "F-003"
    says = "引述的数字“{title}”不能保存：{why}"
    remedy = "请写明出处文件和页码"


@dataclass
class FigureCount:
    """Counts the figures of one roster (and run) into rows of :class:`Figure`, not yet saved. Files lie in ``folder``.

    ``wanted`` are (indicator, part) pairs that someone asks for: they count nought where they have no rows. ``only`` names
    the indicators to count; empty is all.
    """

    snapshot: RosterSnapshot
    roster: Roster
    folder: Path
    run: Run | None = None
    finding: pa.Table | None = None
    progress: Callable[[str], None] = lambda title: None
    wanted: Iterable[tuple[str, str]] = ()
    only: Collection[str] = ()

    def figures(self) -> list[Figure]:
        with connect(threads=settings.ENVIRONMENT.threads, memory=settings.ENVIRONMENT.memory) as connection:
            open_roster(connection, self.roster)
            if self.finding is not None:
                connection.register("finding", self.finding)
            areas = {
                level: [code.as_py() for code in self.roster.read(name)["code"]]
                for level, name in zip(ALL_LEVELS, ("county", "township", "village"), strict=True)
            }
            found: list[Figure] = []
            for indicator in INDICATORS.values():
                if indicator.needs_run == (self.run is not None) and (not self.only or indicator.name in self.only):
                    self.progress(indicator.title)
                    found += self._of(connection, indicator, areas)
        return found

    def _of(
        self, connection: duckdb.DuckDBPyConnection, indicator: Indicator, areas: dict[Level, list[str]]
    ) -> list[Figure]:
        rows = rows_of_indicator(connection, indicator)
        path = write_rows(self.folder, indicator, rows).relative_to(settings.DATA_FOLDER)
        parts = run_parts(indicator, self.run.standards) if self.run is not None else {}
        asked = [part for name, part in self.wanted if name == indicator.name]
        at = timezone.now()
        return [
            Figure(
                origin=Origin.COMPUTED,
                indicator=indicator.name,
                part=counted.part,
                title=parts[counted.part].title if counted.part in parts else indicator.titled(counted.part),
                kind=parts[counted.part].kind if counted.part in parts else indicator.kind,
                area_id=counted.area,
                as_of=self.snapshot.as_of,
                known_at=self.snapshot.known_at,
                value=None if counted.value is None else Decimal(counted.value),
                unit=parts[counted.part].unit if counted.part in parts else indicator.unit,
                run=self.run,
                roster=self.snapshot,
                rows=counted.rows,
                rows_digest=counted.digest,
                rows_file=path.as_posix(),
                computed_at=at,
            )
            for counted in count(indicator, rows, areas, (*parts, *asked))
        ]


def save(*, figures: Iterable[Figure], by: Actor) -> int:
    """Write computed figures in bulk, with one event; figures of a roster that are there already stay as they are."""
    rows = list(figures)
    with unit(by=by) as log:
        insert_objects(rows, keeps_first=True)
        if rows:
            log.record(
                "figures.count", subject_kind="数字", area_code=rows[0].roster.area_id, figures=len(rows),
                roster=rows[0].roster.digest, run=rows[0].run_id,
            )  # fmt: skip
    return len(rows)


def state(
    *, title: str, indicator: str, area_code: str, as_of: date, known_at: datetime, value: Decimal, unit_name: str,
    document: str, page: str, trust: str, by: Actor, part: str = "",
) -> Figure:  # fmt: skip
    """Keep a number as a document states it, with document and page. ``value`` in ``unit_name``; the same once."""
    if not document or not page:
        raise UnableToStateFigure(title=title, why="没有出处文件或页码")
    with unit(by=by) as log:
        figure, made = Figure.objects.get_or_create(
            origin=Origin.STATED, indicator=indicator, part=part, area_id=area_code, as_of=as_of, document=document, page=page,
            defaults={"title": title, "known_at": known_at, "value": value, "unit": unit_name, "trust": trust},
        )  # fmt: skip
        if made:
            log.record(
                "figures.state", subject_kind="数字", subject_code=indicator, area_code=area_code, document=document
            )
    return figure
