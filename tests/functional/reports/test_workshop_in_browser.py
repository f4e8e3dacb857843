"""The report workshop in a real browser: a preview whose every number opens its rows, wide and narrow."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from integration.reports import library_2018
from jingzhun.areas.models import Area
from jingzhun.reports.actions.report import write
from jingzhun.reports.actions.template import load_shipped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    library_2018.fill_library()
    factories.member(of=factories.household())
    return factories.post()


@pytest.fixture
def report(writer):
    template = load_shipped(by=writer.actor)[0]
    area = Area.objects.get(pk=factories.COUNTY)
    return write(template=template, area=area, as_of=date(2018, 12, 31), by=writer.actor)


def test_an_empty_workshop_says_how_to_begin(live, writer, page, enter, axe, fits, shot):
    enter(page, writer)
    page.goto(f"{live}/reports/")
    axe(page)
    page.click("button:has-text('装入随系统提供的模板')")
    page.click("a:has-text('写项目库推进报告')")
    assert page.locator("input[name='word-主送']").input_value() == "县扶贫开发领导小组"
    axe(page)
    fits(page)
    shot(page, "report-new")


@pytest.mark.row("S-108")
def test_a_number_of_the_preview_opens_its_rows(live, writer, report, page, enter, axe, fits, shot):
    enter(page, writer)
    page.goto(f"{live}/reports/")
    page.click("a:has-text('脱贫攻坚项目库推进报告')")
    text = page.locator(".jz-p").inner_text()
    assert "不含涉农整合资金的为21130.74万元；含涉农整合资金的为21450.74万元" in text
    axe(page)
    fits(page)
    shot(page, "report")
    with page.expect_download() as download:
        page.click("a:has-text('下载 Word')")
    assert download.value.suggested_filename == f"{report.title}.docx"
    page.locator(".jz-p a.jz-fig", has_text="21130.74").first.click()
    page.wait_for_url("**/figures/*/")
    assert "21,130.74" in page.locator("main").inner_text()
    assert "78 行" in page.locator("#list-rows").inner_text()


def test_the_workshop_on_a_phone(live, writer, report, phone, enter, axe, fits, shot):
    enter(phone, writer)
    for name, path in (("reports", "/reports/"), ("report", f"/reports/{report.pk}/"),
                       ("report-template", f"/reports/templates/{report.template_id}/")):  # fmt: skip
        phone.goto(f"{live}{path}")
        axe(phone)
        fits(phone)
        shot(phone, name)
