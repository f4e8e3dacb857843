"""Reasons say the number that decided, and the stated change answers what the rule asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import county_pack
from county_roster import COUNTY_ROSTER
from jingzhun.rules.case_roster import CaseRoster
from jingzhun.rules.explanation import ExplainedItem, ExplainedProgramme, explain
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.source import Source

DAY = date(2018, 12, 31)
GROWN = {"出生日期": date(1980, 5, 1), "在校": "否", "依法免学": "否", "参加基本医疗保险": "是", "参加养老保险": "是"}
GOOD = {
    "在册": "建档立卡", "饮水安全": "是", "取水距离": "1公里", "房屋等级": "B", "成员": [GROWN], "成员完整": "是",
    "收入": [{"年度": 2018, "方向": "收", "金额": "8000元"}], "收入完整": "是",
    "帮扶措施": [{"年度": 2018, "类别": "产业扶持"}], "帮扶措施完整": "是",
}  # fmt: skip
Told = Callable[..., dict[str, ExplainedItem]]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> CheckedPack:
    return check_pack(load_pack(county_pack.write(tmp_path_factory.mktemp("pack"))), COUNTY_ROSTER)


@pytest.fixture
def told(pack: CheckedPack, tmp_path: Path) -> Told:
    def tell(**facts: object) -> dict[str, ExplainedItem]:
        cases = CaseRoster(COUNTY_ROSTER, DAY, "533422")
        key = cases.add("户", {**GOOD, **facts}, Source(""))
        explanation = explain(pack, cases.write(tmp_path / "roster"), key, as_of=DAY)
        return {item.id: item for item in explanation.standards[0].items}

    return tell


def test_a_fen_below_the_line_is_shown_with_the_comparison_as_it_was_made(told: Told) -> None:
    item = told(成员=[GROWN] * 3, 收入=[{"年度": 2018, "方向": "收", "金额": "10499.99元"}])["income"]
    assert (item.verdict, item.value, item.threshold) == ("不通过", "3500.00 元", "3500.00 元")
    assert item.note == "按未舍入的数比较：纯收入 10499.99 元，标准 10500.00 元"
    assert item.sentence == f"人均纯收入 3500.00 元，标准 3500.00 元，{item.note}，未达标。"
    assert item.change == "再增收 0.01 元"


def test_where_rounding_hides_nothing_there_is_no_note(told: Told) -> None:
    item = told(收入=[{"年度": 2018, "方向": "收", "金额": "3499.99元"}])["income"]
    assert (item.value, item.threshold, item.note) == ("3499.99 元", "3500.00 元", "")


def test_unsafe_water_nearby_fails_for_being_unsafe(told: Told) -> None:
    item = told(饮水安全="否", 取水距离="0.11公里")["water"]
    assert (item.value, item.threshold) == ("饮水安全 否", "是")
    assert item.sentence == "饮水安全 否，标准 是，未达标。"
    assert item.change == "“饮水安全”由否变为是"


def test_water_too_far_away_fails_for_its_distance(told: Told) -> None:
    item = told(取水距离="1.64公里")["water"]
    assert item.sentence == "取水距离 1640 米，标准 1000 米，未达标。"
    both = told(饮水安全="否", 取水距离="1.64公里")["water"]
    assert both.sentence == "饮水安全 否，标准 是；取水距离 1640 米，标准 1000 米，未达标。"
    assert (both.value, both.threshold) == ("1640 米", "1000 米") and both.change.startswith("没有哪一项")


def test_a_grown_up_without_pension_insurance_is_to_be_insured_not_sent_to_school(told: Told) -> None:
    item = told(成员=[GROWN, {**GROWN, "参加养老保险": "否"}])["insurance"]
    assert item.sentence == "参加养老保险不符合的有 1 人，标准 0 人，未达标。"
    assert item.change == "成员 2 参加养老保险"


def test_several_texts_that_would_do_are_counted(told: Told) -> None:
    item = told(帮扶措施=[])["assisted"]
    assert item.change == "增加 1 项帮扶措施（易地搬迁等 9 类之一）"
    assert told(房屋等级="D")["dwelling"].change == "房屋等级改为“B”"


PROGRAMME = """\
programme: 收入奖补
subject: 户
eligible: 登记贫困户
amount: min(合计(收入, 金额, 年度 = 2018 且 方向 = “收”) × 30%, 3000元)
clause: 第一条
trust: seen
cases: []
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("符合", 240_000, "计入收入 1 项共 8000.00 元", "")),
        ({"收入": [{"年度": 2018, "方向": "收", "金额": "20000元"}]}, ("符合", 300_000, "计入收入 1 项共 20000.00 元", "")),
        ({"收入": [], "收入完整": "否"}, ("符合", None, "", "补录 2018 年收入")),
        ({"在册": "缺"}, ("缺数据", None, "", "补录在册")),
        ({"在册": "未建档"}, ("不符合", 0, "", "")),
    ],
    ids=["below-cap", "at-cap", "not-collected", "status-unknown", "not-registered"],
)  # fmt: skip
def test_an_award_says_what_it_counted_and_what_must_be_recorded(
    tmp_path: Path, facts: dict[str, object], expected: tuple[object, ...]
) -> None:
    folder = county_pack.write(tmp_path / "pack")
    (folder / "programmes").mkdir()
    (folder / "programmes/award.yaml").write_text(PROGRAMME)
    cases = CaseRoster(COUNTY_ROSTER, DAY, "533422")
    key = cases.add("户", {**GOOD, **facts}, Source(""))
    pack = check_pack(load_pack(folder), COUNTY_ROSTER)
    (award,) = explain(pack, cases.write(tmp_path / "roster"), key, as_of=DAY).programmes
    assert isinstance(award, ExplainedProgramme)
    assert (award.eligible, award.amount, award.sentence, award.change) == expected
