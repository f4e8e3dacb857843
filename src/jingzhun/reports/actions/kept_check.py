"""Keeping a checked report: its file, its counts and who asked for it."""

from __future__ import annotations

from datetime import date

from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.upload import Kind
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import Report

from ..models import KeptCheck


def keep(*, data: bytes, kind: Kind, report: Report, area: Area, as_of: date, by: Actor) -> KeptCheck:
    """Store the file as it came and a row for the list of the area."""
    with unit(by=by) as log:
        file = store(data=data, kind=kind.name.lower(), by=by)
        counts = {each: sum(found.severity is each for found in report.findings) for each in Severity}
        kept = KeptCheck.objects.create(
            title=report.name[-200:], area=area, as_of=as_of, file=file, errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING], holdings=len(report.holdings), kept_at=log.at, kept_by_id=by.official_id,
            kept_by_name=by.name,
        )  # fmt: skip
        log.record(
            "proofread.keep", subject_kind="核数", subject_code=str(kept.pk), area_code=area.code, file=file.digest
        )
    return kept
