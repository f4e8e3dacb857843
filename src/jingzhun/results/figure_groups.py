"""The figures of an area as the page lists them: counted ones under their headings, those of a run as a table of its items.

Read by the list of figures. A text cuts the list to the titles that contain it or whose pinyin initials do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jingzhun.core.text import fold_name
from jingzhun.registry.pinyin import initials

from .definition import Shown, is_whole_wan, shown
from .indicators import INDICATORS
from .models import Figure, Run
from .models.verdict import Outcome

LONG = 20
"""A heading with more figures than this is folded until it is opened or searched."""


@dataclass(frozen=True)
class Listed:
    figure: Figure
    shown: Shown


@dataclass(frozen=True)
class ItemLine:
    """One item of a standard, or the whole standard: ``cells`` in the order pass, fail, missing, not applicable; None where
    the run counts no such outcome."""

    title: str
    is_whole: bool
    cells: tuple[Listed | None, ...]


@dataclass
class Group:
    title: str
    rows: list[Listed] = field(default_factory=list)
    items: list[ItemLine] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONG

    @property
    def size(self) -> int:
        return len(self.rows) + sum(cell is not None for line in self.items for cell in line.cells)


def grouped(figures: Iterable[Figure], runs: Iterable[Run], text: str = "") -> list[Group]:
    """Counted figures by heading first, then one group per run; only what matches ``text``."""
    order = {name: place for place, name in enumerate(INDICATORS)}
    known = sorted((row for row in figures if row.indicator in INDICATORS), key=lambda row: order[row.indicator])
    uneven = {row.indicator.partition("_by_")[0] for row in known if row.unit == "分" and not is_whole_wan(row.value)}

    def listed(row: Figure) -> Listed:
        return Listed(row, shown(row.value, row.unit, in_wan=row.indicator.partition("_by_")[0] not in uneven))

    groups: dict[object, Group] = {}
    for row in known:
        if row.run_id is None and matches(row.title, text):
            heading = INDICATORS[row.indicator].group
            groups.setdefault(heading, Group(heading)).rows.append(listed(row))
    for run in runs:
        own = [row for row in known if row.run_id == run.pk]
        group = Group(run.pack.title)
        group.items = _items(run, [row for row in own if row.indicator == "criterion"], text)
        group.rows = [listed(row) for row in own if row.indicator != "criterion" and matches(row.title, text)]
        if group.size:
            groups[run.pk] = group
    return list(groups.values())


def _items(run: Run, rows: list[Figure], text: str) -> list[ItemLine]:
    by_part = {row.part: row for row in rows}
    lines = []
    for standard in run.standards:
        if standard["is_programme"]:
            continue
        for item in ({"id": "", "title": standard["title"]}, *standard["items"]):
            found = [by_part.get(f"{standard['name']}/{item['id']}/{outcome}") for outcome in Outcome.values]
            if not any(found) or not (matches(item["title"], text) or matches(standard["title"], text)):
                continue
            cells = tuple(None if row is None else Listed(row, shown(row.value, row.unit)) for row in found)
            lines.append(ItemLine(item["title"], not item["id"], cells))
    return lines


def matches(title: str, text: str) -> bool:
    """Whether a title contains the text, or its pinyin initials do; everything matches an empty text."""
    sought = fold_name(text).lower()
    return not sought or sought in fold_name(title).lower() or (sought.isascii() and sought in initials(title).lower())
