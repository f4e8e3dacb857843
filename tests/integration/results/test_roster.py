"""A roster says what was true on a day as known at a moment, without names and numbers of persons, the same everywhere."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

import factories
from exit_county import DAY, FIRST, sale, sealed_health
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Dwelling, HouseholdStatus, IncomeEntry, Membership
from jingzhun.results.actions.roster import freeze, open_roster
from jingzhun.results.roster_build import RosterBuild, UnableToBuildRoster

LATER = FIRST + timedelta(days=30)


def tables(area, *, as_of=DAY, known_at=None):
    return RosterBuild(area.area_code, as_of, known_at or timezone.now(), CodeBook.read()).read().tables


def household(area, home, **options):
    rows = tables(area, **options)["household"].to_pylist()
    return next((row for row in rows if row["code"] == home.subject.code), None)


def test_codes_become_official_texts(county):
    row = household(county.area, county.poor)
    assert (row["registered"], row["grade"], row["attribute"]) == ("建档立卡", "A", "一般贫困户")


def test_the_register_is_in_out_or_unknown(county):
    silent = factories.household(registered=False, by=factories.change(at=FIRST))
    factories.member(of=silent, by=factories.change(at=FIRST))
    HouseholdStatus.objects.filter(subject=silent.subject).delete()
    assert household(county.area, county.other)["registered"] == "未建档"
    assert household(county.area, silent)["registered"] is None


def test_a_correction_shows_only_in_rosters_known_after_it(county):
    later = factories.change(at=LATER, kind="page")
    old = IncomeEntry.objects.get(subject=county.poor.subject)
    IncomeEntry.objects.filter(pk=old.pk).update(superseded_by=later, superseded_at=later.at)
    IncomeEntry.objects.create(
        subject=old.subject,
        key=old.key,
        year=2018,
        direction="in",
        kind="a",
        item="务工",
        amount=360_000,
        **factories.known(later),
    )
    before = tables(county.area, known_at=FIRST + timedelta(days=1))["income"]["amount"].to_pylist()
    after = tables(county.area, known_at=LATER + timedelta(days=1))["income"]["amount"].to_pylist()
    assert 349_999 in before and 360_000 not in before
    assert 360_000 in after and 349_999 not in after


def test_the_row_in_force_on_the_day_counts(county):
    by = factories.change(at=FIRST)
    Dwelling.objects.create(subject=county.poor.subject, since=date(2018, 7, 1), grade="C", **factories.known(by))
    assert household(county.area, county.poor, as_of=date(2018, 6, 30))["grade"] == "A"
    assert household(county.area, county.poor, as_of=date(2018, 7, 1))["grade"] == "C"


def test_sales_after_the_day_are_not_in_the_roster(county):
    sale(of=county.poor, fen=500_000, on=date(2019, 1, 1))
    assert tables(county.area)["sale"].num_rows == 0
    assert tables(county.area, as_of=date(2019, 1, 1))["sale"].num_rows == 1


def test_persons_who_moved_out_are_not_members(county):
    by = factories.change(at=FIRST)
    person = Membership.objects.get(household=county.poor)
    Membership.objects.create(subject=person.subject, since=date(2018, 9, 1), household=None, **factories.known(by))
    assert tables(county.area)["member"].num_rows == 3
    assert tables(county.area, as_of=date(2018, 8, 31))["member"].num_rows == 4


def test_households_that_did_not_exist_yet_are_left_out(county):
    home = factories.household(since=date(2019, 3, 1), by=factories.change(at=LATER))
    assert household(county.area, home) is None
    assert household(county.area, home, as_of=date(2019, 3, 1)) is not None
    assert household(county.area, home, as_of=date(2019, 3, 1), known_at=FIRST) is None


def test_health_is_opened_as_its_official_text_and_missing_without_the_key(county, data, settings):
    by = factories.change(at=FIRST)
    person = Membership.objects.get(household=county.poor).subject.person
    sealed_health(person, "02", by)
    assert "长期慢性病" in tables(county.area)["member"]["health"].to_pylist()
    settings.KEYS_FOLDER = data / "nowhere"
    snapshot = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM)
    assert set(open_roster(snapshot).read("member")["health"].to_pylist()) == {None}
    assert snapshot.unread == {"健康状况": 1}


def test_no_name_number_phone_or_account_is_in_any_table(county, data):
    names = ("扎西顿珠", "533499")
    snapshot = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM)
    roster = open_roster(snapshot)
    written = json.dumps(
        [roster.read(table.name).to_pylist() for table in roster.schema.tables], default=str, ensure_ascii=False
    )
    assert not any(name in written for name in names)
    columns = {column.name for table in roster.schema.tables for column in table.columns}
    assert not columns & {
        "initials",
        "id_number",
        "phone",
        "bank_account",
        "bank_name",
        "worker",
        "buyer",
        "verified_by",
        "ethnicity",
    }
    assert not {"姓名", "证件号码", "联系电话", "银行账号"} & {
        column.term for table in roster.schema.tables for column in table.columns
    }


def test_the_digest_depends_on_facts_and_not_on_keys_or_order(county, data):
    """Another store with the same facts, entered in another order under other keys, has the same digest."""
    known_at = FIRST + timedelta(days=1)
    first = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM, known_at=known_at)
    again = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM, known_at=known_at)
    assert (first.digest, first.folder) == (again.digest, again.folder)
    entry = IncomeEntry.objects.get(subject=county.poor.subject)
    IncomeEntry.objects.filter(pk=entry.pk).delete()
    factories.income(of=county.poor, fen=entry.amount, by=factories.change(at=FIRST))
    entered_again = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM, known_at=known_at)
    assert entered_again.digest == first.digest
    Dwelling.objects.filter(subject=county.poor.subject).update(grade="B")
    changed = freeze(area=county.area, as_of=DAY, by=factories.SYSTEM, known_at=known_at)
    assert changed.digest != first.digest


def test_a_household_outside_any_village_is_refused_with_its_number(county, data):
    home = factories.household(village=factories.TOWNSHIP, by=factories.change(at=FIRST))
    with pytest.raises(UnableToBuildRoster, match=home.subject.code):
        freeze(area=county.area, as_of=DAY, by=factories.SYSTEM)


def test_a_roster_of_a_village_holds_only_its_rows_and_the_areas_above(county):
    village = county.area.__class__.objects.get(pk=factories.VILLAGE)
    rows = tables(village)
    assert {row["code"] for row in rows["household"].to_pylist()} == {
        county.poor.subject.code,
        county.enough.subject.code,
    }
    assert rows["village"]["code"].to_pylist() == [factories.VILLAGE]
    assert rows["township"].num_rows == rows["county"].num_rows == 1


def test_marks_are_written_by_the_table_they_complete(county):
    built = RosterBuild(AreaCode("533422"), DAY, timezone.now(), CodeBook.read()).read()
    marks = {(row["table"], row["year"]) for row in built.complete.to_pylist()}
    assert marks == {("member", 0), ("sale", 2018), ("income", 2018)}
