"""Names and addresses of the rows on a page: households by their head, villages and areas by their title, projects by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from jingzhun.areas.models import Area
from jingzhun.ledger.models import Movement, ProjectProfile
from jingzhun.registry.models import HEAD, Household, Membership, PersonIdentity, Subject

from .indicator import Kind

CHUNK = 800


@dataclass(frozen=True)
class Name:
    text: str
    href: str


def names_of(kind: str, codes: Sequence[str], day: date, known_at: datetime | None) -> dict[str, Name]:
    """Code → name as of a day. At most three queries for up to 800 rows."""
    found: dict[str, Name] = {}
    for start in range(0, len(codes), CHUNK):
        part = codes[start : start + CHUNK]
        if kind == Kind.HOUSEHOLD:
            found |= _households(part, day, known_at)
        elif kind == Kind.PERSON:
            people = PersonIdentity.objects.as_of(day, known_at).filter(subject__code__in=part)
            found |= {code: Name(name, "") for code, name in people.values_list("subject__code", "name")}
        elif kind == Kind.PROJECT:
            profiles = ProjectProfile.objects.as_of(day, known_at).filter(subject__code__in=part)
            for code, name in profiles.values_list("subject__code", "name"):
                found[code] = Name(name, _address("project", code))
        elif kind == Kind.MOVEMENT:
            for row in Movement.objects.filter(pk__in=part).only("kind", "moved_on"):
                found[str(row.pk)] = Name(f"{row.moved_on:%Y-%m-%d} {row.title}", _address("movement", row.pk))
        else:
            for area in Area.objects.filter(pk__in=part):
                found[area.pk] = Name(area.title, _address("area", area.pk))
    return found


def _households(codes: Sequence[str], day: date, known_at: datetime | None) -> dict[str, Name]:
    """Three queries: the households, who heads each, and what the heads are called."""
    numbers = dict(Subject.objects.filter(kind="household", code__in=codes).values_list("pk", "code"))
    homes = Membership.objects.as_of(day, known_at).filter(relation=HEAD, household_id__in=list(numbers))
    heads = {numbers[home]: person for home, person in homes.values_list("household_id", "subject_id")}
    people = PersonIdentity.objects.as_of(day, known_at).filter(subject_id__in=list(heads.values()))
    names = dict(people.values_list("subject_id", "name"))
    return {
        code: Name(f"{names[heads[code]]}户" if heads.get(code) in names else "户主未知", _address("household", code))
        for code in codes
    }


def matching(kind: str, text: str, day: date, known_at: datetime | None) -> set[str]:
    """Codes whose name matches ``text``: households by member names, initials or number; others by name or number."""
    sought = text.strip()
    if kind == Kind.HOUSEHOLD:
        return set(Household.objects.matching(sought, day, known_at).values_list("subject__code", flat=True))
    if kind == Kind.PERSON:
        people = PersonIdentity.objects.as_of(day, known_at)
        named = people.filter(name__contains=sought) | people.filter(initials__startswith=sought.lower())
        return set(named.values_list("subject__code", flat=True))
    if kind == Kind.PROJECT:
        rows = ProjectProfile.objects.as_of(day, known_at)
        named = rows.filter(name__contains=sought) | rows.filter(subject__code__startswith=sought)
        return set(named.values_list("subject__code", flat=True))
    if kind == Kind.MOVEMENT:
        said = Q(voucher__contains=sought) | Q(document__contains=sought) | Q(project__code__startswith=sought)
        return set(map(str, Movement.objects.filter(said).values_list("pk", flat=True)))
    named = Area.objects.filter(name__contains=sought) | Area.objects.filter(initials__startswith=sought.lower())
    return set(named.values_list("pk", flat=True))


def _address(name: str, code: str | int) -> str:
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""
