"""Count and planned money per category and source: sums of the rows in force, so that parts and totals agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jingzhun.policy.codes import CodeBook

from .models import ProjectFunding


@dataclass(frozen=True)
class CategoryTotal:
    """``planned`` is source code → fen; ``total`` fen is the sum over the sources."""

    code: str
    text: str
    projects: int
    planned: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.planned.values())


@dataclass(frozen=True)
class LibraryTotals:
    """``sources`` are the source codes that occur, in the order of their list; ``categories`` in that of theirs."""

    sources: tuple[str, ...]
    categories: tuple[CategoryTotal, ...]

    @property
    def projects(self) -> int:
        return sum(each.projects for each in self.categories)

    @property
    def planned(self) -> dict[str, int]:
        return {source: sum(each.planned.get(source, 0) for each in self.categories) for source in self.sources}

    @property
    def total(self) -> int:
        return sum(self.planned.values())


def add_up(*, profiles: QuerySet, day: date, known_at: datetime | None, book: CodeBook) -> LibraryTotals:
    """Totals of the projects in ``profiles`` (rows of the library on ``day``); two queries, whatever their number."""
    category_of = dict(profiles.values_list("subject_id", "category"))
    counts: dict[str, int] = {}
    for category in category_of.values():
        counts[category] = counts.get(category, 0) + 1
    money: dict[tuple[str, str], int] = {}
    rows = ProjectFunding.objects.as_of(day, known_at).filter(planned__gt=0)
    for subject, source, planned in rows.values_list("subject_id", "source", "planned"):
        if subject in category_of:
            key = (category_of[subject], source)
            money[key] = money.get(key, 0) + planned
    used = {source for _, source in money}
    listed = [*book.texts.get("资金来源", {}), *sorted(used)]
    sources = tuple(source for source in dict.fromkeys(listed) if source in used)
    order = [*book.texts.get("项目类别", {}), *sorted(counts)]
    return LibraryTotals(
        sources=sources,
        categories=tuple(
            CategoryTotal(
                code=category,
                text=book.text("项目类别", category),
                projects=counts[category],
                planned={source: money.get((category, source), 0) for source in sources},
            )
            for category in dict.fromkeys(order)
            if category in counts
        ),
    )
