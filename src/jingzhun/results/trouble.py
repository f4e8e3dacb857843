"""Which items of a standard a subject does not pass, from the rows of a run's own figures.

Read by the first pages of a village and of a helper and by the rows of a figure that counts a whole standard, so that a list of
households says why each is on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jingzhun.areas.models import Area

from .figure_count import read_rows
from .models import Run
from .read import criteria_counts

OUTCOMES = ("fail", "missing")


@dataclass(frozen=True)
class Trouble:
    """One item: ``outcome`` is fail or missing; ``value`` and ``threshold`` as the run stored them, empty where none."""

    title: str
    outcome: str
    value: str
    threshold: str


def troubles(
    run: Run | None, area: Area, *, standard: str, codes: Collection[str] | None = None
) -> dict[str, list[Trouble]]:
    """Number of the subject → its items of the standard that fail or lack data, in the pack's order; only ``codes`` where given.

    Reads at most two small files of rows per item, whatever the size of the area.
    """
    found: dict[str, list[Trouble]] = {}
    if run is None:
        return found
    for count in criteria_counts(run, area):
        if count.standard != standard or not count.item:
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
