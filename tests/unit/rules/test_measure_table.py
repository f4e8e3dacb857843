"""The how-to for tables of measures is true: its file is read, what it says is refused is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jingzhun.rules.measure_table import measures_in
from jingzhun.rules.source import AuthorProblem

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "change-the-measures.md"


def example() -> str:
    ((name, body),) = re.findall(
        r"`([\w/.]+\.yaml)`\n\n```yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL
    )
    assert name == "measures/household.yaml"
    return body


def test_the_example_is_read():
    (table,) = measures_in({"measures/household.yaml": example()})
    assert table.row("一般贫困户", "弱").measures == ("资产收益", "产业发展")
    assert table.row("低保贫困户", "有") is None
    assert table.added("缺技术", "有") == ("技能培训",)
    assert table.added("缺技术", "无") == ()
    assert table.added("因丧", "有") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[社会保障, 资产收益]", "[产业发展, 转移就业]", "不能只有产业和就业"),
        ("labour: 弱", "labour: 半", "有、弱、无"),
        ("labour: 弱", "labour: 有", "只写一行"),
        ("measures: [资产收益, 产业发展]", "measures: []", "至少一项措施"),
        ("trust: unchecked", "trust: sure", "seen、elsewhere、unchecked"),
        ("add: [健康扶贫]", "adds: [健康扶贫]", "add"),
        ("needs_labour: [产业发展, 扶贫小额信贷, 技能培训, 转移就业]\n", "", "至少一项"),
        ("弱: [弱劳动力或半劳动力]", "弱: [无劳动力]", "只写在一处"),
        ("弱: [弱劳动力或半劳动力]", "半: [弱劳动力或半劳动力]", "有、弱、无"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_place(old, new, said):
    assert old in example()
    with pytest.raises(AuthorProblem, match=r"第 \d+ 行") as caught:
        measures_in({"measures/a.yaml": example().replace(old, new)})
    assert said in str(caught.value)
