"""Recording facts: what is written, what is left alone, what can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from jingzhun.audit.models import Event
from jingzhun.registry.actions import undo
from jingzhun.registry.actions.fact import (
    UnableToRecord,
    move_member,
    record_entry,
    record_fact,
    set_mark,
    withdraw_entry,
)
from jingzhun.registry.actions.plan import KEEP, plan_facts
from jingzhun.registry.models import Completeness, Dwelling, HouseholdProfile, IncomeEntry, Membership, Subject

pytestmark = pytest.mark.django_db
DAY, LATER = date(2018, 6, 1), date(2019, 6, 1)
WHO = {"by": factories.SYSTEM, "source": "补录"}


@pytest.fixture
def home(db):
    factories.county()
    return factories.household()


def dwell(home, since=DAY, **values):
    return record_fact(model=Dwelling, subject=home.subject, since=since, values=values, **WHO)


def test_a_fact_is_recorded_with_its_event(home):
    change = dwell(home, grade="C", floor_area=80)
    row = Dwelling.objects.known().get()
    assert (row.grade, row.change_id, row.recorded_at) == ("C", change.pk, change.at)
    event = Event.objects.get(action="registry.write")
    assert (event.subject_code, event.details["fields"]) == (home.subject.code, ["floor_area", "grade"])


def test_the_same_value_changes_nothing_also_on_a_later_day(home):
    dwell(home, grade="C")
    for since in (DAY, LATER):
        with pytest.raises(UnableToRecord):
            dwell(home, since, grade="C")
    assert Dwelling.objects.count() == 1


def test_a_correction_supersedes_and_a_later_state_follows(home):
    dwell(home, grade="C", structure="03")
    dwell(home, grade="D")
    dwell(home, LATER, grade="A")
    assert Dwelling.objects.as_of(DAY).get().grade == "D"
    latest = Dwelling.objects.as_of(LATER).get()
    assert (latest.grade, latest.structure) == ("A", "03")
    assert Dwelling.objects.filter(superseded_at__isnull=False).get().grade == "C"


def test_a_sealed_field_is_compared_open_and_stored_closed(home):
    record_fact(model=HouseholdProfile, subject=home.subject, since=DAY, values={"phone": "13800138000"}, **WHO)
    assert b"13800138000" not in bytes(HouseholdProfile.objects.get(since=DAY).phone)
    with pytest.raises(UnableToRecord):
        record_fact(model=HouseholdProfile, subject=home.subject, since=DAY, values={"phone": "13800138000"}, **WHO)


def test_an_entry_is_known_by_its_key_and_can_be_withdrawn(home):
    values = {"year": 2018, "direction": "in", "kind": "a", "item": "务工", "amount": 900}
    record_entry(model=IncomeEntry, subject=home.subject, key="1", values=values, **WHO)
    record_entry(model=IncomeEntry, subject=home.subject, key="1", values=values | {"amount": 950}, **WHO)
    assert IncomeEntry.objects.known().get().amount == 950
    change = withdraw_entry(entry=IncomeEntry.objects.known().get(), reason="重复", **WHO)
    assert not IncomeEntry.objects.known().exists()
    undo.undo(change=change, by=factories.SYSTEM)
    assert IncomeEntry.objects.known().get().amount == 950


def test_a_member_moves_with_its_area(home):
    other = factories.household(village=factories.FAR_VILLAGE)
    person = factories.member(of=home)
    change = move_member(person=person.subject, household=other, relation="21", since=DAY, **WHO)
    assert Membership.objects.as_of(DAY).get().household_id == other.pk
    assert Subject.objects.get(pk=person.pk).area_id == factories.FAR_VILLAGE
    undo.undo(change=change, by=factories.SYSTEM)
    assert Subject.objects.get(pk=person.pk).area_id == factories.VILLAGE
    assert Membership.objects.as_of(DAY).get().household_id == home.pk


def test_marks_are_set_and_taken_back(home):
    set_mark(subject=home.subject, table="收入", year=2018, is_complete=True, **WHO)
    with pytest.raises(UnableToRecord):
        set_mark(subject=home.subject, table="收入", year=2018, is_complete=True, **WHO)
    set_mark(subject=home.subject, table="收入", year=2018, is_complete=False, **WHO)
    assert not Completeness.objects.known().exists()


def test_undo_restores_as_new_rows_and_only_once(home):
    dwell(home, grade="C")
    change = dwell(home, grade="D")
    undo.undo(change=change, by=factories.SYSTEM, reason="录错")
    restored = Dwelling.objects.known().get()
    assert restored.grade == "C" and restored.change.kind == "undo"
    with pytest.raises(undo.UnableToUndoTwice):
        undo.undo(change=change, by=factories.SYSTEM)
    with pytest.raises(undo.UnableToUndoTwice):
        undo.undo(change=restored.change, by=factories.SYSTEM)


def test_undo_is_refused_where_a_later_state_carries_over_what_was_said(home):
    first = dwell(home, grade="C", structure="03")
    second = dwell(home, LATER, grade="A")
    with pytest.raises(undo.UnableToUndo):
        undo.undo(change=first, by=factories.SYSTEM)
    undo.undo(change=second, by=factories.SYSTEM)
    undo.undo(change=first, by=factories.SYSTEM)
    assert not Dwelling.objects.known().exists()


def test_a_chain_of_changes_is_undone_from_the_end(home):
    changes = [dwell(home, grade=grade) for grade in "ABCD"]
    for change, left in zip(reversed(changes), ("C", "B", "A", None), strict=True):
        undo.undo(change=change, by=factories.SYSTEM)
        found = Dwelling.objects.known().first()
        assert (found.grade if found else None) == left


def test_what_is_not_given_is_kept_and_counted(home):
    dwell(home, grade="C", structure="03")
    plan = plan_facts(model=Dwelling, fields=["grade", "structure"], rows=[(home.pk, DAY, "D", KEEP)])
    assert [row[2:4] for row in plan.rows] == [("D", None)] and plan.kept == 1
    assert plan.differences == [(home.pk, DAY, "grade", "C", "D")]
