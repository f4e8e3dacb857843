"""Tables as offices make them: headers over two lines, totals and notes, merged cells, several sheets, units above."""

from __future__ import annotations

import pytest

from jingzhun.core.errors import Problem
from jingzhun.ingest.actions import importing
from jingzhun.registry.models import StatedIncome, Subject
from sheets import family, grid, headers, lines, repacked, xlsx

HEADERS = list(headers("export-2018"))


def two():
    return [*family("H1"), *family("H2")]


def test_a_header_over_two_lines_is_read_with_the_groups_above_it(try_file):
    upper = [header if place < 5 else None for place, header in enumerate(HEADERS)]
    upper[5], upper[18] = "成员信息", "户信息"
    lower = [None if place < 5 else header for place, header in enumerate(HEADERS)]
    result, outcome = try_file(grid({"花名册": [["德钦县花名册"], upper, lower, *lines(HEADERS, two())]}))
    assert (result.layout, result.accepted, result.status) == ("export-2018", 6, 0)
    assert outcome.batch.table.header_row == 3


@pytest.mark.parametrize(
    "second",
    [
        ["AAR004", None, "AAD001", None, "AAC001", "AAB001", "AAB002"],
        ["甲", "乙", *range(1, len(HEADERS) - 1)],
        list(range(1, len(HEADERS) + 1)),
        HEADERS,
    ],
)
def test_a_second_header_line_is_no_data(try_file, second):
    result, _ = try_file(grid({"花名册": [HEADERS, second, *lines(HEADERS, two())]}))
    assert (result.persons, result.status, result.skipped) == (6, 0, ["2"])


def test_a_header_repeated_on_a_later_page_is_no_data(try_file):
    rows = lines(HEADERS, two())
    result, _ = try_file(grid({"花名册": [HEADERS, *rows[:4], HEADERS, *rows[4:]]}))
    assert (result.persons, result.status, result.skipped) == (6, 0, ["6"])


def test_totals_and_notes_are_no_data(try_file):
    total = ["合 计", None, None, None, "2户", None, None, None, 6, None, None, None, None, None, None, None, 12]
    signed = ["填报人：张三", None, None, None, "审核人：李四", None, None, None, "填报日期：2019年1月5日"]
    notes = [["数据来源于系统导出，经各乡镇核对"], [None, None, "德钦县扶贫开发办公室（盖章）"]]
    result, _ = try_file(grid({"花名册": [HEADERS, *lines(HEADERS, two()), [], total, signed, *notes]}))
    assert (result.persons, result.status) == (6, 0)
    assert result.skipped == ["9", "10", "11", "12"]


def test_a_last_row_that_lacks_its_number_is_data_and_refused(try_file):
    rows = lines(HEADERS, two())
    rows.append(["德钦县", "奔子栏镇", "叶日村"])
    result, _ = try_file(grid({"花名册": [HEADERS, *rows]}))
    assert (result.persons, result.accepted) == (7, 6)
    assert {issue.row for issue in result.refused} == {8}


def test_sheets_with_the_same_header_are_one_table(write_file):
    turned = HEADERS[::-1]
    wrong = [row | {"证件号码": "123"} if place == 1 else row for place, row in enumerate(family("H2"))]
    result = write_file(
        grid({
            "说明": [["填表说明"], ["姓名必须填写"]],
            "奔子栏镇": [["奔子栏镇花名册"], HEADERS, *lines(HEADERS, family("H1"))],
            "云岭乡": [turned, *lines(turned, wrong)],
            "空表": [HEADERS],
        })
    )  # fmt: skip
    assert (result.persons, result.accepted, result.households) == (6, 5, 2)
    assert [(issue.row, issue.code) for issue in result.refused] == [(3, "R-010")]
    assert result.refused[0].reason.startswith("工作表“云岭乡”：")
    assert set(Subject.objects.filter(kind="household").values_list("code", flat=True)) == {"H1", "H2"}
    # The pages read the file again by what was noted of it.
    upload = result.upload
    choice = importing.Choice(
        sheet=upload.sheet, header_row=upload.header_row, layout=upload.layout, columns=upload.columns
    )
    again = importing.table_of(importing.read_sheets(_data(upload), "export.xlsx"), choice)
    assert (len(again.rows), again.where(0), again.where(4)) == (6, "奔子栏镇!3", "云岭乡!3")


def test_another_table_in_the_file_is_pointed_out(try_file):
    living = [["户编号", "房屋等级", "饮水安全"], ["H1", "A", "是"]]
    result, _ = try_file(grid({"住房": living, "人": [HEADERS, *lines(HEADERS, family("H1"))]}))
    assert (result.layout, result.accepted, result.status) == ("export-2018", 3, 1)
    assert [(issue.row, issue.code) for issue in result.flagged] == [(1, "R-090")]
    assert "住房" in result.flagged[0].reason


