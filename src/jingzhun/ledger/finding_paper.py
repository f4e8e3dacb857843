"""The register of findings as it is printed: one line a finding, its check in one cell, its sums below."""

from __future__ import annotations

from collections.abc import Sequence

from jingzhun.documents.workbook import Column
from jingzhun.policy.codes import CodeBook

from .models import AuditFinding, FindingStep
from .models.audit_finding import CATEGORIES, STATES

COLUMNS = (
    Column("问题编号"), Column("发现日期", "date"), Column("检查"), Column("问题类别"), Column("问题"), Column("对象"),
    Column("涉及（元）", "money"), Column("责任单位、岗位"), Column("整改期限", "date"), Column("追回（元）", "money"), Column("状态"),
)  # fmt: skip


def paper_line(finding: AuditFinding, withdrawal: FindingStep | None, *, book: CodeBook, is_late: bool) -> list[object]:
    """A finding (standing) under :data:`COLUMNS`."""
    check = (finding.get_check_kind_display(), finding.check_title, finding.document)
    state = (STATES[finding.state], "逾期" if is_late else "", withdrawal.text if withdrawal else "")
    return [
        finding.number, finding.found_on, "\n".join(filter(None, check)), book.text(CATEGORIES, finding.category), finding.what,
        finding.about, finding.amount, "\n".join(filter(None, (finding.unit, finding.office))), finding.due_on,
        finding.recovered, "，".join(filter(None, state)),
    ]  # fmt: skip


def paper_total(rows: Sequence[Sequence[object]]) -> list[object]:
    """The two columns of money added up."""
    sums = {at: sum(row[at] for row in rows if isinstance(row[at], int)) for at in (6, 9)}
    return ["合计", *(sums.get(at, "") for at in range(1, len(COLUMNS)))]
