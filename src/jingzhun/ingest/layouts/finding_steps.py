"""问题整改台账 and 责任追究台账: what was done about findings. Columns are :mod:`jingzhun.ledger.finding_step_columns`'. The first
is loaded by who rectifies, the second by who holds to account."""

from functools import partial

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.finding_step_columns import COLUMNS, OPTIONAL, TITLES

from ..planning.finding_steps import plan_finding_steps
from .layout import About, Column, Layout, register


def _layout(name: str, kind: str, verb: Verb) -> Layout:
    return register(
        Layout(
            name=name,
            title=TITLES[kind],
            about=About.OTHER,
            verb=verb,
            columns=tuple(
                Column(
                    column.header,
                    f"step:{column.field}",
                    column.aliases,
                    required=column.field not in OPTIONAL[kind],
                    needed=column.field not in OPTIONAL[kind],
                    reads="" if column.kind in ("text", "code") else column.kind,
                    code_list=column.codes,
                )
                for column in COLUMNS[kind]
            ),
            apply=partial(plan_finding_steps, kind=kind),
        )
    )


RECTIFICATIONS = _layout("rectifications", "rectified", Verb.RECTIFY)
ACCOUNTABILITIES = _layout("accountabilities", "accountable", Verb.HOLD_TO_ACCOUNT)
