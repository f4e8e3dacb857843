"""一村一档、一户一卡: is every village with registered households on file, has every registered household its card, is nothing twice.

What the database cannot refuse is looked for here; what it refuses (two files of one village, two cards of one 户编号) is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.urls import reverse

from jingzhun.accounts.scope import inside
from jingzhun.registry.models import Membership, PersonIdentity, Subject, VillageConditions

from .gaps import households_of
from .register_book import Book


@dataclass(frozen=True)
class Found:
    """Something that is not as it should be, with the page where it is seen."""

    text: str
    href: str


@dataclass(frozen=True)
class Check:
    """``says`` what was checked over how many; ``found`` is empty where it holds."""

    title: str
    says: str
    found: tuple[Found, ...]


def villages_on_file(book: Book) -> frozenset[str]:
    """Padded codes of the villages that have a file on the day: a subject with the conditions of the village."""
    code = book.area.area_code
    rows = VillageConditions.objects.as_of(book.day, book.known_at).filter(subject__kind=Subject.Kind.VILLAGE)
    rows = inside(rows, code, field="subject__area_id")
    return frozenset(rows.values_list("subject__area_id", flat=True))


def checks_of(book: Book, on_file: frozenset[str]) -> list[Check]:
    """Three checks over a book. Four questions, whatever its size."""
    needing = book.with_households
    lines = [line for village in book.villages for line in village.lines]
    missing = [village for village in needing if village.area.code not in on_file]
    bare = [line for line in lines if not line.head or not line.persons]
    return [
        Check(
            "一村一档，没有缺的", f"{len(needing)} 个有建档立卡户的村，各有一份村档",
            tuple(Found(f"{village.area.title}没有村情况", reverse("area", args=[village.area.code])) for village in missing),
        ),
        Check(
            "一户一卡，没有缺的", f"{book.households:,} 户 {book.persons:,} 人，每户一张卡，有户主、有成员",
            tuple(
                Found(f"{line.code} {'没有成员' if not line.persons else '没有户主'}", reverse("household", args=[line.code]))
                for line in bare
            ),
        ),
        Check(
            "没有重复", "一村一个村档、一个户编号一张卡由数据库保证；这里查同一证件号在两张卡上",
            tuple(_twice(book, book.day, book.known_at)),
        ),
    ]  # fmt: skip


def _twice(book: Book, day: date, known_at: datetime | None) -> Iterable[Found]:
    """Persons on two cards: the same ID number, found by its blind index, among the members of the area's cards."""
    homes = households_of(book.area).in_register(day, known_at).values("pk")
    members = Membership.objects.as_of(day, known_at).filter(household_id__in=homes)
    people = PersonIdentity.objects.as_of(day, known_at).filter(
        subject_id__in=members.values("subject_id"), id_index__isnull=False
    )
    double = people.filter(
        id_index__in=people.values("id_index").annotate(n=Count("pk")).filter(n__gt=1).values("id_index")
    )
    who = dict(double.values_list("subject_id", "name"))
    rows = members.filter(subject_id__in=double.values("subject_id")).values_list(
        "subject_id", "household__subject__code"
    )
    for person, code in sorted(rows, key=lambda row: (who[row[0]], row[1])):
        yield Found(f"{who[person]}在 {code}，同一证件号还在另一张卡上", reverse("household", args=[code]))
