"""A pack over many counties' rosters: split by county, taken up again after a kill, nothing lost and nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jingzhun.rules.evaluate_command import main
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.findings import read_findings
from jingzhun.rules.keys import UnableToTellRowsApart
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import UnableToReadRoster, read_roster
from jingzhun.rules.sweep import UnableToResume, sweep
from jingzhun.rules.synthetic.generation import County, counties, make_county

PACK = Path(__file__).parents[3] / "benchmarks" / "nine_items"
DAY = date(2020, 9, 30)


def county(folder: Path, place: int, households: int = 40, *, first: int | None = None) -> Path:
    start = place * 1000 if first is None else first
    made = County(place, start, start + households)
    make_county(folder / made.area, made)
    return folder / made.area


@pytest.fixture
def province(tmp_path: Path) -> Path:
    for place in range(5):
        county(tmp_path / "rosters", place)
    return tmp_path / "rosters"


def rows(out: Path) -> list[dict[str, object]]:
    """Every household's findings, by number."""
    found = [
        row for folder in sorted(out.glob("county=*")) for row in read_findings(folder).wide("household").to_pylist()
    ]
    return sorted(found, key=lambda row: row["subject_id"])


def test_counties_laid_together_give_what_each_gives_alone(province: Path, tmp_path: Path) -> None:
    swept = sweep(load_pack(PACK), province, tmp_path / "out", as_of=DAY)
    alone = sweep(load_pack(PACK), province, tmp_path / "alone", as_of=DAY, at_once=1)
    slow = sweep(load_pack(PACK), province, tmp_path / "slow", as_of=DAY, engine="reference")
    assert (swept.counties, swept.kept) == (5, 0)
    assert swept.rollup.equals(alone.rollup) and swept.rollup.equals(slow.rollup)
    assert rows(tmp_path / "out") == rows(tmp_path / "alone") == rows(tmp_path / "slow")
    assert len(rows(tmp_path / "out")) == 200
    (province_line,) = [
        x for x in swept.rollup.to_pylist() if (x["level"], x["standard"], x["item"]) == ("province", "户达标", "")
    ]
    assert province_line["passed"] + province_line["failed"] + province_line["missing"] == 200
    assert pq.read_table(tmp_path / "out" / "rollup.parquet").equals(swept.rollup)


def test_after_a_kill_the_rest_is_done_and_nothing_twice(province: Path, tmp_path: Path) -> None:
    out, arguments = (
        tmp_path / "out",
        ["evaluate", "--roster", str(province), "--pack", str(PACK), "--as-of", "2020-09-30", "--at-once", "1"],
    )
    code = "import sys; from jingzhun.web.command import main; main(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", code, *arguments, "--out", str(out)], stdout=subprocess.PIPE)
    while process.poll() is None and len(list(out.glob("county=*"))) < 2:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = {path.name: path.stat().st_mtime_ns for path in out.glob("county=*")}
    swept = sweep(load_pack(PACK), province, out, as_of=DAY, at_once=1)
    assert swept.kept == len(there) and swept.counties == 5
    assert {name: (out / name).stat().st_mtime_ns for name in there} == there
    whole = sweep(load_pack(PACK), province, tmp_path / "whole", as_of=DAY)
    assert rows(out) == rows(tmp_path / "whole") and swept.rollup.equals(whole.rollup)
    assert not (out / ".part").exists()


