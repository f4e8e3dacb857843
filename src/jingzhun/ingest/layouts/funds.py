"""资金指标, 资金收支 and 基金和互助社: the fund workbooks. Only who registers funds may load them, and nothing else with them."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.columns import Column as LedgerColumn
from jingzhun.ledger.fund_columns import APPROPRIATION_COLUMNS, FUND_COLUMNS, MOVEMENT_COLUMNS

from ..planning.fund_set_up import plan_funds
from ..planning.funds import plan_appropriations, plan_movements
from .layout import About, Column, Layout, register


def _columns(columns: tuple[LedgerColumn, ...], needed: set[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            f"{column.header}(元)" if column.kind == "money" else column.header,
            column.field
            if column.field in ("household", "id_number", "township", "village")
            else f"fund:{column.field}",
            (*column.aliases, *((column.header,) if column.kind == "money" else ())),
            required=column.field in needed,
            needed=column.field in needed,
            reads="" if column.kind in ("code", "text") else column.kind,
            code_list=column.codes,
        )
        for column in columns
    )


APPROPRIATIONS = register(
    Layout(
        name="appropriations",
        title="资金指标",
        about=About.OTHER,
        verb=Verb.RECORD_FUNDS,
        columns=_columns(
            APPROPRIATION_COLUMNS, {"number", "document", "title", "source", "level", "year", "issued_on"}
        ),
        apply=plan_appropriations,
    )
)
MOVEMENTS = register(
    Layout(
        name="movements",
        title="资金收支",
        about=About.OTHER,
        verb=Verb.RECORD_FUNDS,
        columns=_columns(MOVEMENT_COLUMNS, {"moved_on", "kind", "amount"}),
        apply=plan_movements,
    )
)
FUNDS = register(
    Layout(
        name="funds",
        title="基金和互助社",
        about=About.OTHER,
        verb=Verb.RECORD_FUNDS,
        columns=_columns(FUND_COLUMNS, {"code", "title", "kind", "set_up_on"}),
        apply=plan_funds,
    )
)
