"""报账单: the workbook of claims with their invoices. Columns are :mod:`jingzhun.ledger.claim_columns`'."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.claim_columns import CLAIM_COLUMNS

from ..planning.claims import plan_claims
from .layout import About, Column, Layout, register

_FREE = {"accepted_on"}

CLAIMS = register(
    Layout(
        name="claims",
        title="报账单",
        about=About.OTHER,
        verb=Verb.CLAIM,
        columns=tuple(
            Column(
                f"{column.header}(元)" if column.kind == "money" else column.header,
                f"claim:{column.field}",
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field not in _FREE,
                needed=column.field not in _FREE,
                reads="" if column.kind == "text" else column.kind,
            )
            for column in CLAIM_COLUMNS
        ),
        apply=plan_claims,
    )
)
