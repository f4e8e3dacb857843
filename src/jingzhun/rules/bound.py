"""A pack closed for one run: what an engine evaluates. Made by ``bind``; no parameter and no day is left open in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .nodes import Node
from .pack import ParameterValue
from .schema import RosterSchema


@dataclass(frozen=True)
class BoundItem:
    """``settled``: no parameter goes into what it asks, so that it is the same in every what-if."""

    id: str
    holds: Node | None
    value: Node | None
    threshold: Node | None
    weight: int | None
    settled: bool = False


@dataclass(frozen=True)
class BoundStandard:
    name: str
    table: str
    applies: Node | None
    items: tuple[BoundItem, ...]
    passes_at: int | None


@dataclass(frozen=True)
class BoundProgramme:
    name: str
    table: str
    eligible: Node | None
    amount: Node
    way: str
    fen: int


@dataclass(frozen=True)
class BoundPack:
    """What an engine evaluates. ``used`` are the parameter values that went in, by name."""

    schema: RosterSchema
    as_of: date
    area: str
    standards: tuple[BoundStandard, ...]
    programmes: tuple[BoundProgramme, ...]
    terms: Mapping[tuple[str, str], Node]
    used: Mapping[str, ParameterValue]

    @property
    def judged(self) -> set[str]:
        """The subject tables that have standards or programmes."""
        return {each.table for each in self.standards} | {each.table for each in self.programmes}

    def standard(self, name: str) -> BoundStandard:
        for each in self.standards:
            if each.name == name:
                return each
        raise KeyError(name)
