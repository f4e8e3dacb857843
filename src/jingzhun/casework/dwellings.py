"""House safety: which households on the register have a grade from a report, and which have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.registry.models import Dwelling, Household
from jingzhun.registry.models.household import DANGEROUS


@dataclass(frozen=True)
class Appraised:
    """Households on the register in a post's area, and those of them with a grade and in dangerous homes."""

    households: int
    graded: int
    dangerous: int


def registered(post: Post, day: date) -> QuerySet[Household]:
    return within(Household.objects.in_register(day), post, field="subject__area_id")


def without_grade(post: Post, day: date) -> QuerySet[Household]:
    """Households on the register whose home was never graded, by code: each is to be appraised."""
    graded = Dwelling.objects.as_of(day).filter(subject_id=OuterRef("pk")).exclude(grade="")
    return registered(post, day).filter(~Exists(graded)).select_related("subject__area").order_by("subject__code")


def appraised(post: Post, day: date) -> Appraised:
    homes = registered(post, day)
    rows = Dwelling.objects.as_of(day).filter(subject_id__in=homes.values("pk")).exclude(grade="")
    return Appraised(homes.count(), rows.count(), rows.filter(grade__in=DANGEROUS).count())
