"""Freezing a roster: read the registry in one snapshot, write the Parquet folder, keep its row."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import declared_facts
from jingzhun.rules.roster import Roster, read_roster, write_roster

from ..models import RosterSnapshot
from ..money_rows import TABLES
from ..roster_build import RosterBuild
from ..roster_tables import ENTRIES
from ..snapshot import read_snapshot


def freeze(
    *,
    area: Area,
    as_of: date,
    by: Actor,
    known_at: datetime | None = None,
    progress: Callable[[str], None] = lambda term: None,
) -> RosterSnapshot:
    """The roster of ``area`` as of a day, as known at ``known_at`` (None: now). Equal rosters share one folder.

    Raises :class:`jingzhun.results.roster_build.UnableToBuildRoster`.
    """
    began = time.monotonic()
    known_at = known_at or timezone.now()
    build = RosterBuild(
        area.area_code,
        as_of,
        known_at,
        CodeBook.read(),
        declared=declared_facts(area.area_code, as_of),
    )
    progress("读各表")
    with read_snapshot():
        read = build.read()
    progress("写名册")
    draft = _folder() / f".{secrets.token_hex(6)}"
    try:
        roster = write_roster(
            draft, read.schema, read.tables, complete=read.complete, as_of=as_of, known_at=known_at, area=area.area_code.significant
        )  # fmt: skip
        folder = f"{area.area_code.significant}-{as_of:%Y%m%d}-{roster.digest[:16]}"
        _keep(draft, _folder() / folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    with unit(by=by) as log:
        snapshot = RosterSnapshot.objects.create(
            area=area,
            as_of=as_of,
            known_at=known_at,
            last_change=read.last_change,
            digest=roster.digest,
            folder=folder,
            rows={name: table.num_rows for name, table in read.tables.items()},
            unread=read.unread,
            built_at=log.at,
            milliseconds=int(1000 * (time.monotonic() - began)),
        )
        log.record(
            "roster.freeze",
            subject_kind="名册",
            subject_code=roster.digest[:16],
            area_code=area.code,
            as_of=as_of.isoformat(),
            digest=roster.digest,
        )
    return snapshot


def open_roster(snapshot: RosterSnapshot) -> Roster:
    """The frozen tables; :class:`jingzhun.rules.roster.UnableToReadRoster` where the folder is gone."""
    return read_roster(snapshot.path)


def is_whole(snapshot: RosterSnapshot) -> bool:
    """Whether it has every table that rosters have now; an older release froze fewer."""
    return {table.name for table in TABLES} | {source.name for source in ENTRIES} <= snapshot.rows.keys()


def _folder() -> Path:
    folder = Path(settings.DATA_FOLDER) / "rosters"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(draft: Path, folder: Path) -> None:
    """Put the finished draft in place; one that another process put there first is the same and stays."""
    if not (folder / "roster.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
