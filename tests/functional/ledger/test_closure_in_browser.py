"""三图衔接 in a real browser: gaps, orphans and amounts wide and narrow, and an item typed in by a village."""

from __future__ import annotations

import pytest

import factories
from integration.ledger.test_closure import ROAD, load
from jingzhun.ledger.models import PlanItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.row("S-18")
def test_gaps_orphans_and_amounts_and_an_item_that_closes_one(
    transactional_db, client, live, page, phone, enter, axe, fits, shot
):
    client.get("/")
    factories.county()
    factories.project(code="A", name="红坡村村内道路")
    factories.project(code="B", name="红坡村水渠", households=2)
    factories.member(of=factories.household(code="H1"))
    load(
        ROAD,
        {**ROAD, "村": "", "计划资金（万元）": 29.5},
        {**ROAD, "事项编号": "2", "事项名称": "晒场", "县级项目编号": ""},
    )
    county, village = factories.post(), factories.post(role="village_cadre", area=factories.VILLAGE)
    for window in (page, phone):
        enter(window, county)
        window.goto(f"{live}/plans/?year=2018")
        said = window.inner_text("main")
        assert "没有闭合" in said and "红坡村水渠" in said and "晒场" in said and "对不上" in said
        fits(window)
        axe(window)
        shot(window, "plan-closure")
    enter(page, village)
    page.goto(f"{live}/projects/")
    page.get_by_role("link", name="三图衔接").click()
    page.get_by_role("link", name="红坡村", exact=True).last.click()
    for name, value in {"year": "2018", "number": "3", "name": "水渠", "planned": "30", "reason": "施工图"}.items():
        page.fill(f"form:has(select[name=project]) [name={name}]", value)
    page.select_option("[name=project]", "B")
    page.locator("main button", has_text="写入这一条").click()
    page.locator("text=已写入“水渠”").wait_for()
    fits(page)
    axe(page)
    shot(page, "plan-area")
    assert PlanItem.objects.get(name="水渠").project.code == "B"
    page.goto(f"{live}/plans/?year=2018")
    gaps = page.locator("section", has_text="没有落到路线图或施工图的项目").first
    assert "红坡村水渠" not in gaps.inner_text()
    page.goto(f"{live}/projects/B/")
    page.get_by_role("link", name="写名单").click()
    for name, value in {"household": "H1", "since": "2018-03-05", "content": "灌溉", "document": "村公示名单"}.items():
        page.fill(f"form:has([name=household]) [name={name}]", value)
    page.locator("main button", has_text="写入名单").click()
    page.locator("text=已写入户 H1").wait_for()
    assert "登记 2 户，名单 1 户，少 1 户" in page.inner_text("main")
    enter(phone, village)
    phone.goto(f"{live}/projects/B/households/")
    for window in (page, phone):
        fits(window)
        axe(window)
        shot(window, "beneficiaries")
