"""A project from the village's own form into the county library, by clicks alone, with every refusal on the way."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from case_walk import CODES, office
from functional.casework.player import Player
from jingzhun.casework.models import Case, NoticeEntry
from jingzhun.ledger.actions.library import stage_of
from jingzhun.registry.models import Subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("procedures")]
THEN = date(2018, 11, 1)
ITEMS = ("unrelated", "unlawful", "standard", "image", "mechanism", "goal")
CLEAN = {"negative_list": {**dict.fromkeys(ITEMS, "no"), "basis": "看了申报表和会议记录"}}
TYPED = {
    name: value.isoformat() if isinstance(value, date) else str(value) for name, value in factories.ELEMENTS.items()
} | {"funding_poverty": "30.5", "reason": "村民代表大会 10 月 28 日提出"}


@pytest.mark.row("S-17")
def test_a_village_enters_a_project_and_three_levels_let_it_into_the_library(
    transactional_db, client, settings, tmp_path, page, phone, live, enter, clock, axe, fits, shot
):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = office(CODES, "national/project-library-2018")
    client.get("/")
    at = Player(page, live, enter, clock, given, {})
    village = given.posts["village_cadre"][0]
    clock(THEN)
    for window in (page, phone):
        enter(window, village)
        window.goto(f"{live}/projects/new/")
        fits(window)
        shot(window, "project-new")
    axe(page)
    for name, value in TYPED.items():
        if name != "goal":
            at._set(name, value)
    at._press("写入项目")
    assert "还缺绩效目标" in page.inner_text("main, [role=status]") or "还缺绩效目标" in page.content()
    page.get_by_role("link", name="改项目内容").click()
    at._set("goal", TYPED["goal"])
    at._set("reason", "补绩效目标")
    at._press("写入项目")
    project = Subject.objects.get(kind="project")
    assert stage_of(project, THEN) == "applied"
    axe(page)
    shot(page, "project-applied")
    page.get_by_role("link", name="申报入库").click()
    assert page.locator("main tbody tr").count() == 1  # of all procedures only the one for a project of one village
    page.get_by_role("link", name="项目入库").click()
    assert page.locator(f"input[type=checkbox][name=project][value='{project.code}']").is_checked()
    fits(page)
    axe(page)
    shot(page, "project-open")
    page.locator("label", has_text="年度需求调查").first.click()
    page.fill("textarea[name=reason]", "2019 年需求调查")
    page.locator("main button", has_text="立案").click()
    page.locator("text=已立案").wait_for()
    case = at.play(Case.objects.get(), on=THEN, inputs=CLEAN, until="township")
    assert "没有交“项目申报表”" in at.refusals["apply"]
    entry = NoticeEntry.objects.get()
    clock(entry.starts_on)
    notice = f"{live}/public/{entry.notice.area_id}/{entry.notice.year}-{entry.notice.number}/"
    for window in (page, phone):
        window.goto(notice)
        assert "资金规模（万元）和来源" in window.content()
        fits(window)
        shot(window, "project-notice")
    axe(page)
    at._look(case, given.post_for(case), entry.until)
    page.goto(f"{live}/cases/{case.number}/input/negative_list/")
    fits(page)
    axe(page)
    shot(page, "project-negative-list")
    for name, value in {**CLEAN["negative_list"], "image": "yes"}.items():
        at._set(f"negative_list-{name}", value)
    at._press("填好")
    assert "负面清单：形象工程，不能入库" in at._why()
    shot(page, "project-case-held")
    case = at.play(case, on=entry.until, inputs=CLEAN)
    assert (case.state, stage_of(project, case.closed_on)) == ("done", "reserve")
    at._look(case, village, case.closed_on)
    fits(page)
    axe(page)
    shot(page, "project-case-done")
    page.locator(f"a.jz-mono:has-text('{project.code}')").first.click()
    assert "申报，还不在库" not in page.content()
    assert "2019 年需求调查" in page.locator("#library").inner_text()
    shot(page, "project-in-library")
    page.goto(f"{live}/projects/moves/")
    assert project.code in page.inner_text("main")
    fits(page)
    axe(page)
    shot(page, "library-moves")
