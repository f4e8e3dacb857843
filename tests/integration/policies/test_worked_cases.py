"""The shipped packs' worked cases hold on the engines of one machine (Spark: ``test_worked_cases_spark``)."""

from __future__ import annotations

import pytest

from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.worked_case import run_cases
from shipped_packs import PACKS, POLICIES, checked


@pytest.mark.row("S-11")
@pytest.mark.row("S-53")
@pytest.mark.row("S-54")
@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("name", PACKS)
def test_every_worked_case_comes_out_as_written(name: str, engine: str) -> None:
    """Against the schema of real rosters, which follows from the registry's field declarations."""
    results = run_cases(checked(name), engine=engine)
    pack = load_pack(POLICIES / name)
    assert results or not (pack.standards or pack.programmes), "a pack without worked cases is untested"
    wrong = {each.title: (dict(each.expected), dict(each.found)) for each in results if not each.passed}
    assert not wrong


@pytest.mark.parametrize("name", PACKS)
def test_every_item_with_a_threshold_carries_clause_source_and_trust(name: str) -> None:
    pack = load_pack(POLICIES / name)
    for standard in pack.standards:
        for item in standard.items:
            assert item.clause and item.source and item.trust.label
    for parameter in pack.parameters:
        assert all(value.source and value.trust.label for value in parameter.values)
    if pack.standards or pack.programmes:
        assert pack.document_number == "" and pack.trust == "unchecked"


def test_the_yunnan_pack_has_six_ten_and_five_items() -> None:
    pack = load_pack(POLICIES / "yunnan" / "exit-2018")
    assert {each.subject: len(each.items) for each in pack.standards} == {"户": 6, "村": 10, "县": 5}


@pytest.mark.row("S-10")
def test_two_assurances_and_three_guarantees_are_two_and_three() -> None:
    pack = load_pack(POLICIES / "national" / "guarantees-2015")
    titles = [item.title for item in pack.standards[0].items]
    assert sum("不愁" in title for title in titles) == 2
    assert sum("有保障" in title for title in titles) == 3
    assert len(titles) == 5
