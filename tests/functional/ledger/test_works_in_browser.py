"""A project's works and a scheme in a real browser: wide and narrow, forms by keyboard, chart with its table, nothing for axe."""

from __future__ import annotations

import pytest

import factories
from integration.ledger.township_2010 import FOUR, load_csv, load_township

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def works(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    load_township()
    head = "专项编号,专项名称,专项类别,级别,起始年度,终止年度,上级专项,次序\n"
    load_csv(
        head
        + "B,扶贫攻坚行动,八大行动,县级,2013,2013,,\nB1,基础设施,八大行动,县级,2013,2013,B,1\nB2,产业,八大行动,县级,2013,2013,B,2\n"
    )
    load_csv(
        "专项编号,年度,指标,目标,计量单位,出处\nB,2013,投资,16,亿元,总结\nB1,2013,投资,9,亿元,总结\nB2,2013,投资,7,亿元,总结\nB2,2013,项目数,,个,总结\n"
    )
    load_csv(
        "专项编号,年度,指标,截至日期,完成,计量单位,写的完成率,出处\nB,2013,投资,2013-06-30,8.37,亿元,52.31,总结\n"
        "B1,2013,投资,2013-06-30,5.2,亿元,,总结\nB2,2013,投资,2013-06-30,3.17,亿元,,总结\n"
    )
    return factories.post()


def test_a_bill_shows_its_arithmetic_and_takes_a_row(live, works, page, enter, axe, fits, shot):
    enter(page, works)
    page.goto(f"{live}/projects/{FOUR}/")
    assert "10.59 + 2.4 + 3.2 + 0.2 = 16.39" in page.locator("main").inner_text()
    axe(page)
    fits(page)
    shot(page, "project-bill")
    page.get_by_role("link", name="工程量清单").first.click()
    axe(page)
    for label, value in (
        ("分部", "龙潭村五箐明小组"),
        ("项号", "5"),
        ("分项名称", "核桃管护"),
        ("数量", "80"),
        ("计量单位", "亩"),
        ("单价", "300"),
        ("金额", "16000"),
        ("依据", "实施方案"),
    ):
        page.get_by_label(label).first.fill(value)
    page.get_by_role("button", name="写入工程量清单").click()
    assert "80 亩 × 300 元 = 24,000.00 元，不等于 16,000.00 元" in page.locator("main").inner_text()
    shot(page, "project-rows")
    page.get_by_label("金额").first.fill("24000")
    page.get_by_role("button", name="写入工程量清单").click()
    assert "核桃管护" in page.locator("table").first.inner_text()


def test_a_bill_on_a_phone(live, works, phone, enter, axe, fits, shot):
    enter(phone, works)
    phone.goto(f"{live}/projects/{FOUR}/")
    axe(phone)
    fits(phone)
    shot(phone, "project-bill")


def test_a_scheme_is_drawn_and_told(live, works, page, enter, axe, fits, shot):
    enter(page, works)
    page.goto(f"{live}/schemes/B/")
    page.locator("#scheme-drawn svg").wait_for()
    axe(page)
    fits(page)
    shot(page, "scheme")
    assert "有 1 个目标没有写数：产业 2013 年 项目数" in page.locator("main").inner_text()
    assert "没有“双过半”：产业 2013 年 投资" in page.locator("main").inner_text()
    page.goto(f"{live}/schemes/")
    axe(page)


def test_a_scheme_on_a_phone(live, works, phone, enter, axe, fits, shot):
    enter(phone, works)
    phone.goto(f"{live}/schemes/B/")
    axe(phone)
    fits(phone)
    shot(phone, "scheme")


def test_a_fund_is_shared_out_and_other_weights_are_tried(live, works, page, phone, enter, axe, fits, shot):
    rows = "".join(
        f"F,{factor},{township},{value},年鉴\n"
        for factor, values in (("农村居民总数", (6200, 5300)), ("人均财力", (1800, 2600)), ("扶贫工作绩效", (92, 85)))
        for township, value in zip(("云岭乡", "升平镇"), values, strict=True)
    )
    load_csv("因素分配方案编号,方案名称,年度,可分配资金(元)\nF,2013年资金因素分配,2013,10000000\n")
    load_csv(
        "因素分配方案编号,因素,权重,分法,计量单位,主要依据\n"
        "F,农村居民总数,30,多的多分,人,\nF,人均财力,30,低的多分,元,\nF,扶贫工作绩效,40,多的多分,分,是\n"
    )
    load_csv("因素分配方案编号,因素,乡镇,数值,出处\n" + rows)
    finance = factories.post(role="finance")
    enter(page, finance)
    page.goto(f"{live}/factor-plans/F/")
    axe(page)
    fits(page)
    shot(page, "factor-plan")
    page.get_by_label("扶贫工作绩效（%）").fill("50")
    page.get_by_label("人均财力（%）").fill("20")
    page.get_by_role("button", name="试算").click()
    page.wait_for_selector("text=这是试算")
    axe(page)
    shot(page, "factor-plan-trial")
    page.get_by_label("理由").fill("加大绩效")
    page.get_by_role("button", name="写入权重").click()
    page.wait_for_selector("text=权重已写入")
    enter(phone, finance)
    phone.goto(f"{live}/factor-plans/F/")
    axe(phone)
    fits(phone)
    shot(phone, "factor-plan")
