"""The names of heads of households, for lists of the ledger and for whom the bank pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jingzhun.registry.models import HEAD, Membership, PersonIdentity

TOGETHER = 500


def heads_of(households: Sequence[int], day: date) -> dict[int, str]:
    """Household (key of its subject) → name of its head on ``day``; absent where none is known."""
    found: dict[int, str] = {}
    for start in range(0, len(households), TOGETHER):
        part = households[start : start + TOGETHER]
        rows = Membership.objects.as_of(day).filter(household_id__in=part, relation=HEAD)
        head = {person: home for person, home in rows.values_list("subject_id", "household_id")}
        names = PersonIdentity.objects.as_of(day).filter(subject_id__in=head).values_list("subject_id", "name")
        found |= {head[person]: name for person, name in names}
    return found
