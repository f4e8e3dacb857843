"""A pack's author is told file, line, column, what was found and what may stand there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import county_pack
from county_roster import COUNTY_ROSTER
from jingzhun.rules import nodes as n
from jingzhun.rules.bind import UnableToOverride, bind_pack
from jingzhun.rules.case_roster import UnableToReadCase
from jingzhun.rules.pack import UnableToFindParameter
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack, pack_digest
from jingzhun.rules.source import AuthorProblem
from jingzhun.rules.worked_case import run_cases

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
        ("取水距离 在 5米 到 3米", "Y-016", 19, "在 小的 到 大的"),
        ("全部(成员, 出生日期 在 2001-01-01 到 2000-01-01)", "Y-016", 26, "大的在前"),
        ("占比(成员, 在校) > 50", "Y-015", 25, "50%"),
        ("任一(成员, 年限 > 1)", "Y-014", 19, "不认识“年限”"),
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


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "said"),
    [
        ("pack.yaml", "[]\n", 1, 1, "没有一个条目"),
        ("pack.yaml", HEAD.replace("2018-01-01", "2018-02-30"), 4, 18, "“2018-02-30”，没有这一天"),
        ("pack.yaml", HEAD.replace("until", "untill"), 4, 30, "是否想写“until”"),
        ("pack.yaml", HEAD + "document: {titel: 甲}\n", 5, 12, "是否想写“title”"),
        ("pack.yaml", HEAD + "complete: {收如: 需要}\n", 5, 16, "是否想写“收入”"),
        ("standards/a.yaml", "standard: 试\nsubject：户\nitems: []\n", 2, 8, "全角冒号"),
        ("standards/a.yaml", "standard: 试\nitems:\n\t- id: x\n", 3, 1, "用空格缩进"),
        ("standards/a.yaml", "standard: 试\nstandard: 又\n", 2, 1, "“standard”写了两次"),
        ("standards/a.yaml", one_rule("计数(成员): 3"), 6, 18, "加引号"),
        ("standards/a.yaml", one_rule("%通电"), 6, 12, "以符号开头的文字加引号"),
        ("standards/a.yaml", one_rule("!通电 且 饮水安全"), 6, 13, "以 ! 开头"),
        ("standards/a.yaml", one_rule(""), 6, 5, "一条规则"),
        ("standards/a.yaml", one_rule("试\x07"), 6, 13, "控制字符"),
        ("standards/a.yaml", "&a\nstandard: 试\nsubject: 户\nitems: [*a]\n", 1, 1, "绕回自己"),
        ("standards/a.yaml", "#\ufeff@1: `---\n> #“?:*a{!!set", 1, 1, "读不懂的内容"),
        ("standards/a.yaml", one_rule("通电") + "---\na: 1\n", 7, 1, "一份内容"),
        ("standards/a.yaml", one_rule("通电") + "    weight: 3\npasses_at: 10\n", 8, 12, "之和 3"),
        ("standards/a.yml", one_rule("通电"), 1, 1, "以 .yaml 结尾"),
        ("standard/a.yaml", one_rule("通电"), 1, 1, "是否想写“standards”"),
        ("terms/a.yaml", "- {term: 评估日, of: 户, is: 通电}\n", 1, 10, "政策语言没有用到的词"),
        ("codes/a.yaml", "- {list: 表, codes: [甲]}\n- {list: 表, codes: [乙]}\n", 2, 10, "名称不同"),
        ("parameters/a.yaml", "parameter: 线\nunit: 公里\nvalues: [{area: '53', from: 2018-01-01, value: 3}]\n", 3, 48, "写明单位"),
        ("parameters/a.yaml", "parameter: 线\nunit: '%'\nvalues: [{area: '53', from: 2018-01-01, value: 3}]\n", 3, 48, "3%"),
    ],
)  # fmt: skip
def test_a_trap_of_the_file_is_told_with_what_may_stand_there(
    tmp_path: Path, file: str, text: str, line: int, column: int, said: str
) -> None:
    write(tmp_path, terms="- {term: 好, of: 户, is: 通电}\n")
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    problem = refused(tmp_path)
    assert said in str(problem)
    assert (problem.fields["file"], problem.fields["line"], problem.fields["column"]) == (file, line, column)


def test_values_merged_in_from_another_entry_keep_their_place(tmp_path: Path) -> None:
    items = "  - &a {id: x, title: 试, holds: 通电}\n  - {<<: *a, id: y, holds: 通}\n"
    problem = refused(write(tmp_path, standards="standard: 试\nsubject: 户\nitems:\n" + items))
    assert (problem.fields["line"], problem.fields["column"]) == (5, 28)
    items = items.replace("通电", "通")
    assert refused(write(tmp_path, standards="standard: 试\nsubject: 户\nitems:\n" + items)).fields["line"] == 4


@pytest.mark.parametrize("names", [("subject_id", "乙"), ("甲A", "甲a")])
def test_standards_that_findings_could_not_keep_apart_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    two = "".join(
        f"- {{standard: {name}, subject: 户, items: [{{id: x, title: 试, holds: 通电}}]}}\n" for name in names
    )
    problem = refused(write(tmp_path, standards=two))
    assert problem.code == "Y-022"
    assert problem.fields["line"] == (1 if names[0] == "subject_id" else 2)


def test_references_that_grow_beyond_reason_are_refused_at_once(tmp_path: Path) -> None:
    grown = "".join(f"  a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 10))
    problem = refused(write(tmp_path, cases="- case: 一\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + grown))
    assert "展开后过大" in str(problem)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("户户: {通电: 是}", "是否想写“户”"),
        ("户: {通电: 是, 收入完整: [今年]}", "年度如 2018"),
        ("户: {房屋等级: E}", "A、B、C、D"),
        ("户: {住房面积: 25.123平方米}", "小数不超过 2 位"),
        ("户: {取水距离: 2.5米}", "小数不超过 0 位"),
        ("户: {收入: [{年度: 2018, 方向: 收, 金额: 99999999999999999999元}]}", "小于 10^17"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused(tmp_path: Path, body: str, said: str) -> None:
    on = "{area: '533422', as_of: 2018-12-31}"
    cases = f"- case: 一\n  on: {on}\n  {body}\n  expect: {{x: 通过}}\n"
    checked = check_pack(load_pack(write(tmp_path, standards=one_rule("通电"), cases=cases)), COUNTY_ROSTER)
    with pytest.raises(UnableToReadCase) as caught:
        run_cases(checked)
    assert said in str(caught.value) and caught.value.fields["line"] == 1


@pytest.mark.parametrize(
    ("case", "said"),
    [("{消售: 100元, expect: 1元}", "是否想写“销售”"), ("{销售: 100元}", "expect"), ("{致贫原因: 病, expect: 1元}", "{列: 值}")],
)  # fmt: skip
def test_a_case_of_a_programme_that_says_nothing_is_refused(tmp_path: Path, case: str, said: str) -> None:
    given = "given: {area: '533422', as_of: 2018-12-31}"
    text = f"programme: 奖\nsubject: 户\namount: 1元\n{given}\ncases:\n  - {case}\n"
    checked = check_pack(load_pack(write(tmp_path, programmes=text)), COUNTY_ROSTER)
    with pytest.raises(UnableToReadCase) as caught:
        run_cases(checked)
    assert said in str(caught.value) and caught.value.fields["line"] == 6


def test_a_bare_number_takes_the_unit_of_the_column_beside_it(tmp_path: Path) -> None:
    fact = "- {fact: 里程, code: road_km, of: 村, type: 数量, unit: 公里}\n"
    folder = write(tmp_path, facts=fact, standards=one_rule("里程 >= 5 且 里程 在 5 到 9", "村"))
    item = check_pack(load_pack(folder), COUNTY_ROSTER).standards[0].items[0]
    numbers = [each.value for each in n.walk(item.holds) if isinstance(each, n.Literal) and each.type.unit.num == "米"]
    assert numbers == [5000, 5000, 9000]
    problem = refused(write(tmp_path, standards=one_rule("广播电视覆盖率 >= 99", "村")))
    assert "99%" in str(problem) and problem.fields["column"] == 23
    write(tmp_path, standards=one_rule("广播电视覆盖率 >= 0.99 且 广播电视覆盖率 < 150%", "村"))
    assert check_pack(load_pack(tmp_path), COUNTY_ROSTER).standards


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
