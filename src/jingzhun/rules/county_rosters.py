"""Many counties' published rosters in one folder, and how they are laid together for one pass of an engine.

Each county publishes a roster folder of its own. Counties go through an engine together only where their row numbers do not
overlap and a pack has the same parameter values for them; else one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow.parquet as pq

from .bound import BoundPack
from .roster import Roster, UnableToReadRoster, read_roster

Ranges = dict[str, tuple[int, int] | None]
"""The least and the greatest key per table; None where the file does not say."""


@dataclass(frozen=True)
class CountyRoster:
    """A county's roster with its pack bound to it; ``size`` is the rows of its largest judged table."""

    roster: Roster
    bound: BoundPack
    size: int
    ranges: Ranges


@dataclass
class Step:
    """Counties that go through an engine together."""

    counties: list[CountyRoster] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(county.size for county in self.counties)

    @property
    def roster(self) -> Roster:
        """The counties' files as one roster (for one county: its own)."""
        first = self.counties[0].roster
        if len(self.counties) == 1:
            return first
        digest = hashlib.sha256("".join(county.roster.digest for county in self.counties).encode()).hexdigest()
        return replace(first, digest=digest, parts=tuple(county.roster.folder for county in self.counties))

    def takes(self, county: CountyRoster, at_once: int) -> bool:
        """Whether the county may join: not too many rows, the same parameters, no row number twice, judged rows of every kind."""
        if not self.counties:
            return True
        return (
            self.size + county.size <= at_once
            and county.size > 0
            and self.counties[0].size > 0
            and self.counties[0].bound.used == county.bound.used
            and all(_apart(county.ranges, each.ranges) for each in self.counties)
        )


def read_rosters(folder: Path) -> list[Roster]:
    """The roster in a folder, or those in its subfolders by name. Raises :class:`UnableToReadRoster`."""
    if (folder / "roster.json").exists():
        return [read_roster(folder)]
    rosters = [read_roster(path.parent) for path in sorted(folder.glob("*/roster.json"))]
    if not rosters:
        raise UnableToReadRoster(folder=folder.name, reason="没有 roster.json，子文件夹中也没有")
    areas = [roster.area for roster in rosters]
    for roster in rosters:
        if areas.count(roster.area) > 1:
            raise UnableToReadRoster(folder=roster.folder.name, reason=f"地区 {roster.area} 有两份名册")
        if roster.schema != rosters[0].schema:
            raise UnableToReadRoster(folder=roster.folder.name, reason="结构与其他县的名册不同")
    return rosters


def county_roster(roster: Roster, bound: BoundPack, tables: Iterable[str]) -> CountyRoster:
    """A county's roster measured by its files' footers: no row is read."""
    sizes = [sum(pq.read_metadata(path).num_rows for path in roster.paths(name)) for name in sorted(bound.judged)]
    size = 0 if not sizes or min(sizes) == 0 else max(sizes)
    return CountyRoster(roster, bound, size, {name: _range(roster, name) for name in tables})


def steps(counties: Sequence[CountyRoster], at_once: int) -> list[Step]:
    """Counties in their order, laid together up to ``at_once`` rows."""
    made: list[Step] = []
    for county in counties:
        if not made or not made[-1].takes(county, at_once):
            made.append(Step())
        made[-1].counties.append(county)
    return made


def _range(roster: Roster, table: str) -> tuple[int, int] | None:
    key = roster.schema.table(table).key
    least: list[int] = []
    most: list[int] = []
    for path in roster.paths(table):
        file = pq.read_metadata(path)
        place = file.schema.names.index(key)
        for group in range(file.num_row_groups):
            statistics = file.row_group(group).column(place).statistics
            if statistics is None or not statistics.has_min_max:
                return None
            least.append(statistics.min)
            most.append(statistics.max)
    return (min(least), max(most)) if least else (0, -1)


def _apart(one: Ranges, other: Ranges) -> bool:
    for name, left in one.items():
        right = other[name]
        if left is None or right is None:
            return False
        if left[0] <= right[1] and right[0] <= left[1]:
            return False
    return True
