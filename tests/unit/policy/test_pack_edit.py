"""Edits of a pack's text: what changes changes, everything else stays as it was written."""

from datetime import date
from difflib import unified_diff
from itertools import pairwise

import pytest

from jingzhun.policy.pack_edit import (
    CHANGES,
    UnableToEditPack,
    apply_from,
    note_change,
    set_item,
    set_text,
    set_value,
)
from jingzhun.policy.packs import UnableToReadPackFolder, read_folder, read_head, read_zip, shipped_folders, write_zip

FILES = {
    "pack.yaml": "pack: test/edit\ntitle: 测试\narea: '53'\nin_force: {from: 2018-01-01, until: 2019-01-01}  # 一年\n",
    "parameters/lines.yaml": """\
# 各条线
- parameter: 扶贫标准
  unit: 元/人·年
  values:
    - {area: "533422", from: 2018-01-01, value: 3500元, source: 自检自查, clause: 第一条, trust: seen}
- parameter: 取水半径上限
  unit: 公里
  values:
    - {area: "53", from: 2018-01-01, value: 1公里, source: 公开标准, clause: 饮水, trust: elsewhere}
""",
    "standards/household.yaml": """\
standard: 户退出
subject: 户
items:
  - id: income
    title: 收入达标
    holds: 纯收入 >= 扶贫标准 × 人数   # 达到即可
    clause: 第一条
    trust: seen
  - {id: housing, title: 住房安全, holds: "房屋等级 属于 [“A”, “B”]", trust: unchecked}
""",
}


def lines(before: dict, after: dict) -> list[str]:
    found = []
    for name in after:
        diff = unified_diff(before.get(name, "").splitlines(), after[name].splitlines(), lineterm="", n=0)
        found += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    return found


def value(**changes) -> dict:
    given = {
        "parameter": "扶贫标准",
        "area": "533422",
        "since": date(2019, 1, 1),
        "value": "3750元",
        "source": "县文件",
    }
    return set_value(FILES, **(given | {"clause": "第一条", "trust": "unchecked"} | changes))


def test_a_later_value_is_one_new_line():
    assert lines(FILES, value()) == [
        '+    - {area: "533422", from: 2019-01-01, value: 3750元, source: 县文件, clause: 第一条, trust: unchecked}'
    ]


def test_a_value_of_the_same_area_and_day_is_written_anew():
    changed = lines(FILES, value(since=date(2018, 1, 1)))
    assert [line[0] for line in changed] == ["-", "+"] and "3750元" in changed[1]


def test_an_item_changes_alone_and_comments_stay():
    made = set_item(
        FILES,
        standard="户退出",
        item="income",
        holds="纯收入 > 扶贫标准 × 人数",
        title="收入超过",
        clause="",
        source="",
    )
    changed = lines(FILES, made)
    assert sorted(line[0] for line in changed) == ["+", "+", "-", "-", "-"]
    assert "# 各条线" in made["parameters/lines.yaml"] and "达到即可" in made["standards/household.yaml"]


def test_an_item_without_a_rule_is_text_only():
    made = set_item(FILES, standard="户退出", item="housing", title="住房安全", holds="", clause="", source="")
    assert "房屋等级" not in made["standards/household.yaml"]


def test_the_day_from_which_a_version_applies():
    assert lines(FILES, apply_from(FILES, day=date(2018, 7, 1))) == [
        "-in_force: {from: 2018-01-01, until: 2019-01-01}  # 一年",
        "+in_force: {from: 2018-07-01, until: 2019-01-01}  # 一年",
    ]


def test_a_change_is_a_row_of_the_list_of_changes_and_cannot_break_its_table():
    made = note_change(
        FILES, on=date(2019, 3, 1), kind="参数", since=date(2019, 1, 1), area="533422", text="按 | 新文件\n改"
    )
    rows = made[CHANGES].splitlines()
    assert rows[-1] == "| 2019-03-01 | 参数 | 2019-01-01 起 | 533422 | 按 ／ 新文件 改 |"
    assert rows[2].startswith("| 日期 |")


@pytest.mark.parametrize(
    "edit",
    [
        lambda: value(parameter="没有的参数"),
        lambda: set_item(FILES, standard="户退出", item="none", title="x"),
        lambda: set_item(FILES, standard="没有", item="income", title="x"),
        lambda: set_text(FILES, path="../x.yaml", text="x"),
        lambda: set_text(FILES, path="pack.yaml", text="x" * 200_001),
        lambda: apply_from(FILES | {"pack.yaml": "a: [1"}, day=date(2019, 1, 1)),
    ],
)
def test_what_is_not_there_is_named(edit):
    with pytest.raises(UnableToEditPack):
        edit()


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_shipped_pack_goes_out_as_a_zip_and_comes_back_the_same(folder):
    files = read_folder(folder)
    assert read_zip(write_zip(files), "包.zip") == files
    assert read_zip(write_zip({f"exit/{name}": text for name, text in files.items()}), "包.zip") == files


REFERENCES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdefghijkl")
)
"""Written out, l holds 10¹² texts."""


@pytest.mark.parametrize("place", ["pack", "title", "area", "from"])
@pytest.mark.parametrize("value", ["*l", "[1, 2]", "[" * 1200 + "]" * 1200], ids=["references", "list", "deep"])
def test_a_head_that_is_no_text_is_refused_and_not_written_out(place, value):
    given = {"pack": "test/x", "title": "测试", "area": "'53'", "from": "2018-01-01"} | {place: value}
    text = REFERENCES + "pack: {pack}\ntitle: {title}\narea: {area}\nin_force: {{from: {from}}}\n".format(**given)
    with pytest.raises(UnableToReadPackFolder, match=r"pack\.yaml 缺项或写错"):
        read_head({"pack.yaml": text})
