"""The ``jingzhun`` command without a store: every verb that needs one says how to make it, never a Python trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jingzhun.web.command import STORE_VERBS


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JINGZHUN_DATA": str(folder), "DATABASE_URL": ""}
    ask = "import sys; from jingzhun.web.command import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", ask, *arguments], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("verb", sorted(STORE_VERBS))
def test_a_verb_without_a_store_says_how_to_make_one(verb: str, tmp_path: Path) -> None:
    done = run(tmp_path / "nothing", verb)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("O-004 打不开库") and "./run init --area" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_asked_for_json_gets_json(tmp_path: Path) -> None:
    done = run(tmp_path / "nothing", "import", "a.xlsx", "--json")
    assert done.returncode == 2 and json.loads(done.stdout)["error"].startswith("O-004")
