"""The headers of the register of findings (问题台账), in one place: import and export are made from them. One finding a row.

What was done about a finding (整改、销号、追究、追回) happens on its page; the export says where it stands in columns that are
not read.
"""

from __future__ import annotations

from datetime import date

from jingzhun.policy.codes import CodeBook

from .columns import Column
from .models import AuditFinding, FindingStep
from .models.audit_finding import CATEGORIES, STATES

FINDING_COLUMNS = (
    Column("问题编号", "number", aliases=("编号",)),
    Column("检查种类", "check_kind", aliases=("审计检查种类",)),
    Column("检查名称", "check_title", aliases=("审计检查名称",)),
    Column("文号", "document", aliases=("审计报告文号", "检查文号")),
    Column("发现日期", "found_on", "date", aliases=("检查日期",)),
    Column("项目编号", "project", aliases=("项目代码",)),
    Column("基金编号", "fund", aliases=("互助社编号",)),
    Column("指标编号", "appropriation", aliases=("指标号",)),
    Column("收支序号", "movement", aliases=("收支（第几笔）",)),
    Column("问题类别", "category", "code", codes=CATEGORIES),
    Column("问题", "what", aliases=("存在问题", "问题描述")),
    Column("涉及金额", "amount", "money", unit="元", aliases=("问题金额",)),
    Column("责任单位", "unit", aliases=("被审计单位", "整改单位")),
    Column("责任岗位", "office"),
    Column("整改期限", "due_on", "date", aliases=("整改时限",)),
    Column("撤销日期", "withdrawn_on", "date"),
    Column("撤销理由", "withdrawn_why"),
)
NEEDED = {"check_kind", "check_title", "found_on", "category", "what", "unit", "office", "due_on"}
STANDING = ("追回（元）", "状态", "逾期")
"""Headers of what the export adds: where each finding stands."""
HEADERS_OF_FINDINGS = tuple(f"{each.header}（元）" if each.kind == "money" else each.header for each in FINDING_COLUMNS)
LIMITS = {
    "number": 24, "check_title": 120, "document": 80, "what": 400, "unit": 80, "office": 80, "withdrawn_why": 400,
}  # fmt: skip
"""Field → how many characters it may have."""


def row_of(finding: AuditFinding, withdrawal: FindingStep | None, *, book: CodeBook, today: date) -> list[object]:
    """A finding (standing) under :data:`FINDING_COLUMNS` and :data:`STANDING`."""
    return [
        finding.number, finding.get_check_kind_display(), finding.check_title, finding.document, finding.found_on,
        finding.project.code if finding.project else "", finding.fund.subject.code if finding.fund else "",
        finding.appropriation.number if finding.appropriation else "", str(finding.movement_id or ""),
        book.text(CATEGORIES, finding.category), finding.what, "" if finding.amount is None else finding.amount, finding.unit,
        finding.office, finding.due_on, withdrawal.done_on if withdrawal else None, withdrawal.text if withdrawal else "",
        finding.recovered, STATES[finding.state], "逾期" if finding.is_late(today) else "",
    ]  # fmt: skip
