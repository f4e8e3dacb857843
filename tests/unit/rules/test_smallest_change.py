"""The stated change is the smallest that the column can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from county_roster import COUNTY_ROSTER, HOUSEHOLD, SALE
from jingzhun.rules.explanation import explain
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import COMPLETE_COLUMNS, arrow_schema, write_roster
from jingzhun.rules.schema import ColumnSchema, ColumnType, RosterSchema

LAND = ColumnSchema("mu", "面积", ColumnType.DECIMAL, "亩")
SCHEMA = RosterSchema(
    tuple(
        replace(table, columns=(*table.columns, LAND), gain="") if table is SALE else table
        for table in COUNTY_ROSTER.tables
    ),
    COUNTY_ROSTER.codes,
)


def test_a_new_row_of_an_area_grows_by_hundredths_and_not_by_whole_units(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "standards").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        'pack: t/p\ntitle: 试\narea: "53"\nin_force: {from: 2018-01-01, until: null}\n', encoding="utf-8"
    )
    (pack / "standards" / "a.yaml").write_text(
        "standard: 试\nsubject: 户\nitems:\n  - {id: x, title: 试, holds: '合计(销售, 面积) >= 0.35亩'}\n",
        encoding="utf-8",
    )
    chain = [("county", ""), ("township", "county_id"), ("village", "township_id"), ("household", "village_id")]
    rows = {name: [{"id": 1, "area_code": "533422001001"} | ({up: 1} if up else {})] for name, up in chain}
    tables = {name: pa.Table.from_pylist(each, schema=arrow_schema(SCHEMA.table(name))) for name, each in rows.items()}
    mark = {"subject_table": HOUSEHOLD.name, "subject_id": 1, "table": SALE.name, "year": 0}
    roster = write_roster(
        tmp_path / "roster", SCHEMA, tables, complete=pa.Table.from_pylist([mark], schema=COMPLETE_COLUMNS),
        as_of=date(2018, 12, 31), known_at=datetime(2019, 1, 1), area="533422",
    )  # fmt: skip
    item = explain(load_pack(pack), roster, 1, as_of=date(2018, 12, 31)).standards[0].items[0]
    assert (item.verdict, item.change) == ("不通过", "销售再增加 0.35 亩")
