"""The demo county from its Excel files to the traced report, in a process of its own: the figures that the county's report prints."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jingzhun.registry.models import PersonIdentity

pytestmark = pytest.mark.xdist_group("whole demo")


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> tuple[Path, str]:
    """The data folder of a finished demo and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    environment = {**os.environ, "JINGZHUN_DATA": str(folder), "DATABASE_URL": ""}
    command = Path(sys.executable).with_name("jingzhun")
    run = subprocess.run(
        [command, "demo", "--once", "--data", folder], env=environment, capture_output=True, text=True, timeout=3600
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return folder, run.stdout


def figure(folder: Path, indicator: str, part: str = "") -> int:
    """The county's newest figure, straight from the store."""
    with sqlite3.connect(f"file:{folder / 'jingzhun.sqlite3'}?mode=ro", uri=True) as store:
        row = store.execute(
            "SELECT value FROM results_figure WHERE indicator = ? AND part = ? AND area_id = '533422000000' ORDER BY id DESC",
            (indicator, part),
        ).fetchone()
    return int(row[0])


@pytest.mark.row("S-02")
def test_the_register_of_four_levels_adds_up_to_the_reports_figures(demo):
    folder, said = demo
    for printed in ("2814 户", "12332 人", "21130.74 万元", "21450.74 万元"):
        assert printed in said
    assert figure(folder, "registered_households") == 2814
    assert figure(folder, "registered_persons") == 12332
    assert figure(folder, "registered_villages") == 46
    assert (figure(folder, "registered_rural_townships"), figure(folder, "registered_towns")) == (6, 2)


@pytest.mark.row("S-02", "S-03")
def test_the_archive_of_the_demo_holds_a_book_of_every_village_township_and_the_county(demo, tmp_path):
    """2,814 households and 12,332 persons in 6 townships, 2 towns and 46 villages: as the lines of the books add up."""
    folder, _ = demo
    environment = {**os.environ, "JINGZHUN_DATA": str(folder), "DATABASE_URL": ""}
    command = Path(sys.executable).with_name("jingzhun")
    run = subprocess.run(
        [command, "registers", "--out", tmp_path / "archive"], env=environment, capture_output=True, text=True, timeout=600
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert run.stdout.splitlines()[-1].endswith("本目录 2,814 户 12,332 人 = 6 个乡、2 个镇合计 = 46 个村合计")
    books = sorted((tmp_path / "archive").rglob("*.xlsx"))
    assert len(books) == len(list((tmp_path / "archive").rglob("*.pdf"))) == 1 + 8 + 46
    cards: dict[str, int] = {}
    for path in books:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name("户").to_python()
        lines = [row for row in rows if str(row[2]).isdigit()]
        if "户花名册" in path.name:
            for row in lines:
                assert row[2] not in cards, "a household on two village books"
                cards[row[2]] = int(row[5])
    assert (len(cards), sum(cards.values())) == (2814, 12332)


@pytest.mark.row("S-46")
def test_all_villages_with_registered_poor_have_collective_income_of_five_wan_or_more(demo):
    folder, _ = demo
    assert figure(folder, "criterion", "村退出/collective_income/pass") == 46


def test_the_log_of_the_demo_holds_and_no_id_number_is_readable(demo):
    folder, _ = demo
    environment = {**os.environ, "JINGZHUN_DATA": str(folder), "DATABASE_URL": ""}
    command = Path(sys.executable).with_name("jingzhun")
    checked = subprocess.run([command, "verify-log"], env=environment, capture_output=True, text=True, timeout=600)
    assert checked.returncode == 0, checked.stdout
    with sqlite3.connect(f"file:{folder / 'jingzhun.sqlite3'}?mode=ro", uri=True) as store:
        table = PersonIdentity._meta.db_table
        sealed = [bytes(row[0]) for row in store.execute(f"SELECT id_number FROM {table} LIMIT 500")]
    assert len(sealed) == 500
    assert not any(b"533499" in value for value in sealed)
