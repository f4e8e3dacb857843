"""The how-to for a new procedure is true: its files are a pack whose procedure reads."""

from __future__ import annotations

import re
from pathlib import Path

from jingzhun.rules.procedure import procedures_in

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-procedure.md"


def test_the_example_of_the_how_to_is_a_procedure():
    files = dict(re.findall(r"`([\w/.]+\.yaml)`\n\n```yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL))
    (procedure,) = procedures_in(files)
    assert [step.id for step in procedure.steps] == ["apply", "visit", "meeting", "township", "county"]
    assert procedure.step(4).sample_percent == 20
    assert procedure.step(5).differs_from == (1, 2, 4)
    assert procedure.step(4).back_to == 2
