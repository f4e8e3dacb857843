"""Proofreading in a real browser: a report in, its text with findings in the margin, nothing kept unless asked."""

from __future__ import annotations

import io

import docx
import pytest

import factories
from jingzhun.attachments.models import StoredFile
from jingzhun.reports.models import KeptCheck

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = [
    "青禾县2018年度项目推进报告",
    "一、基本情况",
    "全县纳入监测对象537户2,016人，其中脱贫不稳定户214户846人、边缘易致贫户235户870人、突发严重困难户88户300人。",
    "二、资金使用",
    "全年到位资金12,640万元，其中中央资金7,850万元、省级资金3,120万元、市级资金980万元、县级资金790万元。已支出11,376万元，支出率90%。",
    "三、下一步",
    "对573户监测对象逐户制定方案，确保年底前消除风险。",
]


@pytest.fixture
def writer(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    return factories.post()


def word() -> dict[str, object]:
    document = docx.Document()
    for line in REPORT:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "推进报告.docx", "mimeType": kind, "buffer": stream.getvalue()}


@pytest.mark.row("S-109")
def test_a_word_file_is_checked_in_place_and_comes_back_with_comments(live, writer, page, enter, axe, fits, shot):
    enter(page, writer)
    page.goto(f"{live}/proofread/")
    axe(page)
    shot(page, "proofread-empty")
    page.set_input_files("input[name=file]", files=[word()])
    page.click("button:has-text('核对')")
    page.wait_for_selector("#read")
    said = page.locator(".jz-find-card:not(.jz-ok)")
    assert "分项之和为12740万元，文中总数为12640万元" in said.first.inner_text()
    assert "573户" in page.locator(".jz-p mark.jz-q").last.inner_text()
    assert "11376万元 ÷ 12640万元 = 90%" in page.locator(".jz-find-card.jz-ok").all_inner_texts()[1]
    axe(page)
    fits(page)
    shot(page, "proofread")
    page.keyboard.press("Tab")
    page.click("button:has-text('只看问题')")
    assert not page.locator(".jz-find-card.jz-ok").first.is_visible()
    page.locator("a.jz-to").first.press("Enter")
    assert page.url.endswith("#f1")
    with page.expect_download() as download:
        page.click("button:has-text('下载带批注的 Word')")
    assert download.value.suggested_filename == "推进报告.批注.docx"
    assert not StoredFile.objects.exists()


NUMBERS_ALONE = """mark => {
    const sup = mark.querySelector('sup'), words = sup.previousSibling, range = document.createRange(), block = mark.closest('p, td');
    range.setStart(words, words.length - 1);
    range.setEnd(words, words.length);
    const alone = [];
    for (let width = 40; width < 300; width++) {
        block.style.width = block.style.maxWidth = width + 'px';
        if (sup.getBoundingClientRect().left < range.getBoundingClientRect().left) alone.push(width);
    }
    return alone;
}"""
"""The widths of its block, in pixels, at which the number of a mark lies left of the last sign of the mark: on the next line."""


def test_pasted_text_on_a_phone(live, writer, phone, enter, axe, fits, shot):
    enter(phone, writer)
    phone.goto(f"{live}/proofread/")
    phone.fill("textarea[name=text]", "\n".join(REPORT))
    phone.click("button:has-text('核对')")
    phone.wait_for_selector("#read")
    axe(phone)
    fits(phone)
    shot(phone, "proofread")


def test_a_number_stands_beside_its_mark_wherever_the_lines_end(live, writer, page, enter):
    enter(page, writer)
    page.goto(f"{live}/proofread/")
    page.fill("textarea[name=text]", "\n".join(REPORT))
    page.click("button:has-text('核对')")
    page.wait_for_selector("mark sup")
    for mark in page.locator("mark", has=page.locator("sup")).all():
        assert mark.evaluate(NUMBERS_ALONE) == [], mark.inner_text()


def test_what_is_kept_is_listed_and_opens_again(live, writer, page, enter, axe):
    enter(page, writer)
    page.goto(f"{live}/proofread/")
    page.set_input_files("input[name=file]", files=[word()])
    page.click("button:has-text('存下这一份')")
    page.wait_for_url("**/proofread/kept/*/")
    assert "分项之和为12740万元" in page.locator("#read").inner_text()
    axe(page)
    assert KeptCheck.objects.get().area_id == writer.area_id
    page.goto(f"{live}/proofread/kept/")
    axe(page)
    page.click("a:has-text('推进报告.docx')")
    page.wait_for_selector("#read")
