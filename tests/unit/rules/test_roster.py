"""A roster is written, read back and digested by its logical rows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from county_roster import COUNTY_ROSTER
from jingzhun.rules.roster import (
    UnableToReadRoster,
    UnableToWriteRoster,
    arrow_schema,
    never_missing,
    read_roster,
    write_roster,
)
from jingzhun.rules.schema import ColumnSchema, ColumnType, RosterSchema, TableSchema, UnableToReadSchema

WHEN = {"as_of": date(2018, 12, 31), "known_at": datetime(2019, 1, 5, 9), "area": "533422"}


def rows(table: str, *records: dict[str, object]) -> pa.Table:
    schema = arrow_schema(COUNTY_ROSTER.table(table))
    return pa.Table.from_pylist(
        [{name: record.get(name) for name in schema.names} for record in records], schema=schema
    )


def county(*households: dict[str, object], income: tuple[dict[str, object], ...] = ()) -> dict[str, pa.Table]:
    return {
        "county": rows("county", {"id": 1}),
        "township": rows("township", {"id": 2, "county_id": 1}),
        "village": rows("village", {"id": 3, "township_id": 2}),
        "household": rows("household", *[{"village_id": 3, **each} for each in households]),
        "income": rows("income", *income),
    }


def test_written_roster_reads_back_with_its_schema_and_head(tmp_path: Path) -> None:
    written = write_roster(tmp_path, COUNTY_ROSTER, county({"id": 7, "registered": "建档立卡"}), **WHEN)
    again = read_roster(tmp_path)
    assert again == written
    assert again.read("household").to_pylist()[0]["registered"] == "建档立卡"
    assert again.read("member").num_rows == 0


def test_digest_ignores_row_order_and_sees_every_change(tmp_path: Path) -> None:
    one, two = {"id": 7, "dwelling_grade": "A"}, {"id": 8, "dwelling_grade": "B"}
    first = write_roster(tmp_path / "a", COUNTY_ROSTER, county(one, two), **WHEN).digest
    turned = write_roster(tmp_path / "b", COUNTY_ROSTER, county(two, one), **WHEN).digest
    changed = write_roster(tmp_path / "c", COUNTY_ROSTER, county(one, {**two, "dwelling_grade": None}), **WHEN).digest
    marks = pa.table({"subject_table": ["household"], "subject_id": [7], "table": ["income"], "year": [2018]})
    marked = write_roster(tmp_path / "d", COUNTY_ROSTER, county(one, two), complete=marks, **WHEN).digest
    assert first == turned
    assert len({first, changed, marked}) == 3


@pytest.mark.parametrize(
    ("households", "income", "said"),
    [
        (({"id": 7}, {"id": 7}), (), "重复"),
        (({"id": 7, "village_id": 99},), (), "找不到所属对象"),
        (({"id": 7, "registered": "建档"},), (), "不在代码表"),
        (({"id": 7},), ({"id": 1, "household_id": 7, "amount": 10**16 + 1},), "过大"),
    ],
)
def test_rows_that_contradict_the_schema_are_refused(tmp_path: Path, households, income, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnableToWriteRoster, match=said):
        write_roster(tmp_path, COUNTY_ROSTER, county(*households, income=income), **WHEN)
    with pytest.raises(UnableToReadRoster):
        read_roster(tmp_path)


def test_schema_survives_json_and_refuses_a_dangling_reference() -> None:
    assert RosterSchema.from_json(COUNTY_ROSTER.to_json()) == COUNTY_ROSTER
    with pytest.raises(UnableToReadSchema, match="上级"):
        RosterSchema(
            (TableSchema("a", "甲", "id", (ColumnSchema("id", "编号", ColumnType.INT),), parent="b", parent_key="id"),)
        )
    with pytest.raises(UnableToReadSchema, match="不完整"):
        RosterSchema.from_json('{"tables": [{}]}')


def test_subjects_come_from_the_bottom_up() -> None:
    kinds = [table.subject for table in COUNTY_ROSTER.subjects()]
    assert kinds.index("人") < kinds.index("户") < kinds.index("村") < kinds.index("乡") < kinds.index("县")


def test_a_column_is_without_gaps_only_where_every_footer_says_so(tmp_path: Path) -> None:
    whole = {"id": 7, "dwelling_grade": "A", "registered": "建档立卡"}
    roster = write_roster(tmp_path, COUNTY_ROSTER, county(whole, {"id": 8, "registered": "建档立卡"}), **WHEN)
    asked = {("household", "dwelling_grade"), ("household", "registered"), ("village", "id")}
    assert never_missing(roster, asked) == {("household", "registered"), ("village", "id")}
    path = tmp_path / "household.parquet"
    pq.write_table(pq.read_table(path), path, write_statistics=False)
    assert never_missing(roster, asked) == {("village", "id")}
