"""Files that are refused whole: each with its own code and message, and nothing changed."""

from __future__ import annotations

import io

import pytest

from jingzhun.core.errors import Problem
from jingzhun.ingest.models import Upload
from jingzhun.ingest.reading.workbook import read_workbook
from jingzhun.registry.models import Change, Subject
from sheets import csv_bytes, family, headers, repacked, xlsx

HEADERS = headers("export-2018")


def with_entity(xml: bytes) -> bytes:
    return xml.replace(b"<sst", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst', 1)


def far_corner(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def bomb() -> bytes:
    return repacked(xlsx(HEADERS, family("H1")), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 50_000_000)


GOOD = xlsx(HEADERS, family("H1")) if HEADERS else b""
FILES = {
    "not a spreadsheet": ("照片.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 100, "C-102"),
    "a web page called csv": ("名册.csv", lambda: "<html><table><tr><td>户编号</td></tr></table></html>".encode(), "I-001"),
    "damaged": ("名册.xlsx", lambda: GOOD[: len(GOOD) // 2], "C-107"),
    "wrong suffix": ("名册.csv", lambda: GOOD, "C-103"),
    "zip bomb": ("名册.xlsx", bomb, "C-104"),
    "far corner": ("名册.xlsx", lambda: repacked(GOOD, "xl/worksheets/sheet1.xml", far_corner), "I-006"),
    "external entity": ("名册.xlsx", lambda: repacked(GOOD, "xl/sharedStrings.xml", with_entity), "C-105"),
    "no known header": ("名册.xlsx", lambda: xlsx(["甲", "乙", "丙"], [{"甲": "1", "乙": "2"}]), "I-003"),
    "header without the needed columns": ("名册.xlsx", lambda: xlsx(["户编号", "姓名", "脱贫属性"], [{"户编号": "H1"}]), "I-003"),
    "zero rows": ("名册.xlsx", lambda: xlsx(HEADERS, []), "I-004"),
    "empty": ("名册.xlsx", lambda: b"", "C-101"),
    "numbers as numbers": (
        "名册.xlsx",
        lambda: xlsx(HEADERS, [row | {"证件号码": float(row["证件号码"].replace("X", "0"))} for row in family("H1")]),
        "I-007",
    ),
    "numbers as exponents in csv": (
        "名册.csv",
        lambda: csv_bytes(HEADERS, [row | {"证件号码": "5.33499E+17"} for row in family("H1")], encoding="gb18030"),
        "I-007",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_it_is_refused_whole_and_nothing_changes(write_file, case):
    name, content, code = FILES[case]
    with pytest.raises(Problem) as refusal:
        write_file(content(), name)
    assert refusal.value.code == code and refusal.value.what_to_do
    assert not (Change.objects.exists() or Subject.objects.exists() or Upload.objects.exists())


def test_a_protected_workbook_is_refused(write_file, tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(GOOD)).encrypt("secret", locked)
    with pytest.raises(Problem) as refusal:
        write_file(locked.getvalue(), "名册.xlsx")
    assert refusal.value.code == "C-106"


def test_a_file_over_the_size_limit_is_refused():
    with pytest.raises(Problem) as refusal:
        read_workbook(b"a,b\n" * 400_000, "名册.csv", megabytes=1)
    assert refusal.value.code == "C-101"


def test_one_number_cell_among_texts_refuses_only_its_row(try_file):
    rows = [*family("H1"), *family("H2")]
    rows[5]["证件号码"] = 533499197003050.0
    result, _ = try_file(xlsx(HEADERS, rows))
    assert [(issue.row, issue.code) for issue in result.refused] == [(7, "R-019")]


def test_long_shared_text_in_many_cells_is_refused():
    from jingzhun.ingest.reading.extent import UnableToReadExtent, check_extent

    rows = [{"甲": "x" * 30_000} for _ in range(300)]
    data = xlsx(["甲"], rows)
    check_extent(data, "a.xlsx")

    def many(xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", b'<row r="900000"><c r="B900000" t="s"><v>1</v></c></row></sheetData>')

    with pytest.raises(UnableToReadExtent, match="最长的一格"):
        check_extent(repacked(data, "xl/worksheets/sheet1.xml", many), "a.xlsx")
