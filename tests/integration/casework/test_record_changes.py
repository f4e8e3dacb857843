"""Corrections, newcomers, leavers, splits, merges and moves played to their end; subjects and their history stay."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from case_walk import CODES, family, office
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.effects.writ import UnableToWriteEffect
from jingzhun.casework.members import members_of
from jingzhun.casework.models import Case
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Completeness,
    Dwelling,
    Household,
    HouseholdProfile,
    HouseholdStatus,
    Membership,
    PersonIdentity,
    Subject,
)

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2026, 7, 1), date(2026, 6, 30)


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return office(CODES, "national/records-2014")


def people(home, day: date) -> dict[str, str]:
    return {each.name: each.relation for each in members_of(home.pk, day)}


def played(given, code, home, **inputs):
    return given.walk(given.open(code, home.subject, on=DAY), on=DAY, inputs=inputs)


def test_a_correction_supersedes_the_row_and_keeps_what_was_known(given):
    home = family()
    _, _, son = [each.key for each in members_of(home.pk, DAY)]
    known = factories.timezone.now()
    case = played(
        given, "correct", home,
        correction={"person": str(son), "field": "PersonIdentity.name", "value": "扎西顿珠", "since": "2014-06-30"},
    )  # fmt: skip
    assert case.state == "done"
    row = PersonIdentity.objects.as_of(DAY).get(subject_id=son)
    assert (row.name, row.initials, row.since) == ("扎西顿珠", "zxdz", date(2014, 6, 30))
    assert PersonIdentity.objects.as_of(DAY, known).get(subject_id=son).name == "扎西"
    number = factories.id_number(born_on=date(2003, 9, 9), sex="男")
    played(
        given, "correct", home,
        correction={"person": str(son), "field": "PersonIdentity.id_number", "value": number, "since": "2014-06-30"},
    )  # fmt: skip
    row = PersonIdentity.objects.as_of(DAY).get(subject_id=son)
    assert (row.id_number_shown, row.born_on, bytes(row.id_index)) == (
        number, date(2003, 9, 9), personal.id_index(number),
    )  # fmt: skip
    played(
        given, "correct", home,
        correction={"person": str(son), "field": "Membership.relation", "value": "户主", "since": "2026-06-01"},
    )  # fmt: skip
    assert people(home, DAY) == {"扎西顿珠": "01", "此里农布": "", "央宗": "02"}
    assert people(home, date(2026, 5, 31))["此里农布"] == "01"


def test_a_correction_that_somebody_made_meanwhile_is_refused(given):
    home = family()
    values = {"field": "Dwelling.floor_area", "value": "80", "since": "2020-01-01"}
    case = given.walk(
        given.open("correct", home.subject, on=DAY), on=DAY, inputs={"correction": values}, until="county"
    )
    Dwelling.objects.create(
        subject=home.subject, since=date(2020, 1, 1), floor_area=80, **factories.known(factories.change())
    )
    with pytest.raises(UnableToWriteEffect, match="登记的已经是这个值"):
        given.walk(case, on=DAY)
    case.refresh_from_db()
    assert case.step.key == "county"


def test_a_report_of_the_third_party_changes_the_grade_from_the_day_of_the_appraisal(given):
    home = family()
    report = {"grade": "C", "appraiser": "州鉴定中心", "report_number": "J-7", "appraised_on": "2026-06-10"}
    played(given, "dwelling", home, dwelling=report)
    row = Dwelling.objects.as_of(DAY).get(subject=home.subject)
    assert (row.grade, row.is_dangerous, row.since) == ("C", True, date(2026, 6, 10))
    played(given, "dwelling", home, dwelling={**report, "grade": "A", "appraised_on": "2026-06-25"})
    assert Dwelling.objects.as_of(DAY).get(subject=home.subject).is_dangerous is False
    assert Dwelling.objects.as_of(date(2026, 6, 20)).get(subject=home.subject).grade == "C"


def test_a_child_is_born_and_a_bride_who_had_left_elsewhere_joins_as_herself(given):
    home, elsewhere = family(), factories.household(village=factories.NEXT_VILLAGE)
    number = factories.id_number(born_on=date(2001, 2, 3), sex="女")
    bride = factories.member(
        of=elsewhere, name="卓玛", relation="04", sex="女", born_on=date(2001, 2, 3), number=number
    )
    child = {
        "name": "白玛",
        "sex": "2",
        "born_on": "2026-06-01",
        "relation": "08",
        "way": "birth",
        "joined_on": "2026-06-01",
    }
    case = given.walk(given.open("newcomer", home.subject, on=DAY), on=DAY, inputs={"newcomer": child})
    assert case.state == "done"
    assert people(home, DAY)["白玛"] == "08"
    assert "白玛" not in people(home, date(2026, 5, 31))
    code = Subject.objects.get(kind="person", code__startswith=f"{home.subject.code}-").code
    assert code == f"{home.subject.code}-01"
    Membership.objects.create(
        subject=bride.subject, since=date(2026, 5, 1), household=None, state="05", **factories.known(factories.change())
    )
    joins = {"name": "卓玛", "id_number": number, "relation": "05", "way": "marriage", "joined_on": "2026-06-15"}
    given.walk(given.open("newcomer", home.subject, on=DAY), on=DAY, inputs={"newcomer": joins})
    now = Membership.objects.as_of(DAY).get(subject=bride.subject)
    assert (now.household, now.relation, now.state) == (home, "05", "02")
    bride.subject.refresh_from_db()
    assert bride.subject.area_id == factories.VILLAGE
    assert Membership.objects.as_of(date(2026, 4, 30)).get(subject=bride.subject).household == elsewhere


def test_a_number_that_was_registered_meanwhile_is_refused_at_the_decision(given):
    home, other = family(), factories.household()
    number = factories.id_number(born_on=date(2001, 2, 3), sex="女")
    joins = {"name": "卓玛", "id_number": number, "relation": "05", "way": "marriage", "joined_on": "2026-06-15"}
    case = given.walk(
        given.open("newcomer", home.subject, on=DAY), on=DAY, inputs={"newcomer": joins}, until="township"
    )
    factories.member(of=other, name="卓玛", sex="女", born_on=date(2001, 2, 3), number=number)
    with pytest.raises(UnableToWriteEffect, match="已登记在另一户"):
        given.walk(case, on=DAY)


def test_the_head_dies_the_widow_is_head_and_the_last_one_takes_the_household_off_every_register(given):
    home = family(registered=True, names=("此里农布", "央宗"))
    head, wife = [each.key for each in members_of(home.pk, DAY)]
    played(
        given,
        "leaver",
        home,
        leaver={"person": str(head), "state": "03", "left_on": "2026-06-20", "new_head": str(wife)},
    )
    assert people(home, DAY) == {"央宗": "01"}
    assert people(home, date(2026, 6, 19)) == {"此里农布": "01", "央宗": "02"}
    gone = Membership.objects.as_of(DAY).get(subject_id=head)
    assert (gone.household, gone.state, gone.since) == (None, "03", date(2026, 6, 20))
    assert PersonIdentity.objects.as_of(DAY).get(subject_id=head).name == "此里农布"
    assert HouseholdStatus.objects.as_of(DAY).get(subject=home.subject).status == "in"
    played(given, "leaver", home, leaver={"person": str(wife), "state": "04", "left_on": "2026-06-25"})
    assert HouseholdStatus.objects.as_of(DAY).get(subject=home.subject).status == "out"


def test_a_split_makes_a_household_on_the_same_registers_with_its_own_head(given):
    home = family(registered=True)
    factories.complete(of=home, table="成员")
    _, _, son = [each.key for each in members_of(home.pk, DAY)]
    case = played(given, "split", home, split={f"relation_{son}": "01", "group_name": "下社"})
    made = Household.objects.get(subject__code=f"{home.subject.code}-F01")
    assert people(made, case.closed_on) == {"扎西": "01"}
    assert people(home, case.closed_on) == {"此里农布": "01", "央宗": "02"}
    assert len(people(home, DAY)) == 3
    row = HouseholdStatus.objects.as_of(case.closed_on).get(subject=made.subject)
    assert (row.regime, row.status, row.attribute) == ("registered", "in", "01")
    assert HouseholdProfile.objects.as_of(case.closed_on).get(subject=made.subject).group_name == "下社"
    assert Completeness.objects.known().filter(subject=made.subject, table="成员").exists()
    assert made.subject.created_by == case.change


def test_a_split_whose_household_changed_meanwhile_is_refused(given):
    home = family(names=("此里农布", "央宗"))
    _, wife = [each.key for each in members_of(home.pk, DAY)]
    case = given.walk(
        given.open("split", home.subject, on=DAY), on=DAY, inputs={"split": {f"relation_{wife}": "01"}}, until="county"
    )
    Membership.objects.create(
        subject_id=wife, since=DAY, household=None, state="03", **factories.known(factories.change())
    )
    with pytest.raises(UnableToWriteEffect, match="有的已经不在这一户"):
        given.walk(case, on=DAY)


def test_a_merged_household_s_members_belong_to_the_other_and_it_is_on_no_register(given):
    home, target = family(registered=True), family(registered=True, names=("格桑",))
    keys = [each.key for each in members_of(home.pk, DAY)]
    values = {"household": target.subject.code} | {f"relation_{key}": "99" for key in keys}
    case = played(given, "merge", home, merge=values)
    assert people(target, DAY) == {"格桑": "01", "此里农布": "99", "央宗": "99", "扎西": "99"}
    assert people(home, DAY) == {}
    assert people(home, BEFORE) == {"此里农布": "01", "央宗": "02", "扎西": "03"}
    row = HouseholdStatus.objects.as_of(DAY).get(subject=home.subject)
    assert (row.status, row.change.reason) == ("out", "测试立案")
    assert case.number in row.change.source
    assert HouseholdStatus.objects.as_of(BEFORE).get(subject=home.subject).status == "in"


def test_a_moved_household_keeps_its_code_and_changes_its_area(given):
    home = family(registered=True)
    code, keys = home.subject.code, [each.key for each in members_of(home.pk, DAY)]
    case = played(given, "move", home, move={"village": factories.FAR_VILLAGE, "group_name": "安置点"})
    subject = Subject.objects.get(kind="household", code=code)
    assert subject.area_id == factories.FAR_VILLAGE
    assert set(Subject.objects.filter(pk__in=keys).values_list("area_id", flat=True)) == {factories.FAR_VILLAGE}
    assert sorted(case.change.moves)[0][1:] == [factories.VILLAGE, factories.FAR_VILLAGE]
    row = PersonIdentity.objects.as_of(DAY).get(subject_id=keys[0])
    assert bytes(row.tail_index) == personal.tail_index(factories.FAR_VILLAGE, row.id_number_shown)
    assert case.area_id == factories.VILLAGE
    assert HouseholdStatus.objects.as_of(DAY).get(subject=subject).status == "in"


def test_an_appeal_undoes_the_conclusion_and_begins_the_case_anew(given):
    home = family()
    report = {"grade": "A", "appraiser": "州鉴定中心", "report_number": "J-7", "appraised_on": "2026-06-10"}
    first = played(given, "dwelling", home, dwelling=report)
    case = given.open("appeal", home.subject, on=DAY)
    case = given.walk(case, on=DAY, inputs={"contested": {"case": first.number, "grounds": "没有入户"}}, until="county")
    assert case.due_on == date(2026, 7, 31)
    assert (
        len(
            set(case.decisions.values_list("official", flat=True))
            | set(case.signatures.values_list("official", flat=True))
        )
        >= 2
    )
    given.walk(case, on=DAY)
    assert not Dwelling.objects.as_of(DAY).filter(subject=home.subject).exists()
    first.change.refresh_from_db()
    assert first.change.undone_by is not None
    anew = Case.objects.open().get(subject=home.subject)
    assert (anew.procedure, anew.origin, anew.step.key) == (first.procedure, "申诉", "report")
    assert first.number in anew.reason


def test_an_appeal_is_refused_while_later_changes_stand_on_the_conclusion(given):
    home = family()
    report = {"grade": "C", "appraiser": "州鉴定中心", "report_number": "J-7", "appraised_on": "2026-06-10"}
    first = played(given, "dwelling", home, dwelling=report)
    played(given, "dwelling", home, dwelling={**report, "grade": "A", "appraised_on": "2026-06-25"})
    case = given.open("appeal", home.subject, on=DAY)
    with pytest.raises(Exception, match="后来的改动建立在它上面"):
        given.walk(case, on=DAY, inputs={"contested": {"case": first.number, "grounds": "没有入户"}})
    case.refresh_from_db()
    assert case.is_open


def test_a_refused_conclusion_is_begun_anew_too(given):
    home = family()
    case = given.open("move", home.subject, on=DAY)
    cadre = given.posts["village_cadre"][0]
    with pytest.raises(UnableToDecide, match="农户没有签字"):
        decide(cases=[case], outcome="pass", post=cadre, by=cadre.official, on=DAY)
    decide(cases=[case], outcome="refuse", post=cadre, by=cadre.official, on=DAY, opinion="没有协议")
    appeal = given.open("appeal", home.subject, on=DAY)
    given.walk(appeal, on=DAY, inputs={"contested": {"case": case.number, "grounds": "有协议"}})
    assert Case.objects.open().get(subject=home.subject).procedure == case.procedure
