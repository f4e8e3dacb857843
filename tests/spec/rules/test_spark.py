"""The whole spec and many random packs on a real Spark: local, and a standalone master with a worker.

A run costs Spark a second or two however small it is, so all cases are laid into a few runs; one session serves them all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import county_pack
from county_roster import COUNTY_ROSTER
from jingzhun.rules.engines import spark
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.findings import read_findings
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.sweep import sweep
from jingzhun.rules.synthetic.generation import County, make_county
from jingzhun.rules.worked_case import run_cases
from quick_spark import QUICK, local_session  # noqa: F401

from .building import AREA, make_roster
from .random_pack import answers, random_cases
from .recorded import recorded, spec_modules
from .spec_case import check, run_together

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("local_session")]

DAY = date(2018, 12, 31)
NINE_ITEMS = Path(__file__).parents[3] / "benchmarks" / "nine_items"


def test_every_case_of_the_spec_gives_the_same_on_spark() -> None:
    tests = [each for module in spec_modules() for each in recorded(module)]
    asked = [(test.name, case) for test in tests for case in test.cases if not case.refused]
    found = run_together([case for _, case in asked], "spark")
    wrong = [(name, case.rule or case.value or case.amount, got, dict(case.expect))
             for (name, case), got in zip(asked, found, strict=True) if got != dict(case.expect)]  # fmt: skip
    assert not wrong
    assert len(asked) > 40


def test_too_large_a_total_is_refused_on_spark_too() -> None:
    for module in spec_modules():
        for test in recorded(module):
            for case in test.cases:
                if case.refused:
                    check(case, "spark")


@settings(max_examples=1, phases=(Phase.generate,), deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(random_cases(extreme=False), min_size=8, max_size=8), marks=st.booleans())
def test_random_packs_over_random_rosters_give_the_same_on_spark(cases, marks) -> None:  # type: ignore[no-untyped-def]
    day = date(2020, 2, 29)
    assert answers(cases, "spark", day, marks=marks) == answers(cases, "reference", day, marks=marks)


def test_worked_cases_pass_on_spark(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "income.yaml").write_text(
        """- case: 刚好达到标准即为达标
  on: {area: "533422", as_of: 2018-12-31}
  户: {在册: 建档立卡, 成员: 3 人, 成员完整: 是, 收入: [{年度: 2018, 方向: 收, 金额: 10500元}], 收入完整: 是}
  expect: {income: 通过, 人均纯收入: 3500元}
""",
        encoding="utf-8",
    )
    checked = check_pack(load_pack(county_pack.write(tmp_path)), COUNTY_ROSTER)
    assert [result.passed for result in run_cases(checked, engine="spark")] == [True]


def test_a_sweep_over_several_counties_gives_the_same_on_spark_and_is_taken_up_again(tmp_path: Path) -> None:
    for place in range(3):
        county = County(place, place * 1000, place * 1000 + 30)
        make_county(tmp_path / "rosters" / county.area, county)
    day, found = date(2020, 9, 30), {}
    for engine in ("duckdb", "spark"):
        out = tmp_path / engine
        swept = sweep(load_pack(NINE_ITEMS), tmp_path / "rosters", out, as_of=day, engine=engine, threads=1)
        assert (swept.counties, swept.kept) == (3, 0)
        rows = [row for folder in out.glob("county=*") for row in read_findings(folder).wide("household").to_pylist()]
        found[engine] = (sorted(rows, key=lambda row: row["subject_id"]), swept.rollup.to_pylist())
    assert found["spark"] == found["duckdb"] and len(found["spark"][0]) == 90
    shutil.rmtree(tmp_path / "spark" / "county=520102")
    swept = sweep(load_pack(NINE_ITEMS), tmp_path / "rosters", tmp_path / "spark", as_of=day, engine="spark", threads=1)
    assert (swept.kept, swept.rollup.to_pylist()) == (2, found["duckdb"][1])


@pytest.fixture
def standalone(tmp_path: Path) -> Iterator[str]:
    """A master and a worker of one core on this machine; the master's address."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(tmp_path / "work"),
                                "SPARK_DAEMON_MEMORY": "256m"}  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, kind: str, *arguments: str) -> Path:
        log = tmp_path / f"{name}.log"
        command = [
            str(home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{kind}",
            "--host",
            "127.0.0.1",
            *arguments,
        ]
        with log.open("wb") as out:
            started.append(subprocess.Popen(command, stdout=out, stderr=out, env=environment))
        return log

    def said(log: Path, words: str) -> str:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            lines = [line for line in log.read_text(errors="replace").splitlines() if words in line]
            if lines:
                return lines[0]
            time.sleep(0.2)
        raise AssertionError(log.read_text(errors="replace"))

    try:
        master = start("master", "master.Master", "--port", "0", "--webui-port", "0")
        address = "spark://" + said(master, "Starting Spark master at").rsplit("spark://", 1)[1].strip()
        worker = start("worker", "worker.Worker", "--webui-port", "0", "--cores", "1", "--memory", "600m", address)
        said(worker, "Successfully registered with master")
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def test_a_standalone_master_with_a_worker_gives_the_same(standalone: str, tmp_path: Path) -> None:
    pack = load_pack(county_pack.write(tmp_path / "pack"))
    homes = "编号 | 村 | 在册 | 饮水安全 | 取水距离 | 房屋等级\n1 | 1 | 建档立卡 | 是 | 1000米 | A\n2 | 1 | 建档立卡 | 否 | 7米 | C\n3 | 2 | 未建档 | 缺 | 缺 | 缺"
    people = "户 | 出生日期 | 在校 | 参加基本医疗保险 | 参加养老保险\n1 | 2012-02-29 | 是 | 是 | 缺\n1 | 1970-01-01 | 否 | 是 | 是\n2 | 缺 | 缺 | 是 | 是"
    incomes = "户 | 年度 | 方向 | 金额\n1 | 2018 | 收 | 7000元\n2 | 2018 | 支 | 0.01元"
    marks = "户 1 成员\n户 2 成员\n户 1 收入 2018\n户 2 收入 2018\n户 1 帮扶措施 2018"
    roster = make_roster(tmp_path / "roster", COUNTY_ROSTER, {"户": homes, "成员": people, "收入": incomes}, marks)
    found = {}
    for engine in ("reference", "spark"):
        spark.session(standalone, threads=1, memory_limit="512MB", settings=QUICK | {"spark.executor.memory": "512m"})
        run = evaluate(pack, roster, as_of=DAY, area=AREA, engine=engine, out=tmp_path / engine, master=standalone)
        found[engine] = [
            sorted(run.wide(t).to_pylist(), key=lambda r: r["subject_id"]) for t in ("household", "village")
        ]
    assert found["spark"] == found["reference"]
    assert {row["户退出"] for row in found["spark"][0]} == {0, 3}
