"""The how-to for a new standard and a new programme is true: its files are a pack, its code runs the pack's cases."""

from __future__ import annotations

import re
from pathlib import Path

from county_roster import COUNTY_ROSTER

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-standard.md"


def test_the_example_of_the_how_to_runs(tmp_path: Path) -> None:
    text = HOW_TO.read_text(encoding="utf-8")
    files = re.findall(r"`([\w/.]+\.yaml)`[^\n]*\n\n```yaml\n(.*?)```", text, re.DOTALL)
    assert len(files) == 7
    for name, body in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {"folder": tmp_path, "schema": COUNTY_ROSTER}
    exec(compile(code, str(HOW_TO), "exec"), names)
    assert names["result"]
