"""The figures that a page of one area shows, read at once through :mod:`jingzhun.results.read`. Nothing is computed here: a
value that no figure gives is absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from jingzhun.areas.models import Area
from jingzhun.core.money import wan
from jingzhun.results.definition import shown as in_words
from jingzhun.results.models import Figure, Run
from jingzhun.results.parts import criterion_part
from jingzhun.results.read import changes_since, criteria_counts, figures, latest_run

EXIT_PACK = "yunnan/exit-2018"
AWARD_PACK = "deqin/awards-2018"
HOUSEHOLD_STANDARD, VILLAGE_STANDARD = "户退出", "村退出"
COUNTED = (
    ("registered_households", ""), ("registered_persons", ""), ("rural_households", ""), ("village_income", ""),
    ("projects", ""), ("project_money", ""),
    ("award_money", "产业以奖代补"), ("award_money", "务工奖补"), ("award_households", "产业以奖代补"), ("award_households", "务工奖补"),
    *((("criterion", criterion_part(HOUSEHOLD_STANDARD, "", outcome))) for outcome in ("pass", "fail", "missing")),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A figure as a strip or tile shows it: ``value`` is text, ``href`` opens its rows."""

    title: str
    value: str
    unit: str
    href: str
    base: str = ""
    note: str = ""
    changes_since: int = 0
    also: Shown | None = None
    """A second, smaller figure of the same subject."""


@dataclass(frozen=True)
class Criterion:
    """One item of a standard with its three counts, each opening its rows."""

    title: str
    passed: int
    failed: int
    missing: int
    pass_href: str
    fail_href: str
    miss_href: str


class FigureSet:
    """The newest figures of some areas on or before a day."""

    def __init__(self, found: dict[tuple[str, str, str], Figure], day: date) -> None:
        self._found, self._day = found, day

    @classmethod
    def read(cls, *, areas: Iterable[str], day: date, known_at: datetime | None) -> FigureSet:
        """One query, whatever the number of areas."""
        return cls(figures(COUNTED, list(areas), day, known_at=known_at), day)

    def __bool__(self) -> bool:
        return bool(self._found)

    def get(self, area: str, indicator: str, part: str = "") -> Figure | None:
        return self._found.get((indicator, part, area))

    def number(self, area: str, indicator: str, part: str = "") -> int | None:
        """The value as a whole number, None where there is no figure."""
        figure = self.get(area, indicator, part)
        return int(figure.value) if figure is not None and figure.value is not None else None

    def shown(
        self, title: str, area: str, indicator: str, part: str = "", *, note: str = "", also: Shown | None = None
    ) -> Shown | None:
        """For a strip; None where there is no such figure. An earlier day than the one asked for is said."""
        figure = self.get(area, indicator, part)
        if figure is None or figure.value is None:
            return None
        if figure.unit == "分":
            value, unit = wan(int(figure.value)), "万元"
        else:
            words = in_words(figure.value, figure.unit)
            value, unit = words.number, words.unit
        base = f"截至 {figure.as_of:%Y-%m-%d}" if figure.as_of != self._day else ""
        return Shown(title, value, unit, address_of(figure), base, note, also=also)


def criteria(run: Run | None, area: Area | str, standard: str) -> list[Criterion]:
    """Three counts of each item of a standard in an area, in the pack's order; empty without a run."""
    if run is None:
        return []
    rows = []
    for count in criteria_counts(run, area):
        if count.standard == standard and count.item:
            hrefs = {outcome: address_of(figure) for outcome, figure in count.figures.items()}
            rows.append(
                Criterion(
                    count.title,
                    count.passed,
                    count.failed,
                    count.missing,
                    hrefs.get("pass", ""),
                    hrefs.get("fail", ""),
                    hrefs.get("missing", ""),
                )
            )
    return rows


def exit_run(area: Area | str, day: date, known_at: datetime | None) -> Run | None:
    """The newest run of the exit standards on or before the day."""
    return latest_run(EXIT_PACK, area, day, known_at)


def aged(run: Run | None) -> int:
    """其后有 n 处变动: units of writing since the run's roster."""
    return changes_since(run.roster) if run is not None and run.roster is not None else 0


def address_of(figure: Figure) -> str:
    return reverse("figure", args=[figure.pk])
