"""The shipped packs' worked cases hold on Spark too: one run per pack, area and day, on one session."""

from __future__ import annotations

import pytest

from jingzhun.rules.worked_case import run_cases
from quick_spark import local_session  # noqa: F401
from shipped_packs import PACKS, checked

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("local_session")]


def test_every_worked_case_comes_out_as_written_on_spark() -> None:
    wrong, held = {}, 0
    for name in PACKS:
        results = run_cases(checked(name), engine="spark")
        wrong |= {(name, each.title): (dict(each.expected), dict(each.found)) for each in results if not each.passed}
        held += sum(each.passed for each in results)
    assert not wrong
    assert held > 300
