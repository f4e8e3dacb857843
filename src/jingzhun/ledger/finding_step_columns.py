"""The headers of the workbooks of 整改 and 责任追究, in one place: import and export are made from them. One step a row.

The export says in columns that are not read what the finding is and where it stands.
"""

from __future__ import annotations

from jingzhun.policy.codes import CodeBook

from .columns import Column
from .models import AuditFinding, FindingStep
from .models.audit_finding import FORMS, STATES

_NUMBER = Column("问题编号", "number")
COLUMNS: dict[str, tuple[Column, ...]] = {
    "rectified": (
        _NUMBER,
        Column("整改日期", "done_on", "date", aliases=("整改完成日期",)),
        Column("整改情况", "text", aliases=("整改内容", "怎样整改的")),
        Column("整改依据文号", "document", aliases=("整改文号",)),
        Column("整改单位", "unit", aliases=("报整改单位",)),
        Column("整改人登录名", "rectified_by", aliases=("整改人",)),
    ),
    "accountable": (
        _NUMBER,
        Column("追究日期", "done_on", "date", aliases=("责任追究日期",)),
        Column("追究方式", "form", "code", codes=FORMS, aliases=("责任追究方式",)),
        Column("追究情况", "text", aliases=("责任追究情况",)),
        Column("追究文号", "document", aliases=("处分文号", "责任追究文号")),
    ),
}
"""Kind of step → its columns."""
OPTIONAL = {"rectified": ("document", "unit", "rectified_by"), "accountable": ()}
"""Kind of step → fields whose column may be missing and whose cell may be blank: a rectification may be borne out by a paper on its page."""
TITLES = {"rectified": "问题整改台账", "accountable": "责任追究台账"}
STANDING = ("问题", "责任单位", "状态")
"""Headers of what the exports add."""
LIMITS = {"number": 24, "text": 400, "document": 80, "unit": 80}
"""Field → how many characters it may have."""


def headers_of(kind: str) -> tuple[str, ...]:
    return tuple(column.header for column in COLUMNS[kind])


def row_of(step: FindingStep, finding: AuditFinding, *, book: CodeBook) -> list[object]:
    """A step under its :data:`COLUMNS` and :data:`STANDING`; ``finding`` (standing) is its own."""
    cells = {
        "number": finding.number, "done_on": step.done_on, "text": step.text, "document": step.document,
        "form": book.text(FORMS, step.form), "unit": step.office,
        "rectified_by": step.rectified_by.sign_in_name if step.rectified_by else "",
    }  # fmt: skip
    own = [cells[column.field] for column in COLUMNS[step.kind]]
    return [*own, finding.what, finding.unit, STATES[finding.state]]
