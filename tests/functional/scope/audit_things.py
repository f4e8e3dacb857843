"""Findings of audits in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.utils import timezone

import factories
from jingzhun.attachments.actions.store import store
from jingzhun.ledger.models import AuditFinding, FindingStep
from jingzhun.registry.models import Change

_serial = count(1)
DAY = date(2018, 3, 1)


def _change() -> Change:
    person = factories.official()
    return Change.objects.create(kind="page", at=timezone.now(), by_id=person.pk, by_name=person.name, source="登记")


def _finding(area: str) -> AuditFinding:
    by = _change()
    return AuditFinding.objects.create(
        number=f"WTX{next(_serial):06d}", check_kind="audit", check_title="专项审计", found_on=DAY, category="idle", what="滞留",
        project=factories.project(area=area).subject, unit="乡政府", office="副乡长", due_on=DAY, area_id=area,
        recorded_by_id=by.by_id, change=by,
    )  # fmt: skip


def audit_finding(area: str) -> str:
    """The number of a finding about a project in ``area``."""
    return _finding(area).number


def audit_paper(area: str) -> dict[str, object]:
    """The paper with which such a finding was rectified."""
    finding, by = _finding(area), _change()
    step = FindingStep.objects.create(
        finding=finding, kind="rectified", done_on=DAY, text="已拨付", by_id=by.by_id, office="乡镇", change=by,
        file=store(data=b"%PDF-1.4", kind="pdf", by=factories.SYSTEM), file_name="拨付单.pdf",
    )  # fmt: skip
    return {"number": finding.number, "pk": step.pk}


def rectified_finding(area: str) -> str:
    """The number of such a finding, which was rectified."""
    return str(audit_paper(area)["number"])


def accountable_finding(area: str) -> str:
    """The number of such a finding, for which somebody answered."""
    finding, by = _finding(area), _change()
    FindingStep.objects.create(
        finding=finding, kind="accountable", done_on=DAY, text="约谈", form="talk", document="示纪〔示例〕1号", by_id=by.by_id,
        office="督查", change=by,
    )  # fmt: skip
    return finding.number
