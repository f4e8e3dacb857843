"""Workbooks for tests of ingest: rows as dicts by header, written as xlsx or csv bytes, and the people in them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from factories import id_number
from jingzhun.ingest.layouts.layout import layouts


def xlsx(
    headers: Sequence[str], rows: Sequence[Mapping[str, Any]], *, above: Sequence[str] = (), sheet: str = "Sheet1",
    below: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """A sheet with ``above`` lines, the header, the rows; texts as text, numbers as numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, text in enumerate(above):
            page.write_string(line, 0, text)
        for column, header in enumerate(headers):
            page.write_string(len(above), column, header)
        for line, row in enumerate(rows, start=len(above) + 1):
            for column, header in enumerate(headers):
                value = row.get(header)
                if isinstance(value, str):
                    page.write_string(line, column, value)
                elif isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                elif value is not None:
                    page.write(line, column, value)
        for line, text in enumerate(below, start=len(above) + len(rows) + 1):
            page.write_string(line, 0, text)
    return buffer.getvalue()


def csv_bytes(headers: Sequence[str], rows: Sequence[Mapping[str, Any]], *, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([row.get(header, "") for header in headers] for row in rows)
    return text.getvalue().encode(encoding)


def headers(layout: str) -> tuple[str, ...]:
    return layouts()[layout].headers


def person(household: str, number: int, name: str, relation: str, **cells: Any) -> dict[str, Any]:
    """One row of the export of 2018, valid as it stands; ``cells`` overrule by header."""
    sex = cells.pop("_sex", "男")
    born_on = cells.pop("_born_on", date(1970, 3, 5))
    row: dict[str, Any] = {
        "县": "德钦县", "乡(镇)": "奔子栏镇", "行政村": "叶日村", "自然村": "上组", "户编号": household,
        "人编号": f"{household}{number:02d}", "姓名": name, "证件号码": id_number(born_on=born_on, sex=sex),
        "与户主关系": relation, "民族": "藏族", "文化程度": "小学", "在校生状况": "非在校生", "健康状况": "健康",
        "劳动技能": "普通劳动力", "务工状况": "乡（镇）内务工", "务工时间(月)": 6, "参加大病医疗": "是", "脱贫属性": "未脱贫",
        "贫困户属性": "一般贫困户", "主要致贫原因": "缺技术", "危房户": "否", "饮水安全": "是", "饮水困难": "否",
        "人均纯收入": 3500.5, "联系电话": "13800138000",
    }  # fmt: skip
    row.update(cells)
    return row


def family(household: str, **cells: Any) -> list[dict[str, Any]]:
    """Three valid rows: head, wife, son."""
    return [
        person(household, 1, "此里农布", "户主", **cells),
        person(household, 2, "格桑卓玛", "配偶", _sex="女", _born_on=date(1972, 8, 1), **cells),
        person(
            household, 3, "扎西", "之子", _born_on=date(2006, 1, 9), 在校生状况="小学", 务工状况="未务工", 劳动技能="无劳动力",
            **{"务工时间(月)": 0}, **cells,
        ),
    ]  # fmt: skip


def grid(
    pages: Mapping[str, Sequence[Sequence[Any]]], *, merged: Sequence[str] = (), formulas: Mapping[str, str] | None = None
) -> bytes:  # fmt: skip
    """A workbook of sheets as plain rows of cells. ``merged`` ranges of the first sheet keep the text of their first cell;
    ``formulas`` (cell → formula) are written without a result, as programs do."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        for order, (name, rows) in enumerate(pages.items()):
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        page.write(line, place, value)
            for cells in merged if order == 0 else ():
                row, place = xl_cell_to_rowcol(cells.partition(":")[0])
                page.merge_range(cells, rows[row][place])
            for cell, formula in (formulas or {}).items() if order == 0 else ():
                page.write_formula(cell, formula, None, "")
    return buffer.getvalue()


def lines(headers: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows of cells in the order of ``headers``."""
    return [[row.get(header) for header in headers] for row in rows]


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()
