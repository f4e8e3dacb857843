"""试算: what another pack or other parameter values would change, on the newest roster. No result is stored.

Called by the pack workshop's pages and by ``evaluate --what-if``. Both sides are worked out over the same frozen roster, so
whatever differs comes from the pack or the values. What the rules read of it is kept in the folder ``facts``, so that only
the first trial of a roster reads all its rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from django.conf import settings

from jingzhun.areas.models import Area
from jingzhun.core.errors import Problem
from jingzhun.policy.models import PackVersion
from jingzhun.policy.packs import write_folder
from jingzhun.rules.comparison import Comparison, Side, compare
from jingzhun.rules.fact_store import FactStore
from jingzhun.rules.findings import Findings
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import Roster
from jingzhun.rules.schema import RosterSchema
from jingzhun.rules.what_if import what_if

from .actions.roster import open_roster
from .findings import checked_pack
from .models import RosterSnapshot
from .read import changes_since, latest_roster

FACTS_FOLDER = "facts"
"""In the data folder; made anew when needed, so not part of a backup."""
_one_at_a_time = Lock()
"""Engines take threads and memory: one trial at a time in a process."""


class UnableToTry(Problem):
    code = "F-016"
    says = "不能试算 {area} {day}：{why}"
    remedy = "请先在“评估”里评估这一天，再试算"


@dataclass(frozen=True)
class Trial:
    """``changes`` is how many units of writing came after the roster."""

    snapshot: RosterSnapshot
    comparison: Comparison
    changes: int


def try_pack(*, files: Mapping[str, str], instead_of: PackVersion, area: Area, as_of: date) -> Trial:
    """The pack of ``files`` in place of a stored version. Raises the pack author's errors and :class:`UnableToTry`."""
    snapshot = _snapshot(area, as_of)
    roster = open_roster(snapshot)
    with draft_pack(files, roster.schema) as draft:
        return _trial(snapshot, roster, checked_pack(instead_of, roster.schema), draft)


def try_values(*, pack: PackVersion, values: Mapping[str, str], area: Area, as_of: date) -> Trial:
    """A stored pack with other parameter values: name → value as a pack writes it (``3200元``)."""
    snapshot = _snapshot(area, as_of)
    roster = open_roster(snapshot)
    checked = checked_pack(pack, roster.schema)
    return _trial(snapshot, roster, checked, checked, values=values)


@contextmanager
def draft_pack(files: Mapping[str, str], schema: RosterSchema):
    """A pack that is not stored, checked against a roster's schema, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="jingzhun-draft-") as folder:
        write_folder(files, Path(folder))
        yield check_pack(load_pack(Path(folder)), schema)


def newest_schema(area: Area, as_of: date) -> RosterSchema:
    """The schema of the roster that a trial would read."""
    return open_roster(_snapshot(area, as_of)).schema


def _snapshot(area: Area, as_of: date) -> RosterSnapshot:
    snapshot = latest_roster(area, as_of)
    if snapshot is None:
        raise UnableToTry(area=area.title, day=as_of, why="还没有这一天的名册")
    return snapshot


def _trial(
    snapshot: RosterSnapshot, roster: Roster, before: CheckedPack, after: CheckedPack, values: Mapping[str, str] | None = None
) -> Trial:  # fmt: skip
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="jingzhun-trial-") as folder:
        sides = [
            Side(findings_of(pack, roster, Path(folder) / name, values=given), roster)
            for name, pack, given in (("before", before, None), ("after", after, values))
        ]
        limits = {"threads": settings.ENVIRONMENT.threads, "memory_limit": settings.ENVIRONMENT.memory}
        return Trial(snapshot, compare(*sides, **limits), changes_since(snapshot))


def findings_of(
    pack: CheckedPack, roster: Roster, folder: Path, *, values: Mapping[str, object] | None = None
) -> Findings:
    """Whole verdicts and amounts in a folder that the caller throws away, with the office's limits on threads and memory."""
    return what_if(
        pack, roster, as_of=roster.as_of, area=roster.area, facts=FactStore(Path(settings.DATA_FOLDER) / FACTS_FOLDER), out=folder,
        parameters_override=values, threads=settings.ENVIRONMENT.threads, memory_limit=settings.ENVIRONMENT.memory,
    )  # fmt: skip
