"""The shipped packs' worked cases hold on Spark too: one run per pack, area and day, on one session."""

from __future__ import annotations

import pytest

import factories
from jingzhun.policy.actions.codes import load_shipped_codes
from jingzhun.policy.codes import CodeBook
from jingzhun.results.roster_tables import roster_schema
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.worked_case import run_cases
from quick_spark import local_session  # noqa: F401

from .test_worked_cases import PACKS, POLICIES

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("local_session"), pytest.mark.django_db]


def test_every_worked_case_comes_out_as_written_on_spark() -> None:
    load_shipped_codes(by=factories.SYSTEM)
    schema, wrong, held = roster_schema(CodeBook.read()), {}, 0
    for name in PACKS:
        results = run_cases(check_pack(load_pack(POLICIES / name), schema), engine="spark")
        wrong |= {(name, each.title): (dict(each.expected), dict(each.found)) for each in results if not each.passed}
        held += sum(each.passed for each in results)
    assert not wrong
    assert held > 300
