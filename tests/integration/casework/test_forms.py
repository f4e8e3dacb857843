"""Papers of a procedure as forms for the pen: nothing that is known is typed again, nothing is shown that need not be."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

import factories
from case_ground import DAY, SHORT, ground
from jingzhun.accounts.models import Post
from jingzhun.audit.models import Event
from jingzhun.casework.actions.objection import raise_objection
from jingzhun.casework.forms_printed import FORMS, has_form
from jingzhun.casework.frozen import facts_with_units
from jingzhun.casework.models import Notice, NoticeEntry
from jingzhun.registry.models import Health, HouseholdProfile, PersonIdentity
from jingzhun.registry.personal import seal
from jingzhun.rules.pack_file import parse_entries
from jingzhun.rules.procedure import read_procedure

pytestmark = pytest.mark.django_db
POLICIES = Path(__file__).parents[3] / "src" / "jingzhun" / "policies"
ALL = """\
procedure: 全部材料
code: all_papers
title: 贫困户识别
subject: 户
sources: [农户申请]
steps:
  - {id: apply, title: 申请, level: 户, documents: [申请书, 承诺授权书, 户口簿]}
  - {id: visit, title: 入户核实, level: 村, post: 驻村工作队, documents: [入户核实表], signers: 2}
  - {id: meet, title: 评议, level: 村, documents: [评议记录], optional: [公示张贴回执]}
  - {id: county, title: 审批, level: 县, documents: [审核报告]}
"""


@pytest.fixture
def known(settings, tmp_path):
    """A case of a household of which much is known."""
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(ALL)
    change = factories.change()
    home = factories.household(village=factories.VILLAGE, registered=False, by=change)
    HouseholdProfile.objects.filter(subject=home.subject).update(
        group_name="二组", phone=seal("phone", home.subject_id, "13987654321")
    )
    head = factories.member(of=home, name="此里农布", by=change)
    factories.member(of=home, name="拉姆央宗", relation="02", sex="女", born_on=date(1984, 2, 3), by=change)
    Health.objects.create(
        subject=head.subject,
        since=date(2014, 6, 30),
        health=seal("health", head.subject_id, "03"),
        **factories.known(change),
    )
    factories.member(of=home, name="小卓玛", relation="03", born_on=date(2015, 2, 3), by=change)
    factories.income(of=home, fen=1_234_500, year=2025, item="采松茸")
    return given, given.open(home.subject, reason="收入下降，两个孩子上学")


def as_post(post: Post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def printed(post: Post, case, paper: str) -> str:
    response = as_post(post).get(reverse("case-form", args=[case.number, paper]))
    assert response.status_code == 200, paper
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_application_holds_what_is_known_of_household_members_and_income(known):
    given, case = known
    text = printed(given.village, case, "申请书")
    for words in (
        "贫困户识别申请书", case.number, "云岭乡红坡村二组", "此里农布", "拉姆央宗", "1984年2月", "采松茸", "12,345.00",
        "收入下降，两个孩子上学", "申请人（签字或指印）", "演示数据", "139****4321",
    ):  # fmt: skip
        assert words in text, words


def test_numbers_are_masked_and_health_is_not_there_on_any_form(known):
    given, case = known
    numbers = [row.id_number_shown for row in PersonIdentity.objects.filter(name__in=("此里农布", "拉姆央宗"))]
    for paper in ("申请书", "承诺授权书", "入户核实表", "评议记录", "公示张贴回执", "审核报告"):
        text = printed(given.village, case, paper)
        assert "此里农布" in text
        assert [number for number in (*numbers, "13987654321") if number in text] == []
        assert "健康" not in text
        assert "患" not in text
    signing = printed(given.village, case, "承诺授权书")
    assert "533499********" in signing
    assert "拉姆央宗" in signing
    assert "小卓玛" not in signing


def test_each_form_has_a_line_for_each_who_signs(known):
    given, case = known
    visit = printed(given.village, case, "入户核实表")
    assert "核实人1（驻村工作队）" in visit
    assert "核实人2（驻村工作队）" in visit
    assert "农户（签字或指印）" in visit
    assert "人口3人" in visit  # what was known at the opening stands beside a column for what is found
    meeting = printed(given.village, case, "评议记录")
    for words in ("主持人", "记录人", "同意票", "拟定结果贫困户识别"):
        assert words in meeting, words


def test_what_was_frozen_is_printed_with_its_units():
    facts = {"住房面积": "138", "房屋等级": "A", "主要结构": "竹草土坯", "2018 年收合计": "8.00 元"}
    assert facts_with_units({"facts": facts}) == [
        ("住房面积", "138 平方米"), ("房屋等级", "A 级"), ("主要结构", "竹草土坯"), ("2018 年收入合计", "8.00 元"),
    ]  # fmt: skip


def test_the_report_holds_the_steps_decided_the_notices_and_their_objections(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(SHORT)
    case = given.at_township()
    raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=date(2026, 7, 3))
    text = printed(given.township, case, "审核报告")
    for words in (
        "申请通过",
        "村内公示",
        "2026-07-02至2026-07-06",
        "1件",
        "审核意见",
        "办理人（乡镇审核员）",
        "申请书",
    ):
        assert words in text, words


def test_a_paper_without_form_or_not_of_the_procedure_is_not_found(known):
    given, case = known
    for paper in ("户口簿", "会议记录", "没有"):
        assert as_post(given.village).get(reverse("case-form", args=[case.number, paper])).status_code == 404
    page = as_post(given.village).get(reverse("case", args=[case.number])).content.decode()
    assert page.count("/forms/") == sum(
        has_form(name) for name in ("申请书", "承诺授权书", "入户核实表", "评议记录", "公示张贴回执", "审核报告")
    )


def test_printing_is_logged_without_names(known):
    given, case = known
    printed(given.village, case, "申请书")
    event = Event.objects.get(action="case.print")
    assert event.details == {"case": case.number, "paper": "申请书"}


def test_a_receipt_of_a_notice_names_its_days_and_what_was_heard(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(SHORT)
    given.at_township(on=DAY)
    raise_objection(entry=NoticeEntry.objects.get(), channel="page", text="一", on=date(2026, 7, 3))
    response = as_post(given.village).get(reverse("notice-receipt", args=[Notice.objects.get().pk]))
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages)
    for words in ("公示张贴回执", "2026-07-02至2026-07-06", "此里*布", "未答复", "张贴地点", "见证人"):
        assert words in text, words


def test_every_form_that_packs_may_ask_for_belongs_to_a_paper_of_a_shipped_procedure():
    asked = set()
    for path in POLICIES.glob("*/*/procedures/*.yaml"):
        for entry in parse_entries(path.read_text(encoding="utf-8"), path.name):
            for step in read_procedure(entry).steps:
                asked |= {*step.documents, *step.optional_documents}
    assert {"申请书", "入户核实表", "评议记录", "审核报告"} <= asked
    assert {
        name for name in ("申请书", "入户核实表", "评议记录", "审核报告", "公示张贴回执") if name not in FORMS
    } == set()
