"""项目库: the workbook of the county project library. Its columns are :mod:`jingzhun.ledger.columns`'."""

from jingzhun.accounts.roles import Verb
from jingzhun.ledger.columns import COLUMNS

from ..planning.projects import plan_projects
from .layout import About, Column, Layout, register

_REQUIRED = {"code", "name", "category", "year"}

PROJECTS = register(
    Layout(
        name="projects",
        title="项目库",
        about=About.OTHER,
        verb=Verb.EDIT_PROJECTS,
        columns=tuple(
            Column(
                f"{column.header}(万元)" if column.kind == "money" else column.header,
                {"township": "township", "villages": "villages", "year": "year"}.get(
                    column.field, f"project:{column.field}"
                ),
                (*column.aliases, *((column.header,) if column.kind == "money" else ())),
                required=column.field in _REQUIRED,
                needed=column.field in _REQUIRED,
                reads="" if column.kind == "code" else column.kind,
                code_list=column.codes,
                bare_unit=column.unit or "元",
            )
            for column in COLUMNS
        ),
        apply=plan_projects,
    )
)
