"""What a post finds on its first page: key figures, what waits, where things stand. Figures come from :mod:`jingzhun.results`;
counts of work lists are live and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.registry.fields import described
from jingzhun.registry.models import Dwelling, Household, HouseholdServices, Insurance, Labour, Membership, Schooling
from jingzhun.registry.models.known import Fact

HOUSEHOLD_FACTS: tuple[type[Fact], ...] = (Dwelling, HouseholdServices)
PERSON_FACTS: tuple[type[Fact], ...] = (Schooling, Labour, Insurance)


@dataclass(frozen=True)
class Waiting:
    """One line of 等着办: ``tone`` due, fail or missing chooses the chip."""

    tone: str
    chip: str
    title: str
    href: str
    who: str
    count: str


@dataclass(frozen=True)
class OwnedField:
    """A field a department keeps, with how many registered subjects have a known and an unknown value."""

    label: str
    unit: str
    of: str
    known: int
    unknown: int


def owned_fields(*, post: Post, day: date, known_at: datetime | None) -> list[OwnedField]:
    """The fields owned by the post's department, counted live over households on the register in scope and their members.

    Two queries a table; a subject without a row counts as unknown.
    """
    homes = within(Household.objects.in_register(day, known_at), post, field="subject__area_id").values("pk")
    people = Membership.objects.as_of(day, known_at).filter(household_id__in=homes).values("subject_id")
    counted: list[OwnedField] = []
    for models, subjects, of in ((HOUSEHOLD_FACTS, homes, "户"), (PERSON_FACTS, people, "人")):
        total = subjects.count()
        for model in models:
            mine = [field for field in described(model) if field.owner == post.department]
            if not mine:
                continue
            rows = model.objects.as_of(day, known_at).filter(subject_id__in=subjects)
            counts = rows.aggregate(**{field.name: Count("pk", filter=_is_known(field)) for field in mine})
            counted += [
                OwnedField(field.verbose_name, field.unit, of, counts[field.name], total - counts[field.name])
                for field in mine
            ]
    return counted


def _is_known(field) -> Q:
    known = Q(**{f"{field.name}__isnull": False})
    return known & ~Q(**{field.name: ""}) if field.type_name in ("text", "code") else known


def households_address(**query: str) -> str:
    """The list of households with a filter set."""
    from urllib.parse import urlencode

    return f"{reverse('households')}?{urlencode(query)}"
