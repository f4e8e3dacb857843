"""Schemes: parts in a matrix, targets and what was reached, the half-year test, blanks that stay missing, sums that are checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import factories
from integration.ledger.township_2010 import load_csv
from jingzhun.ledger.actions.row import UnableToRecordRow, create_scheme, record_row
from jingzhun.ledger.models import ProjectProfile, SchemeAchievement, SchemeProfile, SchemeTarget
from jingzhun.ledger.scheme_board import open_scheme
from jingzhun.ledger.themes import MEMBERSHIP, PROGRESS, SCHEMES
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
SCHEME_HEAD = "专项编号,专项名称,专项类别,级别,起始年度,终止年度,上级专项,次序\n"
TARGET_HEAD = "专项编号,年度,指标,目标,计量单位,出处\n"
DONE_HEAD = "专项编号,年度,指标,截至日期,完成,计量单位,写的完成率,出处\n"


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def load(head: str, lines: str, **options) -> None:
    result = load_csv(head + lines, since=date(2010, 1, 1), **options)
    assert not result.refused, result.refused
    assert result.accepted


def board_of(code: str, day: date = DAY):
    return open_scheme(
        profile=SchemeProfile.objects.as_of(day).get(subject__code=code), projects=ProjectProfile.objects.library(day), day=day,
        known_at=None, book=CodeBook.read(),
    )  # fmt: skip


def rates(board) -> dict[str, tuple[str, str]]:
    return {line.title: (str(line.rate), line.half) for line in board.targets}


def checks(board) -> dict[str, tuple[str, str]]:
    return {check.title: (check.arithmetic, check.agreement) for check in board.checks}


@pytest.mark.row("S-22")
@pytest.mark.row("S-23")
@pytest.mark.row("S-24")
@pytest.mark.row("S-25")
def test_targets_of_a_half_year_and_who_has_not_done_half():
    load(
        SCHEME_HEAD,
        "MS,民生工程,民生工程,县级,2013,2013,,\nLP,乡连片扶贫开发,连片扶贫开发,省级,2012,2013,,\n"
        "PQ,片区规划年度计划,片区规划,省级,2013,2013,,\nBD,八大扶贫攻坚行动,八大行动,县级,2013,2013,,\n",
    )
    load(
        TARGET_HEAD,
        "MS,2013,人数,13050,人,半年总结\nMS,2013,资金到位,6345.3,万元,半年总结\nMS,2013,村,10,个,半年总结\n"
        "LP,2013,投资,6310.84,万元,半年总结\nPQ,2013,投资,22,亿元,半年总结\nBD,2013,投资,16,亿元,半年总结\n",
    )  # fmt: skip
    load(
        DONE_HEAD,
        "MS,2013,人数,2013-06-30,7500,人,57.47,半年总结\nMS,2013,资金到位,2013-06-30,2759,万元,,半年总结\n"
        "LP,2013,投资,2013-06-30,3779.7,万元,59.89,半年总结\nPQ,2013,投资,2013-06-30,11.26,亿元,51.18,半年总结\n"
        "BD,2013,投资,2013-06-30,8.37,亿元,52.31,半年总结\n",
    )
    board = board_of("MS")
    assert rates(board) == {
        "2013 年 人数": ("57.47", "过半"), "2013 年 资金到位": ("43.48", "未过半"), "2013 年 村": ("None", "缺数据"),
    }  # fmt: skip
    assert (board.failing, board.undecided) == (("2013 年 资金到位",), ("2013 年 村",))
    assert checks(board)["人数：写的完成率"] == ("7500 ÷ 13050 = 57.47%，写的是 57.47%", "相符")
    for code, rate in (("LP", "59.89"), ("PQ", "51.18"), ("BD", "52.31")):
        other = board_of(code)
        assert rates(other) == {"2013 年 投资": (rate, "过半")}
        assert [check.agreement for check in other.checks] == ["相符"]


def test_an_achievement_after_the_middle_of_the_year_does_not_make_it_half():
    load(SCHEME_HEAD, "MS,民生工程,民生工程,,2013,2013,,\n")
    load(TARGET_HEAD, "MS,2013,人数,100,人,计划\n")
    load(DONE_HEAD, "MS,2013,人数,2013-06-30,49,人,,半年\nMS,2013,人数,2013-12-31,100,人,,全年\n")
    assert rates(board_of("MS")) == {"2013 年 人数": ("100.00", "未过半")}
    assert rates(board_of("MS", date(2013, 7, 1))) == {"2013 年 人数": ("49.00", "未过半")}


@pytest.mark.row("S-24")
def test_eight_parts_with_numbers_left_out_are_missing_and_named_not_nought(client):
    names = ("住房安全", "产业扶贫", "就业扶贫", "教育扶贫", "健康扶贫", "基础设施扶贫", "生态扶贫", "社会保障扶贫")
    load(
        SCHEME_HEAD,
        "B8,八大扶贫攻坚专项,八大扶贫攻坚专项,县级,2018,2020,,\n"
        + "".join(f"B8-{n},{name}攻坚专项,八大扶贫攻坚专项,县级,2018,2020,B8,{n}\n" for n, name in enumerate(names, 1)),
    )
    load(
        TARGET_HEAD,
        "".join(f"B8-{n},,项目数,{5 if n < 8 else ''},个,实施方案\nB8-{n},,投资,,万元,实施方案\n" for n in range(1, 9)),
    )
    board = board_of("B8")
    assert len(board.parts) == 8
    assert len(board.blanks) == 9
    assert "社会保障扶贫攻坚专项 项目数" in board.blanks
    total = dict(board.total.headed)
    assert (total["项目数"].value, total["项目数"].note) == (None, "缺 1 个数，不能相加")
    assert total["计划投资"].note == "缺 8 个数，不能相加"
    enter(client)
    page = client.get(reverse("scheme", args=["B8"])).content.decode()
    assert "有 9 个目标没有写数" in page
    assert "不当作零" in page
    load(TARGET_HEAD, "B8-8,,项目数,5,个,实施方案\n")
    assert dict(board_of("B8").total.headed)["项目数"].text == "40"


@pytest.mark.row("S-24")
def test_a_part_with_projects_counts_them_and_the_total_says_what_is_stated():
    load(SCHEME_HEAD, "B,行动,八大行动,,2018,2020,,\nB1,甲,八大行动,,,,B,1\nB2,乙,八大行动,,,,B,2\n")
    load(TARGET_HEAD, "B2,,项目数,7,个,方案\nB2,,投资,700,万元,方案\nB1,,项目数,99,个,方案\n")
    for number, stage in enumerate(("reserve", "underway", "finished")):
        profile = factories.project(code=f"P{number}", stage=stage, funding={"poverty": 100_000_000})
        tag = {"scheme": "B1", "is_in": True}
        record_row(
            theme=MEMBERSHIP,
            subject=profile.subject,
            values=tag,
            at=date(2018, 1, 1),
            by=factories.SYSTEM,
            source="方案",
        )
    board = board_of("B")
    first = dict(board.parts[0].headed)
    assert {head: (cell.text, cell.basis) for head, cell in first.items() if cell.value is not None} == {
        "项目数": ("3", "算出"), "计划投资": ("300", "算出"), "已开工": ("2", "算出"), "已竣工": ("1", "算出"),
    }  # fmt: skip
    assert first["完成投资"].note == "3 个项目没有完成投资"
    total = dict(board.total.headed)
    assert (total["项目数"].text, total["项目数"].basis, total["项目数"].note) == ("10", "部分是写的", "1 个是写的数")
    assert (total["计划投资"].text, total["完成投资"].value) == ("1000", None)
    assert [project.subject.code for project in board.projects] == ["P0", "P1", "P2"]
    for number in range(3):
        subject = Subject.objects.get(code=f"P{number}")
        spent = {"percent": None, "invested": 50_000_000, "document": ""}
        record_row(
            theme=PROGRESS, subject=subject, values=spent, at=date(2018, 6, 30), by=factories.SYSTEM, source="月报"
        )
    record_row(
        theme=MEMBERSHIP, subject=subject, values={"scheme": "B1", "is_in": False}, at=date(2018, 7, 1), by=factories.SYSTEM,
        source="调整",
    )  # fmt: skip
    assert dict(board_of("B").parts[0].headed)["完成投资"].text == "100"


@pytest.mark.row("S-26")
def test_projects_per_year_add_up_to_477_and_three_for_each_of_1270_households_are_3810():
    load(SCHEME_HEAD, "HY,行业扶贫专项方案,行业扶贫专项方案,县级,2014,2018,,\n")
    counts = {2014: 26, 2015: 27, 2016: 125, 2017: 205, 2018: 94}
    load(
        TARGET_HEAD,
        "HY,,项目数,477,个,情况报告\n" + "".join(f"HY,{y},项目数,{n},个,情况报告\n" for y, n in counts.items()),
    )
    assert checks(board_of("HY"))["项目数：各年度相加"] == ("26 + 27 + 125 + 205 + 94 = 477 个，写的是 477", "相符")
    head = "专项编号,指标,目标,计量单位,基数,每一基数,出处\n"
    assert load_csv(head + "HY,到户项目,3810,个,1270,3,情况报告\n").accepted == 1
    wrong = load_csv(head + "HY,户,3811,个,1270,3,情况报告\n")
    assert "1270 × 3 = 3810，目标3811" in wrong.refused[0].reason


@pytest.mark.row("S-19")
def test_1198_villages_are_944_and_254_and_396_of_them_are_not_40_per_cent():
    load(
        SCHEME_HEAD,
        "ZC,整村推进,整村推进,市级,2001,2010,,\nZC1,能够实施,整村推进,,,,ZC,1\nZC2,难以规划,整村推进,,,,ZC,2\n",
    )
    load(TARGET_HEAD, "ZC,,村,1198,个,总结\nZC1,,村,944,个,总结\nZC2,,村,254,个,总结\nZC,,投资,,万元,总结没有写计划\n")
    load(DONE_HEAD, "ZC,,村,2010-06-30,396,个,40,总结\nZC,,投资,2010-06-30,27941,万元,,总结\n")
    board = board_of("ZC")
    assert checks(board)["村：各部分的目标相加"] == ("944 + 254 = 1198 个，写的是 1198", "相符")
    assert checks(board)["村：写的完成率"] == ("396 ÷ 1198 = 33.06%，写的是 40%", "不符")
    assert dict(board.own.headed)["完成投资"].text == "27941"


@pytest.mark.row("S-19")
def test_ten_projects_started_and_52_per_cent_without_amounts_is_kept_and_not_reckoned():
    load(SCHEME_HEAD, "ZT,整村推进扶贫项目,整村推进,县级,2013,2013,,\n")
    load(TARGET_HEAD, "ZT,2013,项目数,10,个,半年总结\n")
    load(DONE_HEAD, "ZT,2013,已开工,2013-06-30,10,个,,半年总结\nZT,2013,投资,2013-06-30,,万元,52,半年总结\n")
    board = board_of("ZT")
    own = dict(board.own.headed)
    assert (own["项目数"].text, own["已开工"].text, own["完成投资"].note) == ("10", "10", "半年总结没有写数")
    assert checks(board)["投资：写的完成率"] == ("写的是 52%，没有写完成数或目标数，无从核对", "缺数据")


@pytest.mark.row("S-22")
def test_sources_of_a_contiguous_project_add_up(client):
    factories.project(
        code="LP", name="黄坭乡连片扶贫开发", category="09", funding={"poverty": 800_000_000, "integrated": 1_358_960_000, "masses": 1_126_480_000}
    )  # fmt: skip
    result = load_csv("项目编号,资金来源,印出的数,单位,出处\nLP,,3285.44,万元,半年总结\n")
    assert result.accepted == 1
    enter(client)
    page = client.get(reverse("project", args=["LP"])).content.decode()
    assert "1358.96 + 1126.48 = 3285.44 万元，写的是 3285.44" in page


def test_a_scheme_needs_one_above_that_exists_and_is_not_below_it():
    result = load_csv(SCHEME_HEAD + "A,甲,其他,,,,X,\nB,乙,其他,,,,,\nC,丙,其他,,,,B,\n")
    assert [(each.row, each.column) for each in result.refused] == [(2, "上级专项")]
    assert not Subject.objects.filter(code="A").exists()
    b = Subject.objects.get(code="B")
    values = {
        "title": "乙",
        "kind": "other",
        "level": "",
        "first_year": None,
        "last_year": None,
        "ordinal": None,
        "document": "",
    }
    with pytest.raises(UnableToRecordRow, match="专项 C 已经在它下面"):
        record_row(theme=SCHEMES, subject=b, values=values | {"above": "C"}, at=DAY, by=factories.SYSTEM, source="错")
    with pytest.raises(UnableToRecordRow, match="编号已经有了"):
        create_scheme(
            code="B", area=factories.COUNTY, values=values | {"above": ""}, since=DAY, by=factories.SYSTEM, source="重"
        )


def test_a_project_joins_only_a_scheme_that_exists():
    subject = factories.project(code="P").subject
    with pytest.raises(UnableToRecordRow, match="没有编号 X 的专项"):
        record_row(
            theme=MEMBERSHIP,
            subject=subject,
            values={"scheme": "X", "is_in": True},
            at=DAY,
            by=factories.SYSTEM,
            source="方案",
        )


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (SchemeProfile, {"since": DAY, "title": "", "kind": "other"}),
        (SchemeProfile, {"since": DAY, "title": "甲", "kind": "other", "first_year": 2018, "last_year": 2017}),
        (SchemeTarget, {"key": "1", "measure": "villages", "unit": "", "document": "文"}),
        (SchemeTarget, {"key": "1", "measure": "villages", "unit": "个", "document": "文", "planned": Decimal(-1)}),
        (SchemeTarget, {"key": "1", "measure": "villages", "unit": "个", "document": "文", "planned": Decimal(7), "base": Decimal(2), "each": Decimal(3)}),
        (SchemeTarget, {"key": "1", "measure": "villages", "unit": "个", "document": "文", "planned": Decimal(6), "base": Decimal(2)}),
        (SchemeAchievement, {"key": "1", "measure": "villages", "unit": "个", "document": "文", "achieved_on": DAY, "rate": Decimal(-1)}),
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(model, given):
    made = factories.change()
    subject = Subject.objects.create(kind="scheme", code="S", area_id=factories.COUNTY, created_by=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(subject=subject, **given, **factories.known(made))


def test_a_scheme_is_made_by_hand_filled_and_shown(client):
    enter(client, role="township_reviewer", area=factories.TOWNSHIP)
    given = {"code": "T1", "title": "整村推进", "kind": "village", "since": "2018-01-01", "reason": "方案"}
    assert client.post(reverse("scheme-new"), given).status_code == 302
    assert client.post(reverse("scheme-new"), given).status_code == 422
    target = {
        "year": "2018",
        "measure": "villages",
        "planned": "10",
        "unit": "个",
        "document": "方案",
        "reason": "方案",
    }
    assert client.post(reverse("scheme-row", args=["T1", "scheme-targets"]), target).status_code == 302
    page = client.get(reverse("scheme", args=["T1"])).content.decode()
    assert "还不能判断“双过半”，缺数据：2018 年 村" in page
    assert "T1" in client.get(reverse("schemes")).content.decode()
    assert client.get(f"{reverse('project-row-export')}?kind=scheme").status_code == 200
    enter(client, role="village_cadre", area=factories.FAR_VILLAGE)
    assert client.get(reverse("scheme", args=["T1"])).status_code == 404


def test_queries_do_not_grow_with_parts_and_projects(client, django_assert_max_num_queries):
    enter(client)
    load(SCHEME_HEAD, "B,行动,八大行动,,2018,2020,,\n")
    for first, last in ((1, 3), (3, 9)):
        load(SCHEME_HEAD, "".join(f"B{n},部分{n},八大行动,,,,B,{n}\n" for n in range(first, last)))
        for number in range(first, last):
            profile = factories.project(code=f"P{number}")
            tag = {"scheme": f"B{number}", "is_in": True}
            record_row(
                theme=MEMBERSHIP,
                subject=profile.subject,
                values=tag,
                at=date(2018, 1, 1),
                by=factories.SYSTEM,
                source="方案",
            )
        with django_assert_max_num_queries(24):
            assert client.get(reverse("scheme", args=["B"])).status_code == 200
