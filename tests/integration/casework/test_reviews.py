"""Looking back: three classes, three coverages, the list of who is left, and what was changed (S-04, S-16)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import factories
from case_walk import CODES, family, office, verdict
from jingzhun.casework.actions.review import UnableToOpenReview, open_review
from jingzhun.casework.exit_list import household_cohorts
from jingzhun.casework.review_coverage import adjustments, coverages, uncovered
from jingzhun.registry.models import HouseholdStatus

pytestmark = pytest.mark.django_db
DAY = date(2018, 8, 1)
RULES = {
    "borderline": {"standard": "边缘", "outcome": "pass"},
    "doubtful": {"standard": "户退出", "outcome": "missing"},
}


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return office(CODES, "national/identification-2014")


def left_poverty(year: int, names=("甲",)):
    """A household on the register that was marked lifted out at the end of ``year``."""
    home = family(registered=True, names=names)
    HouseholdStatus.objects.create(
        subject=home.subject, since=date(year, 12, 20), regime="registered", status="in", attribute="01", exit_mark="03",
        exit_year=year, **factories.known(factories.change()),
    )  # fmt: skip
    return home


@pytest.mark.row("S-04")
def test_eleven_left_poverty_and_four_are_adjusted_in_august(given):
    left = [left_poverty(2017) for _ in range(11)]
    border = [family(names=("乙",)) for _ in range(2)]
    for home in border:
        verdict(home.subject, "边缘", "pass", pack=given.packs[0], as_of=DAY)
    verdict(left[0].subject, "户退出", "missing", pack=given.packs[0], as_of=DAY)
    verdict(left[1].subject, "户退出", "pass", pack=given.packs[0], as_of=DAY)
    county, village = given.posts["county_officer"][0], given.posts["village_cadre"][0]
    review = open_review(
        title="2018年8月回头看",
        code="lookback",
        due_on=date(2018, 8, 31),
        post=county,
        by=county.official,
        on=DAY,
        **RULES,
    )
    listed = {each.title: (each.listed, each.covered) for each in coverages(review, county, DAY)}
    assert listed == {"贫困户见面": (11, 0), "临界户排查": (2, 0), "疑点户复核": (1, 0)}
    for number, home in enumerate(left):
        outcome = "return" if number < 4 else "keep"
        inputs = {"adjustment": {"outcome": outcome, "seen": "见到户主"}}
        given.walk(given.open("lookback", home.subject, on=DAY, origin="贫困户见面"), on=DAY, inputs=inputs)
    found = {each.title: each for each in coverages(review, county, DAY)}
    assert (found["贫困户见面"].share, found["疑点户复核"].share, found["临界户排查"].share) == (1, 1, Fraction(0))
    assert [each.is_whole for each in found.values()] == [True, False, True]
    assert [each.subject for each in uncovered(review, county, DAY)] == sorted(
        (home.subject for home in border), key=lambda each: each.code
    )
    changed = adjustments(review, county, DAY, given.book)
    assert [each.case.subject for each in changed] == [home.subject for home in left[:4]]
    assert {(each.before, each.after) for each in changed} == {("在册，已脱贫（享受政策）", "在册，返贫")}
    for home in border:
        inputs = {"adjustment": {"outcome": "return", "seen": "见到户主"}}
        given.walk(given.open("lookback", home.subject, on=DAY, origin="临界户排查"), on=DAY, inputs=inputs)
    assert all(each.share == 1 for each in coverages(review, county, DAY))
    assert [each.listed for each in coverages(review, village, DAY)] == [11, 2, 1]
    neighbour = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    assert [each.share for each in coverages(review, neighbour, DAY)] == [None, None, None]


def test_a_review_needs_a_procedure_an_evaluation_and_somebody_to_see(given):
    county = given.posts["county_officer"][0]

    def opened(**changes):
        values = {
            "title": "回头看",
            "code": "lookback",
            "due_on": DAY,
            "post": county,
            "by": county.official,
            "on": DAY,
        } | RULES
        return open_review(**(values | changes))

    with pytest.raises(UnableToOpenReview, match="“边缘”还没有评估过"):
        opened()
    stranger = family(names=("乙",))
    for name, outcome in (("边缘", "fail"), ("户退出", "pass")):
        verdict(stranger.subject, name, outcome, pack=given.packs[0], as_of=DAY)
    with pytest.raises(UnableToOpenReview, match="没有要回头看的户"):
        opened()
    with pytest.raises(UnableToOpenReview, match="现在没有回头看的程序"):
        opened(code="nothing")
    with pytest.raises(UnableToOpenReview, match="早于今天"):
        opened(due_on=date(2018, 7, 31))
    with pytest.raises(UnableToOpenReview, match="没有写名称"):
        opened(title=" ")


@pytest.mark.row("S-16")
def test_five_cohorts_stay_on_the_register_and_one_that_fell_back_is_told(given):
    homes = {year: left_poverty(year) for year in range(2014, 2019)}
    day = date(2018, 12, 31)
    county = given.posts["county_officer"][0]
    inputs = {"adjustment": {"outcome": "return", "seen": "因灾"}}
    given.walk(given.open("lookback", homes[2016].subject, on=day, origin="疑点户复核"), on=day, inputs=inputs)
    cohorts = household_cohorts(county, day)
    assert [each.year for each in cohorts] == [2014, 2015, 2016, 2017, 2018]
    assert [each.codes for each in cohorts] == [(home.subject.code,) for home in homes.values()]
    assert [len(each.relapsed) for each in cohorts] == [0, 0, 1, 0, 0]
    now = HouseholdStatus.objects.as_of(day).filter(regime="registered")
    assert set(now.values_list("status", flat=True)) == {"in"}
