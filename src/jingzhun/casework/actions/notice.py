"""Putting cases on a notice, and taking them off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from jingzhun.accounts.models import Official
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.sites import sites_of
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import LEVELS, Announcement, Calendar, NoticeRule

from ..days import until
from ..models import Case, Notice, NoticeEntry
from ..public_award import publish_awards
from ..public_fund import INPUT, publish_funds
from ..public_notice import public_line
from ..public_project import publish_project
from .serial import take


def publish(
    *, rule: NoticeRule | Announcement, cases: Sequence[Case], step, by: Official, starts_on: date, at: datetime, log
) -> list[Notice]:
    """One notice for all ``cases`` of a place. Called by a decision, inside its unit; the days run from ``starts_on``."""
    kind = Notice.Kind.NOTICE if isinstance(rule, NoticeRule) else Notice.Kind.ANNOUNCEMENT
    made = []
    for code, own in _by_place(cases, LEVELS[rule.place], starts_on).items():
        area = Area.objects.get(pk=code)
        notice = Notice.objects.create(
            kind=kind, name=rule.name, step=step, area=area, year=starts_on.year,
            number=take(f"公示 {code} {starts_on.year}"), starts_on=starts_on, days=rule.days.count,
            is_working_days=rule.days.calendar is Calendar.WORKING, posted_at=at, posted_by=by,
        )  # fmt: skip
        ends = until(starts_on, rule.days)
        for case in own:
            line = public_line(case, day=starts_on)
            entry = NoticeEntry.objects.create(
                notice=notice, case=case, round=case.round, starts_on=starts_on, days=rule.days.count, until=ends,
                group_name=line.group_name, shown_name=line.shown_name, members=line.members, outcome=line.outcome,
            )  # fmt: skip
            if case.subject.kind == Subject.Kind.PROJECT:
                publish_project(case, entry, day=starts_on)
            if case.subject.kind == Subject.Kind.AWARD_ROSTER:
                publish_awards(case, entry, day=starts_on)
            if INPUT in case.proposed:
                publish_funds(case, entry)
        log.record(
            "notice.publish", area_code=code, notice=notice.pk, kind=kind.value, cases=len(own),
            starts_on=starts_on.isoformat(), until=ends.isoformat(),
        )  # fmt: skip
        made.append(notice)
    return made


def withdraw(*, case: Case, on: date) -> None:
    """Take a case off the notices of its round: it was returned, refused or taken back."""
    still = Q(until__gt=on) | Q(stopped_since__isnull=False)
    for entry in NoticeEntry.objects.select_for_update().filter(still, case=case, withdrawn_on__isnull=True):
        entry.withdrawn_on = on
        entry.save(update_fields=("withdrawn_on",))


def boards(case: Case, level: int, day: date) -> list[str]:
    """Padded codes of the areas of ``level`` on whose boards a notice about ``case`` hangs.

    A project wider than that hangs in each village (township) in which it is built; where none is on record, at its own level.
    """
    area = AreaCode.parse(case.area_id)
    if area.level >= level or case.subject.kind != Subject.Kind.PROJECT:
        return [AreaCode(case.area_id[:level]).padded]
    sites = [AreaCode.parse(code) for code in sites_of([case.subject_id], day).get(case.subject_id, ())]
    return sorted({(site.at(level) if site.level >= level else site).padded for site in sites}) or [area.padded]


def _by_place(cases: Sequence[Case], level: int, day: date) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        for code in boards(case, level, day):
            found.setdefault(code, []).append(case)
    return dict(sorted(found.items()))
