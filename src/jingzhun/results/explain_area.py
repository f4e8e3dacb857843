"""Why a village meets its standard or not, from the roster of a finished run; and how a county's own items came out.

A village's rules count the verdicts of its households, so they are judged again for that one village (a second or less);
a county's items are read from the rows of the run's own figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.conf import settings

from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.rules.explanation import Explanation, explain
from jingzhun.rules.roster import read_roster

from .figure_count import read_rows
from .findings import checked_pack
from .models import Run
from .read import criteria_counts

KINDS = {Level.VILLAGE: "村", Level.TOWNSHIP: "乡", Level.COUNTY: "县"}


@dataclass(frozen=True)
class OwnItem:
    """One item of an area's own standard as its run found it; ``outcome`` is pass, fail or missing."""

    title: str
    clause: str
    outcome: str
    value: str
    threshold: str


def explanation_of_village(run: Run, area: Area) -> Explanation:
    """The explanation of one village by the pack and roster of ``run``.

    Raises :class:`jingzhun.rules.explanation.UnableToExplain` where the roster has no such village.
    """
    roster = read_roster(run.roster.path)
    key = int(area.area_code.significant)
    return explain(checked_pack(run.pack, roster.schema), roster, key, as_of=run.as_of, kind=KINDS[Level.VILLAGE])


def own_items(run: Run, area: Area) -> list[OwnItem]:
    """The items of the standard for areas of this very level, with the value and threshold that the run stored."""
    kind = KINDS.get(Level(area.level), "")
    found = []
    for count in criteria_counts(run, area):
        if count.subject != kind or not count.item:
            continue
        outcome = next((name for name, figure in count.figures.items() if figure.value == 1), None)
        if outcome is None:
            continue
        figure = count.figures[outcome]
        rows = read_rows(Path(settings.DATA_FOLDER) / figure.rows_file, figure.part, area.area_code).to_pylist()
        row = rows[0] if rows else {"value": "", "line": ""}
        value, line = in_percent(row["value"] or "", row["line"] or "")
        found.append(OwnItem(count.title, count.clause, outcome, value, line))
    return found


def in_percent(value: str, line: str) -> tuple[str, str]:
    """A bare number held against a bare line of at most 1 is a share, since counts and money carry a unit: 0.096 → 9.6%."""
    numbers = [_bare(text) for text in (value, line)]
    if numbers[1] is None or numbers[1] > 1 or (value and numbers[0] is None):
        return value, line
    said = ["" if number is None else f"{(number * 100).normalize():f}%" for number in numbers]
    return said[0], said[1]


def _bare(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
