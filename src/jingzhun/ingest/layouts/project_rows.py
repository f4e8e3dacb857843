"""工程量清单, 分项资金来源 …: one sheet per theme of the ledger. Columns are the fields of its table."""

from typing import Any

from jingzhun.ledger.theme import Theme
from jingzhun.ledger.themes import THEMES

from ..planning.project_rows import CODE, planner
from .layout import About, Column, Layout, register

PLACES = (Column("乡镇", "township", ("乡（镇）",)), Column("村", "village", ("行政村", "村名")))


def _column(theme: Theme, field: Any) -> Column:
    header, plain = theme.header_of(field), str(field.verbose_name)
    return Column(
        header,
        f"{theme.key}.{field.name}",
        (*((plain,) if plain != header else ()), *theme.aliases.get(field.name, ())),
        required=field.name in theme.needed,
        needed=field.name in theme.needed,
        field=field,
    )


def _layout(theme: Theme) -> Layout:
    short = theme.code_header[-4:]  # 方案编号 for 因素分配方案编号
    code = Column(
        theme.code_header,
        CODE,
        ("编号", "项目代码") if theme.kind == "project" else tuple(dict.fromkeys(("编号", short))),
        required=True,
        needed=True,
    )
    day = (Column(theme.day, "since", required=True, needed=True),) if theme.day else ()
    return Layout(
        name=theme.key,
        title=theme.title,
        about=About.OTHER,
        verb=theme.loads,
        columns=(code, *day, *(PLACES if theme.placed else ()), *(_column(theme, field) for field in theme.fields)),
        signs=theme.signs,
        apply=planner(theme),
    )


PROJECT_ROWS = tuple(register(_layout(theme)) for theme in THEMES.values())
