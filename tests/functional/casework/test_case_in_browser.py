"""One case from the village to the county in a real browser, each post on its own page, the clock moved through the notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

import factories
from case_ground import DAY, PDF, ground, home
from jingzhun.casework.models import Case
from jingzhun.registry.models import HouseholdStatus

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def given(transactional_db, client, settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(DAY)
    made = ground()
    client.get("/")  # all addresses are imported before the browser waits for one
    return made


def hand_in(page, name: str) -> None:
    page.select_option("select[name=name]", name)
    page.set_input_files("input[type=file]", PAPER)
    page.locator("button", has_text="交这一份").click()
    page.locator("text=已收").first.wait_for()


def test_a_case_from_application_to_registration(live, given, page, enter, clock, axe, fits, shot):
    household = home()
    enter(page, given.village)
    page.goto(f"{live}/cases/")
    page.locator("a", has_text="立第一件").click()
    shot(page, "case-choose")
    axe(page)
    page.locator("a", has_text="登记").first.click()
    page.fill("main input[name=q]", "此里")
    page.locator("button", has_text="查找").click()
    page.locator("input[name=household]").check()
    page.locator("label", has_text="农户申请").click()
    page.fill("textarea[name=reason]", "务工收入减少")
    shot(page, "case-open")
    axe(page)
    page.locator("main button", has_text="立案").click()
    page.locator("text=已立案").wait_for()
    case = Case.objects.get()
    assert "还不能办：没有交“申请书”" in page.locator("main").inner_text()
    hand_in(page, "申请书")
    page.locator("button.btn-primary", has_text="申请通过").click()
    page.locator("text=已通过").wait_for()
    axe(page)
    fits(page)
    shot(page, "case-village")

    clock(DAY + timedelta(days=3))
    enter(page, given.township)
    page.goto(f"{live}/cases/?which=mine")
    assert "此里农布户" in page.locator("#list-rows").inner_text()
    shot(page, "cases-township")
    axe(page)
    page.goto(f"{live}/cases/{case.number}/")
    said = page.locator("main").inner_text()
    assert "还剩 3天" in said.replace("\n", "")
    assert "公示未满，07-07 起可以办" in said
    shot(page, "case-notice")

    clock(DAY + timedelta(days=6))
    enter(page, given.township)
    page.goto(f"{live}/cases/{case.number}/")
    hand_in(page, "审核报告")
    page.locator("button.btn-primary", has_text="乡镇审核通过").click()
    page.locator("text=已通过").wait_for()

    enter(page, given.county)
    page.goto(f"{live}/cases/{case.number}/")
    page.locator("button.btn-primary", has_text="县级审批通过并办结").click()
    page.locator("text=已通过").wait_for()
    shot(page, "case-done")
    axe(page)
    assert HouseholdStatus.objects.get(subject=household, regime="registered").status == "in"


def test_the_case_page_on_a_phone(live, given, phone, enter, clock, axe, fits, shot):
    case = given.at_township()
    clock(DAY + timedelta(days=2))
    enter(phone, given.township)
    phone.goto(f"{live}/cases/{case.number}/")
    axe(phone)
    fits(phone)
    shot(phone, "case")
    assert "村内公示" in phone.locator(".jz-proc").inner_text()


def test_a_batch_is_decided_together_and_a_person_who_leaves_hands_over(live, given, page, enter, axe, fits, shot):
    for _ in range(3):
        home()
    enter(page, given.village)
    page.goto(f"{live}/cases/new/")
    page.locator("a", has_text="登记").first.click()
    for box in page.locator("input[name=household]").all():
        box.check()
    page.locator("label", has_text="农户申请").click()
    page.fill("textarea[name=reason]", "年度申请")
    page.locator("main button", has_text="立案").click()
    page.fill("input[name=title]", "七月一批")
    page.locator("label", has_text="农户申请").click()
    page.locator("main button", has_text="立案").click()
    page.locator("text=已立 3 件").wait_for()
    axe(page)
    fits(page)
    shot(page, "batch")
    page.locator("button", has_text="选中的通过").click()
    page.locator("text=没有选办件").wait_for()
    colleague = factories.post(role="resident_team", area=factories.VILLAGE)
    page.goto(f"{live}/delegations/")
    axe(page)
    fits(page)
    page.select_option("form[action$='give/'] select[name=to]", str(colleague.official_id))
    page.locator("button", has_text="移交 3 件").click()
    page.locator("text=已移交 3 件").wait_for()
    shot(page, "delegations")
    assert set(Case.objects.values_list("holder", flat=True)) == {colleague.official_id}


def test_a_file_that_is_not_what_it_says_is_refused_in_place(live, given, page, enter):
    case = given.open()
    enter(page, given.village)
    page.goto(f"{live}/cases/{case.number}/")
    page.select_option("select[name=name]", "申请书")
    page.set_input_files(
        "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"<script>1</script>"}
    )
    page.locator("button", has_text="交这一份").click()
    page.locator("text=C-10").first.wait_for()
    assert not case.papers.exists()
