"""A county of four households whose verdicts are known, and the test pack in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

import exit_pack
import factories
from jingzhun.areas.models import Area
from jingzhun.policy.actions.packs import store
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Dwelling,
    Health,
    Household,
    HouseholdStatus,
    Insurance,
    ProductSale,
    Subject,
    VillageIncome,
)
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Run

DAY = date(2018, 12, 31)
FIRST = timezone.make_aware(datetime(2019, 1, 5, 9))


@dataclass(frozen=True)
class Known:
    """``poor`` lacks one fen, ``enough`` has just enough, ``unknown`` has no mark, ``other`` is not in the register."""

    area: Area
    poor: Household
    enough: Household
    unknown: Household
    other: Household


def filled(*, village: str, fen: int | None, registered: bool = True, grade: str = "A", by=None) -> Household:
    """A household of one person with income (None: no row and no mark), home, insurance and the mark of its members."""
    by = by or factories.change(at=FIRST)
    home = factories.household(village=village, registered=registered, by=by)
    if not registered:
        HouseholdStatus.objects.create(
            subject=home.subject, since=date(2014, 6, 30), regime="registered", status="none", **factories.known(by)
        )
    person = factories.member(of=home, by=by)
    Insurance.objects.create(subject=person.subject, since=date(2018, 1, 1), has_medical=True, **factories.known(by))
    Dwelling.objects.create(subject=home.subject, since=date(2018, 1, 1), grade=grade, **factories.known(by))
    factories.complete(of=home, table="成员", by=by)
    factories.complete(of=home, table="销售", year=2018, by=by)
    if fen is not None:
        factories.income(of=home, fen=fen, by=by)
        factories.complete(of=home, table="收入", year=2018, by=by)
    return home


def sale(*, of: Household, fen: int, on: date = date(2018, 6, 1), by=None) -> ProductSale:
    by = by or factories.change(at=FIRST)
    return ProductSale.objects.create(
        subject=of.subject,
        key=f"s{fen}{on}",
        sold_on=on,
        product="01",
        amount=fen,
        is_verified=True,
        **factories.known(by),
    )


def village_income(*, village: str, fen: int, kind: str = "03", by=None) -> VillageIncome:
    by = by or factories.change(at=FIRST)
    subject, _ = Subject.objects.get_or_create(
        kind="village", code=village, defaults={"area_id": village, "created_by": by}
    )
    return VillageIncome.objects.create(
        subject=subject, key=f"v{kind}", year=2018, kind=kind, item="门面", amount=fen, **factories.known(by)
    )


def build() -> Known:
    area = factories.county()
    store(files=exit_pack.FILES, by=factories.SYSTEM, is_shipped=True)
    known = Known(
        area,
        poor=filled(village=factories.VILLAGE, fen=349_999),
        enough=filled(village=factories.VILLAGE, fen=350_000),
        unknown=filled(village=factories.NEXT_VILLAGE, fen=None),
        other=filled(village=factories.FAR_VILLAGE, fen=100_000, registered=False),
    )
    village_income(village=factories.VILLAGE, fen=4_900_000)
    village_income(village=factories.NEXT_VILLAGE, fen=5_000_000)
    return known


def evaluated(known: Known, *, engine: str = "duckdb") -> Run:
    """The county with three sales, evaluated."""
    sale(of=known.poor, fen=900_000)
    sale(of=known.enough, fen=2_000_000)
    sale(of=known.other, fen=900_000)
    return evaluate(area=known.area, as_of=DAY, by=factories.SYSTEM, engine=engine)[0]


def sealed_health(person, text: str, by) -> Health:
    return Health.objects.create(
        subject=person.subject, since=date(2018, 1, 1), health=personal.seal("health", person.pk, text), **factories.known(by)
    )  # fmt: skip
