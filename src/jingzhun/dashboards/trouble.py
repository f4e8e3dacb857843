"""Which items of the exit standard a household does not pass, from the rows of a run's own figures.

Read by the first pages of a village and of a helper, so that a list of households says why each is on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jingzhun.areas.models import Area
from jingzhun.results.figure_count import read_rows
from jingzhun.results.models import Run
from jingzhun.results.read import criteria_counts

from .figure_set import HOUSEHOLD_STANDARD

OUTCOMES = ("fail", "missing")


@dataclass(frozen=True)
class Trouble:
    """One item: ``outcome`` is fail or missing; ``value`` and ``threshold`` as the run stored them, empty where none."""

    title: str
    outcome: str
    value: str
    threshold: str


def troubles(run: Run | None, area: Area, codes: Collection[str] | None = None) -> dict[str, list[Trouble]]:
    """Household number → its items that fail or lack data, in the pack's order; only ``codes`` where given.

    Reads at most two small files of rows per item, whatever the size of the area.
    """
    found: dict[str, list[Trouble]] = {}
    if run is None:
        return found
    for count in criteria_counts(run, area):
        if count.standard != HOUSEHOLD_STANDARD or not count.item:
            continue
        for outcome in OUTCOMES:
            figure = count.figures.get(outcome)
            if figure is None or not figure.rows:
                continue
            rows = read_rows(Path(settings.DATA_FOLDER) / figure.rows_file, figure.part, area.area_code)
            for row in rows.select(["code", "value", "line"]).to_pylist():
                if codes is None or row["code"] in codes:
                    found.setdefault(row["code"], []).append(
                        Trouble(count.title, outcome, row["value"] or "", row["line"] or "")
                    )
    return found
