"""The areas the caller knows of: what a report's counts of villages and townships, and its names, are held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.text import fold_name


@dataclass(frozen=True)
class KnownArea:
    """``aliases`` are other writings that are right (查理通 for 查里通)."""

    code: AreaCode
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaTree:
    """Areas as of one day, from the county down."""

    areas: tuple[KnownArea, ...]

    @cached_property
    def by_name(self) -> dict[str, tuple[KnownArea, ...]]:
        found: dict[str, tuple[KnownArea, ...]] = {}
        for area in self.areas:
            for name in (area.name, *area.aliases):
                found[fold_name(name)] = (*found.get(fold_name(name), ()), area)
        return found

    @cached_property
    def root(self) -> KnownArea | None:
        """The area that holds all others, if there is one."""
        top = min(self.areas, key=lambda area: area.code.level, default=None)
        return top if top and all(top.code.covers(area.code.significant) for area in self.areas) else None

    def within(self, place: KnownArea, level: Level) -> Iterator[KnownArea]:
        """Areas of ``level`` inside ``place``."""
        return (area for area in self.areas if area.code.level is level and place.code.covers(area.code.significant))

    def named_in(self, text: str) -> KnownArea | None:
        """The highest area whose name stands in ``text``, if it is the only one of its level there."""
        found = {area.code: area for name, areas in self.by_name.items() if name in text for area in areas}
        ordered = sorted(found.values(), key=lambda area: area.code.level)
        if not ordered or (len(ordered) > 1 and ordered[0].code.level is ordered[1].code.level):
            return None
        return ordered[0]
