"""Who left poverty in which year, and whether stated numbers by year fit the total they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.registry.models import Household, HouseholdStatus, PackFact, Subject, VillageConditions

from .exit_marks import OUT_OF_POVERTY, RELAPSED

VILLAGE_YEAR = "village_exit_year"


@dataclass(frozen=True)
class Cohort:
    """Those who left in ``year``: subjects by code. ``relapsed`` of households fell back afterwards."""

    year: int
    codes: tuple[str, ...]
    relapsed: tuple[str, ...] = ()


def added(cohorts: Sequence[Cohort]) -> tuple[int, int]:
    """How many left in all, and how many of them fell back."""
    return sum(len(each.codes) for each in cohorts), sum(len(each.relapsed) for each in cohorts)


@dataclass(frozen=True)
class ExitCheck:
    """Numbers by year against the whole they are parts of."""

    by_year: Mapping[str, int]
    total: int

    @property
    def sum(self) -> int:
        return sum(self.by_year.values())

    @property
    def fits(self) -> bool:
        """No more can leave than there were."""
        return self.sum <= self.total

    @property
    def said(self) -> str:
        parts = "加".join(f"{each}" for each in self.by_year.values())
        how = (
            "相等"
            if self.sum == self.total
            else f"{'多' if self.sum > self.total else '少'} {abs(self.sum - self.total)}"
        )
        return f"{parts}等于{self.sum}，总数{self.total}，{how}"


def village_cohorts(post: Post, day: date) -> list[Cohort]:
    """Villages of the post's area by the year of their exit, as exit cases wrote it."""
    villages = within(Subject.objects.filter(kind=Subject.Kind.VILLAGE), post)
    rows = PackFact.objects.as_of(day).filter(fact=VILLAGE_YEAR, subject__in=villages, number__isnull=False)
    found: dict[int, list[str]] = {}
    for year, code in rows.order_by("subject__code").values_list("number", "subject__code"):
        found.setdefault(int(year), []).append(code)
    return [Cohort(year, tuple(codes)) for year, codes in sorted(found.items())]


def poor_villages(post: Post, day: date) -> int:
    """Villages of the post's area that are poor ones on ``day`` or have left: the whole that cohorts are parts of."""
    villages = within(Subject.objects.filter(kind=Subject.Kind.VILLAGE), post)
    poor = VillageConditions.objects.as_of(day).filter(subject__in=villages, is_poor_village=True)
    left = {code for each in village_cohorts(post, day) for code in each.codes}
    return len(left | set(poor.values_list("subject__code", flat=True)))


def household_cohorts(post: Post, day: date) -> list[Cohort]:
    """Households by the year in which they were marked lifted out, also those that fell back later."""
    homes = within(Household.objects.all(), post, field="subject__area_id").values("pk")
    now = HouseholdStatus.objects.as_of(day).filter(regime="registered", subject_id__in=homes)
    relapsed = set(now.filter(exit_mark=RELAPSED).values_list("subject_id", flat=True))
    rows = HouseholdStatus.objects.known().filter(
        regime="registered", subject_id__in=homes, since__lte=day, exit_mark__in=OUT_OF_POVERTY, exit_year__isnull=False
    )
    latest = {
        subject: (year, code)
        for subject, year, code in rows.order_by("since").values_list("subject_id", "exit_year", "subject__code")
    }
    found: dict[int, list[tuple[str, bool]]] = {}
    for subject, (year, code) in sorted(latest.items(), key=lambda each: each[1][1]):
        found.setdefault(year, []).append((code, subject in relapsed))
    return [
        Cohort(year, tuple(code for code, _ in rows), tuple(code for code, fell in rows if fell))
        for year, rows in sorted(found.items())
    ]
