"""Declared facts: read with their places, joined to a schema, refused where they contradict it."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_roster import COUNTY_ROSTER
from jingzhun.rules.declared_fact import DeclaredFact, UnableToDeclareFact, with_facts
from jingzhun.rules.evaluation import UnableToFindFacts, evaluate
from jingzhun.rules.pack_file import UnableToAcceptEntry
from jingzhun.rules.pack_loader import facts_in, load_pack
from jingzhun.rules.roster import COMPLETE_COLUMNS, write_roster
from jingzhun.rules.schema import ColumnType

GOOD = "{fact: 日均用水量, code: water_litres, of: 户, type: 数量, unit: 升/人}"


def declared(*entries: str) -> tuple[DeclaredFact, ...]:
    return facts_in({"facts/some.yaml": "\n".join(f"- {each}" for each in entries), "pack.yaml": "x: 1"})


def test_a_fact_is_a_column_of_its_subject_and_survives_storing():
    (fact,) = declared(GOOD)
    assert (fact.column.name, fact.column.type, fact.column.unit) == ("water_litres", ColumnType.DECIMAL, "升/人")
    assert DeclaredFact.from_json(fact.to_json()) == fact
    table = with_facts(COUNTY_ROSTER, [fact]).of_subject("户")
    assert table.columns[-1] == fact.column
    assert with_facts(with_facts(COUNTY_ROSTER, [fact]), [fact]).of_subject("户") == table


@pytest.mark.parametrize(
    "entry, found",
    [
        ("{fact: 甲, code: a, of: 户, type: 数, unit: 升}", "数"),
        ("{fact: 甲, of: 户, type: 数量}", "甲"),
        ("{fact: 甲, code: a, of: 猫, type: 数量}", "猫"),
        ("{fact: 甲, code: a, of: 户, type: 数量, unit: 光年}", "光年"),
        ("{fact: 甲, code: a, of: 户, type: 文字, unit: 升}", "升"),
        ("{fact: 甲, code: a, of: 户, type: 代码}", "甲"),
        ("{fact: 甲, code: a, of: 户, type: 文字, sensitivity: 敏感}", "敏感"),
        ("{fact: 甲, code: a, of: 户, type: 文字, yearly: 常}", "常"),
        ("{fact: 甲, code: a, of: 户, type: 文字, colour: 红}", "colour"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_place(entry, found):
    with pytest.raises(UnableToAcceptEntry) as refused:
        declared(entry)
    assert (refused.value.fields["found"], refused.value.fields["line"]) == (found, 1)


@pytest.mark.parametrize(
    "entry",
    [
        "{fact: 房屋等级, code: other, of: 户, type: 文字}",
        "{fact: 用途, code: usage, of: 户, type: 代码, codes: 没有这个代码表}",
    ],
)
def test_a_declaration_that_the_roster_contradicts_is_refused(entry):
    with pytest.raises(UnableToDeclareFact):
        with_facts(COUNTY_ROSTER, declared(entry))


def test_a_roster_older_than_the_pack_is_told_not_taken_for_missing_values(tmp_path: Path):
    from datetime import date, datetime

    files = {
        "pack.yaml": 'pack: test/water\ntitle: 饮水\narea: ""\nin_force: {from: 2018-01-01, until: null}\n',
        "facts/water.yaml": f"- {GOOD}\n",
        "standards/household.yaml": "standard: 饮水达标\nsubject: 户\nitems:\n  - {id: litres, title: 四十升, holds: 日均用水量 >= 40升/人}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    day = date(2018, 12, 31)
    roster = write_roster(
        tmp_path / "roster", COUNTY_ROSTER, {}, complete=COMPLETE_COLUMNS.empty_table(), as_of=day,
        known_at=datetime(2019, 1, 1), area="533422",
    )  # fmt: skip
    with pytest.raises(UnableToFindFacts, match="日均用水量"):
        evaluate(load_pack(tmp_path), roster, as_of=day, area="533422", engine="reference", out=tmp_path / "out")
