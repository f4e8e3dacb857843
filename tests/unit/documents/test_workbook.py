"""Workbooks as they print: page numbers, the demo mark and the head on each page, and nothing hidden behind the next cell."""

from __future__ import annotations

import io
import re
import zipfile

from jingzhun.documents.workbook import Column, Sheet, write_sheets


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
