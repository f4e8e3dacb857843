"""A policy pack as read from its folder: declared facts, parameters, terms, standards, programmes and worked cases, with their places.

Nothing here is resolved yet: rules are :class:`Source` texts. ``pack_loader.load_pack`` makes it, ``pack_check.check_pack``
turns it into nodes against a roster's schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.period import Period

from .declared_fact import DeclaredFact
from .measure_table import MeasureTable
from .nodes import Literal, Type
from .procedure import Procedure
from .source import Source
from .trust import Trust
from .wording import unjudged_note


class UnableToFindParameter(Problem):
    code = "Y-030"
    says = "参数“{parameter}”在 {day}、地区 {area} 没有值"
    remedy = "请在政策包的 parameters 中补上该地区、该日期起的值及其依据，或改用其有效期内的评估日"


@dataclass(frozen=True)
class ParameterValue:
    """A value from a day on in an area: ``given``, or worked out by ``formula`` from other parameters when a run binds it."""

    area: str
    since: date
    until: date | None
    given: Literal | None
    source: str
    clause: str
    trust: Trust
    written: str = ""
    """As the pack writes it (3%, 5万元, 系数 × 低保月标准 × 12月); empty for a value that is tried out."""
    formula: Source | None = None

    @property
    def literal(self) -> Literal:
        """The value itself; of a formula only after ``bind``."""
        assert self.given is not None, "a formula has no value before bind_pack"
        return self.given


@dataclass(frozen=True)
class PackParameter:
    """A dated number, text or date. ``name`` is the Chinese term, ``code`` the English word."""

    name: str
    code: str
    type: Type
    values: tuple[ParameterValue, ...]
    at: Source

    def value(self, *, area: str, day: date) -> ParameterValue:
        """The value in force: of the smallest area that covers ``area``, the latest begun by ``day``.

        Raises :class:`UnableToFindParameter` before the first value or outside every area.
        """
        inside = [v for v in self.values if AreaCode.parse(v.area).covers(AreaCode.parse(area).significant)]
        for extent in sorted({len(AreaCode.parse(v.area).significant) for v in inside}, reverse=True):
            begun = [
                v
                for v in inside
                if len(AreaCode.parse(v.area).significant) == extent and day in Period(v.since, v.until)
            ]
            if begun:
                return max(begun, key=lambda v: v.since)
        raise UnableToFindParameter(place=self.at.place(), parameter=self.name, day=day, area=area)


@dataclass(frozen=True)
class Term:
    """A named rule about rows of ``of`` (a subject kind or table; empty: about none, a formula over parameters)."""

    name: str
    code: str
    of: str
    rule: Source


@dataclass(frozen=True)
class Item:
    """One item of a standard. ``holds`` None: the wording is listed, but the roster has no facts to decide it by."""

    id: str
    title: str
    holds: Source | None
    show: tuple[Source, ...]
    clause: str
    source: str
    trust: Trust
    weight: int | None
    at: Source


@dataclass(frozen=True)
class Standard:
    name: str
    code: str
    title: str
    subject: str
    applies: Source | None
    items: tuple[Item, ...]
    passes_at: int | None
    at: Source

    @property
    def told(self) -> str:
        """The title as it stands beside a verdict: with the number of items that no fact decides."""
        return self.title + unjudged_note(sum(item.holds is None for item in self.items))


@dataclass(frozen=True)
class Rounding:
    """Of a programme's amount: ``way`` is 'half up', 'down' or 'up', to whole ``fen`` (100: to 元)."""

    way: str = "half up"
    fen: int = 1


@dataclass(frozen=True)
class Programme:
    name: str
    code: str
    title: str
    subject: str
    eligible: Source | None
    amount: Source
    rounding: Rounding
    procedure: str
    fund: str
    clause: str
    source: str
    trust: Trust
    given: Mapping[str, Any]
    cases: tuple[Case, ...]
    at: Source


@dataclass(frozen=True)
class Case:
    """A worked case, as written: ``body`` is the plain mapping of its file. It is a test of the pack."""

    title: str
    body: Mapping[str, Any]
    at: Source


@dataclass(frozen=True)
class Pack:
    """``digest`` is over the folder's YAML files (names and contents): the pack's identity in a run."""

    name: str
    title: str
    document_title: str
    document_number: str
    trust: Trust
    area: str
    in_force: Period
    complete: Mapping[str, bool]
    codes: Mapping[str, tuple[str, ...]]
    facts: tuple[DeclaredFact, ...]
    parameters: tuple[PackParameter, ...]
    terms: tuple[Term, ...]
    standards: tuple[Standard, ...]
    programmes: tuple[Programme, ...]
    procedures: tuple[Procedure, ...]
    measures: tuple[MeasureTable, ...]
    cases: tuple[Case, ...]
    digest: str
    folder: Path
    at: Source
    complete_at: Mapping[str, Source] = field(default_factory=dict)
    """Where each table of ``complete`` is named."""
