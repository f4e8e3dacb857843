"""Recording a project's rows (line items, milestones, progress, sites …): one by hand, or many from a file.

Every row is judged by its theme, alone and beside the rows in force; a row that cannot stand is refused with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.fact import UnableToRecord, withdraw_entry
from jingzhun.registry.actions.plan import Plan, plan_facts
from jingzhun.registry.actions.rows import data_fields
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject
from jingzhun.registry.models.known import Known

from ..standing import Row, Standing
from ..theme import Fault, Theme
from ..themes import SCHEMES


class UnableToRecordRow(Problem):
    code = "B-101"
    says = "{project} 的{what}不能写入：{why}"
    remedy = "请改正后再写入"


@dataclass(frozen=True)
class Given:
    """A row as a file gives it: the project, its day (facts) and the values that the file has a column for."""

    subject: int
    at: Any
    values: Mapping[str, Any]


@dataclass
class Judged:
    """``plan`` writes the accepted rows; ``refused`` is place in the call → faults."""

    plan: Plan
    refused: dict[int, list[Fault]] = field(default_factory=dict)


def judge_rows(
    *, theme: Theme, rows: Sequence[Given], clear_blanks: bool = False, new: Mapping[str, int] | None = None
) -> Judged:
    """Check ``rows`` one after the other, each beside those before it, and plan the good ones. Writes nothing.

    ``new`` are subjects that come in with the rows: number → provisional (negative) key.
    """
    model = theme.model
    names = tuple(each.attname for each in data_fields(model))
    standing = Standing({row.subject for row in rows}, {model, *theme.reads}, new)
    refused: dict[int, list[Fault]] = {}
    accepted = []
    for place, given in enumerate(rows):
        at = given.at if theme.is_fact else theme.key_of(given.values)
        whole = _whole(theme, standing, given, at, names, clear=clear_blanks)
        wrong = theme.judge(standing, given.subject, at, whole)
        if wrong:
            refused[place] = wrong
            continue
        standing.put(given.subject, model, at, whole)
        accepted.append((given.subject, at, *(whole[name] for name in names)))
    return Judged(
        plan_facts(model=model, fields=names, rows=accepted, even_empty=True, new=(new or {}).values()), refused
    )


def record_row(
    *, theme: Theme, subject: Subject, values: Mapping[str, Any], by: Actor, source: str, reason: str = "", at: Any = None
) -> Change:  # fmt: skip
    """Record one row of a project by hand; ``at`` is the day of a fact. Blank values clear what was known.

    Raises :class:`UnableToRecordRow`, or :class:`UnableToRecord` where nothing would change.
    """
    judged = judge_rows(theme=theme, rows=[Given(subject.pk, at, values)], clear_blanks=True)
    if judged.refused:
        titles = {each.name: str(each.verbose_name) for each in theme.fields}
        why = "；".join(f"{titles.get(name, theme.day or name)}：{text}" for name, text in judged.refused[0])
        raise UnableToRecordRow(project=subject.code, what=theme.title, why=why)
    if not judged.plan.rows:
        raise UnableToRecord()
    with writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, action="project.row", subject_kind=subject.get_kind_display(),
        subject_code=subject.code, area_code=subject.area_id, theme=theme.key,
    ) as work:  # fmt: skip
        work.put(judged.plan)
    return work.change


def create_scheme(
    *, code: str, area: str, values: Mapping[str, Any], since: date, by: Actor, source: str, reason: str = ""
) -> Subject:
    """A new scheme with its profile in ``area`` (padded code). Raises :class:`UnableToRecordRow`."""
    code = code.strip()
    if not code or Subject.objects.filter(kind=Subject.Kind.SCHEME, code=code).exists():
        raise UnableToRecordRow(project=code or "？", what="专项", why="编号已经有了" if code else "没有填编号")
    with writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, action="scheme.create", subject_kind="专项",
        subject_code=code, area_code=area,
    ) as work:  # fmt: skip
        key = create_subjects(kind=Subject.Kind.SCHEME, rows=[(code, area)], work=work)[code]
        judged = judge_rows(theme=SCHEMES, rows=[Given(key, since, values)], clear_blanks=True)
        if judged.refused:
            raise UnableToRecordRow(project=code, what="专项", why="；".join(why for _, why in judged.refused[0]))
        work.put(judged.plan)
    return Subject.objects.get(pk=key)


def withdraw_row(*, row: Known, by: Actor, source: str, reason: str) -> Change:
    """Take a row back; it stays to be seen as what was known before."""
    return withdraw_entry(entry=row, by=by, source=source, reason=reason)


def _whole(theme: Theme, standing: Standing, given: Given, at: Any, names: Sequence[str], *, clear: bool) -> Row:
    """All fields of the row: what is given, what is known where nothing is given, what is derived."""
    empty = {f.attname: None if f.null or not f.empty_strings_allowed else "" for f in data_fields(theme.model)}
    known = standing.latest(given.subject, theme.model, at, {**empty, **given.values}) or {}
    whole: dict[str, Any] = {}
    for name in names:
        value = given.values.get(name)
        if value in (None, ""):
            kept = known.get(name) if name not in given.values or not clear else None
            value = empty[name] if kept is None else kept
        whole[name] = value
    whole.update(theme.derive(whole))
    return whole
