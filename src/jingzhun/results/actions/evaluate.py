"""Evaluating: one roster, one run per pack, findings to Parquet, last verdicts and figures to the database.

``ask`` queues a job and returns at once; ``evaluate`` does the same work here and now (command, demo). Runs asked together
share one roster.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.policy.models import PackVersion
from jingzhun.rules.roster import Roster

from ..findings import Evaluated, run_pack
from ..models import Figure, RosterSnapshot, Run
from . import figure as figures
from . import verdict as verdicts
from .roster import freeze, open_roster

ENGINES = ("duckdb", "reference")


class UnableToEvaluate(Problem):
    code = "F-010"
    says = "不能评估 {area} {day}：{why}"
    remedy = "请核对日期和政策包；政策包在“标准与参数”里"


def ask(
    *, area: Area, as_of: date, by: Actor, known_at: datetime | None = None, pack_name: str = "", engine: str = "duckdb"
) -> list[Run]:
    """Queue the evaluation of one pack, or of all in force on the day; the job starts after commit."""
    from ..jobs import carry_out_runs

    with unit(by=by):
        runs = _create(area=area, as_of=as_of, known_at=known_at, pack_name=pack_name, engine=engine, by=by)
        numbers = [run.pk for run in runs]
        transaction.on_commit(lambda: carry_out_runs.enqueue(numbers))
    return runs


def evaluate(
    *, area: Area, as_of: date, by: Actor, known_at: datetime | None = None, pack_name: str = "", engine: str = "duckdb",
    progress: Callable[[str], None] = lambda doing: None,
) -> list[Run]:  # fmt: skip
    """Evaluate now. Returns the finished runs; raises what stopped one of them, after it was noted on the run."""
    with unit(by=by):
        runs = _create(area=area, as_of=as_of, known_at=known_at, pack_name=pack_name, engine=engine, by=by)
    return carry_out(runs=runs, by=by, progress=progress)


def _create(
    *, area: Area, as_of: date, known_at: datetime | None, pack_name: str, engine: str, by: Actor
) -> list[Run]:  # fmt: skip
    if engine not in ENGINES:
        raise UnableToEvaluate(area=area.title, day=as_of, why=f"没有引擎 {engine}")
    packs = [
        pack for pack in PackVersion.objects.deciding().in_force(area.area_code, as_of) if pack_name in ("", pack.name)
    ]
    if not packs:
        raise UnableToEvaluate(
            area=area.title, day=as_of, why=f"政策包 {pack_name} 这一天无效" if pack_name else "这一天没有有效的政策包"
        )
    with unit(by=by) as log:
        runs = [
            Run.objects.create(
                pack=pack, area=area, as_of=as_of, known_at=known_at, engine=engine, asked_by_id=by.official_id,
                asked_by_name=by.name, asked_at=log.at, doing="等待开始",
            )
            for pack in packs
        ]  # fmt: skip
        log.record(
            "run.ask", subject_kind="评估", subject_code="、".join(str(run.pk) for run in runs), area_code=area.code,
            as_of=as_of.isoformat(), packs=[pack.name for pack in packs],
        )  # fmt: skip
    return runs


def carry_out(*, runs: list[Run], by: Actor, progress: Callable[[str], None] = lambda doing: None) -> list[Run]:
    """Evaluate waiting runs of one area, day and moment over one roster. A run that is not waiting is left alone.

    A pack that cannot be evaluated there and then fails alone; what stopped the first of them is raised at the end."""
    runs = [
        run
        for run in runs
        if Run.objects.filter(pk=run.pk, state=Run.State.WAITING).update(
            state=Run.State.RUNNING, started_at=timezone.now()
        )
    ]
    if not runs:
        return []
    problem: BaseException | None = None
    try:
        snapshot, seconds = _freeze(runs, by=by, progress=progress)
        roster = open_roster(snapshot)
        for place, run in enumerate(runs):
            try:
                _one(run, snapshot, roster, dict(seconds) if place == 0 else {}, by=by, progress=progress)
            except Problem as cause:  # of this pack only (a line that nobody has set): the others go on
                _failed([run], cause)
                problem = problem or cause
    except BaseException as cause:
        _failed(runs, cause)
        raise
    if problem is not None:
        raise problem
    return list(
        Run.objects.filter(pk__in=[run.pk for run in runs]).select_related("pack", "area", "roster").order_by("pk")
    )


def release_interrupted(*, by: Actor) -> int:
    """At start: evaluations that a crash cut off did not come to an end, and may be asked for again."""
    with unit(by=by) as log:
        cut = Run.objects.filter(state=Run.State.RUNNING).update(
            state=Run.State.FAILED, problem="上次评估中断，没有写入结果，请再评估一次", finished_at=log.at
        )
        if cut:
            log.record("run.released", subject_kind="评估", runs=cut)
    return cut


def _failed(runs: list[Run], cause: BaseException) -> None:
    said = str(cause) if isinstance(cause, Problem) else "评估中途出错，没有写入结果"
    left = Run.objects.filter(pk__in=[run.pk for run in runs]).exclude(state=Run.State.DONE)
    left.update(state=Run.State.FAILED, problem=said[:400], finished_at=timezone.now())


def _freeze(
    runs: list[Run], *, by: Actor, progress: Callable[[str], None]
) -> tuple[RosterSnapshot, dict[str, float]]:  # fmt: skip
    began = time.monotonic()
    first = runs[0]

    def tell(term: str) -> None:
        _tell(runs, 5, f"建名册：{term}", progress)

    snapshot = freeze(area=first.area, as_of=first.as_of, known_at=first.known_at, by=by, progress=tell)
    built = time.monotonic()
    _tell(runs, 40, "数名册上的数", progress)
    counted = figures.FigureCount(snapshot, open_roster(snapshot), snapshot.path / "figures").figures()
    figures.save(figures=counted, by=by)
    return snapshot, {"建名册": round(built - began, 2), "数名册上的数": round(time.monotonic() - built, 2)}


def _one(
    run: Run, snapshot: RosterSnapshot, roster: Roster, seconds: dict[str, float], *, by: Actor,
    progress: Callable[[str], None],
) -> None:  # fmt: skip
    began = time.monotonic()
    _tell([run], 55, f"判断：{run.pack.title}", progress)
    evaluated: Evaluated = run_pack(
        run.pack, roster, engine=run.engine, folder=run.path, threads=settings.ENVIRONMENT.threads, memory=settings.ENVIRONMENT.memory
    )  # fmt: skip
    judged = time.monotonic()
    seconds["判断"] = round(judged - began, 2)
    run.roster, run.known_at = snapshot, snapshot.known_at
    run.standards, run.parameters = evaluated.standards, evaluated.parameters
    _tell([run], 75, "数各条结论", progress)
    counted = figures.FigureCount(snapshot, roster, run.path / "figures", run=run, finding=evaluated.finding).figures()
    numbered = time.monotonic()
    seconds["数各条结论"] = round(numbered - judged, 2)
    _tell([run], 85, "写结果", progress)
    with unit(by=by) as log:
        verdicts.replace(run=run, finding=evaluated.finding, by=by)
        figures.save(figures=counted, by=by)
        seconds["写结果"] = round(time.monotonic() - numbered, 2)
        run.state, run.progress, run.doing = Run.State.DONE, 100, ""
        run.findings_digest, run.counts, run.seconds = evaluated.digest, _counts(counted, run.area_id), seconds
        run.finished_at = timezone.now()
        run.save()
        log.record(
            "run.finish", subject_kind="评估", subject_code=str(run.pk), area_code=run.area_id, pack=run.pack.content_hash,
            roster=snapshot.digest, findings=evaluated.digest, engine=run.engine,
        )  # fmt: skip


def _counts(counted: list[Figure], area: str) -> dict[str, int]:
    """Part → number for the whole area of the run: what commands print."""
    return {f"{row.indicator}/{row.part}": int(row.value) for row in counted if row.area_id == area}


def _tell(runs: list[Run], percent: int, doing: str, progress: Callable[[str], None]) -> None:
    Run.objects.filter(pk__in=[run.pk for run in runs]).update(progress=percent, doing=doing[:80])
    progress(doing)