def test_cells_merged_over_the_members_hold_for_all_of_them(try_file):
    rows = lines(HEADERS, family("H1"))
    for row in rows[1:]:
        row[1] = row[2] = row[4] = None
    merged = ["B2:B4", "C2:C4", "E2:E4"]
    result, _ = try_file(grid({"花名册": [HEADERS, *rows]}, merged=merged))
    assert (result.households, result.accepted, result.status) == (1, 3, 0)
    assert try_file(grid({"花名册": [HEADERS, *rows]}))[0].accepted < 3


def test_an_amount_merged_over_rows_does_not_count_for_each(try_file, write_file):
    write_file(xlsx(HEADERS, family("H1")))
    header = ["户编号", "年度", "收支", "收支类别", "项目", "金额(元)"]
    rows = [["H1", 2018, "收", "工资性", "打工", 9000], [None, 2018, "收", "转移性", "低保", None]]
    result, _ = try_file(grid({"台账": [header, *rows]}, merged=["A2:A3", "F2:F3"]))
    assert [(issue.row, issue.column, issue.code) for issue in result.refused] == [(3, "金额(元)", "R-001")]


@pytest.mark.parametrize(
    ("above", "header", "cell"),
    [
        ([], "人均纯收入（万元）", 0.35),
        ([["单位：万元"]], "人均纯收入", 0.35),
        ([["填报单位：扶贫办", None, "单位：万元"]], "人均纯收入（元）", 3500),
        ([], "2018年人均纯收入/元", 3500),
        ([], "★人均纯收入(元)(必填)", 3500),
        ([], "人均纯收入", "￥3,500元/人"),
    ],
)
def test_units_come_from_the_header_or_the_line_above(write_file, above, header, cell):
    names = [header if name == "人均纯收入" else name for name in HEADERS]
    rows = [[cell if name == header else value for name, value in zip(names, row, strict=True)] for row in lines(HEADERS, family("H1"))]  # fmt: skip
    write_file(grid({"花名册": [*above, names, *rows]}))
    assert StatedIncome.objects.get().per_head == 350000


def test_the_year_of_a_header_dates_the_file(try_file):
    names = ["2017年人均纯收入" if name == "人均纯收入" else name for name in HEADERS]
    result, _ = try_file(grid({"花名册": [names, *lines(HEADERS, family("H1"))]}))
    assert result.since == "2017-12-31"


def test_a_file_that_lacks_a_required_column_is_not_taken_for_a_smaller_layout(try_file):
    names = ["家庭代号" if name == "户编号" else name for name in HEADERS]
    with pytest.raises(Problem) as refusal:
        try_file(grid({"花名册": [names, *lines(HEADERS, family("H1"))]}))
    assert refusal.value.code == "I-003" and "户编号" in str(refusal.value)


def test_columns_that_are_not_imported_are_named(try_file):
    rows = [[*row, "有"] for row in lines(HEADERS, family("H1"))]
    result, _ = try_file(grid({"花名册": [[*HEADERS, "宗教\n信仰"], *rows]}))
    assert (result.ignored, result.status) == (["宗教 信仰"], 0)


def test_a_formula_without_result_and_an_error_are_not_blanks(try_file):
    rows = lines(HEADERS, family("H1"))
    rows[2][HEADERS.index("联系电话")] = "#N/A"
    place = HEADERS.index("人均纯收入")
    data = grid({"花名册": [HEADERS, *rows]}, formulas={f"{chr(65 + place)}2": "=3000+500"})
    result, _ = try_file(data)
    assert [(issue.row, issue.column, issue.code) for issue in result.refused] == [
        (2, "人均纯收入", "R-002"), (4, "联系电话", "R-002")
    ]  # fmt: skip


def test_an_error_value_stored_as_such_is_not_a_blank(try_file):
    data = xlsx(HEADERS, family("H1"))
    cell = f"{chr(65 + HEADERS.index('人均纯收入'))}3".encode()

    def with_error(xml: bytes) -> bytes:
        start = xml.index(b'<c r="' + cell)
        end = xml.index(b"</c>", start) + 4
        return xml[:start] + b'<c r="' + cell + b'" t="e"><f>1/0</f><v>#DIV/0!</v></c>' + xml[end:]

    result, _ = try_file(repacked(data, "xl/worksheets/sheet1.xml", with_error))
    assert [(issue.row, issue.code) for issue in result.refused] == [(3, "R-002")]
    assert "#DIV/0!" in result.refused[0].reason


def _data(upload) -> bytes:
    from jingzhun.attachments.actions.store import read

    return read(upload.file_id)
