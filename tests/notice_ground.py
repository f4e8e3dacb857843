"""A notice in any area with one household of that area on it, and an objection: built by rows, for the tests of addresses."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

import factories
from case_ground import PACK, SHORT
from jingzhun.accounts.models import Official
from jingzhun.areas.models import Area
from jingzhun.casework.actions.procedure import lay_down
from jingzhun.casework.models import Case, Notice, NoticeEntry, Objection
from jingzhun.casework.reference import new_reference
from jingzhun.core.area_code import Level
from jingzhun.policy.actions.packs import store
from jingzhun.rules.procedure import procedures_in

FILES = {"pack.yaml": PACK.replace("test/procedures", "test/notices"), "procedures/short.yaml": SHORT}
STARTS = date(2018, 7, 2)
_serial = count(10_001)


def notice(
    area: str,
    *,
    households: str = "",
    kind: str = "notice",
    starts_on: date = STARTS,
    days: int = 5,
    unanswered: bool = True,
) -> Notice:
    """In the area ``area``, about a household of ``households`` (the same area unless said), with an objection to it."""
    by = Official.objects.first() or factories.official()
    pack, _ = store(files=FILES, by=factories.SYSTEM, is_shipped=True)
    procedure = lay_down(pack=pack, procedure=procedures_in(FILES)[0])
    level = Area.objects.get(pk=area).level
    step = procedure.steps.get(number={Level.VILLAGE: 1, Level.TOWNSHIP: 2, Level.COUNTY: 3}[Level(level)])
    subject = factories.household(village=households or area).subject
    case = Case.objects.create(
        number=f"2018-{next(_serial)}", procedure=procedure, subject=subject, area_id=subject.area_id,
        step=procedure.steps.get(number=1), origin="农户申请", reason="收入下降", opened_on=starts_on - timedelta(days=1),
        opened_at=timezone.now(), opened_by=by, step_since=starts_on, not_before_on=starts_on + timedelta(days=days),
    )  # fmt: skip
    found = Notice.objects.create(
        kind=kind, name="村内公示", step=step, area_id=area, year=starts_on.year, number=next(_serial), starts_on=starts_on,
        days=days, posted_at=timezone.now(), posted_by=by,
    )  # fmt: skip
    entry = NoticeEntry.objects.create(
        notice=found, case=case, round=1, starts_on=starts_on, days=days, until=starts_on + timedelta(days=days),
        group_name="二组", shown_name="此里*布", members=4, outcome="登记",
    )  # fmt: skip
    if unanswered:
        objection(entry)
    return found


def objection(entry: NoticeEntry) -> Objection:
    entry.stopped_since = entry.starts_on
    entry.save(update_fields=("stopped_since",))
    return Objection.objects.create(
        entry=entry, case=entry.case, channel="page", text="他家有车", reference=new_reference(),
        received_on=entry.starts_on, received_at=timezone.now(),
    )  # fmt: skip
