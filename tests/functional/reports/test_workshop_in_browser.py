"""The report workshop in a real browser: from nothing to a preview whose every number opens its rows."""

from __future__ import annotations

import pytest

import factories
from integration.reports import library_2018

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    library_2018.fill_library()
    factories.member(of=factories.household())
    return factories.post()


@pytest.mark.row("S-108")
def test_a_report_is_written_previewed_followed_and_downloaded(live, writer, page, enter, axe, fits, shot):
    enter(page, writer)
    page.goto(f"{live}/reports/")
    axe(page)
    page.click("button:has-text('装入随系统提供的模板')")
    page.click("a:has-text('写项目库推进报告')")
    axe(page)
    shot(page, "report-new")
    page.fill("input[name='word-主送']", "县委农村工作领导小组")
    page.click("button:has-text('生成报告和溯源附件')")
    page.locator("h1", has_text="报告预览").wait_for()
    text = page.locator(".jz-p").inner_text()
    assert "县委农村工作领导小组：" in text
    assert "不含涉农整合资金的为21130.74万元；含涉农整合资金的为21450.74万元" in text
    axe(page)
    fits(page)
    shot(page, "report")
    with page.expect_download() as download:
        page.click("a:has-text('下载 Word')")
    assert download.value.suggested_filename.endswith("推进报告.docx")
    page.locator(".jz-p a.jz-fig", has_text="21130.74").first.click()
    page.locator("h1").first.wait_for()
    assert "/figures/" in page.url
    assert "211,307,400.00" in page.locator("main").inner_text()


def test_the_preview_reads_on_a_phone(live, writer, phone, enter, axe, fits, shot):
    enter(phone, writer)
    phone.goto(f"{live}/reports/")
    phone.click("button:has-text('装入随系统提供的模板')")
    phone.click("a:has-text('写项目库推进报告')")
    phone.click("button:has-text('生成报告和溯源附件')")
    phone.locator("h1", has_text="报告预览").wait_for()
    axe(phone)
    fits(phone)
    shot(phone, "report")
    phone.goto(f"{live}/reports/")
    fits(phone)
    phone.click("table a:has-text('项目库推进报告')")
    axe(phone)
    fits(phone)
    shot(phone, "report-template")
