"""Movements of money in the roster: what each counts for a state (下达 … 兑付到户), until the day and as known at the moment.

All of them are rows of the county, so that money without a project, or of one that left the library, is counted too; those of
a project in the roster are rows of it as well, for rules about projects. Who was paid is not in the roster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pyarrow as pa

from jingzhun.core.area_code import AreaCode
from jingzhun.core.text import fold
from jingzhun.ledger.flows import STEPS
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.ledger.states import counted
from jingzhun.policy.codes import CodeBook
from jingzhun.rules.roster import arrow_schema
from jingzhun.rules.schema import ColumnSchema, ColumnType, TableSchema

from .roster_numbers import Subjects, numbers_in

STATES, LEVELS = "资金状态", "资金级次"
CODES: dict[str, tuple[str, ...]] = {
    STATES: tuple(STEPS),
    LEVELS: tuple(fold(str(label)) for label in Appropriation.Level.labels),
}
"""Code lists of these tables that no office edits."""
_COLUMNS = (
    ColumnSchema("state", STATES, ColumnType.CODE, codes=STATES),
    ColumnSchema("amount", "金额", ColumnType.MONEY),
    ColumnSchema("source", "资金来源", ColumnType.CODE, codes="资金来源"),
    ColumnSchema("level", LEVELS, ColumnType.CODE, codes=LEVELS),
    ColumnSchema("year", "指标年度", ColumnType.INT),
    ColumnSchema("moved_on", "日期", ColumnType.DATE),
)
_ID = ColumnSchema("id", "内部编号", ColumnType.INT)
MOVEMENT = TableSchema(
    "movement", "资金收支", "id",
    (
        _ID, ColumnSchema("county_id", "所属县", ColumnType.INT), ColumnSchema("number", "笔号", ColumnType.INT),
        ColumnSchema("area_code", "区划代码", ColumnType.TEXT), ColumnSchema("project_code", "项目编号", ColumnType.TEXT), *_COLUMNS,
    ),
    parent="county", parent_key="county_id", period="moved_on",
)  # fmt: skip
PROJECT_MOVEMENT = TableSchema(
    "project_movement", "项目收支", "id", (_ID, ColumnSchema("project_id", "所属项目", ColumnType.INT), *_COLUMNS),
    parent="project", parent_key="project_id", period="moved_on",
)  # fmt: skip
TABLES = (MOVEMENT, PROJECT_MOVEMENT)


def money_tables(
    area: AreaCode, as_of: date, known_at: datetime, *, book: CodeBook, counties: Iterable[str], projects: Subjects
) -> dict[str, pa.Table]:
    """Both tables, in the order of days and numbers. ``counties`` are the padded codes in the roster; money that was given to
    a place above them (a prefecture) belongs to none of them."""
    known, inside = set(counties), {}
    rows = counted(Movement.objects.until(as_of).filter(change__at__lte=known_at))
    rows = rows.filter(counts_in__gte=area.first, counts_in__lt=area.after).order_by("moved_on", "pk")
    names = ("pk", "counts_in", "project__code", "state", "counts", "source", "level", "year", "moved_on", "counts_for")
    of_appropriation = {name: f"target__appropriation__{name}" for name in ("source", "level", "year")}
    found = []
    for row in rows.values_list(*(of_appropriation.get(name, name) for name in names)):
        county = f"{row[1][:6]}000000"
        if inside.setdefault(county, county in known):
            found.append(row)
    columns = dict(zip(names, zip(*found, strict=True), strict=True)) if found else {name: () for name in names}
    columns["project__code"] = [
        code if project else None for code, project in zip(columns["project__code"], columns["counts_for"], strict=True)
    ]
    columns["source"] = [fold(book.text("资金来源", code)) for code in columns["source"]]
    columns["level"] = [fold(str(Appropriation.Level(level).label)) for level in columns["level"]]
    kept = {column.name: list(columns["counts" if column.name == "amount" else column.name]) for column in _COLUMNS}
    all_of_them = {
        "id": numbers_in(columns["counts_in"]), "county_id": [int(f"{code[:6]}000000") for code in columns["counts_in"]],
        "number": list(columns["pk"]), "area_code": list(columns["counts_in"]), "project_code": list(columns["project__code"]), **kept,
    }  # fmt: skip
    at = [place for place, subject in enumerate(columns["counts_for"]) if subject in projects.places]
    homes = projects.numbers.take(pa.array([projects.places[columns["counts_for"][place]] for place in at], pa.int64()))
    of_projects = {
        "id": numbers_in([str(number) for number in homes.to_pylist()]), "project_id": homes.to_pylist(),
        **{name: [values[place] for place in at] for name, values in kept.items()},
    }  # fmt: skip
    return {MOVEMENT.name: _table(MOVEMENT, all_of_them), PROJECT_MOVEMENT.name: _table(PROJECT_MOVEMENT, of_projects)}


def _table(table: TableSchema, columns: dict[str, list]) -> pa.Table:
    return pa.table(columns, schema=arrow_schema(table))
