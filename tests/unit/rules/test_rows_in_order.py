"""What belongs to an owner is added up in one pass where rows lie in order, and is the same as counted one by one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.rules.bind import bind_pack
from jingzhun.rules.engines import duckdb as engine
from jingzhun.rules.engines.rows_in_order import Added, add_up
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import read_roster
from jingzhun.rules.synthetic.generation import County, make_county

NINE_ITEMS = Path(__file__).parents[3] / "benchmarks" / "nine_items"
WANTED = {"all": Added("rows"), "yes": Added("true", "b"), "no": Added("false", "b"), "known": Added("known", "n"), "sum": Added("sum", "n", 10**16)}  # fmt: skip


def batches(rows: list[tuple[int, bool | None, int | None]], cuts: list[int]) -> list[pa.RecordBatch]:
    schema = pa.schema([("k", pa.int64()), ("b", pa.bool_()), ("n", pa.int64())])
    places = sorted({0, len(rows), *(cut % (len(rows) + 1) for cut in cuts)})
    parts = [rows[a:b] for a, b in pairwise(places)]
    return [pa.record_batch([list(column) for column in zip(*part, strict=True)], schema=schema) for part in parts]


ROWS = st.lists(st.tuples(st.integers(0, 12), st.none() | st.booleans(), st.none() | st.integers(-(10**9), 10**9)), max_size=60)  # fmt: skip


@given(rows=ROWS, cuts=st.lists(st.integers(0, 99), max_size=5), keys=st.sets(st.integers(0, 12)))
def test_it_is_what_counting_one_by_one_gives_wherever_batches_end(rows, cuts, keys):  # type: ignore[no-untyped-def]
    rows = sorted(rows, key=lambda row: row[0])
    found = add_up(batches(rows, cuts), "k", WANTED)
    assert found is not None
    assert found.owners.tolist() == sorted({row[0] for row in rows})
    found.lay_beside(np.array(sorted(keys), np.int64))
    for place, key in enumerate(sorted(keys)):
        mine = [(b, n) for k, b, n in rows if k == key]
        assert {name: int(column[place]) for name, column in found.columns.items()} == {
            "all": len(mine), "yes": sum(b is True for b, _ in mine), "no": sum(b is False for b, _ in mine),
            "known": sum(n is not None for _, n in mine), "sum": sum(n or 0 for _, n in mine),
        }  # fmt: skip


@pytest.mark.parametrize("cuts", [[], [1], [2]])
def test_rows_out_of_order_are_left_to_sql(cuts: list[int]) -> None:
    assert add_up(batches([(1, True, 1), (2, True, 1), (1, True, 1)], cuts), "k", WANTED) is None


def test_a_sum_that_64_bits_might_not_hold_is_left_to_sql_and_one_beyond_the_limit_is_refused() -> None:
    assert add_up(batches([(1, None, 2**62), (1, None, 2**62)], [1]), "k", WANTED) is None
    with pytest.raises(UnableToCompute):
        add_up(batches([(1, None, 10**16), (1, None, 1)], []), "k", WANTED)


def test_findings_are_the_same_whether_rows_lie_in_order_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_county(tmp_path / "a", County(0, 1000, 1700))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for table in ("household", "member", "income"):
        path = tmp_path / "b" / f"{table}.parquet"
        rows = pq.read_table(path)
        pq.write_table(rows.take(np.arange(len(rows))[::-1]), path)
    used, original = [], engine.facts_in_order

    def noted(*given, **more):  # type: ignore[no-untyped-def]
        used.append(original(*given, **more))
        return used[-1]

    monkeypatch.setattr(engine, "facts_in_order", noted)
    found = []
    for name in "ab":
        roster = read_roster(tmp_path / name)
        made = evaluate(load_pack(NINE_ITEMS), roster, as_of=date(2020, 9, 30), area=roster.area, out=tmp_path / f"{name}-out")  # fmt: skip
        found.append(made.wide("household").sort_by("subject_id"))
    assert isinstance(used[0], pa.Table) and used[1] == frozenset()
    assert found[0].to_pydict() == found[1].to_pydict() and len(found[0]) == 700


@pytest.mark.parametrize("together", [True, False])
def test_every_county_gets_its_own_rows_whether_they_lie_together_or_not(tmp_path: Path, together: bool) -> None:
    make_county(tmp_path / "r", County(0, 0, 600))
    path = tmp_path / "r" / "household.parquet"
    rows = pq.read_table(path)
    other = [number >= 400 if together else number % 3 == 0 for number in rows["id"].to_pylist()]
    codes = [("520102" if moved else "520101") + code[6:] for moved, code in zip(other, rows["area_code"].to_pylist(), strict=True)]  # fmt: skip
    pq.write_table(rows.set_column(rows.column_names.index("area_code"), "area_code", pa.array(codes)), path)
    roster = read_roster(tmp_path / "r")
    checked = check_pack(load_pack(NINE_ITEMS), roster.schema)
    bound = bind_pack(checked, as_of=date(2020, 9, 30), area="52")
    for by_county in (True, False):
        (tmp_path / str(by_county)).mkdir()
        engine.run(replace(bound, area=roster.area), roster, tmp_path / str(by_county), threads=2, memory_limit="1GB", by_county=by_county)  # fmt: skip
    whole = pq.read_table(tmp_path / "False" / "household.parquet").sort_by("subject_id")
    for code, moved in (("520101", False), ("520102", True)):
        (part,) = (tmp_path / "True" / "household.parquet" / f"county={code}").glob("*.parquet")
        mine = pq.ParquetFile(part).read().sort_by("subject_id")
        expected = whole.filter(pa.array([each == moved for each in other]))
        assert mine.select(whole.column_names).to_pydict() == expected.to_pydict()
        assert len(mine) == sum(each == moved for each in other)
