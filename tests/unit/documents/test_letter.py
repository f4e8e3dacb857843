"""The letter keeps the measures of GB/T 9704—2012."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from jingzhun.documents.letter import (
    BODY,
    HEADING_1,
    HEADING_2,
    PITCH,
    SIGNATURE,
    SIGNED_ON,
    TITLE,
    begin_letter,
    end_letter,
    new_letter,
    pack,
    place_signature,
    write_letter,
)


def opened(*paragraphs: tuple[str, str]):
    return Document(io.BytesIO(write_letter(paragraphs)))


def fonts_of(word, style: str) -> str:
    return word.styles[style].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_page_is_a4_with_the_type_area_of_the_standard():
    section = opened((BODY, "文")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(edge.mm) for edge in (section.top_margin, section.bottom_margin)] == [37, 35]
    assert [round(edge.mm) for edge in (section.left_margin, section.right_margin)] == [28, 26]


def test_22_lines_fit_the_type_area_and_28_characters_fit_a_line():
    height = (297 - 37 - 35) / 25.4 * 72
    assert height / PITCH >= 22 > height / (PITCH + 1)
    word = opened((BODY, "文"))
    given_up = int(word.styles[BODY].element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + given_up) <= 156 / 25.4 * 72 < 29 * (16 + given_up)


def test_each_level_has_its_font_and_size():
    word = opened((BODY, "文"))
    assert fonts_of(word, TITLE) == "方正小标宋_GBK"
    assert fonts_of(word, HEADING_1) == "黑体"
    assert fonts_of(word, HEADING_2) == "楷体_GB2312"
    assert fonts_of(word, BODY) == "仿宋_GB2312"
    assert (word.styles[TITLE].font.size, word.styles[BODY].font.size) == (Pt(22), Pt(16))
    assert word.styles[BODY].paragraph_format.line_spacing == Pt(28.95)
    assert word.styles[BODY].paragraph_format.first_line_indent == Pt(32)


def test_no_font_is_inside_the_file_and_each_has_another_name():
    word = new_letter()
    table = next(rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/fontTable"))
    text = table.blob.decode()
    assert 'w:name="方正小标宋_GBK"><w:altName w:val="方正小标宋简体"' in text
    assert "embed" not in text


def test_page_numbers_stand_outside_odd_right_even_left():
    word = new_letter()
    assert word.settings.odd_and_even_pages_header_footer
    odd, even = word.sections[0].footer.paragraphs[0], word.sections[0].even_page_footer.paragraphs[0]
    assert odd.text.startswith("— ") and odd.text.endswith(" —")
    assert " PAGE " in odd._element.xml
    assert (odd.alignment, even.alignment) == (2, 0)


def test_issuer_is_centred_over_the_date():
    word = opened((SIGNATURE, "德钦县扶贫办"), (SIGNED_ON, "2018年12月31日"))
    place_signature(word)
    signature, dated = word.paragraphs
    date_width = 7 * 0.5 + 3 + 0.5  # 8 digits of half width, 3 characters
    free = 4 + (date_width - 6) / 2
    assert signature.paragraph_format.right_indent == Pt(round(free * 16, 2))
    assert dated.paragraph_format.right_indent is None  # four characters by its style


def test_the_same_paragraphs_give_the_same_bytes():
    assert write_letter([(TITLE, "报告"), (BODY, "文")]) == write_letter([(TITLE, "报告"), (BODY, "文")])
    assert pack(new_letter()) == pack(new_letter())


def test_the_end_names_the_enclosures_and_no_date_stands_on_a_page_without_text():
    word = begin_letter("资金公告")
    word.add_paragraph("现公告如下。", style=BODY)
    word.add_paragraph("特此公告。", style=BODY)
    end_letter(word, issuer="某县办公室", on="2018年12月31日", enclosures=["甲表", "乙表"])
    shown = [paragraph.text for paragraph in word.paragraphs]
    assert shown == [
        "资金公告", "", "现公告如下。", "特此公告。", "", "附件：1.甲表", "　　　2.乙表", "", "", "某县办公室", "2018年12月31日",
    ]  # fmt: skip
    kept = [paragraph.text for paragraph in word.paragraphs if paragraph.paragraph_format.keep_with_next]
    assert kept == ["特此公告。", "", "附件：1.甲表", "　　　2.乙表", "", "", "某县办公室"]
