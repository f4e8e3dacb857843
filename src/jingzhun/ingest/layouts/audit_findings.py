"""审计检查问题台账: findings about money. Columns are :mod:`jingzhun.ledger.finding_columns`'. Audit and inspection load it."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.finding_columns import FINDING_COLUMNS, NEEDED

from ..planning.audit_findings import plan_audit_findings
from .layout import About, Column, Layout, register

AUDIT_FINDINGS = register(
    Layout(
        name="audit_findings",
        title="审计检查问题台账",
        about=About.OTHER,
        verb=Verb.RECORD_FINDINGS,
        columns=tuple(
            Column(
                f"{column.header}(元)" if column.kind == "money" else column.header,
                f"finding:{column.field}",
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field in NEEDED,
                needed=column.field in NEEDED,
                reads="" if column.kind in ("text", "code") else column.kind,
                code_list=column.codes,
            )
            for column in FINDING_COLUMNS
        ),
        apply=plan_audit_findings,
    )
)
