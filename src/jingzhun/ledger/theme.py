"""What a theme is: one table of rows that a project has, with what a new row is checked for.

A theme serves the form, the Excel sheet, its export and the refusals alike; :mod:`jingzhun.ledger.themes` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jingzhun.accounts.roles import Verb
from jingzhun.registry.fields import described
from jingzhun.registry.models import Subject
from jingzhun.registry.models.known import Known

from .standing import Standing

Fault = tuple[str, str]
"""Field and reason."""
PLACE_HEADERS = ("乡镇", "村")


@dataclass(frozen=True)
class Theme:
    """``key_of`` tells the rows of a project apart (entries). ``derive`` fills fields that nobody types, which ``derived``
    names. ``faults`` judges a row by itself, ``against`` beside the rows in force of its project; ``reads`` are the tables that it looks
    at. ``needed`` must be filled; ``signs`` are headers by which the sheet is told; ``day`` heads the column of the day.
    ``kind`` is what the rows are of; with ``creates`` a row may bring a new one. ``placed`` rows lie in
    an area: columns 乡镇 and 村, field ``area_id``. ``sees``, ``edits`` and ``loads`` (from a
    file) are what a post must be allowed to do."""

    key: str
    title: str
    model: type[Known]
    faults: Callable[[Mapping[str, Any]], list[Fault]]
    needed: tuple[str, ...]
    signs: tuple[str, ...]
    key_of: Callable[[Mapping[str, Any]], str] = lambda row: ""
    derive: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda row: {}
    derived: tuple[str, ...] = ()
    against: Callable[[Standing, int, Any, Mapping[str, Any]], list[Fault]] = lambda *_: []
    reads: tuple[type[Known], ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: str = ""
    kind: Subject.Kind = Subject.Kind.PROJECT
    creates: bool = False
    placed: bool = False
    sees: Verb = Verb.VIEW_PROJECTS
    edits: Verb = Verb.EDIT_PROJECTS
    loads: Verb = Verb.LOAD_FACTS

    @property
    def code_header(self) -> str:
        return f"{self.kind.label}编号"

    @property
    def address(self) -> str:
        """Name of the address of its page."""
        return f"{self.kind.value.replace('_', '-')}-row"

    @property
    def is_fact(self) -> bool:
        return self.model.AT == "since"

    @property
    def fields(self) -> list[Any]:
        """The declared fields that a form or sheet asks for, in order."""
        return [each for each in described(self.model) if each.name not in self.derived]

    def header_of(self, field_: Any) -> str:
        """The column head of a field, in the sheet that comes in and in the one that goes out."""
        return f"{field_.verbose_name}(元)" if field_.type_name == "money" else str(field_.verbose_name)

    @property
    def headers(self) -> tuple[str, ...]:
        return (
            self.code_header,
            *((self.day,) if self.day else ()),
            *(PLACE_HEADERS if self.placed else ()),
            *map(self.header_of, self.fields),
        )

    def judge(self, standing: Standing, subject: int, at: Any, row: Mapping[str, Any]) -> list[Fault]:
        """Everything for which ``row`` cannot stand; empty when it can."""
        found = [(name, "没有填") for name in self.needed if row.get(name) in (None, "")]
        found += _too_long(self.fields, row)
        return found or self.faults(row) or self.against(standing, subject, at, row)


def _too_long(fields: Sequence[Any], row: Mapping[str, Any]) -> list[Fault]:
    """Texts and decimals that the column cannot hold as they are."""
    found = []
    for each in fields:
        value, places = row.get(each.name), getattr(each, "decimal_places", None)
        if isinstance(value, str) and each.max_length and len(value) > each.max_length:
            found.append((each.name, f"有 {len(value)} 个字，最多 {each.max_length} 个"))
        if isinstance(value, Decimal) and places is not None:
            if value != round(value, places):
                found.append((each.name, f"最多 {places} 位小数"))
            elif abs(value) >= 10 ** (each.max_digits - places):
                found.append((each.name, "数太大"))
    return found
