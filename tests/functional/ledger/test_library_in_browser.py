"""The project library in a real browser: wide and narrow, live filter, chart with its table, nothing for axe."""

from __future__ import annotations

import pytest

import factories
from integration.reports import library_2018

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def library(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    library_2018.fill_library()
    return factories.post()


def test_the_list_filters_as_one_types_and_counts_what_is_exported(live, library, page, enter, axe, fits, shot):
    enter(page, library)
    page.goto(f"{live}/projects/")
    axe(page)
    fits(page)
    shot(page, "projects")
    page.select_option("select[name=category]", "02")
    page.locator("text=导出 18 行").wait_for()
    assert "计划资金 820.00 万元" in page.locator("#list-rows").inner_text()
    with page.expect_download() as download:
        page.locator("text=导出 18 行").click()
    assert download.value.suggested_filename == "项目库.xlsx"


def test_totals_are_drawn_and_told(live, library, page, enter, axe, fits, shot):
    enter(page, library)
    page.goto(f"{live}/projects/totals/")
    page.locator("#category-money-drawn svg").wait_for()
    shot(page, "project-totals")
    page.locator("button", has_text="表").click()
    foot = page.locator("tfoot").inner_text()
    assert "21,450.74" in foot
    axe(page)
    fits(page)


def test_a_project_on_a_phone(live, library, phone, enter, axe, fits, shot):
    enter(phone, library)
    phone.goto(f"{live}/projects/XM020/")
    axe(phone)
    fits(phone)
    shot(phone, "project")
    assert "要素不齐" in phone.locator("main").inner_text()
