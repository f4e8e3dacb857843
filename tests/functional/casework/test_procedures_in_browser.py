"""Every shipped procedure played to its end in a real browser, with its own papers, days, signatures, samples and refusals."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from case_walk import CODES, family, office, verdict
from functional.casework.player import Player
from jingzhun.casework.models import NoticeEntry, Sample
from jingzhun.registry.models import Dwelling, Household, HouseholdStatus, Membership, Subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("procedures")]
THEN, NOW = date(2018, 11, 1), date(2026, 7, 1)
CAUSE = {"main_cause": "01"}
SICHUAN_VILLAGE = factories.NEXT_COUNTY_VILLAGE


@pytest.fixture
def player(transactional_db, client, settings, tmp_path, page, live, enter, clock):
    settings.MEDIA_ROOT = tmp_path / "files"

    def make(*packs: str, village: str = factories.VILLAGE) -> Player:
        given = office(*packs, village=village)
        client.get("/")  # all addresses are imported before the browser waits for one
        return Player(page, live, enter, clock, given, {})

    return make


def status(subject: Subject, regime: str, day: date) -> HouseholdStatus:
    return HouseholdStatus.objects.as_of(day).get(subject=subject, regime=regime)


@pytest.mark.row("S-01")
def test_sichuan_identification_in_six_steps(player, axe, fits, shot):
    at = player(CODES, "sichuan/identification-2014", village=SICHUAN_VILLAGE)
    home = family(SICHUAN_VILLAGE)
    HouseholdStatus.objects.filter(subject=home.subject).delete()
    case = at.open("identify", home.subject, on=THEN)
    case = at.play(case, on=THEN, inputs={"cause": CAUSE, "attribute": {"attribute": "01"}}, until="township")
    assert "公示未满" not in at.refusals.get("first", "")
    case = at.play(case, on=THEN)
    axe(at.page)
    fits(at.page)
    shot(at.page, "case-sichuan")
    assert status(home.subject, "registered", case.closed_on).status == "in"
    assert [entry.notice.name for entry in NoticeEntry.objects.order_by("id")] == ["一榜公示", "二榜公示", "公告"]
    assert "没有交“审核报告”" in at.refusals["township"]


def test_diqing_identification_draws_its_samples(player):
    at = player(CODES, "diqing/identification-2016")
    home = family()
    case = at.play(
        at.open("identify", home.subject, on=THEN), on=THEN, inputs={"cause": CAUSE, "attribute": {"attribute": "01"}}
    )
    assert status(home.subject, "registered", case.closed_on).status == "in"
    assert [(sample.percent, sample.size) for sample in Sample.objects.order_by("id")] == [(20, 1), (10, 1)]
    assert "“商品房”未比对" in at.refusals["select"]
    assert "还没有抽查（应抽 20% 以上）" in at.refusals["township"]


@pytest.mark.row("S-14")
def test_exit_of_a_household_needs_its_signature_and_a_passed_standard(player):
    at = player(CODES, "national/exit-2016", "yunnan/exit-2018")
    home = family(registered=True)
    verdict(home.subject, "户退出", "pass", pack=at.given.packs[2], as_of=date(2018, 10, 31))
    case = at.play(at.open("exit_household", home.subject, on=THEN), on=THEN)
    assert status(home.subject, "registered", case.closed_on).exit_year == 2018
    assert "农户没有签字" in at.refusals["verify"]
    failing = family(registered=True, names=("甲",))
    verdict(failing.subject, "户退出", "fail", pack=at.given.packs[2], as_of=date(2018, 10, 31))
    case = at.play(at.open("exit_household", failing.subject, on=THEN), on=THEN, until="county")
    at._look(case, at.given.post_for(case), case.not_before_on)
    assert "“户退出”要通过，立案时的评估不通过" in at._why()


def test_monitoring_by_the_green_channel_gives_help_first(player, shot):
    at = player(CODES, "national/assistance-2026")
    home = family()
    post = at.given.posts["village_cadre"][0]
    at.clock(NOW)
    at.enter(at.page, post)
    offer = at.given.offer("monitor", NOW)
    at.page.goto(f"{at.live}/cases/new/{offer.pack.pk}/monitor/?household={home.subject.code}")
    at.page.locator("label", has_text="农户自主申报").click()
    at.page.fill("textarea[name=reason]", "房屋失火")
    at.page.locator("input[name=urgent]").check()
    at._set(
        "urgent_help-category", at.page.locator("[name='urgent_help-category'] option").nth(1).get_attribute("value")
    )
    at._set("urgent_help-item", "临时安置")
    at._set("urgent_help-received_on", "2026-07-01")
    shot(at.page, "case-urgent")
    at.page.locator("main button", has_text="立案").click()
    at.page.locator("text=已立案").wait_for()
    from jingzhun.casework.models import Case
    from jingzhun.registry.models import MeasureReceived

    case = Case.objects.get()
    assert case.is_urgent
    assert MeasureReceived.objects.get(subject=home.subject).item == "临时安置"
    risk = {"risk": "07", "risk_identified_on": "2026-06-30"}
    case = at.play(case, on=NOW, inputs={"risk": risk})
    assert status(home.subject, "prevention", case.closed_on).status == "in"
    assert (case.closed_on - case.opened_on).days <= 15
    verdict(home.subject, "防止返贫致贫对象", "fail", pack=at.given.packs[1], as_of=case.closed_on)
    case = at.play(at.open("clear_risk", home.subject, on=case.closed_on), on=case.closed_on)
    assert status(home.subject, "prevention", case.closed_on).risk_cleared is True


def test_reviews_of_the_year_and_looking_back(player):
    at = player(CODES, "national/identification-2014")
    home = family(registered=True)
    review = {"outcome": "leave", "seen": "户主已购商品房"}
    case = at.play(at.open("adjust", home.subject, on=THEN), on=THEN, inputs={"adjustment": review})
    assert status(home.subject, "registered", case.closed_on).status != "in"
    other = family(registered=True, names=("乙",))
    case = at.play(
        at.open("lookback", other.subject, on=THEN),
        on=THEN,
        inputs={"adjustment": {"outcome": "keep", "seen": "见到户主"}},
    )
    assert case.state == "done"


@pytest.mark.row("S-73")
def test_a_correction_an_appraisal_and_an_appeal(player):
    at = player(CODES, "national/records-2014")
    home = family(registered=True)
    services = {"field": "HouseholdServices.has_food", "value": "是", "since": "2026-01-01"}
    assert at.play(at.open("correct", home.subject, on=NOW), on=NOW, inputs={"correction": services}).state == "done"
    report = {"grade": "C", "appraiser": "鉴定公司", "report_number": "JD-1", "appraised_on": "2026-06-20"}
    case = at.play(at.open("dwelling", home.subject, on=NOW), on=NOW, inputs={"dwelling": report})
    assert Dwelling.objects.as_of(NOW).get(subject=home.subject).grade == "C"
    contested = {"case": case.number, "grounds": "没有入户"}
    appeal = at.play(at.open("appeal", home.subject, on=NOW), on=NOW, inputs={"contested": contested})
    assert appeal.state == "done"


def test_births_deaths_splits_merges_and_moves(player):
    at = player(CODES, "national/records-2014")
    home = family(registered=True)
    head, wife, son = (
        Membership.objects.as_of(NOW).filter(household=home).order_by("id").values_list("subject_id", flat=True)
    )
    child = {
        "name": "白玛",
        "sex": "2",
        "born_on": "2026-06-01",
        "relation": "08",
        "way": "birth",
        "joined_on": "2026-06-01",
    }
    at.play(at.open("newcomer", home.subject, on=NOW), on=NOW, inputs={"newcomer": child})
    assert Membership.objects.as_of(NOW).filter(household=home).count() == 4
    gone = {"person": str(head), "state": "03", "left_on": "2026-06-20", "new_head": str(wife)}
    at.play(at.open("leaver", home.subject, on=NOW), on=NOW, inputs={"leaver": gone})
    assert Membership.objects.as_of(NOW).filter(household=home).count() == 3
    case = at.play(at.open("split", home.subject, on=NOW), on=NOW, inputs={"split": {f"relation_{son}": "01"}})
    made = Membership.objects.as_of(case.closed_on).get(subject_id=son).household
    assert made != home
    other = family(registered=True, names=("乙",))
    merged = at.play(
        at.open("merge", other.subject, on=case.closed_on),
        on=case.closed_on,
        inputs={"merge": merge_values(at, other, home)},
    )
    assert merged.state == "done"
    moved = at.play(
        at.open("move", home.subject, on=merged.closed_on), on=merged.closed_on,
        inputs={"move": {"village": factories.FAR_VILLAGE, "group_name": "安置点"}},
    )  # fmt: skip
    assert moved.state == "done"
    assert Household.objects.get(pk=home.pk).subject.area_id == factories.FAR_VILLAGE


def merge_values(at: Player, other: Household, home: Household) -> dict[str, str]:
    (person,) = Membership.objects.as_of(NOW).filter(household=other).values_list("subject_id", flat=True)
    return {"household": home.subject.code, f"relation_{person}": "99"}


def test_a_village_and_the_county_leave(player):
    at = player(CODES, "national/exit-2016", "yunnan/exit-2018", "national/exit-measures-2016")
    by = factories.change()
    village = Subject.objects.create(kind="village", code=factories.VILLAGE, area_id=factories.VILLAGE, created_by=by)
    county = Subject.objects.create(kind="county", code=factories.COUNTY, area_id=factories.COUNTY, created_by=by)
    from jingzhun.registry.models import VillageConditions

    VillageConditions.objects.create(
        subject=village, since=date(2014, 1, 1), is_poor_village=True, **factories.known(by)
    )
    verdict(village, "村退出", "pass", pack=at.given.packs[2], as_of=date(2018, 10, 31))
    verdict(county, "县退出", "pass", pack=at.given.packs[2], as_of=date(2018, 10, 31))
    verdict(county, "三率一度", "pass", pack=at.given.packs[3], as_of=date(2018, 10, 31))
    case = at.play(at.open("exit_village", village, on=THEN), on=THEN)
    assert case.state == "done"
    assert VillageConditions.objects.as_of(case.closed_on).get(subject=village).is_poor_village is False
    assert at.play(at.open("exit_county", county, on=THEN), on=THEN).state == "done"
