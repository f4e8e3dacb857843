"""The demo county from its Excel files to the traced report, in a process of its own: the figures that the county's report prints."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

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
