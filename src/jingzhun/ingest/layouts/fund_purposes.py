"""基金用途: what funds may be paid out for. Columns are :mod:`jingzhun.ledger.purpose_columns`'. Who registers funds loads it."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.purpose_columns import NEEDED, PURPOSE_COLUMNS

from ..planning.fund_purposes import plan_fund_purposes
from .layout import About, Column, Layout, register

FUND_PURPOSES = register(
    Layout(
        name="fund_purposes",
        title="基金用途",
        about=About.OTHER,
        verb=Verb.RECORD_FUNDS,
        columns=tuple(
            Column(
                f"{column.header}(元)" if column.kind == "money" else column.header,
                f"purpose:{column.field}",
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field in NEEDED,
                needed=column.field in NEEDED,
                reads="" if column.kind == "text" else column.kind,
            )
            for column in PURPOSE_COLUMNS
        ),
        apply=plan_fund_purposes,
    )
)
