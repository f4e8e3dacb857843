"""Workbooks as they print: page numbers, the demo mark and the head on each page, and nothing hidden behind the next cell."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

from jingzhun.documents.workbook import Column, Sheet, write_sheets
from paper import printed


def xml_of(sheet: Sheet, part: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(write_sheets([sheet]))).read(part).decode()


def widths(sheet: Sheet) -> list[float]:
    return [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml_of(sheet))]


def test_each_printed_page_has_its_number_its_head_and_the_demo_mark():
    sheet = Sheet("名单", ["范围：某县", "演示数据"], [Column("户主")], [["甲"]])
    written = xml_of(sheet)
    assert "第 &amp;P 页，共 &amp;N 页" in written and "&amp;R演示数据" in written
    assert "$4:$4" in xml_of(sheet, "xl/workbook.xml")
    assert "演示数据" not in xml_of(Sheet("名单", ["范围：某县"], [Column("户主")], [["甲"]]))


def test_a_column_is_as_wide_as_its_cells_and_long_text_wraps():
    columns = [
        Column("项目名称", "text", 16),
        Column("户数", "number", 16),
        Column("发现", "text", 60),
        Column("签字", "text", 20),
    ]
    name, count, found, signed = widths(Sheet("表", [], columns, [["奔子栏社区集体经济养殖场建设", 5, "差" * 80, ""]]))
    assert name > 28 and count < 9 and 60 <= found < 62 and 20 <= signed < 22
    assert 'wrapText="1"' in xml_of(Sheet("表", [], columns, []), "xl/styles.xml")


def test_a_whole_number_has_no_point_behind_it():
    styles = xml_of(Sheet("表", [], [Column("户数", "number")], [[5]]), "xl/styles.xml")
    assert "0.######" not in styles


def test_the_filter_leaves_the_sums_alone():
    written = xml_of(Sheet("表", [], [Column("户数", "number")], [[5], [6]], [11]))
    assert '<autoFilter ref="A2:A4"/>' in written


def test_text_gives_way_so_that_a_wide_sheet_prints_at_nine_points_on_one_page():
    columns = [Column("日期", "date"), *(Column(f"说明{n}") for n in range(14)), Column("金额（元）", "money")]
    rows = [[date(2018, 3, 1), *["长短不一的说明" * 5] * 14, 123_456_789_00]]
    page = printed(write_sheets([Sheet("表", ["范围：某县"], columns, rows)]))
    assert page["points"] >= 8.99 and page["across"] == 1 and page["is_across"] and page["repeated"] == ["$3:$3"]


def test_what_cannot_give_way_takes_more_pages_with_its_first_column_on_each():
    rows = [["甲", *["5334222018078001"] * 20]]
    page = printed(write_sheets([Sheet("表", [], [Column("户主"), *(Column(f"编号{n}") for n in range(20))], rows)]))
    assert page["points"] >= 8.99 and page["across"] == 3 and page["repeated"] == ["$A:$A", "$2:$2"]


def test_a_row_is_as_high_as_all_lines_of_its_fullest_cell():
    written = xml_of(Sheet("表", [], [Column("单位", "text", 20)], [["县扶贫办\n云岭乡示例施工队\n户 H-1"], ["一行"]]))
    heights = {int(row): float(high) for row, high in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', written)}
    assert heights[3] == 48 and 4 not in heights
