"""A claim from its opening to the payment in a real browser: village, township, its head, county and finance, each on its own page."""

from __future__ import annotations

import pytest

from case_ground import PDF
from claim_ground import UNIT
from claim_walk import ON, funded, paying_office
from jingzhun.casework.models import Case
from jingzhun.ledger.models import Claim, Movement

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def at(transactional_db, client, settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(ON)
    made = paying_office()
    client.get("/")  # all addresses are imported before the browser waits for one
    return made


def decide(page, live, case, text: str) -> None:
    page.goto(f"{live}/cases/{case.number}/")
    page.locator("button.btn-primary", has_text=f"{text}通过").click()
    page.locator("text=已通过").wait_for()


@pytest.mark.row("S-34")
def test_a_claim_from_opening_to_payment(live, at, page, enter, axe, fits, shot):
    held = funded()
    enter(page, at.posts["village_cadre"][0])
    page.goto(f"{live}/claims/")
    page.locator("main a", has_text="开报账单").first.click()
    page.locator("text=拨付给执行单位的资金").wait_for()
    shot(page, "claim-places")
    axe(page)
    page.locator("main td a", has_text="报账").first.click()
    page.fill("input[name=title]", "道路硬化进度款")
    page.fill("input[name=payee]", "示例施工队")
    page.fill("input[name=amount]", "600")
    page.fill("input[name=applied_on]", "2018-05-20")
    for name, value in (
        ("item", "水泥和砂石"), ("seller", "示例建材有限公司"), ("number", "00123401"), ("issued_on", "2018-05-02"), ("amount", "650.50"),
    ):  # fmt: skip
        page.fill(f"input[name=line-0-{name}]", value)
    shot(page, "claim-new")
    axe(page)
    fits(page)
    page.locator("main button", has_text="写入报账单").click()
    page.locator("text=已写入报账单").wait_for()
    claim = Claim.objects.get(title="道路硬化进度款")
    assert UNIT in page.locator("main").inner_text()
    page.locator("main button", has_text="送审").click()
    page.locator("text=已送审").wait_for()
    case = Case.objects.get()
    for name in ("报账申请书", "支出明细表", "项目责任书", "发票"):
        page.select_option("select[name=name]", name)
        page.set_input_files("input[type=file]", PAPER)
        page.locator("button", has_text="交这一份").click()
        page.locator("text=已收").first.wait_for()
    decide(page, live, case, "村申请报账")
    for role, text in (
        ("township_reviewer", "乡镇审核"),
        ("township_head", "乡镇长签批"),
        ("county_officer", "县级审核"),
    ):
        enter(page, at.posts[role][0])
        decide(page, live, case, text)
    enter(page, at.posts["finance"][0])
    page.goto(f"{live}/claims/?state=pay")
    assert "没有填支付凭证" in page.locator("main").inner_text()
    shot(page, "claim-list")
    axe(page)
    page.goto(f"{live}/cases/{case.number}/input/payment/")
    page.fill("input[name=payment-voucher]", "记-2018-061")
    page.locator("main button", has_text="填好").click()
    decide(page, live, case, "财政支付")
    pay = Movement.objects.get(kind="pay")
    assert (pay.amount, pay.voucher, pay.approved_by, pay.approved_again_by) == (
        60_000,
        "记-2018-061",
        "乡长一",
        "业务员一",
    )
    page.goto(f"{live}/claims/{claim.subject.code}/")
    assert "已支付" in page.locator("h1").inner_text()
    shot(page, "claim")
    axe(page)
    fits(page)
    page.goto(f"{live}/funds/dedicated/")
    assert f"{held.project.code}" in page.locator("main").inner_text()
    shot(page, "dedicated")
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 375, "height": 812})
    for path, name in (
        (f"/claims/{claim.subject.code}/", "claim"),
        ("/funds/dedicated/", "dedicated"),
        ("/claims/", "claim-list"),
    ):
        page.goto(f"{live}{path}")
        fits(page)
        shot(page, f"{name}-phone")
