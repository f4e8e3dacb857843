"""Reports are read from what offices send: text in their encodings, Word with tables and notes, never rubbish."""

import io
import zipfile

import docx
import pytest

from jingzhun.core.upload import UnableToAcceptSize, UnableToOpenDamagedFile, UnableToUnpack
from jingzhun.proofread.document import (
    UnableToProofreadFigures,
    UnableToProofreadLength,
    UnableToReadReport,
    read_report,
    read_text,
)
from jingzhun.proofread.proofreading import proofread


def word(*paragraphs, table=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for cells, row in zip(grid.rows, table, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


TABLE = (
    ("乡镇", "户数", "人数"),
    ("河口镇", "120", "456"),
    ("松林镇", "86", "331"),
    ("白石乡", "94", "350"),
    ("合计", "300", "1147"),
)


def test_gb18030_text_is_read():
    document = read_report("全村共286户。\r\n其中脱贫户97户。".encode("gb18030"), "报告.txt")
    assert document.lines == ("全村共286户。", "其中脱贫户97户。")


def test_word_paragraphs_and_table_rows_are_lines_in_order():
    document = read_report(word("一、基本情况", "见下表。", table=TABLE), "报告.docx")
    assert document.lines[:3] == ("一、基本情况", "见下表。", "乡镇\t户数\t人数")
    assert document.lines[6] == "合计\t300\t1147"


def test_a_wrong_total_in_a_word_table_is_found():
    report = proofread(read_report(word("见下表。", table=TABLE), "报告.docx"))
    assert [(found.kind.value, found.stated, found.computed) for found in report.findings] == [("sum", "1147", "1137")]


def test_a_number_cut_by_a_line_end_is_one_number_with_its_place():
    lines = ["全镇各村共有建档立卡的脱贫人口和监测对象合计1,", "256人，其中脱贫人口1,104人、监测对象152人。"]
    report = proofread(read_text("\n".join(lines)))
    total = report.figures[0]
    assert (total.value, total.place.line, total.place.last_line) == (1256, 1, 2)
    assert total.literal == "1,\n256人"


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"0" * (21 * 1024 * 1024), "大.txt", UnableToAcceptSize),
        (bytes((i * 7919) % 256 for i in range(5000)), "乱.txt", UnableToOpenDamagedFile),
        (word("甲")[:3000], "断.docx", UnableToOpenDamagedFile),
        (b"%PDF-1.7 nothing behind", "坏.pdf", UnableToReadReport),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, name, error):
    with pytest.raises(error):
        read_report(data, name)


def test_a_zip_bomb_in_word_dress_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<a>" + " " * 80_000_000 + "</a>")
    with pytest.raises(UnableToUnpack):
        read_report(stream.getvalue(), "弹.docx")


@pytest.mark.parametrize(
    "piece",
    [
        "（5户",
        "共10户，其中3户、",
        "3户5人7元9%，",
        "每户5元，",
        "共5户：\n",
        "|5|6|7|\n",
        "其中",
        "1,",
        "（",
        "一千二百",
    ],
)
def test_hostile_repetition_ends(piece):
    assert proofread(read_text(piece * 300)).name


def test_more_figures_than_a_report_can_have_are_refused():
    with pytest.raises(UnableToProofreadFigures):
        proofread(read_text("有5户。\n" * 8_001))


def test_pasted_text_has_a_limit():
    with pytest.raises(UnableToProofreadLength):
        read_text("户" * 200_001)
