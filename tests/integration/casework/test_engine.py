"""A case from its opening to its effect, and each move that is refused on the way, with the words of the refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

import factories
from case_ground import DAY, SHORT, ground, home, offer
from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.casework.actions.case import UnableToHandOver, UnableToOpenCase, hand_over, open_batch
from jingzhun.casework.actions.decision import UnableToDecide, UnableToDecideStale, decide
from jingzhun.casework.actions.delegation import UnableToDelegate, delegate
from jingzhun.casework.actions.evidence import UnableToAddPaper, sign, sign_for_household
from jingzhun.casework.actions.objection import (
    UnableToAnswerObjection,
    UnableToObject,
    answer_objection,
    raise_objection,
)
from jingzhun.casework.models import Case, Notice, NoticeEntry
from jingzhun.registry.models import Change, HouseholdStatus

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=6)


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def test_a_case_walks_through_its_steps_and_writes_its_effect(given):
    case = given.at_county()
    given.decide(case, on=LATER)
    case.refresh_from_db()
    assert (case.state, case.step, case.closed_on) == ("done", None, LATER)
    status = HouseholdStatus.objects.as_of(LATER).get(subject=case.subject)
    assert (status.regime, status.status, status.since) == ("registered", "in", LATER)
    assert status.change == case.change
    assert case.change.kind == Change.Kind.CASE
    assert case.number in case.change.source
    assert [d.number for d in case.decisions.all()] == [1, 2, 3]


def test_the_notice_begins_on_the_next_day_and_the_township_waits_for_its_end(given):
    case = given.at_township()
    entry = NoticeEntry.objects.get(case=case)
    assert (entry.starts_on, entry.until, entry.shown_name) == (date(2026, 7, 2), date(2026, 7, 7), "此里*布")
    given.paper(case, "审核报告")
    with pytest.raises(UnableToDecide, match="公示未满，07-07 起可以办"):
        given.decide(case, on=date(2026, 7, 6))
    assert given.decide(case, on=date(2026, 7, 7)).outcome == "pass"


def test_a_missing_paper_is_named(given):
    case = given.open()
    with pytest.raises(UnableToDecide, match="没有交“申请书”"):
        given.decide(case)


def test_a_paper_of_no_step_is_refused(given):
    case = given.open()
    with pytest.raises(UnableToAddPaper, match="没有这份材料"):
        given.paper(case, "户口簿")


def test_a_post_of_another_level_or_area_is_refused(given):
    case = given.open()
    given.paper(case, "申请书")
    with pytest.raises(UnableToDecide, match="不是你的岗位，由村干部、驻村工作队办"):
        given.decide(case, by=given.county)
    elsewhere = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    with pytest.raises(UnableToReachArea):
        given.decide(case, by=elsewhere)


def test_one_person_in_two_posts_cannot_review_what_they_took_in(given):
    both = factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=given.village.official)
    case = given.at_township()
    given.paper(case, "审核报告", on=LATER)
    with pytest.raises(UnableToDecide, match="申请是你办的，这一步要由另一人办"):
        given.decide(case, by=both, on=LATER)


def test_a_delegate_counts_as_both_persons(given):
    delegate(
        post=given.township, to=given.village.official, since=DAY, until=DAY + timedelta(days=30), reason="出差", on=DAY
    )
    case = given.at_township()
    given.paper(case, "审核报告", on=LATER)
    with pytest.raises(UnableToDecide, match="要由另一人办"):
        decide(cases=[case], outcome="pass", post=given.township, by=given.village.official, on=LATER)
    other = factories.official(name="卓玛")
    with pytest.raises(UnableToDecide, match="没有受格桑委托"):
        decide(cases=[case], outcome="pass", post=given.township, by=other, on=LATER)
    delegate(post=given.township, to=other, since=DAY, until=DAY + timedelta(days=30), reason="出差", on=DAY)
    made = decide(cases=[case], outcome="pass", post=given.township, by=other, on=LATER)[0]
    assert (made.official, made.behalf_of) == (other, given.township.official)


@pytest.mark.parametrize("left", ["post ended", "account closed"])
def test_a_post_that_is_no_longer_held_lends_nothing(given, left, client, clock):
    """Neither to see its cases nor to sign or hand in for it, however long the loan would have run."""
    other = factories.post(role="village_cadre", area=factories.FAR_VILLAGE).official
    delegate(post=given.township, to=other, since=DAY, until=DAY + timedelta(days=90), reason="出差", on=DAY)
    case = given.at_township()
    clock(LATER)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("case", kwargs={"number": case.number})
    assert client.get(page).status_code == 200
    if left == "post ended":
        Post.objects.filter(pk=given.township.pk).update(until=LATER)
    else:
        Official.objects.filter(pk=given.township.official_id).update(is_active=False)
    assert client.get(page).status_code == 404
    assert client.post(reverse("case-sign", kwargs={"number": case.number})).status_code == 404
    with pytest.raises(UnableToDecide, match="没有受格桑委托"):
        decide(cases=[case], outcome="return", opinion="x", post=given.township, by=other, on=LATER)


def test_a_post_cannot_be_lent_to_oneself_or_without_reason(given):
    with pytest.raises(UnableToDelegate, match="自己"):
        delegate(post=given.county, to=given.county.official, since=DAY, until=LATER, reason="x", on=DAY)
    with pytest.raises(UnableToDelegate, match="原因"):
        delegate(post=given.county, to=given.village.official, since=DAY, until=LATER, reason=" ", on=DAY)


def test_an_objection_stops_the_clock_and_the_answer_lets_it_go_on(given):
    case = given.at_township()
    entry = NoticeEntry.objects.get(case=case)
    objection = raise_objection(entry=entry, channel="page", text="他家有车", on=date(2026, 7, 4))
    given.paper(case, "审核报告")
    with pytest.raises(UnableToDecide, match="有 1 件异议没有答复"):
        given.decide(case, on=date(2026, 7, 20))
    with pytest.raises(UnableToAnswerObjection, match="由发布公示的一级"):
        answer_objection(
            objection=objection, is_upheld=False, answer="查过", post=given.county, by=given.county.official, on=LATER
        )
    answer_objection(
        objection=objection, is_upheld=False, answer="入户看过，是邻居的车", post=given.village, by=given.village.official,
        on=date(2026, 7, 6),
    )  # fmt: skip
    entry.refresh_from_db()
    case.refresh_from_db()
    assert (entry.until, entry.stopped_days, case.not_before_on) == (date(2026, 7, 9), 2, date(2026, 7, 9))
    with pytest.raises(UnableToDecide, match="07-09 起可以办"):
        given.decide(case, on=date(2026, 7, 8))
    given.decide(case, on=date(2026, 7, 9))


def test_two_objections_stop_the_clock_once(given):
    case = given.at_township()
    entry = NoticeEntry.objects.get(case=case)
    first = raise_objection(entry=entry, channel="page", text="一", on=date(2026, 7, 3))
    second = raise_objection(entry=entry, channel="page", text="二", on=date(2026, 7, 4))
    for objection, day in ((first, date(2026, 7, 5)), (second, date(2026, 7, 6))):
        answer_objection(
            objection=objection, is_upheld=False, answer="不成立", post=given.village, by=given.village.official, on=day
        )
    entry.refresh_from_db()
    assert entry.until == date(2026, 7, 10)  # 2026-07-03 to 07-06: three days


def test_objections_are_taken_only_while_the_notice_runs(given):
    case = given.at_township()
    entry = NoticeEntry.objects.get(case=case)
    for day in (DAY, date(2026, 7, 7)):
        with pytest.raises(UnableToObject, match="不在公示期内"):
            raise_objection(entry=entry, channel="page", text="晚了", on=day)


def test_a_return_begins_a_new_round_and_takes_the_notice_down(given):
    case = given.at_township()
    with pytest.raises(UnableToDecide, match="没有写理由"):
        given.decide(case, "return")
    given.decide(case, "return", on=date(2026, 7, 3), opinion="收入没有核实")
    case.refresh_from_db()
    assert (case.round, case.step.key) == (2, "apply")
    assert NoticeEntry.objects.get(case=case).withdrawn_on == date(2026, 7, 3)
    assert not Notice.objects.public_on(date(2026, 7, 4)).exists()
    given.decide(case, on=date(2026, 7, 4))
    case.refresh_from_db()
    assert case.not_before_on == date(2026, 7, 10)


def test_a_refusal_closes_the_case_and_nothing_is_written(given):
    case = given.at_county()
    given.decide(case, "refuse", on=LATER, opinion="名下有商品房")
    case.refresh_from_db()
    assert case.state == "refused"
    assert not HouseholdStatus.objects.filter(subject=case.subject).exists()
    with pytest.raises(UnableToDecideStale):
        decide(cases=[case], outcome="pass", post=given.county, by=given.county.official, on=LATER)


def test_the_second_of_two_who_press_at_once_is_told_who_was_first(given):
    case = given.open()
    given.paper(case, "申请书")
    case.refresh_from_db()
    shown = {case.pk: case.version}
    given.decide(case)
    with pytest.raises(UnableToDecideStale, match="格桑"):
        given.decide(case, by=given.village, versions=shown)


def test_a_household_has_one_open_case_of_a_procedure(given):
    subject = home()
    case = given.open(subject)
    with pytest.raises(UnableToOpenCase, match=f"已在办（{case.number}）"):
        given.open(subject)


def test_a_batch_opens_a_case_for_each_and_shares_one_notice(given):
    homes = [home() for _ in range(3)]
    batch = open_batch(
        offer=given.offer, subjects=homes, post=given.village, by=given.village.official, title="七月", origin="农户申请",
        reason="年度", on=DAY,
    )  # fmt: skip
    cases = list(batch.cases.order_by("pk"))
    for case in cases:
        given.paper(case, "申请书")
    decide(cases=cases[:2], outcome="pass", post=given.village, by=given.village.official, on=DAY)
    decide(
        cases=cases[2:], outcome="withdraw", post=given.village, by=given.village.official, on=DAY, opinion="本人撤回"
    )
    notice = Notice.objects.get()
    assert notice.entries.count() == 2
    assert sorted(Case.objects.values_list("state", flat=True)) == ["open", "open", "withdrawn"]


def test_nothing_is_decided_where_one_of_many_cannot_be(given):
    cases = [given.open(), given.open()]
    given.paper(cases[0], "申请书")
    with pytest.raises(UnableToDecide, match=cases[1].number):
        decide(cases=cases, outcome="pass", post=given.village, by=given.village.official, on=DAY)
    assert not Notice.objects.exists()
    assert {c.step.key for c in Case.objects.all()} == {"apply"}


def test_open_cases_are_handed_over_to_another_holder_of_the_post(given):
    case = given.open()
    stranger = factories.official()
    with pytest.raises(UnableToHandOver):
        hand_over(cases=[case], to=stranger, post=given.village, on=DAY)
    colleague = factories.post(role="resident_team", area=factories.VILLAGE)
    hand_over(cases=[case], to=colleague.official, post=given.village, on=DAY)
    case.refresh_from_db()
    assert case.holder == colleague.official


def test_a_step_waits_for_its_signers_and_for_the_household(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    given = ground(SHORT.replace("documents: [申请书]", "signers: 2, household_signs: 是"))
    case = given.open()
    with pytest.raises(UnableToDecide, match="农户没有签字，还差 1 名办理人签字"):
        given.decide(case)
    colleague = factories.post(role="resident_team", area=factories.VILLAGE)
    sign(case=case, post=colleague, by=colleague.official, on=DAY)
    sign_for_household(case=case, signer="此里农布", way="print", post=given.village, by=given.village.official, on=DAY)
    assert given.decide(case).outcome == "pass"


def test_a_new_version_of_the_pack_leaves_open_cases_on_theirs(given):
    case = given.open()
    newer = offer(SHORT.replace("days: 5天}}\n  - {id: township", "days: 7天}}\n  - {id: township"))
    given.paper(case, "申请书")
    given.decide(case)
    assert NoticeEntry.objects.get(case=case).days == 5
    given.offer = newer
    other = given.open()
    given.paper(other, "申请书")
    given.decide(other)
    assert NoticeEntry.objects.get(case=other).days == 7
