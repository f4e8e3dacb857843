"""A notice as its readers meet it: the list, the poster on the phone, an objection without a name, the answer, the box."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from case_ground import DAY, SHORT, ground, home
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.models import Notice, Objection

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_villager_objects_on_the_phone_and_reads_the_answer(
    page, phone, live, enter, axe, fits, shot, clock, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(SHORT.replace("title: 登记", "title: 防止返贫致贫对象认定"))
    cases = [given.open(home()) for _ in range(3)]
    for case in cases:
        given.paper(case, "申请书")
    decide(cases=cases, outcome="pass", post=given.village, by=given.village.official, on=DAY)
    clock(date(2026, 7, 4))
    notice = Notice.objects.get()

    for window in (page, phone):
        window.goto(f"{live}{reverse('public-notices')}")
        fits(window)
        shot(window, "public-list")
        window.click(f"text=公示 {notice}")
        assert window.locator("h1").inner_text() == "公示"
        fits(window)
        shot(window, "public-notice")
        axe(window)
        assert window.context.cookies() == []
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(printed.pages) == 1
    assert "提一条建议" not in printed.pages[0].extract_text()

    phone.click("text=提意见")
    shot(phone, "public-objection")
    axe(phone)
    phone.select_option("select[name=entry]", index=2)
    phone.fill("textarea[name=text]", "他家有小轿车")
    phone.click("text=提交意见")
    phone.wait_for_url("**/public/answer/*/")
    reference = phone.url.rstrip("/").rsplit("/", 1)[1]
    fits(phone)
    shot(phone, "public-thanks")
    axe(phone)

    enter(page, given.village)
    page.goto(f"{live}{reverse('notices')}")
    shot(page, "notices")
    axe(page)
    page.click(f"text={notice}")
    shot(page, "notice")
    axe(page)
    page.click("text=核实后答复")
    page.check("text=异议不成立")
    page.fill("textarea[name=answer]", "入户看过，车是邻居的")
    shot(page, "objection-answer")
    axe(page)
    page.click("text=答复，公示接着算")
    page.wait_for_url(f"**{reverse('notice', args=[notice.pk])}*")
    assert Objection.objects.get().is_upheld is False

    phone.goto(f"{live}{reverse('public-answer', args=[reference])}")
    assert "入户看过，车是邻居的" in phone.inner_text("main")
    shot(phone, "public-answer")
    phone.click("text=提一条建议")
    assert "/public/answer/" in phone.inner_text("main")
    assert reference not in phone.inner_text("main")
    phone.fill("textarea[name=text]", "字再大些")
    shot(phone, "suggest")
    axe(phone)
    phone.click("text=提交建议")
    phone.wait_for_url("**/public/answer/*/")

    enter(page, given.county)
    page.goto(f"{live}{reverse('suggestions')}")
    page.click("text=字再大些")
    shot(page, "suggestion")
    axe(page)
    page.fill("textarea[name=answer]", "下月加大")
    page.click("text=答复这条建议")
    page.wait_for_url(f"**{reverse('suggestions')}")
    phone.reload()
    assert "下月加大" in phone.inner_text("main")
