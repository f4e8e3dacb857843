"""What-if runs on stored household facts: row for row what an evaluation finds, never from other facts than the roster's."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from county_roster import COUNTY_ROSTER
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.fact_store import FactStore
from jingzhun.rules.findings import Findings
from jingzhun.rules.keys import UnableToTellRowsApart
from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.pack import Pack
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.roster import Roster
from jingzhun.rules.what_if import what_if

from .building import AREA, lay_together, make_pack, make_roster, programme, standard
from .random_pack import RandomCase, random_cases
from .spec_case import APART

DAY = date(2018, 12, 31)
HOMES = "编号 | 村 | 饮水安全\n1 | 1 | 是\n2 | 1 | 是\n3 | 2 | 缺"
INCOMES = "户 | 年度 | 方向 | 金额\n1 | 2018 | 收 | 7000元\n2 | 2018 | 收 | 3500.01元\n2 | 2018 | 支 | 0.01元\n3 | 2018 | 收 | 缺"
PACK = make_pack(
    parameters={"线": "3500元", "比例": "30%"},
    standards=(
        standard("户达", "户", {"income": "合计(收入, 金额, 方向 = “收”) >= 线", "water": "饮水安全"}),
        standard("村达", "村", {"share": "占比(户, 户.户达 = 通过) >= 50%"}),
    ),
    programmes=(programme("奖", "合计(收入, 金额) × 比例"),),
    complete={"收入": False},
)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return make_roster(tmp_path / "roster", COUNTY_ROSTER, {"户": HOMES, "收入": INCOMES})


def tried(pack: Pack, roster: Roster, store: Path, values: dict[str, str] | None = None, *, items: bool = True) -> Findings:  # fmt: skip
    return what_if(
        check_pack(pack, roster.schema), roster, as_of=DAY, area=AREA, facts=FactStore(store), out=Path(tempfile.mkdtemp(dir=store.parent)),
        parameters_override=values, items=items, threads=1,
    )  # fmt: skip


def rows(found: Findings) -> dict[str, list[dict[str, Any]]]:
    return {table: sorted(found.wide(table).to_pylist(), key=lambda row: row["subject_id"]) for table in found.tables}


def evaluated(pack: Pack, roster: Roster, folder: Path, values: dict[str, str] | None = None) -> Findings:
    return evaluate(pack, roster, as_of=DAY, area=AREA, out=folder, parameters_override=values, threads=1)


def test_another_line_gives_what_an_evaluation_with_it_gives(roster: Roster, tmp_path: Path) -> None:
    store = tmp_path / "facts"
    assert rows(tried(PACK, roster, store)) == rows(evaluated(PACK, roster, tmp_path / "now"))
    higher = {"线": "3500.02元", "比例": "25%"}
    found = tried(PACK, roster, store, higher)
    assert rows(found) == rows(evaluated(PACK, roster, tmp_path / "higher", higher))
    assert [row["户达"] for row in rows(found)["household"]] == [1, 0, 2]
    assert len(list(store.iterdir())) == 1  # the village's statement reads verdicts: it has no facts of its own


def test_items_that_no_parameter_goes_into_are_kept_as_one(roster: Roster, tmp_path: Path) -> None:
    items = {
        "income": "合计(收入, 金额, 方向 = “收”) >= 线",
        "water": "饮水安全",
        "few": "计数(收入) <= 1",
        "rows": "计数(收入) >= 1",
    }
    pack = make_pack(parameters={"线": "3500元"}, standards=(standard("户达", "户", items),), complete={"收入": False})
    store = tmp_path / "facts"
    tried(pack, roster, store)
    (kept,) = store.iterdir()
    asked = set(pq.read_schema(kept).names)
    assert len([name for name in asked if name.startswith("rule_")]) == len(items) + 1
    for place, line in enumerate(("3500.02元", "0元", "7000.01元")):
        found = rows(tried(pack, roster, store, {"线": line}, items=False))["household"]
        expected = rows(evaluated(pack, roster, tmp_path / str(place), {"线": line}))["household"]
        assert [row["户达"] for row in found] == [row["户达"] for row in expected]


def test_facts_are_the_same_whether_rows_lie_in_order_or_not(roster: Roster, tmp_path: Path) -> None:
    expected = rows(evaluated(PACK, roster, tmp_path / "now", {"线": "3500.02元"}))
    for name in ("household", "income"):
        path = roster.folder / f"{name}.parquet"
        table = pq.read_table(path)
        pq.write_table(table.take(list(range(len(table)))[::-1]), path)
    store = tmp_path / "facts"
    tried(PACK, roster, store)
    assert rows(tried(PACK, roster, store, {"线": "3500.02元"})) == expected


def test_without_items_only_whole_verdicts_and_amounts_are_worked_out(roster: Roster, tmp_path: Path) -> None:
    found = tried(PACK, roster, tmp_path / "facts", items=False)
    assert found.wide("household").column_names == ["subject_id", "area_code", "户达", "奖", "奖.amount"]
    whole = evaluated(PACK, roster, tmp_path / "now")
    assert rows(found)["village"] == [
        {name: row[name] for name in ("subject_id", "area_code", "村达")} for row in rows(whole)["village"]
    ]
    counted = [line for line in whole.rollup().to_pylist() if line["item"] in ("", "amount")]
    assert found.rollup().to_pylist() == counted


def test_the_stored_facts_are_what_is_read(roster: Roster, tmp_path: Path) -> None:
    store = tmp_path / "facts"
    tried(PACK, roster, store)
    (path,) = store.iterdir()
    pq.write_table(pq.read_table(path).slice(0, 1), path)
    assert len(tried(PACK, roster, store, {"线": "1元"}).wide("household")) == 1


def test_facts_of_another_roster_or_day_are_never_read(roster: Roster, tmp_path: Path) -> None:
    store = tmp_path / "facts"
    tried(PACK, roster, store)
    poorer = make_roster(roster.folder, COUNTY_ROSTER, {"户": HOMES, "收入": INCOMES.replace("7000", "1000")})
    found = tried(PACK, poorer, store, {"线": "1000.01元"})
    assert [row["户达"] for row in rows(found)["household"]] == [0, 1, 2]
    made = len(list(store.iterdir()))
    assert made == 1  # a run with a value stores nothing
    yearly = make_pack(standards=(standard("户达", "户", {"a": "计数(收入, 年度 = 评估年度) >= 1"}),))
    for day in (DAY, date(2019, 12, 31)):
        what_if(
            check_pack(yearly, poorer.schema), poorer, as_of=day, area=AREA, facts=FactStore(store), out=tmp_path / str(day),
        )  # fmt: skip
    assert len(list(store.iterdir())) == made + 2


def test_a_file_changed_under_the_same_digest_is_read_anew(roster: Roster, tmp_path: Path) -> None:
    store = tmp_path / "facts"
    tried(PACK, roster, store)
    path = roster.folder / "income.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    os.utime(path, ns=(1, 1))
    assert rows(tried(PACK, roster, store))["household"][0]["户达"] == 0
    pq.write_table(pq.read_table(path).take([0, 0]), path)
    with pytest.raises(UnableToTellRowsApart):
        tried(PACK, roster, store, {"线": "1元"})


def test_a_value_inside_a_total_reads_the_roster(roster: Roster, tmp_path: Path) -> None:
    pack = replace(PACK, programmes=(programme("奖", "合计(收入, 金额 × 比例, 金额 >= 线)"),))
    store = tmp_path / "facts"
    tried(pack, roster, store)
    values = {"线": "3500.01元", "比例": "10%"}
    assert rows(tried(pack, roster, store, values)) == rows(evaluated(pack, roster, tmp_path / "now", values))
    assert len(list(store.iterdir())) == 1


def test_totals_wider_than_64_bits_come_back_exactly(roster: Roster, tmp_path: Path) -> None:
    pack = replace(PACK, programmes=(programme("奖", "合计(收入, 金额 × 0.00001, 方向 = “收”) × 比例 × 100000"),))
    tried(pack, roster, tmp_path / "facts")
    values = {"比例": "99.99%"}
    found = tried(pack, roster, tmp_path / "facts", values)
    assert rows(found) == rows(evaluated(pack, roster, tmp_path / "now", values))
    assert rows(found)["household"][0]["奖.amount"] == 699_930


def test_the_oldest_facts_go_where_there_are_too_many(tmp_path: Path) -> None:
    store = FactStore(tmp_path / "facts", most_bytes=25)
    for age, name in ((1, "a"), (3, "b"), (2, "c")):
        store.make(store.folder / f"{name}.parquet", lambda part: part.write_bytes(b"0123456789") and None)
        os.utime(store.folder / f"{name}.parquet", (age, age))
    assert sorted(path.stem for path in store.folder.iterdir()) == ["b", "c"]
    assert store.has(store.folder / "c.parquet") and not store.has(store.folder / "a.parquet")
    store.make(store.folder / "d.parquet", lambda part: part.write_bytes(b"0123456789") and None)
    assert sorted(path.stem for path in store.folder.iterdir()) == ["c", "d"]
    (store.folder / "killed.part").write_bytes(b"half")
    os.utime(store.folder / "killed.part", (1, 1))
    store.make(store.folder / "d.parquet", lambda part: part.write_bytes(b"0123456789") and None)
    with pytest.raises(OSError, match="full"):
        store.make(store.folder / "e.parquet", _fail)
    assert sorted(path.stem for path in store.folder.iterdir()) == ["c", "d"]


def _fail(part: Path) -> None:
    part.write_bytes(b"half")
    raise OSError("full")


def _with_line(case: RandomCase) -> RandomCase:
    """3500元 as a parameter, wherever the random rules have it."""

    def put(rule: str) -> str:
        return re.sub(r"3500元(?!/)", "线", rule)

    return replace(
        case, rules=[*map(put, case.rules)], shown=[*map(put, case.shown)], of_village=[*map(put, case.of_village)],
        of_county=[*map(put, case.of_county)], applies=case.applies and put(case.applies), amount=put(case.amount), eligible=put(case.eligible),
    )  # fmt: skip


@settings(
    max_examples=int(os.environ.get("JINGZHUN_EXAMPLES", "10")),
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(case=random_cases())
def test_random_packs_give_the_same_from_stored_facts(case: RandomCase) -> None:
    standards, award = _with_line(case).parts(0)
    pack = make_pack(
        standards=tuple(standards), programmes=(award,), parameters={"线": "3500元"}, complete={"收入": True}
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster = lay_together(folder / "roster", COUNTY_ROSTER, [(case.tables, case.marks)], apart=APART)
        try:
            expected = [
                rows(evaluated(pack, roster, folder / "e", values))
                for values in (None, {"线": "0元"}, {"线": "0.01元"})
            ]
        except UnableToCompute:
            return
        for values, wanted in zip((None, {"线": "0元"}, {"线": "0.01元"}), expected, strict=True):
            assert rows(tried(pack, roster, folder / "facts", values)) == wanted
