"""A roster says of every household what it gets and how that was reckoned, or why it is not in; nobody is in twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

import factories
from award_ground import ON, SALES, WAGES, awards, evaluated, seller
from jingzhun.accounts.scope import UnableToAct, UnableToReachArea
from jingzhun.areas.models import Area
from jingzhun.ledger.actions.award_check import UnableToVerifyLine, attach, verify
from jingzhun.ledger.actions.award_roster import UnableToMakeRoster
from jingzhun.ledger.models import AwardCheck, AwardLine, AwardRoster
from jingzhun.registry.models import Change, ProductSale
from jingzhun.results.award_lines import UnableToReckonAwards, amounts_now, tallies

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def ground(standing):
    return standing(awards)


@pytest.fixture
def held(db, ground, settings, tmp_path):
    return ground(settings, tmp_path)


@pytest.mark.row("S-53", "S-55")
def test_a_roster_has_a_line_per_household_with_its_reckoning_and_evidence(held):
    roster = held.roster()
    assert roster.subject.code == "JB2018-533422202-01"
    assert roster.title == "云岭乡2018年产业以奖代补（产品销售）名册"
    lines = {line.household.code: line for line in roster.lines.select_related("household")}
    assert {code: line.amount for code, line in lines.items()} == {"A1": 270_000, "A2": 300_000, "A5": 100_000}
    assert lines["A1"].reckoning == (
        "计入销售 1 项共 9000.00 元；奖补销售额 × 30%，最高 3000元 = 2,700.00 元（奖补办法）"
    )
    assert lines["A2"].reckoning.endswith("最高 3000元 = 3,000.00 元（奖补办法）")
    assert [paper.title for paper in lines["A1"].evidence.all()] == ["销售记录 1 项，已核实"]
    assert roster.lines.standing().added_up() == (3, 670_000)


@pytest.mark.row("S-54")
def test_the_wage_award_is_another_award_of_the_same_household(held):
    held.roster()
    roster = held.roster(WAGES)
    assert [(line.household.code, line.amount) for line in roster.lines.select_related("household")] == [
        ("A1", 120_000)
    ]


def test_who_is_not_in_is_listed_with_the_reason(held):
    left = {row.household.code: row for row in held.roster().left_out.select_related("household")}
    assert {code: row.why for code, row in left.items()} == {"A3": "nothing", "A4": "missing"}
    assert left["A4"].note


def test_a_tally_says_beforehand_what_a_roster_would_hold(held):
    counted = {each.programme: each for each in tallies([held.run], held.area)}
    assert (counted[SALES].awarded, counted[SALES].amount) == (3, 670_000)
    assert (counted[SALES].nothing, counted[SALES].missing) == (1, 1)


def test_a_household_is_in_an_award_of_a_year_once(held):
    village = Area.objects.get(pk=factories.VILLAGE)
    first = held.roster(area=village, by=held.village)
    with pytest.raises(UnableToMakeRoster, match="3 户已在别的名册"):
        held.roster()
    seller("B1", 500_000, village=factories.NEXT_VILLAGE)
    held.run = evaluated()
    second = held.roster()
    assert second.lines.count() == 1
    taken = second.left_out.filter(why="taken")
    assert {row.note for row in taken} == {first.subject.code}
    assert taken.count() == 3
    line = AwardLine.objects.filter(roster=first).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardLine.objects.create(
            roster=second, household=line.household, programme=SALES, year=2018, number=99, amount=1, reckoning=""
        )


def test_results_of_another_run_are_not_mixed_in(held):
    before = held.run
    evaluated()
    with pytest.raises(UnableToReckonAwards, match="后来又由第"):
        held.run = before
        held.roster()


def test_amounts_that_changed_since_the_run_can_be_set_beside_the_lines(held):
    roster = held.roster()
    line = roster.lines.get(household__code="A1")
    ProductSale.objects.filter(subject=line.household).update(amount=300_000)
    evaluated()
    run, now = amounts_now(SALES, [line.household_id], 2018)[line.household_id]
    assert (run, now) != (roster.run, line.amount)
    assert now == 90_000


def test_who_may_make_a_roster_and_where(held):
    with pytest.raises(UnableToAct, match="不能编制奖补名册"):
        held.roster(by=held.finance)
    with pytest.raises(UnableToReachArea):
        held.roster(by=factories.post(role="township_reviewer", area=factories.NEXT_TOWNSHIP))
    with pytest.raises(UnableToMakeRoster, match="不是乡镇或村"):
        held.roster(
            area=Area.objects.get(pk=factories.COUNTY), by=factories.post(role="village_cadre", area=factories.COUNTY)
        )
    assert not AwardRoster.objects.exists()


# ── verifying ──────────────────────────────────────────────────────────────


def test_helper_and_village_verify_each_line_and_strikes_stay(held):
    roster = held.roster()
    lines = list(roster.lines.all())
    mine = [line for line in lines if line.household.code != "A5"]
    verify(lines=mine, is_right=True, post=held.helper, by=held.helper.official, on=ON)
    verify(lines=lines[:2], is_right=True, post=held.village, by=held.village.official, on=ON)
    struck = lines[2]
    verify(lines=[struck], is_right=False, post=held.village, by=held.village.official, on=ON, note="没有卖过核桃")
    struck.refresh_from_db()
    assert (struck.struck_on, struck.struck_why) == (ON, "没有卖过核桃")
    assert roster.lines.count() == 3
    assert roster.lines.standing().added_up() == (2, 570_000)
    assert Change.objects.filter(source__contains="剔除").exists()


@pytest.mark.parametrize(
    ("again", "said"), [("village", "这一级已核实过"), ("same", "同一人不能核实两次"), ("struck", "已剔除")]
)
def test_a_line_is_verified_once_by_each_and_by_different_people(held, again, said):
    roster = held.roster()
    line = roster.lines.first()
    verify(
        lines=[line], is_right=again != "struck", post=held.village, by=held.village.official, on=ON, note="没有这回事"
    )
    other = factories.post(role="resident_team", area=factories.VILLAGE)
    posts = {
        "village": other,
        "same": factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=held.village.official),
        "struck": other,
    }
    post = posts[again]
    with pytest.raises(UnableToVerifyLine, match=said):
        verify(lines=[line], is_right=True, post=post, by=post.official, on=ON)


def test_the_database_holds_four_eyes_on_a_line(held):
    line = held.roster().lines.first()
    check = verify(lines=[line], is_right=True, post=held.village, by=held.village.official, on=ON)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardCheck.objects.create(
            line=line, stage="township", is_right=True, official=check.official, checked_on=ON, change=check.change
        )


def test_a_helper_verifies_only_the_households_helped_and_a_village_only_its_own(held):
    roster = held.roster()
    foreign = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    stranger = factories.post(role="helper", area=factories.COUNTY)
    for post in (foreign, stranger):
        assert not AwardLine.objects.to_verify(post, ON).exists()
        with pytest.raises(UnableToReachArea):
            verify(lines=list(roster.lines.all()), is_right=True, post=post, by=post.official, on=ON)
    assert not AwardRoster.objects.for_post(foreign).exists()
    assert AwardRoster.objects.for_post(held.village).get() == roster
    assert AwardLine.objects.to_verify(held.helper, ON).count() == 3
    assert AwardLine.objects.to_verify(held.village, ON).count() == 3


def test_a_strike_needs_a_reason_and_a_verifier_the_post_for_it(held):
    lines = list(held.roster().lines.all())
    with pytest.raises(UnableToVerifyLine, match="没有写理由"):
        verify(lines=lines, is_right=False, post=held.village, by=held.village.official, on=ON)
    with pytest.raises(UnableToAct, match="不能核实奖补名册"):
        verify(lines=lines, is_right=True, post=held.finance, by=held.finance.official, on=ON)


def test_a_paper_is_put_to_a_line(held):
    line = held.roster().lines.first()
    paper = attach(
        line=line, title="销售票据", file_name="票据.pdf", data=PDF, post=held.village, on=ON + timedelta(days=1)
    )
    assert [each.title for each in line.evidence.all()] == ["销售记录 1 项，已核实", "销售票据"]
    assert paper.file.size == len(PDF)
