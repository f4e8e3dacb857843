"""基金申请: the workbook of requests to be paid out of a fund. Columns are :mod:`jingzhun.ledger.request_columns`'."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.request_columns import REQUEST_COLUMNS

from ..planning.fund_requests import plan_fund_requests
from .layout import About, Column, Layout, register

_FREE = {"village", "household", "person", "payee"}
_OWN = {"village": "village", "household": "household"}
"""Columns that are the row's own words, read as everywhere."""

FUND_REQUESTS = register(
    Layout(
        name="fund_requests",
        title="基金申请",
        about=About.OTHER,
        verb=Verb.REQUEST_FUNDS,
        columns=tuple(
            Column(
                f"{column.header}(元)" if column.kind == "money" else column.header,
                _OWN.get(column.field, f"request:{column.field}"),
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field not in _FREE,
                needed=column.field not in _FREE,
                reads="" if column.kind == "text" else column.kind,
            )
            for column in REQUEST_COLUMNS
        ),
        apply=plan_fund_requests,
    )
)
