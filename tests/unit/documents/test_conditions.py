"""A paragraph of a template stands only where its conditions hold, however Word split its text."""

from __future__ import annotations

import io

from docx import Document

from jingzhun.documents.conditions import conditions, only_what_applies
from jingzhun.documents.letter import BODY, pack, write_letter
from jingzhun.documents.report import placeholders

TEMPLATE = write_letter(
    [
        (BODY, "一直在。"),
        (BODY, "{{若有_到位}}到位{{到位}}万元。"),
        (BODY, "{{若有_下达}}{{若无_到位}}下达{{下达}}万元，没有到位。"),
        (BODY, "{{若无_下达}}没有收支。"),
    ]
)


def said(template: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(template)).paragraphs]


def test_only_paragraphs_whose_conditions_hold_stay():
    assert said(only_what_applies(TEMPLATE, present={"下达", "到位"})) == ["一直在。", "到位{{到位}}万元。"]
    assert said(only_what_applies(TEMPLATE, present={"下达"})) == ["一直在。", "下达{{下达}}万元，没有到位。"]
    assert said(only_what_applies(TEMPLATE, present=())) == ["一直在。", "没有收支。"]


def test_conditions_are_no_placeholders():
    assert conditions(TEMPLATE) == ("下达", "到位")
    assert placeholders(TEMPLATE) == ("下达", "到位")
    assert placeholders(only_what_applies(TEMPLATE, present=())) == ()


def test_a_mark_that_word_split_into_runs_is_read():
    word = Document(io.BytesIO(TEMPLATE))
    paragraph = word.paragraphs[1]
    paragraph.runs[0].text = "{{若有"
    for text in ("_到", "位}}到位{{", "到位}}万元。"):
        paragraph.add_run(text)
    kept = only_what_applies(pack(word), present={"到位"})
    assert said(kept) == ["一直在。", "到位{{到位}}万元。", "没有收支。"]


def test_a_template_without_conditions_stays_as_it_is():
    plain = write_letter([(BODY, "到位{{到位}}万元。")])
    assert only_what_applies(plain, present=()) is plain
