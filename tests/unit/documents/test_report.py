"""A placeholder names a figure; every number of the result is known to be one or to be loose."""

from __future__ import annotations

import io

import pytest
from docx import Document

from jingzhun.documents.letter import BODY, HEADING_1, HEADING_2, TITLE, pack, write_letter
from jingzhun.documents.numbers import figures_in, word_count
from jingzhun.documents.report import (
    UnableToFillTemplate,
    UnableToReadTemplate,
    fill,
    placeholders,
    read_back,
)
from jingzhun.documents.trace import TraceRow, append_trace

TEMPLATE = write_letter(
    [
        (TITLE, "{{县名}}{{年度}}年度项目库推进报告"),
        (HEADING_1, "一、概况"),
        (BODY, "全县项目{{项目数}}个，资金{{资金}}万元。"),
        (BODY, "按〔2018〕69号文件，2018年12月31日前完成{{项目数}}个，另有12盏。"),
        (HEADING_1, "二、推进"),
        (HEADING_2, "（一）卫生室"),
        (BODY, "资金{{资金}}万元。"),
    ]
)
WORDS = {"县名": "德钦县", "年度": "2018"}
FIGURES = {"项目数": "78", "资金": "21130.74"}


def numbers(text: str) -> list[str]:
    return [text[start:end] for start, end in figures_in(text)]


def test_placeholders_are_the_names_in_the_template():
    assert placeholders(TEMPLATE) == ("县名", "年度", "资金", "项目数")


def test_each_number_knows_its_figure_and_its_places():
    filled = fill(TEMPLATE, figures=FIGURES, words=WORDS)
    assert filled.places == {1: ("一、第1段", "一、第2段"), 2: ("一、第1段", "二、（一）第1段")}
    spans = [span for paragraph in filled.paragraphs for span in paragraph.spans if span.number]
    assert [(span.text, span.number) for span in spans] == [("78", 1), ("21130.74", 2), ("78", 1), ("21130.74", 2)]


def test_a_number_written_into_the_template_is_loose():
    assert fill(TEMPLATE, figures=FIGURES, words=WORDS).loose == ("12",)


def test_the_saved_file_still_knows_its_figures():
    filled = fill(TEMPLATE, figures=FIGURES, words=WORDS)
    again = read_back(pack(filled.word))
    assert again == filled.paragraphs
    assert again[2].text == "全县项目78个，资金21130.74万元。"


def test_a_number_changed_by_hand_in_word_outside_its_mark_is_loose():
    filled = fill(TEMPLATE, figures=FIGURES, words=WORDS)
    filled.word.paragraphs[2].add_run("再加5个。")
    loose = [span.text for paragraph in read_back(pack(filled.word)) for span in paragraph.spans if span.is_loose]
    assert loose == ["5", "12"]


def test_a_placeholder_split_over_runs_by_word_is_still_found():
    word = Document(io.BytesIO(write_letter([(BODY, "")])))
    for piece in ("共{{项", "目数", "}}个"):
        word.paragraphs[0].add_run(piece)
    filled = fill(pack(word), figures={"项目数": "78"}, words={})
    assert [(span.text, span.number) for span in filled.paragraphs[0].spans] == [("共", 0), ("78", 1), ("个", 0)]


def test_text_is_never_read_as_markup():
    filled = fill(write_letter([(BODY, "{{单位}}")]), figures={}, words={"单位": "<w:br/>甲&乙"})
    assert filled.paragraphs[0].text == "<w:br/>甲&乙"


def test_a_placeholder_without_figure_is_refused_by_name():
    with pytest.raises(UnableToFillTemplate, match=r"D-002.*资金、项目数"):
        fill(TEMPLATE, figures={}, words=WORDS)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", write_letter([(BODY, "{{资金")])])
def test_what_is_no_template_is_refused(data):
    with pytest.raises(UnableToReadTemplate, match="D-001"):
        placeholders(data)


@pytest.mark.parametrize(
    "text",
    ["{{ 单位.__class__ }}", "{{ 单位|upper }}", "{% for 甲 in 单位 %}乙{% endfor %}", "{{ 1 + 1 }}", "{{ range(9) }}"],
)
def test_a_template_can_do_nothing_but_name_what_it_shows(text):
    template = write_letter([(BODY, text)])
    with pytest.raises(UnableToReadTemplate):
        fill(template, figures={}, words={"单位": "甲"})


def test_the_appendix_has_a_row_per_figure_on_a_turned_page():
    filled = fill(TEMPLATE, figures=FIGURES, words=WORDS)
    row = TraceRow(1, "一、第1段", "项目数", "78", "个", "计算", "口径", "2018-12-31", "名册", "78", "9f3c·21ab")
    append_trace(filled.word, [row, row])
    word = Document(io.BytesIO(pack(filled.word)))
    assert [len(table.rows) for table in word.tables] == [3]
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [
        "1", "一、第1段", "项目数", "78", "个", "计算", "口径", "2018-12-31", "名册", "78", "9f3c·21ab",
    ]  # fmt: skip
    assert [p.text for p in read_back(pack(filled.word)) if p.text][-1] == "资金21130.74万元。"
    section = word.sections[-1]
    assert section.page_width > section.page_height


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年12月31日，共78个", ["78"]),
        ("2018—2020年规划965盏", ["965"]),
        ("扶贫〔2018〕69号", []),
        ("2018年度投入21130.74万元", ["21130.74"]),
        ("1.小标题，3项", ["3"]),
        ("（1）小标题", []),
        ("截至2018-12-31共1,234.50元", ["1,234.50"]),
        ("10月份完成2所", ["2"]),
        ("面积1.5万平方米", ["1.5"]),
        ("共１２个", ["１２"]),
    ],
)
def test_dates_and_document_numbers_are_not_figures(text, found):
    assert numbers(text) == found


def test_word_count_is_that_of_word_processors():
    assert word_count("共78个，资金21130.74万元。") == 10
