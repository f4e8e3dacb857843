"""Rosters that others have made: every engine judges the same rows, and a file that does not fit is told by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from county_roster import COUNTY_ROSTER
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import UnableToReadRoster, arrow_schema, read_roster, write_roster

DAY = date(2018, 12, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A roster of three households of one village."""
    chain = [("county", ""), ("township", "county_id"), ("village", "township_id"), ("household", "village_id")]
    rows = {name: [{"id": 1, "area_code": "533422001001"} | ({up: 1} if up else {})] for name, up in chain}
    rows["household"] = [rows["household"][0] | {"id": key, "electricity": True} for key in (1, 2, 3)]
    tables = {
        name: pa.Table.from_pylist(each, schema=arrow_schema(COUNTY_ROSTER.table(name))) for name, each in rows.items()
    }
    made = tmp_path / "roster"
    write_roster(made, COUNTY_ROSTER, tables, as_of=DAY, known_at=datetime(2019, 1, 1), area="533422")
    pack = tmp_path / "pack"
    (pack / "standards").mkdir(parents=True)
    (pack / "pack.yaml").write_text('pack: t/p\ntitle: 试\narea: "53"\nin_force: {from: 2018-01-01, until: null}\n')
    (pack / "standards" / "a.yaml").write_text(
        "standard: 试\nsubject: 户\nitems:\n  - {id: x, title: 试, holds: 通电}\n", encoding="utf-8"
    )
    return made


def rewritten(folder: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    path = folder / "household.parquet"
    pq.write_table(change(pq.read_table(path)), path)


def judged(folder: Path, engine: str, area: str = "533422") -> list[int]:
    found = evaluate(load_pack(folder.parent / "pack"), read_roster(folder), as_of=DAY, area=area, engine=engine)
    return sorted(found.wide("household")["subject_id"].to_pylist())


def test_rows_without_a_code_belong_to_the_roster_on_every_engine(folder: Path) -> None:
    codes = pa.array([None, "110101", "533422001001"])
    rewritten(folder, lambda t: t.set_column(t.schema.get_field_index("area_code"), "area_code", codes))
    for engine in ("reference", "duckdb"):
        assert judged(folder, engine) == [1, 2, 3]
        assert judged(folder, engine, "533422001") == [3]


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.drop(["electricity"]), "缺少列“通电”"),
        (lambda t: t.set_column(t.schema.get_field_index("electricity"), "electricity", pc.cast(t["electricity"], pa.int8())), "类型是 int8"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_its_table_is_told(
    folder: Path, engine: str, change: Callable[[pa.Table], pa.Table], said: str
) -> None:
    rewritten(folder, change)
    with pytest.raises(UnableToReadRoster, match=said):
        judged(folder, engine)


def test_a_broken_file_or_head_is_told(folder: Path) -> None:
    (folder / "household.parquet").write_text("x")
    with pytest.raises(UnableToReadRoster, match="已损坏"):
        judged(folder, "duckdb")
    (folder / "roster.json").write_text("[]")
    with pytest.raises(UnableToReadRoster, match="不完整"):
        read_roster(folder)
