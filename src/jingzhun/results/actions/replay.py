"""重放: evaluate a finished run again from its stored pack and roster and hold both against their digests."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.rules.roster import roster_digest

from ..findings import run_pack
from ..models import Run
from .roster import open_roster


class UnableToReplay(Problem):
    code = "F-014"
    says = "第 {run} 次评估不能重放：{why}"
    remedy = "请选一次已完成的评估；名册文件缺失时请从备份恢复数据文件夹"


def replay(*, run: Run, by: Actor) -> bool:
    """Whether roster and findings are still those of the run. Stores nothing but the event in the log."""
    if run.state != Run.State.DONE:
        raise UnableToReplay(run=run.pk, why="它没有完成")
    roster = open_roster(run.roster)
    with tempfile.TemporaryDirectory(prefix="jingzhun-replay-") as folder:
        again = run_pack(
            run.pack, roster, engine=run.engine, folder=Path(folder) / "findings",
            threads=settings.ENVIRONMENT.threads, memory=settings.ENVIRONMENT.memory,
        )  # fmt: skip
    same = again.digest == run.findings_digest and roster_digest(run.roster.path, roster.schema) == run.roster.digest
    with unit(by=by) as log:
        log.record(
            "run.replay", subject_kind="评估", subject_code=str(run.pk), area_code=run.area_id, same=same,
            findings=again.digest,
        )  # fmt: skip
    return same
