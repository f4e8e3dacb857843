"""The benchmark runs to its end on a small roster, and its contenders agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "rules.py"


def test_the_comparison_with_hand_written_sql_ends_with_equal_answers(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--households", "2000", "--pairs", "1", "--data", str(tmp_path), "--without", "pandas", "openfisca"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "rows that differ: 0, counts: 0" in done.stdout
    assert "verdicts and amounts that differ: 0" in done.stdout
    assert "one household explained" in done.stdout and "--nation" in done.stdout.splitlines()[-1]
