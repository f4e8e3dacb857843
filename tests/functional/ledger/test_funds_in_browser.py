"""The fund pages in a real browser: the flow drawn and told, a figure that opens its rows, the way of a yuan, a phone."""

from __future__ import annotations

import pytest

import factories
from jingzhun.ledger.actions.movement import post
from jingzhun.ledger.publicity import COLUMNS
from money_ground import booking, money

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    ground = money()
    ground.book(assign=1_000_000, arrive=900_000, allocate=800_000, claim=600_000, pay=300_000)
    home = factories.household(code="H-1")
    with booking() as work:
        post([ground.order("pay_household", 120_000, payee="", household=home.subject, voucher="记-9")], work=work)
    return ground


def test_from_the_flow_to_the_rows_and_up_to_the_document(live, held, page, enter, axe, fits, shot):
    enter(page, factories.post(role="finance"))
    page.goto(f"{live}/funds/")
    page.locator("#fund-flow-drawn svg").wait_for()
    shot(page, "funds")
    axe(page)
    fits(page)
    page.locator("a.jz-fig", has_text="30.00").first.click()
    page.locator("text=导出 1 行").wait_for()
    assert "已支付给单位 300,000.00 元" in page.locator("#list-rows").inner_text()
    shot(page, "movements")
    axe(page)
    page.locator("#list-rows tbody th a").first.click()
    way = page.locator("main").inner_text()
    assert way.index("下达 →") < way.index("到位 →") < way.index("拨付 →") < way.index("报账 →")
    shot(page, "movement")
    axe(page)
    for name in ("balances", "sources", "shares", "arrivals", "reconcile", "appropriations"):
        page.goto(f"{live}/funds/{name}/")
        axe(page)
        fits(page)
        shot(page, f"fund-{name}")


def test_on_a_phone_each_project_made_public_is_a_card_with_all_its_columns(live, held, phone, enter, axe, fits, shot):
    enter(phone, factories.post(role="finance"))
    phone.goto(f"{live}/funds/publicity/")
    cells = phone.locator("table tbody tr").first.locator("> *")
    heads = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content.slice(1, -1))")
    assert heads == [column.title for column in COLUMNS]
    assert cells.evaluate_all("all => all.every(one => one.checkVisibility())")
    assert phone.locator("tfoot").inner_text().split()[0] == "合计"
    axe(phone)
    fits(phone)
    shot(phone, "publicity")


def test_on_a_phone_the_flow_is_two_lists(live, held, phone, enter, axe, fits, shot):
    enter(phone, factories.post(role="finance"))
    phone.goto(f"{live}/funds/")
    shown = phone.locator("main").inner_text()
    assert "从哪里来" in shown and "现在在哪里" in shown
    assert not phone.locator("#fund-flow-drawn").is_visible()
    axe(phone)
    fits(phone)
    shot(phone, "funds")
    phone.locator("a.jz-fig").first.click()
    fits(phone)
    axe(phone)
