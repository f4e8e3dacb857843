"""A register of as many villages, households and persons as a report prints, made of invented people in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

import factories
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdStatus,
    Membership,
    Person,
    PersonIdentity,
    Subject,
    VillageConditions,
)

SINCE = date(2014, 6, 30)


def shares(whole: int, parts: int) -> list[int]:
    """``whole`` in parts that differ, each at least one."""
    weights = [3 + (7 * number) % 11 for number in range(parts)]
    given = [1 + (whole - parts) * weight // sum(weights) for weight in weights]
    given[0] += whole - sum(given)
    return given


def register(
    *, villages: Sequence[str], households: int, persons: int, poor: Sequence[str] = (), others: Sequence[str] = ()
) -> None:
    """Registered households in ``villages``, each with a head, and a file of every village; ``others`` have a file only."""
    by = factories.change()
    known = factories.known(by)
    sizes = iter(shares(persons, households))
    homes = [
        Subject(kind="household", code=f"{village}{number:04d}", area_id=village, created_by=by)
        for village, many in zip(villages, shares(households, len(villages)), strict=True)
        for number in range(1, many + 1)
    ]
    Subject.objects.bulk_create(homes)
    Household.objects.bulk_create([Household(subject=home) for home in homes])
    HouseholdProfile.objects.bulk_create(
        [HouseholdProfile(subject=home, since=SINCE, group_name="上组", **known) for home in homes]
    )
    HouseholdStatus.objects.bulk_create([
        HouseholdStatus(
            subject=home, since=SINCE, regime="registered", status="in", attribute=("01", "04", "06")[number % 3],
            exit_mark="01", **known,
        )
        for number, home in enumerate(homes)
    ])  # fmt: skip
    HouseholdCause.objects.bulk_create(
        [HouseholdCause(subject=home, since=SINCE, main_cause="01", **known) for home in homes]
    )
    belongs = [(home, place) for home in homes for place in range(next(sizes))]
    people = [
        Subject(kind="person", code=f"P{number:07d}", area_id=home.area_id, created_by=by)
        for number, (home, _) in enumerate(belongs)
    ]
    Subject.objects.bulk_create(people)
    Person.objects.bulk_create([Person(subject=person) for person in people])
    Membership.objects.bulk_create([
        Membership(subject=person, household_id=home.pk, relation="01" if place == 0 else "04", since=SINCE, **known)
        for person, (home, place) in zip(people, belongs, strict=True)
    ])  # fmt: skip
    PersonIdentity.objects.bulk_create([_identity(person, number, known) for number, person in enumerate(people)])
    files = [Subject(kind="village", code=village, area_id=village, created_by=by) for village in (*villages, *others)]
    Subject.objects.bulk_create(files)
    VillageConditions.objects.bulk_create(
        [VillageConditions(subject=each, since=SINCE, is_poor_village=each.code in poor, **known) for each in files]
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE"
            )  # what autovacuum does soon after so many rows; without it the planner takes them for none


def _identity(person: Subject, number: int, known: dict[str, object]) -> PersonIdentity:
    """Born on a day of its own, so that no two numbers are alike."""
    born = date.fromordinal(date(1950, 1, 1).toordinal() + number)
    written = factories.id_number(born_on=born, serial=0)
    return PersonIdentity(
        subject=person, since=SINCE, name=f"演示{number}", id_number=personal.seal("id_number", person.pk, written),
        id_index=personal.id_index(written), born_on=born, sex="1", **known,
    )  # fmt: skip
