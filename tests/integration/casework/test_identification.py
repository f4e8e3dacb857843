"""Identification played to its end: Sichuan's six steps (S-01), Diqing's samples and comparisons, the general form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from case_walk import family, office
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.actions.evidence import answer_check
from jingzhun.casework.actions.sample import draw, record_check
from jingzhun.casework.models import Notice, SampleCase
from jingzhun.registry.models import HouseholdCause, HouseholdStatus

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)
XIANGCHENG = factories.NEXT_COUNTY_VILLAGE
INPUTS = {"cause": {"main_cause": "01", "other_cause_1": "03"}, "attribute": {"attribute": "04"}}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def sichuan():
    return office("national/identification-2014", "sichuan/identification-2014", village=XIANGCHENG)


def on_register(case) -> bool:
    return HouseholdStatus.objects.filter(subject=case.subject, regime="registered", status="in").exists()


@pytest.mark.row("S-01")
def test_sichuan_has_six_steps_four_reviews_two_notices_and_one_announcement(sichuan):
    procedure = sichuan.offer("identify", DAY).procedure
    assert [each.title for each in procedure.steps] == [
        "农户申请", "入户核实", "村两委和村民代表初审", "全体村民大会复审", "乡镇审核", "县级相关部门联审",
    ]  # fmt: skip
    assert procedure.reviews == ("初审", "复审", "审核", "联审")
    assert procedure.notices == ("一榜公示", "二榜公示")
    assert procedure.announcements == ("公告",)
    assert (len(procedure.steps), len(procedure.reviews), len(procedure.notices), len(procedure.announcements)) == (
        6,
        4,
        2,
        1,
    )


@pytest.mark.row("S-01")
def test_only_the_six_steps_in_order_lead_to_the_register(sichuan):
    case = sichuan.open("identify", family(XIANGCHENG).subject, on=DAY)
    keys = []
    while case.is_open:
        assert not on_register(case)
        keys.append(case.step.key)
        sichuan.step(case, on=DAY, inputs=INPUTS)
    assert keys == ["apply", "visit", "first", "assembly", "township", "county"]
    assert case.state == "done"
    status = HouseholdStatus.objects.as_of(case.closed_on).get(subject=case.subject, regime="registered")
    assert (status.status, status.attribute, status.exit_mark, status.identified_on) == (
        "in",
        "04",
        "01",
        case.closed_on,
    )
    cause = HouseholdCause.objects.as_of(case.closed_on).get(subject=case.subject)
    assert (cause.main_cause, cause.other_cause_1) == ("01", "03")
    assert list(Notice.objects.order_by("id").values_list("name", "area_id")) == [
        ("一榜公示", XIANGCHENG), ("二榜公示", XIANGCHENG[:9] + "000"), ("公告", "513336000000"),
    ]  # fmt: skip
    assert case.closed_on == DAY + timedelta(days=8 + 8)


@pytest.mark.row("S-01")
def test_the_second_notice_cannot_be_skipped(sichuan):
    case = sichuan.walk(
        sichuan.open("identify", family(XIANGCHENG).subject, on=DAY), on=DAY, inputs=INPUTS, until="county"
    )
    officer = sichuan.posts["county_officer"][0]
    sichuan.prepare(case, officer, {}, on=case.step_since)
    with pytest.raises(UnableToDecide, match="公示未满"):
        decide(
            cases=[case], outcome="pass", post=officer, by=officer.official, on=case.not_before_on - timedelta(days=1)
        )
    assert not on_register(case)
    early = sichuan.walk(
        sichuan.open("identify", family(XIANGCHENG).subject, on=DAY), on=DAY, inputs=INPUTS, until="township"
    )
    with pytest.raises(UnableToDecide, match="不是你的岗位"):
        decide(cases=[early], outcome="pass", post=officer, by=officer.official, on=early.not_before_on)
    assert not on_register(early)


def test_sichuan_asks_for_the_causes_and_for_two_visitors(sichuan):
    case = sichuan.walk(sichuan.open("identify", family(XIANGCHENG).subject, on=DAY), on=DAY, until="visit")
    team = sichuan.posts["resident_team"][0]
    with pytest.raises(UnableToDecide) as caught:
        decide(cases=[case], outcome="pass", post=team, by=team.official, on=DAY)
    for why in ("没有交“入户核实表”", "没有填“致贫原因”", "没有填“农户类别”", "还差 1 名办理人签字"):
        assert why in str(caught.value)


def test_a_refusal_by_the_county_goes_back_to_the_visit(sichuan):
    case = sichuan.walk(
        sichuan.open("identify", family(XIANGCHENG).subject, on=DAY), on=DAY, inputs=INPUTS, until="county"
    )
    officer = sichuan.posts["county_officer"][0]
    decide(
        cases=[case], outcome="return", post=officer, by=officer.official, on=case.not_before_on, opinion="收入没有核实"
    )
    case.refresh_from_db()
    assert (case.round, case.step.key) == (2, "visit")


class TestDiqing:
    @pytest.fixture
    def diqing(self):
        return office("national/identification-2014", "diqing/identification-2016")

    def test_the_prefecture_s_own_form_goes_before_the_general_one(self, diqing):
        procedure = diqing.offer("identify", DAY).procedure
        assert procedure.title == "贫困户识别（两公示一公告、两级抽查）"
        assert diqing.offer("identify", date(2015, 3, 1)).procedure.title == "贫困户识别"
        assert [each.notice.days.count for each in procedure.steps if each.notice] == [5, 5]
        assert [each.sample_percent for each in procedure.steps] == [0, 0, 0, 20, 10]
        assert {"非生产性车辆", "商品房", "财政供养"} < set(procedure.step(2).checks) and len(
            procedure.step(2).checks
        ) == 4

    def test_a_household_with_a_car_is_not_taken_in(self, diqing):
        case = diqing.walk(diqing.open("identify", family().subject, on=DAY), on=DAY, until="select")
        cadre = diqing.posts["village_cadre"][0]
        diqing.prepare(case, cadre, {}, on=DAY)
        answer_check(
            case=case, name="非生产性车辆", answer="found", source="车管所", post=cadre, by=cadre.official, on=DAY
        )
        with pytest.raises(UnableToDecide, match="“非生产性车辆”有"):
            decide(cases=[case], outcome="pass", post=cadre, by=cadre.official, on=DAY)

    def test_township_and_county_draw_their_samples_of_a_batch(self, diqing):
        cases = [diqing.open("identify", family(names=("甲",)).subject, on=DAY) for _ in range(11)]
        for case in cases:
            diqing.walk(case, on=DAY, inputs=INPUTS, until="township")
        reviewer = diqing.posts["township_reviewer"][0]
        day = DAY + timedelta(days=6)
        sample = draw(cases=cases, seed="7", post=reviewer, by=reviewer.official, on=day)
        assert (sample.population, sample.size) == (11, 3)  # 20 % of 11, rounded up
        drawn = SampleCase.objects.filter(sample=sample, is_drawn=True).select_related("case")
        with pytest.raises(UnableToDecide, match="抽中，还没有实地核查"):
            decide(cases=[drawn[0].case], outcome="pass", post=reviewer, by=reviewer.official, on=day)
        record_check(row=drawn[0], result="differs", note="有商品房", post=reviewer, by=reviewer.official, on=day)
        with pytest.raises(UnableToDecide, match="抽查与材料不一致：有商品房"):
            decide(cases=[drawn[0].case], outcome="pass", post=reviewer, by=reviewer.official, on=day)

    def test_it_ends_on_the_register_after_two_notices_of_five_days(self, diqing):
        case = diqing.walk(diqing.open("identify", family().subject, on=DAY), on=DAY, inputs=INPUTS)
        assert (case.state, case.closed_on) == ("done", DAY + timedelta(days=6 + 6))
        assert on_register(case)


def test_the_general_form_needs_the_household_s_signature_and_ends_on_the_register():
    given = office("national/identification-2014")
    case = given.open("identify", family().subject, on=DAY)
    cadre = given.posts["village_cadre"][0]
    with pytest.raises(UnableToDecide, match="农户没有签字"):
        decide(cases=[case], outcome="pass", post=cadre, by=cadre.official, on=DAY)
    case = given.walk(case, on=DAY, inputs=INPUTS)
    assert (case.state, case.closed_on) == ("done", DAY + timedelta(days=16))
    assert on_register(case)
