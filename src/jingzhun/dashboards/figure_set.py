"""The figures of one area and day, read at once, for strips, bars, tiles and tables. Nothing is computed here: a value that no
figure gives is absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from jingzhun.core.money import wan
from jingzhun.results.models import Figure

EXIT_PACK = "yunnan/exit-2018"
AWARD_PACK = "deqin/awards-2018"


@dataclass(frozen=True)
class Shown:
    """A figure as a strip, a tile or a cell shows it: ``value`` is text, ``href`` opens its rows."""

    title: str
    value: str
    unit: str
    href: str
    note: str = ""
    changes_since: int = 0


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
    """Figures by indicator and part; of several runs of one day the newest that was known at the moment asked for."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures: dict[tuple[str, str], Figure] = {}
        for figure in figures:
            self._figures.setdefault((figure.indicator, figure.part), figure)

    @classmethod
    def read(cls, *, area: str, day: date, known_at: datetime | None) -> FigureSet:
        """One query for one area."""
        rows = Figure.objects.computed().filter(area_id=area, as_of=day).select_related("run", "roster")
        if known_at is not None:
            rows = rows.filter(known_at__lte=known_at)
        return cls(rows.order_by("-id"))

    @classmethod
    def read_below(
        cls, *, areas: Iterable[str], day: date, known_at: datetime | None, indicators: Iterable[str]
    ) -> dict[str, FigureSet]:
        """One query for the figures of several areas."""
        rows = Figure.objects.computed().filter(area_id__in=list(areas), as_of=day, indicator__in=list(indicators))
        if known_at is not None:
            rows = rows.filter(known_at__lte=known_at)
        by_area: dict[str, list[Figure]] = {}
        for row in rows.select_related("run", "roster").order_by("-id"):
            by_area.setdefault(row.area_id, []).append(row)
        return {area: cls(figures) for area, figures in by_area.items()}

    def __bool__(self) -> bool:
        return bool(self._figures)

    def get(self, indicator: str, part: str = "") -> Figure | None:
        return self._figures.get((indicator, part))

    def parts(self, indicator: str) -> list[Figure]:
        """All parts of an indicator, by size."""
        found = [figure for (name, _), figure in self._figures.items() if name == indicator]
        return sorted(found, key=lambda figure: (-(figure.value or 0), figure.part))

    def shown(self, title: str, indicator: str, part: str = "", *, note: str = "") -> Shown | None:
        """For a strip or tile; None where there is no such figure."""
        figure = self.get(indicator, part)
        if figure is None or figure.value is None:
            return None
        value, unit = in_words(figure)
        return Shown(title, value, unit, address_of(figure), note)

    def number(self, indicator: str, part: str = "") -> int:
        """The value as a whole number, 0 where the figure counts no rows."""
        figure = self.get(indicator, part)
        return int(figure.value) if figure is not None and figure.value is not None else 0

    def items_of(self, standard: str) -> list[tuple[str, str]]:
        """(id, title) of the items of a standard, as the run that made these figures had them."""
        for figure in self._figures.values():
            for each in figure.run.standards if figure.run is not None else ():
                if each["name"] == standard:
                    return [(item["id"], item["title"]) for item in each["items"]]
        return []

    def criteria(self, standard: str, items: Iterable[tuple[str, str]]) -> list[Criterion]:
        """Three counts for each (id, title) of a standard's items; '' as id is the whole standard."""
        rows = []
        for item, title in items:
            found = {
                outcome: self.get("criterion", f"{standard}/{item}/{outcome}")
                for outcome in ("pass", "fail", "missing")
            }
            counts = {
                name: int(figure.value) if figure is not None and figure.value is not None else 0
                for name, figure in found.items()
            }
            hrefs = {name: address_of(figure) if figure is not None else "" for name, figure in found.items()}
            rows.append(
                Criterion(
                    title,
                    counts["pass"],
                    counts["fail"],
                    counts["missing"],
                    hrefs["pass"],
                    hrefs["fail"],
                    hrefs["missing"],
                )
            )
        return rows


def in_words(figure: Figure) -> tuple[str, str]:
    """Number and unit as printed: fen as 万元 with two decimals, counts grouped."""
    value = figure.value if figure.value is not None else Decimal(0)
    if figure.unit == "分":
        return wan(int(value)), "万元"
    whole = value.to_integral_value()
    return (f"{int(whole):,}" if whole == value else f"{value.normalize():,f}"), figure.unit


def address_of(figure: Figure) -> str:
    return reverse("figure", args=[figure.pk])
