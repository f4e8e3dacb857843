"""Who lives in a household on a day, as forms and effects need it: key, name, relation to the head, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jingzhun.registry.models import HEAD, Membership, PersonIdentity


@dataclass(frozen=True)
class Member:
    """A person of a household; ``key`` is the subject's."""

    key: int
    name: str
    relation: str
    since: date


def members_of(household: int, day: date) -> list[Member]:
    """Head first, then by their rows. Two queries."""
    rows = list(
        Membership.objects.as_of(day).filter(household_id=household).order_by("relation", "subject_id")
        .values_list("subject_id", "relation", "since")
    )  # fmt: skip
    names = names_of([key for key, _, _ in rows])
    found = [Member(key, names.get(key, "姓名待补"), relation, since) for key, relation, since in rows]
    return sorted(found, key=lambda each: (each.relation != HEAD, each.relation or "99", each.key))


def head_of(household: int, day: date) -> PersonIdentity | None:
    """Who the head is, as known of ``day``; None where there is none, or nothing is known of him."""
    heads = Membership.objects.as_of(day).filter(household_id=household, relation=HEAD).values("subject_id")[:1]
    return PersonIdentity.objects.as_of(day).filter(subject_id__in=heads).first()


def names_of(persons: Iterable[int]) -> dict[int, str]:
    """Key → the name as known now."""
    rows = PersonIdentity.objects.known().filter(subject_id__in=list(persons)).order_by("since")
    return dict(rows.values_list("subject_id", "name"))


def name_of(person: int | None) -> str:
    return names_of([person]).get(person, "姓名待补") if person else ""
