"""Households, officials, runs, figures, uploads and reports in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.utils import timezone

import exit_pack
import factories
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import store as keep
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.ingest.models import Upload
from jingzhun.policy.actions.packs import store
from jingzhun.policy.models import PackVersion
from jingzhun.reports.actions.template import load_shipped
from jingzhun.reports.models import KeptCheck, Report, ReportTemplate
from jingzhun.results.figure_count import ROWS, digest_of, lines
from jingzhun.results.models import Figure, RosterSnapshot, Run

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]


def household(area: str) -> str:
    """The code of a new household with one member."""
    made = factories.household(village=area, code=f"FK{next(_serial):06d}")
    factories.member(of=made, name=f"拉姆{next(_serial):06d}")
    return made.subject.code


def dossier(area: str) -> str:
    """The title of a village that has a registered household."""
    household(area)
    return Area.objects.get(pk=area).title


def entry(area: str) -> Arguments:
    made = factories.household(village=area)
    return {"code": made.subject.code, "theme": "income", "entry": factories.income(of=made, fen=100).pk}


def member(area: str) -> Arguments:
    made = factories.household(village=area)
    return {"code": made.subject.code, "theme": "schooling", "person": factories.member(of=made).subject_id}


def official(area: str) -> str:
    """The sign-in name of somebody who holds a post in the area."""
    role = {Level.VILLAGE: "village_cadre", Level.TOWNSHIP: "township_reviewer"}.get(
        AreaCode.parse(area).level, "county_officer"
    )
    made = factories.official(sign_in_name=f"scope{next(_serial):05d}")
    factories.post(role=role, area=area, by=made)
    return made.sign_in_name


def post(area: str) -> Arguments:
    return {"pk": factories.post(role="village_cadre", area=area).pk}


def event(area: str) -> Event:
    code = f"EV{next(_serial):06d}"
    with unit(by=Actor.system("测试")) as log:
        log.record("post.switch", subject_kind="岗位", subject_code=code, area_code=area)
    return Event.objects.get(subject_code=code)


def pack() -> PackVersion:
    return store(files=exit_pack.FILES, by=factories.SYSTEM, is_shipped=True)[0]


def roster(area: str) -> RosterSnapshot:
    return RosterSnapshot.objects.create(
        area_id=area, as_of=DAY, known_at=timezone.now(), digest="1" * 64, folder="scope", built_at=timezone.now()
    )


def run(area: str) -> Arguments:
    return {"pk": _run(area).pk}


def _run(area: str) -> Run:
    now = timezone.now()
    return Run.objects.create(
        pack=pack(), area_id=area, as_of=DAY, known_at=now, engine="duckdb", roster=roster(area), state="done", progress=100,
        findings_digest="2" * 64, asked_by_name=f"发起人{next(_serial):06d}", asked_at=now, finished_at=now,
    )  # fmt: skip


def figure(area: str) -> Figure:
    """A counted figure over no rows, with its file of rows."""
    import pyarrow.parquet as pq

    table = ROWS.empty_table()
    path = settings.DATA_FOLDER / "rosters" / "scope" / "rows.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return Figure.objects.create(
        origin="computed", indicator="registered_households", title=f"户数{next(_serial):06d}", kind="户", area_id=area, as_of=DAY,
        known_at=timezone.now(), value=0, unit="户", roster=roster(area), rows_digest=digest_of(lines(table)),
        rows_file=str(path.relative_to(settings.DATA_FOLDER)), computed_at=timezone.now(),
    )  # fmt: skip


def upload(area: str, state: str = "checked") -> Arguments:
    return {"number": _upload(area, state).pk}


def _upload(area: str, state: str = "checked") -> Upload:
    """An upload whose file is a line of text: found, and then refused for its own reason."""
    by = factories.official()
    counts = dict.fromkeys(
        ("rows", "refused_rows", "new", "changed", "unchanged", "flagged", "refused", "households"), 1
    )
    return Upload.objects.create(
        state=state, name=f"名册{next(_serial):06d}.csv", file=keep(data="甲,乙".encode(), kind="文本", by=Actor.system("测试")),
        area_id=area, by=by, by_name=by.name, at=timezone.now(), since=DAY, counts=counts,
        change=factories.change() if state == "undone" else None,
    )  # fmt: skip


def template() -> ReportTemplate:
    return ReportTemplate.objects.first() or load_shipped(by=Actor.system("测试"))[0]


def _kept(area: str) -> KeptCheck:
    """A report that somebody of the area asked to keep."""
    return KeptCheck.objects.create(
        title=f"自查{next(_serial):06d}.txt", area_id=area, as_of=DAY, errors=0, warnings=0, holdings=1, kept_at=timezone.now(),
        file=keep(data="全村86户312人。".encode(), kind="文本", by=Actor.system("测试")), kept_by_name="写报告的人",
    )  # fmt: skip


def report(area: str) -> Arguments:
    return {"pk": _report(area).pk}


def _report(area: str) -> Report:
    chosen = template()
    return Report.objects.create(
        template=chosen, title=f"报告{next(_serial):06d}", area_id=area, as_of=DAY, roster=roster(area), file=chosen.file,
        word_count=1, written_at=timezone.now(), written_by_name="测试",
    )  # fmt: skip


def spelling(area: str) -> str:
    from jingzhun.areas.models import AreaName

    name = f"别写{next(_serial):06d}"
    AreaName.objects.create(area_id=area, name=name, short_name=name, kind="spelling")
    return name
