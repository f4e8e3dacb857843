"""Looking back in a real browser: the county draws up the list, the village plays one case, the coverage moves."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from case_walk import CODES, family, office, verdict
from jingzhun.casework.models import Review
from jingzhun.registry.models import Dwelling, HouseholdCause, HouseholdStatus, Labour

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 7, 1)


@pytest.fixture
def given(transactional_db, client, settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(DAY)
    made = office(CODES, "national/assistance-2026", "national/measures-2014")
    client.get("/")
    return made


def test_a_review_from_its_list_to_its_coverages(live, given, page, phone, enter, axe, fits, shot):
    poor, doubtful = family(registered=True), family(registered=True, names=("格桑", "拉姆"))
    outside = family(names=("扎西",))
    by = factories.known(factories.change())
    for home in (poor, doubtful):
        HouseholdStatus.objects.create(
            subject=home.subject, since=date(2017, 12, 20), regime="registered", status="in", attribute="01", exit_mark="03",
            exit_year=2017, **by,
        )  # fmt: skip
    verdict(outside.subject, "防止返贫致贫对象", "missing", pack=given.packs[1], as_of=DAY)
    verdict(doubtful.subject, "有序退出", "missing", pack=given.packs[1], as_of=DAY)
    county, village = given.posts["county_officer"][0], given.posts["village_cadre"][0]
    enter(page, county)
    page.goto(f"{live}/reviews/")
    axe(page)
    page.locator("a", has_text="开始一次回头看").first.click()
    page.fill("input[name=title]", "2026年7月回头看")
    page.fill("input[name=due_on]", "2026-07-31")
    page.select_option("select[name=borderline]", "防止返贫致贫对象")
    page.select_option("select[name=borderline_outcome]", "missing")
    page.select_option("select[name=doubtful]", "有序退出")
    shot(page, "review-new")
    axe(page)
    page.locator("main button", has_text="定名单并开始").click()
    page.locator("h1", has_text="2026年7月回头看").wait_for()
    review = Review.objects.get()
    assert [review.targets.filter(kind=kind).count() for kind in ("poor", "borderline", "doubtful")] == [2, 1, 1]
    inputs = {"adjustment": {"outcome": "return", "seen": "见到户主，房屋漏雨"}}
    case = given.walk(given.open("lookback", doubtful.subject, on=DAY, origin="疑点户复核"), on=DAY, inputs=inputs)
    page.reload()
    text = page.locator("main").inner_text()
    assert "50.0%" in text and "100.0%" in text and "0.0%" in text
    assert case.number in text and "在册，返贫" in text
    axe(page)
    fits(page)
    shot(page, "review")
    enter(phone, village)
    phone.goto(f"{live}/reviews/{review.pk}/?kind=poor")
    assert "此里农布户" in phone.locator("#left").inner_text()
    axe(phone)
    fits(phone)
    shot(phone, "review-phone")
    phone.locator("#left a", has_text="立案").click()
    phone.locator("h1", has_text="脱贫户回头看").wait_for()


def test_exits_homes_without_a_grade_and_proposed_measures(live, given, page, phone, enter, axe, fits, shot):
    home, graded = family(registered=True), family(registered=True, names=("格桑",))
    by = factories.known(factories.change())
    Dwelling.objects.create(subject=graded.subject, since=date(2017, 5, 1), grade="C", **by)
    HouseholdCause.objects.create(subject=home.subject, since=date(2014, 6, 30), main_cause="02", **by)
    for row in home.memberships.all():
        Labour.objects.create(subject_id=row.subject_id, since=date(2014, 6, 30), capacity="04", **by)
    HouseholdStatus.objects.create(
        subject=graded.subject, since=date(2017, 12, 20), regime="registered", status="in", attribute="01", exit_mark="03",
        exit_year=2017, **by,
    )  # fmt: skip
    enter(page, given.posts["village_cadre"][0])
    enter(phone, given.posts["village_cadre"][0])
    for address, said in (
        ("/exits/", "2017 年"),
        ("/dwellings/", home.subject.code),
        (f"/households/{home.subject.code}/proposals/", "社会保障"),
    ):
        for window in (page, phone):
            window.goto(f"{live}{address}")
            assert said in window.locator("main").inner_text()
            fits(window)
        axe(page)
        shot(page, f"register{address.split('/')[-2]}")
    assert "产业发展" not in page.locator("main").inner_text()
    page.goto(f"{live}/dwellings/")
    assert graded.subject.code not in page.locator("main").inner_text()
