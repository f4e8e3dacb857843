"""What DuckDB is told is made once for the same rules, whatever roster it is told over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jingzhun.rules.bind import bind_pack
from jingzhun.rules.bound import BoundPack
from jingzhun.rules.engines.duckdb_text import texts
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import Roster, read_roster
from jingzhun.rules.synthetic.generation import County, make_county

NINE_ITEMS = Path(__file__).parents[3] / "benchmarks" / "nine_items"
AS_OF = date(2020, 9, 30)


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> list[Roster]:
    folder = tmp_path_factory.mktemp("counties")
    for place in range(2):
        make_county(folder / str(place), County(place, place * 5000, place * 5000 + 4000))
    return [read_roster(folder / str(place)) for place in range(2)]


def bound(roster: Roster, **override: object) -> BoundPack:
    checked = check_pack(load_pack(NINE_ITEMS), roster.schema)
    return bind_pack(checked, as_of=AS_OF, area=roster.area, override=override)


def test_counties_under_the_same_values_share_their_texts_and_each_reads_its_own_files(
    counties: list[Roster], tmp_path: Path
) -> None:
    one, other = counties
    assert texts(bound(one), one) is texts(bound(other), other)
    found = [evaluate(load_pack(NINE_ITEMS), each, as_of=AS_OF, area=each.area, out=tmp_path / each.area) for each in counties]  # fmt: skip
    first, second = (each.wide("household")["subject_id"].to_pylist() for each in found)
    assert sorted(first) == list(range(4000)) and sorted(second) == list(range(5000, 9000))


def test_another_value_another_area_and_a_column_with_gaps_have_other_texts(
    counties: list[Roster], tmp_path: Path
) -> None:
    roster, made = counties[0], texts(bound(counties[0]), counties[0])
    assert texts(bound(roster, 收入线="4001元"), roster) is not made
    inside = replace(bound(roster), area=f"{roster.area}001")
    assert f"'{roster.area}001'" in texts(inside, roster)[0].whole and f"'{roster.area}001'" not in made[0].whole
    make_county(tmp_path, County(0, 0, 4000))
    path = tmp_path / "income.parquet"
    rows = pq.read_table(path)
    days = pa.array([None, *rows["date"].to_pylist()[1:]], pa.date32())
    pq.write_table(rows.set_column(rows.column_names.index("date"), "date", days), path)
    assert texts(bound(read_roster(tmp_path)), read_roster(tmp_path)) is not made


def test_where_one_table_is_out_of_order_the_others_are_added_up_all_the_same(
    counties: list[Roster], tmp_path: Path
) -> None:
    make_county(tmp_path / "roster", County(0, 0, 4000))
    path = tmp_path / "roster" / "member.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.take(list(range(len(rows)))[::-1]), path)
    mixed = read_roster(tmp_path / "roster")
    found = [evaluate(load_pack(NINE_ITEMS), each, as_of=AS_OF, area=each.area, out=tmp_path / name)
             for name, each in (("a", counties[0]), ("b", mixed))]  # fmt: skip
    tables = [each.wide("household").sort_by("subject_id").to_pydict() for each in found]
    assert tables[0] == tables[1]
    in_order = texts(bound(mixed), mixed, frozenset({"g0"}))[0].in_order
    assert in_order is not None and set(in_order.rows) == {"g0"}
