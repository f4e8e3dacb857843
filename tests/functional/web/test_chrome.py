"""The frame of every page, in the browser: rail, scope, day, post menu, phone menu."""

import pytest
from playwright.sync_api import expect

import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(live):
    factories.county()
    return factories.post(role="county_officer")


def test_home_of_an_officer_passes_axe_and_fits_at_both_widths(page, phone, live, enter, officer, axe, fits, shot):
    for window in (page, phone):
        enter(window, officer)
        assert window.goto(live).status == 200
        axe(window)
        fits(window)
        shot(window, "home")
    expect(page.locator(".jz-demo").first).to_have_text("演示数据")
    expect(page.locator(".jz-top")).to_contain_text("德钦县")
    expect(page.locator("title")).to_have_count(1)


def test_pages_open_on_the_offices_day_and_the_picker_moves_to_another(page, live, enter, officer):
    enter(page, officer)
    page.goto(f"{live}/households/")
    picker = page.locator("summary", has_text="截至")
    expect(picker).to_contain_text("2018-12-31")
    picker.click()
    page.fill("#as-of", "2016-06-30")
    page.click("text=看这一天")
    expect(page.locator("summary", has_text="截至")).to_contain_text("2016-06-30")
    page.goto(f"{live}/households/")
    expect(page.locator("summary", has_text="截至")).to_contain_text("2016-06-30")


def test_phone_menu_opens_without_script_and_leads_to_the_households(phone, live, enter, officer, axe, fits, shot):
    enter(phone, officer)
    phone.goto(live)
    phone.locator("details.jz-menu > summary").click()
    shot(phone, "menu", full=False)
    axe(phone)
    fits(phone)
    phone.locator("details.jz-menu nav a", has_text="一户一档").click()
    expect(phone).to_have_url(f"{live}/households/")
    expect(phone.locator("h1")).to_have_count(1)


def test_search_finds_a_household_by_initials_from_any_page(page, live, enter, officer):
    family = factories.household()
    factories.member(of=family, name="扎西顿珠")
    enter(page, officer)
    page.goto(live)
    page.locator(".jz-top > .jz-find input").fill("zxdz")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text("扎西顿珠")


def test_an_official_with_two_posts_sees_the_one_in_use(page, live, enter, officer):
    village = factories.post(role="village_cadre", area=factories.VILLAGE, by=officer.official)
    enter(page, village)
    page.goto(live)
    expect(page.locator("details.jz-who > summary")).to_contain_text("村干部")
    page.locator("details.jz-who > summary").click()
    expect(page.locator("details.jz-who .jz-box")).to_be_visible()
