"""项目到户名单: one row a household. Its columns are :mod:`jingzhun.ledger.benefit_columns`'."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.benefit_columns import COLUMNS, NEEDED

from ..planning.project_benefits import CODE, plan_project_benefits
from .layout import About, Column, Layout, register

_TARGETS = {
    "project_code": CODE,
    "is_in": "benefit:is_in",
    "content": "benefit:content",
    "document": "benefit:document",
}

PROJECT_BENEFITS = register(
    Layout(
        name="project-benefits",
        title="项目到户名单",
        about=About.HOUSEHOLD,
        verb=Verb.EDIT_PROJECTS,
        columns=tuple(
            Column(
                column.header,
                _TARGETS.get(column.field, column.field),
                column.aliases,
                required=column.field in NEEDED,
                needed=column.field in NEEDED,
                reads=column.kind,
            )
            for column in COLUMNS
        ),
        signs=("名单依据",),
        apply=plan_project_benefits,
    )
)
