"""A pack's author is told file, line, column, what was found and what may stand there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import county_pack
from county_roster import COUNTY_ROSTER
from jingzhun.rules.bind import UnableToOverride, bind_pack
from jingzhun.rules.pack import UnableToFindParameter
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack, pack_digest
from jingzhun.rules.source import AuthorProblem

HEAD = """pack: test/pack
title: 试验
area: "53"
in_force: {from: 2018-01-01, until: null}
"""


def write(folder: Path, **files: str) -> Path:
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    for name, text in files.items():
        kind, _, stem = name.partition("_")
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{stem or 'a'}.yaml").write_text(text, encoding="utf-8")
    return folder


def one_rule(rule: str, subject: str = "户") -> str:
    return f"standard: 试\nsubject: {subject}\nitems:\n  - id: x\n    title: 试\n    holds: {rule}\n"


def refused(folder: Path) -> AuthorProblem:
    with pytest.raises(AuthorProblem) as caught:
        check_pack(load_pack(folder), COUNTY_ROSTER)
    return caught.value


@pytest.mark.parametrize(
    ("rule", "code", "column", "said"),
    [
        ("饮水安 且 通电", "Y-014", 12, "是否想写“饮水安全”"),
        ("饮水安全 且 => 通电", "Y-011", 19, "此处可写"),
        ("取水距离 >= 3500元", "Y-015", 12, "米与元相比"),
        ("取水距离 + 3人 >= 3人", "Y-015", 12, "米与人相加减"),
        ("合计(收入, 金额) >= 3500", "Y-015", 12, "元与不带单位的数相比"),
        ("合计(收入, 金额) × 计数(成员) > 0元", "Y-015", 12, "元 × 人"),
        ("取水距离", "Y-016", 12, "米"),
        ("房屋等级 > “A”", "Y-016", 12, "比大小"),
        ("房屋等级 = “E”", "Y-014", 19, "A、B、C、D"),
        ("计数(收成) >= 1", "Y-014", 15, "收入"),
        ("合计(收入) >= 1元", "Y-017", 12, "2 至 3 项"),
        ("eval(“1”)", "Y-014", 12, "函数"),
        ("房屋等级 属于 无此表", "Y-014", 20, "代码表"),
        ("村.集体经济收入 > 0元", "Y-014", 12, "户"),
        ("任一(收入, year = year)", "Y-016", 19, "与自己相比"),
        ("试 = 通过", "Y-023", 1, "绕了一圈"),
    ],
)
def test_a_wrong_rule_names_its_place(tmp_path: Path, rule: str, code: str, column: int, said: str) -> None:
    problem = refused(write(tmp_path, standards=one_rule(rule)))
    assert problem.code == code
    assert said in str(problem)
    assert problem.fields["file"] == "standards/a.yaml"
    assert (problem.fields["line"], problem.fields["column"]) == ((1, 1) if code == "Y-023" else (6, column))


def test_places_hold_in_quotes_and_in_blocks(tmp_path: Path) -> None:
    assert refused(write(tmp_path, standards=one_rule('"饮水安全 且 无此"'))).fields["column"] == 20
    block = one_rule("|\n      饮水安全 且\n      无此词")
    problem = refused(write(tmp_path, standards=block))
    assert (problem.fields["line"], problem.fields["column"]) == (8, 7)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"standards": "standard: 试\nsubjct: 户\n"}, "是否想写“subject”"),
        ({"standards": "standard: [a\n"}, "YAML"),
        ({"standards": one_rule("通电") + "  - {id: x, title: 又, holds: 通电}\n"}, "不重复的编号"),
        ({"standards": one_rule("通电", "户户")}, "没有对象或表"),
        ({"terms": "- {term: 甲, of: 户, is: 乙}\n- {term: 乙, of: 户, is: 甲}\n"}, "绕了一圈"),
        ({"terms": "- {term: 通电, of: 户, is: 饮水安全}\n"}, "名册列"),
        ({"terms": "- {term: 甲, of: 户, is: 通电}\n- {term: 甲, of: 户, is: 通电}\n"}, "词条"),
        ({"parameters": "parameter: 线\nunit: 元\nvalues: [{area: '53', from: 2018-01-01, value: 3人}]\n"}, "元为单位"),
        ({"parameters": "parameter: 线\nunit: 元\nvalues: [{area: 'x', from: 2018-01-01, value: 3元}]\n"}, "区划代码"),
        ({"parameters": "parameter: 线\nunit: 元\nvalues: []\n"}, "至少一个"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, files: dict[str, str], said: str) -> None:
    problem = refused(write(tmp_path, **files))
    assert said in str(problem) and "第" in str(problem)


def test_a_parameter_asked_for_before_its_first_value_or_outside_its_area_is_an_error(tmp_path: Path) -> None:
    checked = check_pack(load_pack(county_pack.write(tmp_path)), COUNTY_ROSTER)
    assert "扶贫标准" in bind_pack(checked, as_of=date(2018, 1, 1), area="533422").used
    with pytest.raises(UnableToFindParameter, match="2017-12-31"):
        bind_pack(checked, as_of=date(2017, 12, 31), area="533422")
    with pytest.raises(UnableToFindParameter, match="533421"):
        bind_pack(checked, as_of=date(2018, 12, 31), area="533421")


def test_overrides_must_be_known_and_in_the_right_unit(tmp_path: Path) -> None:
    checked = check_pack(load_pack(county_pack.write(tmp_path)), COUNTY_ROSTER)
    where = {"as_of": date(2018, 12, 31), "area": "533422"}
    assert bind_pack(checked, override={"poverty_line": "3200元"}, **where).used["扶贫标准"].literal.value == 320_000
    for override in ({"无此": "1元"}, {"扶贫标准": "3人"}, {"扶贫标准": "三千"}):
        with pytest.raises(UnableToOverride):
            bind_pack(checked, override=override, **where)


def test_the_digest_changes_with_content_and_not_with_line_ends(tmp_path: Path) -> None:
    first = pack_digest(write(tmp_path, standards=one_rule("通电")))
    path = tmp_path / "standards" / "a.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert pack_digest(tmp_path) == first
    path.write_text(one_rule("饮水安全"), encoding="utf-8")
    assert pack_digest(tmp_path) != first
