"""Exits of households, villages and counties: three levels, notices, signatures, and nothing without the standard's verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from case_walk import family, office, verdict
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.models import NoticeEntry
from jingzhun.registry.models import HouseholdStatus, PackFact, Subject, VillageConditions

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 1)
PACKS = ("national/exit-2016", "yunnan/exit-2018")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def status(case):
    return HouseholdStatus.objects.as_of(case.closed_on or DAY).get(subject=case.subject, regime="registered")


@pytest.mark.row("S-14")
def test_a_household_leaves_poverty_with_signature_notice_three_levels_and_a_passed_standard():
    given = office(*PACKS)
    home = family(registered=True)
    verdict(home.subject, "户退出", "pass", pack=given.packs[1], as_of=date(2018, 10, 31))
    case = given.open("exit_household", home.subject, on=DAY)
    assert {step.level for step in given.offer("exit_household", DAY).procedure.steps} == {"村", "乡", "县"}
    case = given.walk(case, on=DAY, until="verify")
    team = given.posts["resident_team"][0]
    with pytest.raises(UnableToDecide, match="农户没有签字，还差 1 名办理人签字"):
        decide(cases=[case], outcome="pass", post=team, by=team.official, on=DAY)
    case = given.walk(case, on=DAY, until="township")
    assert NoticeEntry.objects.get(case=case).days == 7
    case = given.walk(case, on=DAY)
    assert (case.state, case.closed_on) == ("done", DAY + timedelta(days=8))
    row = status(case)
    assert (row.status, row.exit_mark, row.exit_year) == ("in", "03", 2018)


@pytest.mark.row("S-14")
def test_a_failed_or_missing_verdict_and_a_missing_signature_block_the_exit():
    given = office(*PACKS)
    for outcome, said in (("fail", "不通过"), ("missing", "缺数据"), (None, "还没有评估")):
        home = family(registered=True, names=("甲",))
        if outcome:
            verdict(home.subject, "户退出", outcome, pack=given.packs[1], as_of=date(2018, 10, 31))
        case = given.walk(given.open("exit_household", home.subject, on=DAY), on=DAY, until="county")
        officer = given.post_for(case)
        with pytest.raises(UnableToDecide, match=f"“户退出”要通过，立案时的评估{said}"):
            decide(cases=[case], outcome="pass", post=officer, by=officer.official, on=case.not_before_on)
        assert status(case).exit_mark == "01"


def test_diqing_draws_samples_and_asks_for_both_forms():
    given = office("national/exit-2016", "yunnan/exit-2018", "diqing/identification-2016")
    home = family(registered=True)
    verdict(home.subject, "户退出", "pass", pack=given.packs[1], as_of=date(2018, 10, 31))
    procedure = given.offer("exit_household", DAY).procedure
    assert procedure.step(2).documents == ("收入认定表", "退出认定表")
    assert [each.sample_percent for each in procedure.steps] == [0, 0, 20, 10]
    case = given.walk(given.open("exit_household", home.subject, on=DAY), on=DAY)
    assert (case.state, status(case).exit_year) == ("done", 2018)


def poor_village(code: str = factories.VILLAGE) -> Subject:
    by = factories.change()
    made = Subject.objects.create(kind="village", code=code, area_id=code, created_by=by)
    VillageConditions.objects.create(subject=made, since=date(2014, 1, 1), is_poor_village=True, **factories.known(by))
    return made


def test_a_village_leaves_by_self_check_township_and_county_and_not_twice():
    given = office(*PACKS)
    village = poor_village()
    verdict(village, "村退出", "pass", pack=given.packs[1], as_of=date(2018, 10, 31))
    case = given.walk(given.open("exit_village", village, on=DAY), on=DAY)
    assert case.state == "done"
    conditions = VillageConditions.objects.as_of(case.closed_on).get(subject=village)
    assert conditions.is_poor_village is False
    assert VillageConditions.objects.as_of(DAY).get(subject=village).is_poor_village is True
    assert PackFact.objects.as_of(case.closed_on).get(subject=village, fact="village_exit_year").number == 2018
    again = given.walk(given.open("exit_village", village, on=case.closed_on), on=case.closed_on, until="county")
    officer = given.post_for(again)
    given.prepare(again, officer, {}, on=again.not_before_on)
    with pytest.raises(Exception, match="不是贫困村，或已经退出"):
        decide(cases=[again], outcome="pass", post=officer, by=officer.official, on=again.not_before_on)
    again.refresh_from_db()
    assert again.is_open


def test_a_county_leaves_with_both_standards_and_three_persons():
    given = office(*PACKS)
    county = Subject.objects.create(
        kind="county", code=factories.COUNTY, area_id=factories.COUNTY, created_by=factories.change()
    )
    case = given.open("exit_county", county, on=DAY)
    officer = given.posts["county_officer"][0]
    given.prepare(case, officer, {}, on=DAY)
    with pytest.raises(UnableToDecide, match="“县退出”要通过，立案时的评估还没有评估"):
        decide(cases=[case], outcome="pass", post=officer, by=officer.official, on=DAY)
    decide(cases=[case], outcome="refuse", post=officer, by=officer.official, on=DAY, opinion="还没有评估")
    for name in ("县退出", "三率一度"):
        verdict(county, name, "pass", pack=given.packs[1], as_of=date(2018, 10, 31))
    case = given.walk(given.open("exit_county", county, on=DAY), on=DAY)
    assert case.state == "done"
    assert len({each.official_id for each in case.decisions.all()}) == 3
    assert PackFact.objects.as_of(case.closed_on).get(subject=county, fact="county_exit_year").number == 2018
