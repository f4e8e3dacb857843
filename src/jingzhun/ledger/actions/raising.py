"""Recording what a county wants to win and its shares of regional funds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import Level
from jingzhun.registry.actions.fact import record_fact
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import FundShare, RaisingTarget

_KINDS = {Level.COUNTY: Subject.Kind.COUNTY, Level.TOWNSHIP: Subject.Kind.TOWNSHIP, Level.VILLAGE: Subject.Kind.VILLAGE}


def record_target(*, area: Area, since: date, values: Mapping[str, Any], by: Actor, source: str) -> Change:
    """The target of a year for the county of ``area``. Raises ``UnableToRecord`` where nothing would change."""
    return record_fact(
        model=RaisingTarget, subject=_subject_of(area, by), since=since, values=values, by=by, source=source
    )


def record_share(*, area: Area, since: date, values: Mapping[str, Any], by: Actor, source: str) -> Change:
    """The share of ``area`` in a fund and period. Raises ``UnableToRecord`` where nothing would change."""
    return record_fact(model=FundShare, subject=_subject_of(area, by), since=since, values=values, by=by, source=source)


def _subject_of(area: Area, by: Actor) -> Subject:
    """The area's own subject, made where no fact was recorded of it before."""
    kind = _KINDS[Level(area.level)]
    known = Subject.objects.filter(kind=kind, code=area.pk).first()
    if known is not None:
        return known
    with writing(
        kind=Change.Kind.PAGE,
        by=by,
        source="资金登记",
        subject_kind=kind.label,
        subject_code=area.pk,
        area_code=area.pk,
    ) as work:
        key = create_subjects(kind=kind, rows=[(area.pk, area.pk)], work=work)[area.pk]
    return Subject.objects.get(pk=key)
