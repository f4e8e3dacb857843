"""Control of money in a real browser: an opening that waits, the register of findings, a final account, loans of a society."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from audit_ground import recorded, rectified
from jingzhun.audit.actor import Actor
from jingzhun.ledger.actions.fund import move_fund, set_loan_rule, set_up_fund
from jingzhun.ledger.actions.tranche import Choice, Stated, choose_tranches, propose_opening
from jingzhun.ledger.models import AuditFinding, Fund
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change
from jingzhun.rules.tranche import Part
from money_ground import DAY, booking, money

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    ground = money()
    ground.book(on=date(2017, 5, 1), assign=1_000_000, arrive=900_000)
    ground.book(
        assign=200_000, arrive=250_000, interest=300, allocate=400_000, claim=300_000, pay=200_000, hand_back=20_000
    )
    parts = (Part("启动", "start", 3000), Part("验收", "acceptance", 7000))
    person = factories.official(name="会计甲")
    with writing(kind=Change.Kind.PAGE, by=Actor(person.pk, person.name), source="测试") as work:
        plan = choose_tranches(
            project=ground.project,
            choice=Choice("示例包", "t", "“334”拨付", "claim", 500_000_00, parts),
            on=DAY,
            work=work,
        )
        propose_opening(tranche=plan.tranches.get(number=1), on=DAY, stated=Stated("开工令 1 号"), work=work)
    rectified(recorded(ground))
    recorded(ground, project=None, appropriation=ground.appropriation, what="指标下达三个月没有分配到项目")
    home = factories.household(code="H-1").subject
    with booking() as work:
        society = set_up_fund(
            code="HZ-1", kind=Fund.Kind.MUTUAL_AID, title="红坡互助社", area=factories.VILLAGE, set_up_on=DAY, work=work
        )
        for kind, fen in (("share", 500_000), ("lend", 300_000)):
            move_fund(fund=society, kind=kind, amount=fen, on=DAY, voucher="记-1", household=home, work=work)
    set_loan_rule(fund=society, since=DAY, most=500_000, months=6, by=factories.SYSTEM, source="章程第八条")
    return ground


def test_what_waits_for_a_second_person_is_seen_and_done_at_both_widths(
    live, held, page, phone, enter, axe, fits, shot
):
    post = factories.post(role="finance")
    enter(phone, post)
    enter(page, post)
    shown = {
        "tranches": f"projects/{held.project.code}/tranches/", "tranche-list": "projects/tranches/",
        "audit-list": "funds/findings/", "year-account": "funds/years/", "loans": "special-funds/HZ-1/",
    }  # fmt: skip
    for name, at in shown.items():
        for window in (phone, page):
            window.goto(f"{live}/{at}")
            fits(window)
            shot(window, name)
        axe(page)
    page.goto(f"{live}/{shown['tranches']}")
    page.get_by_role("button", name="确认打开第 1 笔").click()
    page.locator("text=已打开第 1 笔").wait_for()
    enter(page, factories.post(role="audit"))
    page.goto(f"{live}/funds/findings/?state=rectified")
    page.locator("#list-rows tbody th a").first.click()
    page.locator("#closed_text").wait_for()
    axe(page)
    shot(page, "audit-finding")
    page.fill("#closed_text", "核实付款凭证，同意销号")
    page.get_by_role("button", name="销号", exact=True).click()
    page.locator("text=已记销号").wait_for()


def test_a_rectification_without_document_is_told_what_is_missing_and_goes_through_with_its_number(
    live, held, page, enter, axe
):
    finding = AuditFinding.objects.get(what__startswith="指标下达三个月")
    enter(page, factories.post(role="finance"))
    page.goto(f"{live}/funds/findings/{finding.number}/")
    assert "文号和依据的文件，至少给一样" in page.locator("main").inner_text()
    page.fill("#rectified_text", "已分配到项目")
    page.get_by_role("button", name="报整改").click()
    page.get_by_text("没有附依据的文件，也没有写文号，至少要给一样").wait_for()
    axe(page)
    page.fill("#rectified_document", "德财〔2018〕3号")
    page.get_by_role("button", name="报整改").click()
    page.get_by_text("已记整改").wait_for()
