"""乡级路线图、村级施工图: one workbook for both. Its columns are :mod:`jingzhun.ledger.plan_columns`'."""

from jingzhun.ledger.plan_columns import COLUMNS, NEEDED

from ..planning.plan_items import plan_plan_items
from .layout import About, Column, Layout, register

_WORDS = {"township", "village", "year"}

PLAN_ITEMS = register(
    Layout(
        name="plan-items",
        title="乡级路线图和村级施工图",
        about=About.OTHER,
        columns=tuple(
            Column(
                f"{column.header}(万元)" if column.kind == "money" else column.header,
                column.field if column.field in _WORDS else f"plan:{column.field}",
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field in NEEDED,
                needed=column.field in NEEDED,
                reads=column.kind,
                bare_unit=column.unit or "元",
            )
            for column in COLUMNS
        ),
        signs=("事项编号", "事项名称"),
        apply=plan_plan_items,
    )
)
