"""The command line as an office uses it: JSON, exit status, undo, and a process killed in the middle. Real processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from commands import copy_store, county_store, environment, run, run_each
from sheets import family, headers, xlsx

pytestmark = pytest.mark.xdist_group("import command")

HEADERS = headers("export-2018")
SETTINGS = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'jingzhun.web.settings'\n"
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The folder of a store, and what its commands see."""
    folder = tmp_path_factory.mktemp("store")
    return folder, environment(copy_store(county_store(tmp_path_factory), folder))


def table_count(store, table):
    import sqlite3

    with sqlite3.connect(store[0] / "data" / "jingzhun.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_try_write_write_again_and_undo(store):
    file = store[0] / "export.xlsx"
    file.write_bytes(xlsx(HEADERS, family("H1")))
    status, out, _ = run(store[1], "import", file, "--json")
    tried = json.loads(out)
    assert (status, tried["accepted"], tried["applied"], tried["changes"], tried["blank"]) == (0, 3, False, 3, "keep")
    assert table_count(store, "registry_subject") == 0
    write = ("import", file, "--apply", "--json")
    first, again, undone, nothing = run_each(store[1], write, write, ("undo",), ("undo",))
    assert (first.status, json.loads(first.out)["applied"]) == (0, True)
    assert (again.status, json.loads(again.out)["changes"]) == (0, 0)
    assert (undone.status, nothing.status) == (0, 2)


def test_refused_rows_give_one_and_come_back_in_a_workbook_and_a_file_refused_whole_gives_two_and_says_why(store):
    rows = family("H9")
    rows[1]["证件号码"] = "533499197208010001"
    dirty, back, notes = (store[0] / name for name in ("dirty.xlsx", "back.xlsx", "notes.xlsx"))
    dirty.write_bytes(xlsx(HEADERS, rows))
    notes.write_bytes(b"hello")
    partly, whole, missing = run_each(
        store[1],
        ("import", dirty, "--refused", back),
        ("import", notes, "--apply", "--json"),
        ("import", store[0] / "nowhere.xlsx", "--json"),
    )
    assert partly.status == 1 and "空白保留现有" in partly.out and "只是试算" in partly.out
    from python_calamine import CalamineWorkbook

    head, row = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert head[0] == "原行号" and row[0] == "3"
    assert [name for name in head if name in HEADERS] == list(HEADERS)
    told = json.loads(whole.out)
    assert (whole.status, told["applied"], told["layout"]) == (2, False, None) and told["error"]
    assert json.loads(missing.out)["error"].startswith("I-012")


def test_a_process_killed_in_the_middle_leaves_nothing_and_the_next_start_is_clean(store):
    rows = [row for number in range(60) for row in family(f"K{number:03d}")]
    for number, row in enumerate(rows):
        row["证件号码"] = valid(number)
        row["性别"] = None
    file = store[0] / "killed.xlsx"
    file.write_bytes(xlsx(HEADERS, rows))
    before = table_count(store, "registry_subject")
    slow = (
        SETTINGS + "import time\n"
        "from jingzhun.registry.actions import writing\n"
        "put = writing.insert_rows\n"
        "def halting(model, *rest, **options):\n"
        "    put(model, *rest, **options)\n"
        "    if model.__name__ == 'Membership':\n"
        "        print('MIDDLE', flush=True); time.sleep(60)\n"
        "writing.insert_rows = halting\n"
        f"call_command('import_file', {str(file)!r}, '--apply')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", slow], env=store[1], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline().strip() == "MIDDLE"
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.1)
    assert table_count(store, "registry_subject") == before
    written, verified = run_each(store[1], ("import", file, "--apply", "--json"), ("verify-log",))
    assert (written.status, json.loads(written.out)["accepted"]) == (0, 180), written
    assert verified.status == 0


def valid(number: int) -> str:
    """Numbers that differ, of grown men."""
    from jingzhun.core.id_number import check_digit

    place = number % 3
    born = ("19700305", "19720801", "20060109")[place]
    first = f"533499{born}{number // 3 * 2 + (0 if place == 1 else 1):03d}"
    return first + check_digit(first)


def test_a_store_that_is_being_written_to_gives_two_and_says_so(store):
    import sqlite3

    from jingzhun.ingest.busy import UnableToWriteNow

    file = store[0] / "waiting.xlsx"
    file.write_bytes(xlsx(HEADERS, family("W1")))
    patience = "from jingzhun.ingest import busy; busy.patient.__wrapped__.__defaults__ = (1,)\n"
    with sqlite3.connect(store[0] / "data" / "jingzhun.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        done = subprocess.run(
            [sys.executable, "-c", SETTINGS + patience + f"call_command('import_file', {str(file)!r}, '--apply', '--json')"],
            env=store[1], capture_output=True, text=True, check=False,
        )  # fmt: skip
        other.execute("ROLLBACK")
    told = json.loads(done.stdout)
    assert (done.returncode, told["applied"], told["error"][:5]) == (2, False, UnableToWriteNow.code)


def test_a_store_of_an_older_release_is_to_be_migrated_first(store):
    import shutil
    import sqlite3

    old = store[0] / "older"
    shutil.copytree(store[0] / "data", old)
    with sqlite3.connect(old / "jingzhun.sqlite3") as database:
        database.execute("ALTER TABLE ingest_upload RENAME COLUMN since_is_guess TO guessed")
    given = environment(old, JINGZHUN_KEYS=str(store[0] / "data.keys"))
    status, _, told = run(given, "undo")
    assert status == 2 and "migrate" in told