def test_a_county_that_published_anew_is_done_again_and_another_run_is_not_mixed_in(
    province: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    sweep(load_pack(PACK), province, out, as_of=DAY)
    county(province, 2, households=30)
    swept = sweep(load_pack(PACK), province, out, as_of=DAY)
    assert swept.kept == 4 and len(rows(out)) == 190
    for changed in ({"as_of": date(2020, 9, 29)}, {"as_of": DAY, "parameters_override": {"收入线": "3000元"}}):
        with pytest.raises(UnableToResume):
            sweep(load_pack(PACK), province, out, **changed)


def test_counties_whose_row_numbers_overlap_go_one_by_one(tmp_path: Path) -> None:
    for place in range(3):
        county(tmp_path / "rosters", place, first=0)
    swept = sweep(load_pack(PACK), tmp_path / "rosters", tmp_path / "out", as_of=DAY)
    assert swept.counties == 3 and len(rows(tmp_path / "out")) == 120
    assert [len(read_findings(folder).wide("household")) for folder in sorted((tmp_path / "out").glob("county=*"))] == [
        40,
        40,
        40,
    ]


def test_a_county_with_its_own_line_is_judged_by_it(province: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    for path in PACK.rglob("*.yaml"):
        (folder / path.relative_to(PACK)).parent.mkdir(parents=True, exist_ok=True)
        (folder / path.relative_to(PACK)).write_bytes(path.read_bytes())
    lines = folder / "parameters" / "lines.yaml"
    own = '\n    - {area: "520103", from: 2020-01-01, value: 999999元, source: 对比用, trust: unchecked}'
    text = lines.read_text(encoding="utf-8")
    lines.write_text(text.replace("trust: unchecked}", "trust: unchecked}" + own, 1), encoding="utf-8")
    sweep(load_pack(folder), province, tmp_path / "out", as_of=DAY)
    passed = {
        path.name: sum(row["户达标.income"] == 1 for row in read_findings(path).wide("household").to_pylist())
        for path in (tmp_path / "out").glob("county=*")
    }
    assert passed.pop("county=520103") == 0 and min(passed.values()) > 20


@pytest.mark.parametrize("engine", ["reference", "duckdb", "spark"])
@pytest.mark.parametrize("table", ["household", "member", "income"])
def test_repeated_and_empty_keys_are_refused_on_every_engine(tmp_path: Path, table: str, engine: str) -> None:
    folder = county(tmp_path, 0)
    path = folder / f"{table}.parquet"
    whole = pq.read_table(path)
    pq.write_table(pa.concat_tables([whole, whole.slice(3, 1)]), path)
    with pytest.raises(UnableToTellRowsApart, match="主键“id”"):
        evaluate(load_pack(PACK), read_roster(folder), as_of=DAY, area="520101", engine=engine, out=tmp_path / "out")
    numbers = pa.array([None, *whole["id"].to_pylist()[1:]], pa.int64())
    pq.write_table(whole.set_column(whole.schema.get_field_index("id"), "id", numbers), path)
    with pytest.raises(UnableToTellRowsApart):
        evaluate(load_pack(PACK), read_roster(folder), as_of=DAY, area="520101", engine=engine, out=tmp_path / "out")


def test_keys_in_another_order_than_the_rows_are_fine(tmp_path: Path) -> None:
    folder = county(tmp_path, 0)
    path = folder / "member.parquet"
    pq.write_table(pq.read_table(path).sort_by([("id", "descending")]), path)
    assert (
        len(
            evaluate(load_pack(PACK), read_roster(folder), as_of=DAY, area="520101", out=tmp_path / "out").wide(
                "household"
            )
        )
        == 40
    )


def test_the_command_prints_the_counts_and_refuses_in_words(province: Path, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    asked = ["--roster", str(province), "--pack", str(PACK), "--as-of", "2020-09-30", "--out", str(tmp_path / "out")]
    assert main(asked) == 0
    assert "5 个县（其中 0 个已有结果）" in capsys.readouterr().out
    assert main([*asked, "--set", "无此=1元"]) == 2
    assert "Y-045" in capsys.readouterr().err
    with pytest.raises(UnableToReadRoster):
        sweep(load_pack(PACK), tmp_path / "out", tmp_path / "other", as_of=DAY)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--as-of", "2020-02-30"), "不是日期，写作 2018-12-31"),
        (("--threads", "0"), "不是正整数"),
        (("--at-once", "-1"), "不是正整数"),
        (("--memory", "很多"), "不是内存大小"),
    ],
)
def test_the_command_tells_a_wrong_option(tmp_path: Path, capsys, option: tuple[str, str], said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit):
        main(
            ["--roster", "名册", "--pack", str(PACK), "--as-of", "2020-09-30", "--out", str(tmp_path / "out"), *option]
        )
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(province: Path, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("")
    out = str(tmp_path / "file" / "out")
    assert main(["--roster", str(province), "--pack", str(PACK), "--as-of", "2020-09-30", "--out", out]) == 2
    assert "Y-046" in capsys.readouterr().err


def test_the_same_recipe_gives_the_same_county(tmp_path: Path) -> None:
    one, other = county(tmp_path / "a", 7), county(tmp_path / "b", 7)
    assert read_roster(one).digest == read_roster(other).digest
    for name in read_roster(one).schema.names:
        assert read_roster(one).read(name).equals(read_roster(other).read(name))
    assert [(each.first, each.end) for each in counties(70_000)] == [(0, 67_500), (67_500, 70_000)]
    assert len({each.area for each in counties(67_500 * 10_000)}) == 10_000
