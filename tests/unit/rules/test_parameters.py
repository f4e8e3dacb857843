"""Parameters by date and area, and parameters worked out from others: the monitoring line from the 低保 standard."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from county_roster import COUNTY_ROSTER
from jingzhun.rules.bind import UnableToOverride, UnableToWorkOutParameter, bind_pack
from jingzhun.rules.bound import BoundPack
from jingzhun.rules.explanation import explain_row
from jingzhun.rules.memory_roster import MemoryRoster
from jingzhun.rules.pack import UnableToFindParameter
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.source import AuthorProblem

from .test_author_errors import write

STANDARD = """standard: 监测
subject: 户
items:
  - {id: income, title: 人均收入不低于监测线, holds: "均(合计(收入, 金额, 年度 = 评估年度), 计数(成员)) >= 监测线"}
"""
FACTOR = """- parameter: 监测系数
  unit: ""
  values: [{area: "53", from: 2021-01-01, value: 1.5}, {area: "53", from: 2023-01-01, value: 1.45}]
"""
ALLOWANCE = """- parameter: 低保月标准
  code: allowance
  unit: 元/人·月
  values:
    - {area: "53", from: 2021-01-01, until: 2024-01-01, value: 400元}
    - {area: "533422", from: 2022-01-01, value: 413.33元}
"""
LINE = """- parameter: 监测线
  code: monitoring_line
  unit: 元/人·年
  values:
    - {area: "53", from: 2020-01-01, value: 5000元, source: 定数}
    - {area: "53", from: 2021-01-01, value: "监测系数 × 低保月标准 × 12月", source: 公式}
"""


def checked(folder: Path, line: str = LINE, **files: str) -> CheckedPack:
    return check_pack(
        load_pack(write(folder, standards=STANDARD, parameters=FACTOR + ALLOWANCE + line, **files)), COUNTY_ROSTER
    )


def bound(pack: CheckedPack, day: str, area: str = "533422", **override: object) -> BoundPack:
    return bind_pack(pack, as_of=date.fromisoformat(day), area=area, override=override)


@pytest.mark.parametrize(
    ("day", "area", "fen"),
    [
        ("2020-12-31", "533422", 500_000),
        ("2021-01-01", "533422", 720_000),
        ("2022-01-01", "533422", 743_994),
        ("2022-12-31", "533421", 720_000),
        ("2023-01-01", "533422", 719_194),  # 1.45 × 413.33 × 12 = 7,191.942
        ("2024-01-01", "533422", 719_194),
    ],
)
def test_a_formula_takes_the_values_in_force_there_and_then(tmp_path: Path, day: str, area: str, fen: int) -> None:
    assert bound(checked(tmp_path), day, area).used["监测线"].literal.value == fen


@pytest.mark.parametrize(("day", "area"), [("2019-12-31", "533422"), ("2024-01-01", "533421"), ("2021-01-01", "51")])
def test_before_the_first_value_after_the_last_and_outside_the_area_are_errors_with_their_place(
    tmp_path: Path, day: str, area: str
) -> None:
    with pytest.raises(
        UnableToFindParameter, match=r"^Y-030 parameters/a\.yaml 第 \d+ 行第 \d+ 列：参数“.*”在 .*没有值"
    ) as caught:
        bound(checked(tmp_path), day, area)
    assert caught.value.fields["area"] == area


def test_a_tried_value_reaches_what_is_worked_out_from_it(tmp_path: Path) -> None:
    pack = checked(tmp_path)
    tried = bound(pack, "2021-06-30", allowance="500元").used
    assert tried["监测线"].literal.value == 900_000 and tried["低保月标准"].source == "试算"
    assert bound(pack, "2021-06-30", monitoring_line="8000元").used["监测线"].literal.value == 800_000
    with pytest.raises(UnableToOverride):
        bound(pack, "2021-06-30", allowance="3人")


def test_functions_without_rows_may_be_used_in_a_formula(tmp_path: Path) -> None:
    line = LINE.replace(
        "监测系数 × 低保月标准 × 12月", "max(上取整(均(低保月标准 × 12月, 3) // 100) × 100, 1元/人) × 监测系数"
    )
    assert bound(checked(tmp_path, line), "2021-01-01", "53").used["监测线"].literal.value == Fraction(160_000 * 3, 2)


@pytest.mark.parametrize(
    ("formula", "code", "said"),
    [
        ("监测系数 × 低保月标准 × 12", "Y-015", "公式得元/人·月，参数以元/人为单位"),
        ("监测系数 × 低保月标 × 12月", "Y-014", "是否想写“低保月标准”"),
        ("监测线 × 2", "Y-023", "绕了一圈"),
        ("户数 × 2", "Y-014", "户数"),
        ("低保月标准 > 3元/人·月", "Y-016", "是否"),
        ("监测系数 × 2", "Y-015", "公式得不带单位的数"),
        ("合计(收入, 金额)", "Y-014", "收入"),
        ("“三千”", "Y-021", "公式"),
    ],
)
def test_a_wrong_formula_names_its_place(tmp_path: Path, formula: str, code: str, said: str) -> None:
    with pytest.raises(AuthorProblem) as caught:
        checked(tmp_path, LINE.replace("监测系数 × 低保月标准 × 12月", formula))
    assert caught.value.code == code and said in str(caught.value)
    assert (caught.value.fields["file"], caught.value.fields["line"]) == ("parameters/a.yaml", 15)


def test_a_circle_over_a_term_and_a_zero_divisor_are_refused(tmp_path: Path) -> None:
    term = "- {term: 年线, is: 监测线 × 1}\n"
    with pytest.raises(AuthorProblem, match="Y-023"):
        checked(tmp_path, LINE.replace("监测系数 × 低保月标准 × 12月", "年线 × 2"), terms=term)
    (tmp_path / "b").mkdir()
    nought = checked(tmp_path / "b", LINE.replace("× 12月", "× 12月 // (监测系数 - 1.5)"))
    with pytest.raises(UnableToWorkOutParameter, match="第 15 行"):
        bound(nought, "2021-01-01")
    assert bound(nought, "2023-01-01").used["监测线"].literal.value < 0


def test_an_explanation_shows_the_worked_out_value_and_what_is_behind_it(tmp_path: Path) -> None:
    pack = checked(tmp_path)
    row = {column.name: None for column in COUNTY_ROSTER.table("household").columns} | {"id": 1}
    memory = MemoryRoster(COUNTY_ROSTER, {"household": {1: row}}, set())
    shown = {
        each.name: each.value
        for each in explain_row(pack, bound(pack, "2021-06-30"), memory, "household", row).parameters
    }
    assert shown == {"监测系数": "1.5", "低保月标准": "400元", "监测线": "7200.00 元（监测系数 × 低保月标准 × 12月）"}
