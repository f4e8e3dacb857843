"""A fund request from the village's form to the payment in a real browser: village, township, county (which cuts it), finance."""

from __future__ import annotations

import pytest

from case_ground import PDF
from case_walk import family
from jingzhun.casework.models import Case
from jingzhun.ledger.models import FundRequest, Movement
from request_ground import ON, education_fund, paying_office, purpose_of

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def at(transactional_db, client, settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(ON)
    made = paying_office()
    client.get("/")  # all addresses are imported before the browser waits for one
    return made


def hand_in(page, live, case, *names: str) -> None:
    page.goto(f"{live}/cases/{case.number}/")
    for name in names:
        page.select_option("select[name=name]", name)
        page.set_input_files("input[type=file]", PAPER)
        with page.expect_navigation():
            page.locator("main button:visible", has_text="交这一份").last.click()


def decide(page, live, case, text: str) -> None:
    page.goto(f"{live}/cases/{case.number}/")
    page.locator("button.btn-primary", has_text=f"{text}通过").click()
    page.locator("text=已通过").wait_for()


@pytest.mark.row("S-40")
def test_a_fund_request_from_the_form_to_the_payment(live, at, page, enter, axe, fits, shot):
    purpose_of(education_fund(5000))
    home = family().subject
    enter(page, at.posts["village_cadre"][0])
    page.goto(f"{live}/fund-requests/new/")
    page.locator("main a[href*='purpose=']").first.click()
    page.locator("input[name=amount]").wait_for()
    for name, value in (
        ("title", "考上大学的学费"), ("amount", "3000"), ("period", "2018"), ("applied_on", "2018-09-01"), ("household", home.code),
    ):  # fmt: skip
        page.fill(f"input[name={name}]", value)
    page.locator("main form button.btn-primary").click()
    page.locator("text=已写入基金申请").wait_for()
    page.locator("main button", has_text="送审").click()
    page.locator("text=已送审").wait_for()
    case, asked = Case.objects.get(), FundRequest.objects.get()
    hand_in(page, live, case, "基金申请书", "证明材料")
    decide(page, live, case, "村申请")
    enter(page, at.posts["township_reviewer"][0])
    decide(page, live, case, "乡镇审核")
    enter(page, at.posts["county_officer"][0])
    page.goto(f"{live}/fund-requests/{asked.subject.code}/")
    page.fill("input[name=cut-approved]", "2000")
    page.fill("input[name=cut-reason]", "按票据核定")
    shot(page, "fund-request-cut")
    page.locator("main form[action$='/cut/'] button").click()
    page.locator("text=已核定 2,000.00 元").wait_for()
    hand_in(page, live, case, "主管部门意见")
    decide(page, live, case, "县级审定")
    enter(page, at.posts["finance"][0])
    page.goto(f"{live}/cases/{case.number}/input/payment/")
    page.locator("text=支付 2,000.00 元").wait_for()
    page.fill("input[name=payment-voucher]", "记-2018-091")
    page.locator("main button", has_text="填好").click()
    page.locator("text=记-2018-091").first.wait_for()
    decide(page, live, case, "财政发放")
    paid = Movement.objects.get(kind="fund_pay")
    assert (paid.amount, paid.voucher, paid.approved_by, paid.approved_again_by) == (
        200_000,
        "记-2018-091",
        "审核员一",
        "业务员一",
    )
    page.goto(f"{live}/fund-requests/{asked.subject.code}/")
    page.locator("h1", has_text="已发放").wait_for()
    shot(page, "fund-request-paid")
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{live}/fund-requests/{asked.subject.code}/")
    fits(page)
    shot(page, "fund-request-paid-phone")
