"""Recording single facts, entries and marks, as pages do. Imports plan and put many at once with the same parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ..models import Change, Completeness, Household, Membership, Subject
from ..models.known import Entry, Fact
from .plan import KEEP, Plan, plan_entries, plan_facts
from .subject import move_subjects
from .writing import writing


class UnableToRecord(Problem):
    code = "G-001"
    says = "这一项没有变化，没有写入"
    remedy = "请核对要改的数值和起始日期"


class UnableToWithdraw(Problem):
    code = "G-002"
    says = "这一行已经被后来的改动替代"
    remedy = "请刷新页面，看现有的行"


def record_fact(
    *, model: type[Fact], subject: Subject, since: date, values: Mapping[str, Any], by: Actor, source: str, reason: str = ""
) -> Change:  # fmt: skip
    """Record what is true of ``subject`` from ``since`` on; fields not named keep what is known.

    ``values`` are by field name (foreign keys as ``household_id``), sealed fields as plain text. Raises
    :class:`UnableToRecord` when nothing would change.
    """
    return _record(
        plan_facts(model=model, fields=tuple(values), rows=[(subject.pk, since, *values.values())]),
        subject, by=by, source=source, reason=reason, fields=sorted(values), since=since.isoformat(),
    )  # fmt: skip


def record_entry(
    *, model: type[Entry], subject: Subject, key: str, values: Mapping[str, Any], by: Actor, source: str, reason: str = ""
) -> Change:  # fmt: skip
    """Record one entry; the same ``key`` again supersedes it. Raises :class:`UnableToRecord` when nothing would change."""
    return _record(
        plan_entries(model=model, fields=tuple(values), rows=[(subject.pk, key, *values.values())]),
        subject, by=by, source=source, reason=reason, fields=sorted(values),
    )  # fmt: skip


def withdraw_entry(*, entry: Entry, by: Actor, source: str, reason: str) -> Change:
    """Take an entry back: it is superseded and nothing takes its place. Raises :class:`UnableToWithdraw`."""
    with _page(entry.subject, by=by, source=source, reason=reason, withdrawn=entry._meta.model_name) as work:
        work.supersede(type(entry), [entry.pk])
        if not work.replaced:
            raise UnableToWithdraw()
    return work.change


def move_member(
    *, person: Subject, household: Household | None, relation: str, since: date, by: Actor, source: str, reason: str = ""
) -> Change:  # fmt: skip
    """The person belongs to ``household`` from ``since`` on, or to none; the area follows the household's."""
    plan = plan_facts(
        model=Membership,
        fields=("household_id", "relation"),
        rows=[(person.pk, since, household.pk if household else None, relation)],
    )
    if not plan.rows:
        raise UnableToRecord()
    with _page(person, by=by, source=source, reason=reason, fields=["household", "relation"]) as work:
        work.put(plan)
        if household is not None:
            move_subjects(areas={person.pk: household.subject.area_id}, work=work)
    return work.change


def set_mark(
    *, subject: Subject, table: str, year: int, is_complete: bool, by: Actor, source: str, reason: str = ""
) -> Change:
    """Say that a many-row table is complete for a subject and year (0 is standing), or take that back."""
    with _page(subject, by=by, source=source, reason=reason, table=table, year=year, complete=is_complete) as work:
        marks = Completeness.objects.known().filter(subject=subject, table=table, year=year)
        if is_complete and not marks.exists():
            work.insert(Completeness, [(subject.pk, year, table)])
        elif not is_complete:
            work.supersede(Completeness, list(marks.values_list("pk", flat=True)))
        if not (work.added or work.replaced):
            raise UnableToRecord()
    return work.change


def _record(plan: Plan, subject: Subject, *, by: Actor, source: str, reason: str, **details: object) -> Change:
    if not plan.rows:
        raise UnableToRecord()
    with _page(subject, by=by, source=source, reason=reason, **details) as work:
        work.put(plan)
    return work.change


def _page(subject: Subject, *, by: Actor, source: str, reason: str, **details: object):
    return writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, subject_kind=subject.get_kind_display(),
        subject_code=subject.code, area_code=subject.area_id, **details,
    )  # fmt: skip


__all__ = (
    "KEEP", "UnableToRecord", "UnableToWithdraw", "move_member", "record_entry", "record_fact", "set_mark", "withdraw_entry",
)  # fmt: skip
