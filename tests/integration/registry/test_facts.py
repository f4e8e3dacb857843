"""What the tables of facts refuse, and what they answer for a day and for a state of knowledge."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

import factories
from jingzhun.areas.models import Area
from jingzhun.attachments.models import StoredFile
from jingzhun.policy.models import Code, CodeAlias, CodeList, PackVersion
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Completeness,
    CountyStatement,
    Dwelling,
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdStatus,
    IncomeEntry,
    MeasureReceived,
    Membership,
    PersonIdentity,
    ProductSale,
    StatedIncome,
    Subject,
    VillageIncome,
    WageEntry,
)
from jingzhun.registry.models.known import Entry, Fact, Known, known_models

pytestmark = pytest.mark.django_db
SPRING, SUMMER, AUTUMN = (datetime(2019, month, 1, tzinfo=UTC) for month in (3, 6, 9))


@pytest.fixture(autouse=True)
def ground():
    factories.without_ground()
    above = None
    for code, name, level in (
        ("530000000000", "云南省", 2), ("533400000000", "迪庆州", 4), ("533422000000", "德钦县", 6), ("533422202000", "云岭乡", 9),
        ("533422202204", "红坡村委会", 12), ("533422202205", "查里通村委会", 12),
    ):  # fmt: skip
        Area.objects.create(code=code, name=name, short_name=name[:2], level=level, parent_id=above)
        above = code if level < 12 else "533422202000"


@pytest.fixture
def home() -> Household:
    return factories.household()


def fact(model: type[Fact], home: Household, since: date, *, at: datetime = SPRING, **values) -> Fact:
    return model.objects.create(subject=home.subject, since=since, **factories.known(factories.change(at=at)), **values)


def supersede(row: Known, *, at: datetime) -> None:
    change = factories.change(at=at)
    type(row).objects.filter(pk=row.pk).update(superseded_by=change, superseded_at=at)


def entry(model: type[Entry], home: Household, key: str = "k", **values) -> Entry:
    return model.objects.create(subject=home.subject, key=key, **factories.known(factories.change()), **values)


# ── what the database refuses ───────────────────────────────────────────────

SALE = {"sold_on": date(2018, 5, 1), "product": "01"}
BROKEN = {
    "subject twice": lambda h: Subject.objects.create(
        kind="household", code=h.subject.code, area_id=factories.VILLAGE, created_by=factories.change()
    ),
    "subject without code": lambda h: Subject.objects.create(
        kind="household", code="", area_id=factories.VILLAGE, created_by=factories.change()
    ),
    "two profiles of a day": lambda h: [fact(HouseholdProfile, h, date(2018, 1, 1)) for _ in range(2)],
    "two homes of a day": lambda h: [fact(Dwelling, h, date(2018, 1, 1)) for _ in range(2)],
    "two statuses of a regime": lambda h: [
        fact(HouseholdStatus, h, date(2018, 1, 1), regime="x", status="in") for _ in range(2)
    ],
    "causes alike": lambda h: fact(HouseholdCause, h, date(2018, 1, 1), main_cause="01", other_cause_1="01"),
    "other causes alike": lambda h: fact(
        HouseholdCause, h, date(2018, 1, 1), main_cause="01", other_cause_1="02", other_cause_2="02"
    ),
    "stated income twice a year": lambda h: [
        fact(StatedIncome, h, date(2018, 12, 31), year=2018, per_head=1) for _ in range(2)
    ],
    "county statement twice a year": lambda h: [
        fact(CountyStatement, h, date(2018, 12, 31), year=2018) for _ in range(2)
    ],
    "negative income": lambda h: entry(IncomeEntry, h, year=2018, direction="in", kind="a", amount=-1),
    "income of no direction": lambda h: entry(IncomeEntry, h, year=2018, direction="up", kind="a", amount=1),
    "income row twice": lambda h: [
        entry(IncomeEntry, h, year=2018, direction="in", kind="a", amount=1) for _ in range(2)
    ],
    "negative sale": lambda h: entry(ProductSale, h, amount=-1, **SALE),
    "negative wage": lambda h: entry(WageEntry, h, year=2018, amount=-1),
    "negative measure": lambda h: entry(MeasureReceived, h, year=2018, category="01", amount=-1),
    "negative village income": lambda h: entry(VillageIncome, h, year=2018, kind="01", amount=-1),
    "mark twice": lambda h: [factories.complete(of=h, table="收入", year=2018) for _ in range(2)],
    "superseded without by whom": lambda h: Dwelling.objects.filter(pk=fact(Dwelling, h, date(2018, 1, 1)).pk).update(
        superseded_at=AUTUMN
    ),
    "superseded without when": lambda h: Dwelling.objects.filter(pk=fact(Dwelling, h, date(2018, 1, 1)).pk).update(
        superseded_by=factories.change()
    ),
    "superseded before recorded": lambda h: supersede(
        fact(Dwelling, h, date(2018, 1, 1), at=SUMMER), at=SPRING
    ),
    "code twice": lambda h: [Code.objects.create(list=lists(), code="1", text=text, ordinal=1) for text in "甲乙"],
    "text twice": lambda h: [Code.objects.create(list=lists(), code=code, text="甲", ordinal=1) for code in "12"],
    "alias twice": lambda h: [
        CodeAlias.objects.create(
            list=lists(), alias="丙", code=Code.objects.create(list=lists(), code=code, text=code, ordinal=1)
        )
        for code in "12"
    ],
    "pack twice": lambda h: [pack() for _ in range(2)],
    "pack approved by its proposer": lambda h: pack(is_shipped=False, proposed_by_id=7, approved_by_id=7, decided_at=SPRING),
    "pack approved without proposer": lambda h: pack(is_shipped=False, approved_by_id=7, decided_at=SPRING),
    "pack approved at no time": lambda h: pack(is_shipped=False, proposed_by_id=7, approved_by_id=8),
    "pack declined without a reason": lambda h: pack(
        is_shipped=False, proposed_by_id=7, declined_by_id=8, decided_at=SPRING, declined_why=""
    ),
    "pack approved and declined": lambda h: pack(
        is_shipped=False, proposed_by_id=7, approved_by_id=8, declined_by_id=8, decided_at=SPRING, declined_why="不对"
    ),
    "empty attachment": lambda h: StoredFile.objects.create(digest="0" * 64, kind="x", size=0, stored_at=SPRING),
}  # fmt: skip


def lists() -> CodeList:
    return CodeList.objects.get_or_create(name="测试表", defaults={"trust": "unchecked"})[0]


def pack(**values) -> PackVersion:
    return PackVersion.objects.create(
        **{"name": "p", "title": "p", "content_hash": "0" * 64, "files": {}, "in_force_from": date(2018, 1, 1),
           "is_shipped": True, "stored_at": SPRING} | values
    )  # fmt: skip


@pytest.mark.parametrize("write", BROKEN.values(), ids=BROKEN)
def test_the_database_refuses(home, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(home)


def test_four_eyes_and_a_superseded_place_are_accepted(home):
    pack(is_shipped=False, proposed_by_id=7, approved_by_id=8, decided_at=SPRING)
    first = fact(Dwelling, home, date(2018, 1, 1), grade="C")
    supersede(first, at=SUMMER)
    fact(Dwelling, home, date(2018, 1, 1), at=SUMMER, grade="B")
    entry(IncomeEntry, home, year=2018, direction="in", kind="a", amount=0)
    fact(HouseholdCause, home, date(2018, 1, 1), main_cause="01", other_cause_1="02", other_cause_2="03")


def test_every_dated_table_keeps_its_places_single():
    """Each fact is one per subject, series and day in force, each entry one per subject and key: by constraint."""
    for model in known_models():
        if model is Completeness:
            continue
        once = [c for c in model._meta.constraints if c.name.endswith("_once")]
        wanted = (
            {"subject", "key"}
            if issubclass(model, Entry)
            else {*(n.removesuffix("_id") for n in model.SERIES), "since"}
        )
        extra = set(once[0].fields) - wanted if once else set()
        assert once, model
        assert wanted <= set(once[0].fields), model
        assert not extra or model.__name__ in ("ProjectFunding", "ProjectSite"), (model, extra)


# ── as of a day, as known on a day ──────────────────────────────────────────


def test_the_fact_of_a_day_is_the_last_that_had_begun(home):
    fact(Dwelling, home, date(2014, 1, 1), grade="D")
    fact(Dwelling, home, date(2018, 5, 1), grade="B")

    def grade(day: date) -> str | None:
        return Dwelling.objects.as_of(day).filter(subject=home.subject).values_list("grade", flat=True).first()

    assert grade(date(2013, 12, 31)) is None
    assert grade(date(2014, 1, 1)) == grade(date(2018, 4, 30)) == "D"
    assert grade(date(2018, 5, 1)) == grade(date(2099, 1, 1)) == "B"


def test_as_of_a_day_as_known_on_a_day(home):
    """What was true at the end of 2018: C as known in spring 2019, B after the correction of June."""
    wrong = fact(Dwelling, home, date(2018, 1, 1), at=SPRING, grade="C")
    supersede(wrong, at=SUMMER)
    fact(Dwelling, home, date(2018, 1, 1), at=SUMMER, grade="B")
    rows = Dwelling.objects.filter(subject=home.subject)
    end = date(2018, 12, 31)
    assert not rows.as_of(end, datetime(2019, 2, 28, tzinfo=UTC)).exists()
    assert rows.as_of(end, SPRING).get().grade == "C"
    assert rows.as_of(end, datetime(2019, 5, 31, tzinfo=UTC)).get().grade == "C"
    assert rows.as_of(end, SUMMER).get().grade == "B"
    assert rows.as_of(end).get().grade == "B"


def test_a_later_row_that_was_not_yet_known_does_not_hide_the_earlier(home):
    fact(Dwelling, home, date(2014, 1, 1), at=SPRING, grade="D")
    fact(Dwelling, home, date(2018, 1, 1), at=AUTUMN, grade="A")
    rows = Dwelling.objects.filter(subject=home.subject)
    assert rows.as_of(date(2018, 12, 31), SUMMER).get().grade == "D"
    assert rows.as_of(date(2018, 12, 31), AUTUMN).get().grade == "A"


def test_a_withdrawn_row_uncovers_the_one_before(home):
    fact(Dwelling, home, date(2014, 1, 1), grade="D")
    later = fact(Dwelling, home, date(2018, 1, 1), grade="A")
    supersede(later, at=SUMMER)
    rows = Dwelling.objects.filter(subject=home.subject)
    assert rows.as_of(date(2018, 12, 31)).get().grade == "D"
    assert rows.as_of(date(2018, 12, 31), SPRING).get().grade == "A"


def test_regimes_are_series_of_their_own(home):
    fact(HouseholdStatus, home, date(2016, 1, 1), regime="allowance", status="in")
    fact(HouseholdStatus, home, date(2017, 1, 1), regime="allowance", status="out")
    found = HouseholdStatus.objects.as_of(date(2018, 1, 1)).filter(subject=home.subject)
    assert sorted(found.values_list("regime", "status")) == [("allowance", "out"), ("registered", "in")]


def test_entries_are_known_from_and_until(home):
    row = factories.income(of=home, fen=100, by=factories.change(at=SPRING))
    supersede(row, at=AUTUMN)
    assert list(IncomeEntry.objects.known(SUMMER)) == [row]
    assert not IncomeEntry.objects.known(AUTUMN).exists()
    assert not IncomeEntry.objects.known().exists()


def test_a_person_is_of_one_household_at_a_time(home):
    other = factories.household(village=factories.NEXT_VILLAGE)
    person = factories.member(of=home)
    Membership.objects.create(
        subject=person.subject,
        since=date(2018, 7, 1),
        household=other,
        relation="02",
        **factories.known(factories.change()),
    )
    assert Membership.objects.as_of(date(2018, 6, 30)).get(subject=person.subject).household == home
    assert Membership.objects.as_of(date(2018, 7, 1)).get(subject=person.subject).household == other


# ── personal data ───────────────────────────────────────────────────────────


def test_a_number_is_sealed_bound_to_its_person_and_found_by_its_index(home):
    number = factories.id_number()
    person = factories.member(of=home, number=number)
    identity = PersonIdentity.objects.get(subject=person.subject)
    assert number.encode() not in bytes(identity.id_number)
    assert identity.id_number_shown == number
    assert identity.id_number_masked == f"533499********{number[-4:]}"
    assert PersonIdentity.objects.get(id_index=personal.id_index(number)) == identity
    assert PersonIdentity.objects.get(tail_index=personal.tail_index(factories.VILLAGE, number)) == identity
    assert not PersonIdentity.objects.filter(tail_index=personal.tail_index(factories.NEXT_VILLAGE, number)).exists()


def test_without_the_key_the_page_says_so_and_nothing_is_shown(home, settings, tmp_path):
    person = factories.member(of=home)
    settings.KEYS_FOLDER = tmp_path
    identity = PersonIdentity.objects.get(subject=person.subject)
    assert (identity.id_number_shown, identity.id_number_masked) == (None, "密钥缺失")
