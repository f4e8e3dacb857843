"""A changed parameter on its way to use, in a real browser: proposed by one officer, looked at and approved by another."""

from __future__ import annotations

import pytest
from django.urls import reverse

import exit_county
import exit_pack
import factories
from jingzhun.policy.actions.packs import propose
from jingzhun.policy.models import PackVersion

pytestmark = pytest.mark.django_db(transaction=True)

CASES = """\
- case: 刚好达到
  on: {area: "533422", as_of: 2018-12-31}
  户: {在册: 建档立卡, 成员: 1 人, 成员完整: 是, 收入: [{年度: 2018, 方向: 收, 金额: 3500元}], 收入完整: 是}
  expect: {income: 通过}
"""
LINE = "parameters/poverty_line.yaml"


@pytest.fixture
def officers(transactional_db, client, settings, tmp_path):
    client.get("/")  # all addresses are imported before the browser waits for one
    settings.DATA_FOLDER = tmp_path
    exit_county.evaluated(exit_county.build())
    PackVersion.objects.update(files=exit_pack.FILES | {"cases/income.yaml": CASES})
    return [factories.post(by=factories.official(name=name)) for name in ("格茸卓玛", "和正华")]


def proposed(by, value: str) -> PackVersion:
    shipped = PackVersion.objects.get(is_shipped=True)
    files = shipped.files | {LINE: shipped.files[LINE].replace("3500元", value)}
    return propose(files=files, based_on=shipped, reason="按新文件调整", by=by.actor)


def test_a_pack_whose_cases_fail_cannot_be_approved_and_says_which(live, officers, page, enter, axe, fits, shot):
    made = proposed(officers[0], "3501元")
    enter(page, officers[1])
    page.goto(live + reverse("pack", args=[made.pk]))
    page.get_by_text("1 个算例中 1 个不符").wait_for()
    main = page.locator("main").inner_text()
    assert "收入（年度 2018；方向 收；金额 3500元）" in main and "{'" not in main, "a case as its author wrote it"
    why = page.locator("#approve").inner_text()
    assert "批准，从 2018-01-01 起使用" in why and "1 个算例不符：“刚好达到”。请退回" in why
    assert page.locator("#approve button").get_attribute("aria-disabled") == "true"
    assert page.locator("button[value=approve]").count() == 0
    axe(page)
    fits(page)
    shot(page, "pack-not-approvable")


def test_a_pack_whose_cases_hold_is_approved_by_another_officer(live, officers, page, enter, axe, fits):
    made = proposed(officers[0], "3499元")
    enter(page, officers[0])
    page.goto(live + reverse("pack", args=[made.pk]))
    page.get_by_text("1 个算例全部相符").wait_for()
    assert "请由提出人以外的另一人批准" in page.locator("#approve").inner_text()
    enter(page, officers[1])
    page.goto(live + reverse("pack", args=[made.pk]))
    page.click("button[value=approve]")
    page.get_by_text("已批准。2018-01-01 起的评估用这一版").wait_for()
    axe(page)
    fits(page)
