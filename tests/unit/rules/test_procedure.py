"""Procedures of packs are read whole or refused with the place and what is allowed."""

from __future__ import annotations

import pytest

from jingzhun.accounts.roles import ROLES
from jingzhun.rules.procedure import Calendar, Days, procedures_in
from jingzhun.rules.procedure_words import ARGUMENTS, EFFECTS, INPUTS, NEEDS, POSTS
from jingzhun.rules.source import AuthorProblem

TEXT = """\
procedure: 试
code: trial
subject: 户
refusal: {back_to: apply}
steps:
  - {id: apply, title: 申请, level: 户, documents: [申请书], asks: [cause], notice: {name: 公示, days: 5个工作日}}
  - {id: county, title: 审批, level: 县, differs_from: [apply], sample: 10%, effects: [{effect: register_household, regime: monitored}, record_cause]}
"""


def read(text: str = TEXT):
    return procedures_in({"procedures/p.yaml": text})[0]


def test_a_procedure_is_read_with_its_days_posts_sample_and_effects():
    procedure = read()
    first, last = procedure.steps
    assert (first.posts, first.roles) == (("村干部", "驻村工作队"), ("village_cadre", "resident_team"))
    assert first.notice.days == Days(5, Calendar.WORKING)
    assert (last.sample_percent, last.differs_from, last.back_to) == (10, (1,), 1)
    assert [(each.name, each.arguments) for each in last.effects] == [
        ("register_household", {"regime": "monitored"}),
        ("record_cause", {}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("record_cause]", "record_causes]", "相近的有 record_cause"),
        ("asks: [cause], ", "", "前面有一步填写“致贫原因”"),
        ("asks: [cause]", "asks: [causes]", "相近的有 cause"),
        ("regime: monitored", "regimes: monitored", "regimes"),
        ("regime: monitored}, record_cause", "regime: monitored}, exit_village", "fact: 事实的代码词"),
        ("level: 县", "level: 省", "户、村、乡、县"),
        ("level: 县", "level: 县, post: 村干部", "县级业务员、行业部门"),
        ("differs_from: [apply]", "differs_from: [county]", "apply"),
        ("days: 5个工作日", "days: 一周", "7天、15个工作日"),
        ("sample: 10%", "sample: 110%", "20%"),
        ("back_to: apply}", "back_to: nobody}", "apply、county"),
        ("documents: [申请书]", "documents: [申请书, 申请书]", "不重复的材料名"),
        ("documents: [申请书]", "document: [申请书]", "documents"),
        ("effects: [{", "notice: {name: 公示, days: 5天}, effects: [{", "用 announcement 公告"),
        ("documents: [申请书], asks", "effects: [leave_register], documents: [申请书], asks", "只写在最后一步"),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_place(old, new, said):
    assert old in TEXT
    with pytest.raises(AuthorProblem, match=r"第 \d 行") as caught:
        read(TEXT.replace(old, new))
    assert said in str(caught.value)


PROJECT = """\
procedure: 入库
code: trial
subject: 项目
areas: [村]
steps:
  - {id: apply, title: 申报, level: 村, asks: [negative_list], notice: {name: 公示, days: 10天}}
  - {id: county, title: 审定, level: 县, effects: [enter_library]}
"""


def test_a_procedure_about_projects_says_for_projects_of_which_area():
    procedure = read(PROJECT)
    assert (procedure.subject, procedure.areas) == ("project", ("村",))
    assert procedure.fits(12) and not procedure.fits(9)
    assert read().fits(6)  # other subjects have the area of their kind


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("areas: [村]\n", "", "项目的范围在哪一级"),
        ("areas: [村]", "areas: [户]", "村、乡、县"),
        ("areas: [村]", "areas: [村, 乡]", "不低于项目范围的级别"),
        ("asks: [negative_list], ", "", "负面清单核对"),
    ],
)
def test_a_project_too_wide_for_a_step_is_refused_when_the_pack_is_read(old, new, said):
    assert old in PROJECT
    with pytest.raises(AuthorProblem, match=r"第 \d 行") as caught:
        read(PROJECT.replace(old, new))
    assert said in str(caught.value)
    with pytest.raises(AuthorProblem, match="只有对象是项目"):
        read(TEXT.replace("subject: 户", "subject: 户\nareas: [村]"))


def test_a_wider_project_may_hang_in_each_of_its_villages():
    wide = PROJECT.replace("areas: [村]", "areas: [乡]").replace("level: 村", "level: 乡")
    assert read(wide).steps[0].notice.place == "乡"
    assert read(wide.replace("days: 10天", "days: 10天, place: 村")).steps[0].notice.place == "村"


def test_urgent_help_is_asked_for_where_it_is_given():
    urgent = "urgent: {effects: [give_urgent_help]}\nsteps:"
    with pytest.raises(AuthorProblem, match="先行救助"):
        read(TEXT.replace("steps:", urgent))
    assert read(TEXT.replace("steps:", urgent.replace("}", ", asks: [urgent_help]}", 1))).urgent_asks == (
        "urgent_help",
    )


def test_words_point_to_words():
    assert set(NEEDS) <= set(EFFECTS) and {each for needs in NEEDS.values() for each in needs} <= set(INPUTS)
    assert set(ARGUMENTS) <= set(EFFECTS)
    for role, level in POSTS.values():
        assert level in ROLES[role].levels
