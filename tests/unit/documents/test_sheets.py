"""Sheets for paper: data are text and never markup; without a Chinese font nothing is printed."""

import io

import pypdf
import pytest
import typst

from jingzhun.documents import typesetting
from jingzhun.documents.typesetting import UnableToPrint, set_sheet

BOOK = {
    "title": "演示册", "subtitle": "#panic(1) *粗* $x$ <标签>", "notes": ["@谁 = 一"], "is_demo": True,
    "columns": [{"title": "户主", "width": 0, "right": False}, {"title": "人数", "width": 20, "right": True}],
    "sections": [{"title": "一节", "rows": [["#set text(red)", "3"]], "sum": ["小计", "3"]}],
    "total": ["合计", "3"], "equation": "本册 1 户 3 人", "signatures": ["造册人"], "foot": "_脚_",
}  # fmt: skip


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_what_looks_like_markup_is_printed_as_it_is():
    said = words(set_sheet("book", BOOK, parts=("register",)))
    for text in ("#panic(1)*粗*$x$<标签>", "@谁=一", "#settext(red)", "_脚_", "本册1户3人", "演示数据", "第1页，共1页"):
        assert text in said


def test_the_same_data_give_the_same_bytes():
    assert set_sheet("book", BOOK, parts=("register",)) == set_sheet("book", BOOK, parts=("register",))


def test_a_machine_without_chinese_fonts_says_so(monkeypatch):
    monkeypatch.setattr(typesetting, "_fonts", lambda folders: typst.Fonts(include_system_fonts=False))
    with pytest.raises(UnableToPrint, match=r"D-030 .*fonts-noto-cjk"):
        set_sheet("book", BOOK, parts=("register",))


def test_nobody_signs_a_page_without_lines_and_each_page_has_the_head():
    rows = [[f"第{number}户", "1"] for number in range(1, 70)]
    for count in range(20, 70):  # at some of them the signatures alone would fall on a new page
        book = BOOK | {"sections": [{"title": "", "rows": rows[:count], "sum": []}]}
        last = pypdf.PdfReader(io.BytesIO(set_sheet("book", book, parts=("register",)))).pages[-1]
        said = "".join(last.extract_text().split())
        assert f"第{count}户" in said and "户主" in said, count
