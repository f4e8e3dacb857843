"""Recording what a county wants to win and its shares of regional funds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.registry.actions.fact import record_fact
from jingzhun.registry.actions.subject import area_subject
from jingzhun.registry.models import Change

from ..models import FundShare, RaisingTarget


def record_target(*, area: Area, since: date, values: Mapping[str, Any], by: Actor, source: str) -> Change:
    """The target of a year for the county of ``area``. Raises ``UnableToRecord`` where nothing would change."""
    return _record(RaisingTarget, area, since, values, by, source)


def record_share(*, area: Area, since: date, values: Mapping[str, Any], by: Actor, source: str) -> Change:
    """The share of ``area`` in a fund and period. Raises ``UnableToRecord`` where nothing would change."""
    return _record(FundShare, area, since, values, by, source)


def _record(
    model: type[RaisingTarget | FundShare], area: Area, since: date, values: Mapping[str, Any], by: Actor, source: str
) -> Change:
    subject = area_subject(area=area, by=by, source="资金登记")
    return record_fact(model=model, subject=subject, since=since, values=values, by=by, source=source)
