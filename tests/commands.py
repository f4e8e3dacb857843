"""The ``jingzhun`` command as an office runs it: in processes of its own, over a store of its own.

A process takes seconds to begin and ``init`` builds every table: :func:`run_each` gives one process several commands, and tests
that need a store of the county take a copy of the one that :func:`county_store` makes once for all of them.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PATIENCE = 600  # seconds, for machines that do much else
JINGZHUN = str(Path(sys.executable).with_name("jingzhun"))
_EACH = """
import contextlib, io, json, sys
from jingzhun.web.command import main
for command in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(command)
        except SystemExit as left:
            status = left.code or 0
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)
"""


class Done(NamedTuple):
    status: int
    out: str
    err: str


def environment(data: Path, database: str = "", **more: str) -> dict[str, str]:
    """What a command sees of an office whose data lie in ``data``; SQLite unless ``database`` is an address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JINGZHUN_")}
    return {**kept, "JINGZHUN_DATA": str(data), "DATABASE_URL": database, "PYTHONWARNINGS": "ignore", **more}


def run(given: dict[str, str], *arguments: object) -> Done:
    """One command in one process."""
    done = subprocess.run(
        [JINGZHUN, *map(str, arguments)], env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run_each(given: dict[str, str], *commands: tuple[object, ...]) -> list[Done]:
    """Several commands, one after the other, in one process."""
    asked = json.dumps([list(map(str, command)) for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", _EACH, asked], env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    found = [Done(*json.loads(line)) for line in done.stdout.splitlines()]
    assert len(found) == len(commands), done.stderr
    return found


def county_store(factory: pytest.TempPathFactory) -> Path:
    """The data folder of a store as ``init --area 533422`` leaves it, beside its keys and heads. Never written to: copy it."""
    together = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder = together / "county store"
    with (together / "county store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first worker makes it, the others wait
        if not folder.exists():
            making = together / "county store in the making"
            making.mkdir()
            made = run(environment(making / "data"), "init", "--area", "533422")
            assert made.status == 0, made.err
            making.rename(folder)
    return folder / "data"


def copy_store(source: Path, target: Path) -> Path:
    """A store with its keys and heads once more, in the folder ``target``; its data folder."""
    shutil.copytree(source.parent, target, dirs_exist_ok=True)
    return target / source.name
