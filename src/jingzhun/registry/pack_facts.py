"""Declared facts as if they were fields of a model: label, unit, code list and owner in the same classes as ``fields``.

So forms, import columns and the data dictionary treat both alike. Values lie in :class:`jingzhun.registry.models.PackFact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jingzhun.rules.declared_fact import DECIMALS, DeclaredFact
from jingzhun.rules.schema import ColumnType

from .fields import CodeOf, Count, Day, Flag, Money, Quantity, Sensitivity, Text
from .models import Change, PackFact, Subject

KIND_OF = {
    "户": Subject.Kind.HOUSEHOLD, "人": Subject.Kind.PERSON, "村": Subject.Kind.VILLAGE, "乡": Subject.Kind.TOWNSHIP,
    "县": Subject.Kind.COUNTY, "项目": Subject.Kind.PROJECT,
}  # fmt: skip
"""Subject kind as packs write it → as the registry stores it."""
SLOT = {
    ColumnType.BOOL: "flag", ColumnType.INT: "number", ColumnType.DECIMAL: "number", ColumnType.MONEY: "money",
    ColumnType.TEXT: "text", ColumnType.CODE: "text", ColumnType.DATE: "day",
}  # fmt: skip
"""Type → the column of :class:`PackFact` that holds the value."""


def field_of(fact: DeclaredFact) -> Any:
    """An unattached field that says what the declaration says; ``name`` is the code word."""
    options: dict[str, Any] = {"owner": fact.owner, "sensitivity": Sensitivity(fact.sensitivity)}
    if fact.type is ColumnType.BOOL:
        made: Any = Flag(fact.name, **options)
    elif fact.type is ColumnType.INT:
        made = Count(fact.name, unit=fact.unit, **options)
    elif fact.type is ColumnType.DECIMAL:
        made = Quantity(fact.name, unit=fact.unit, max_digits=18, decimal_places=DECIMALS, **options)
    elif fact.type is ColumnType.MONEY:
        made = Money(fact.name, unit=fact.unit or "元", null=True, blank=True, **options)
    elif fact.type is ColumnType.DATE:
        made = Day(fact.name, **options)
    elif fact.type is ColumnType.CODE:
        made = CodeOf(fact.name, codes=fact.codes, max_length=200, **options)
    else:
        made = Text(fact.name, max_length=200, **options)
    made.name = fact.code
    return made


def stored(fact: DeclaredFact, value: Any) -> Any:
    """A form's or cell's value as its slot keeps it; nothing is an empty text in the text slot."""
    if SLOT[fact.type] == "text":
        return value or ""
    return Decimal(value) if fact.type is ColumnType.INT and value is not None else value


def value_of(fact: DeclaredFact, row: PackFact | None) -> Any:
    """A row's value as the field's own type; None or '' where it is unknown."""
    value = getattr(row, SLOT[fact.type]) if row is not None else None
    return int(value) if fact.type is ColumnType.INT and value is not None else value


def year_of(fact: DeclaredFact, year: int) -> int:
    """The ``year`` under which a fact of a year is kept."""
    return year if fact.yearly else 0


@dataclass(frozen=True)
class KnownFact:
    """One declared fact of a subject and what is known of it on a day."""

    fact: DeclaredFact
    field: Any
    value: Any
    since: date | None
    change: Change | None


def known_facts(
    facts: Iterable[DeclaredFact], subject: Subject | None, day: date, known_at: datetime | None = None
) -> list[KnownFact]:
    """What is known of a subject's declared facts, in the order given. One query; none where nothing is declared."""
    wanted = list(facts)
    rows: dict[str, PackFact] = {}
    if wanted and subject is not None:
        found = PackFact.objects.as_of(day, known_at).filter(
            subject=subject, fact__in=[fact.code for fact in wanted], year__in=(0, day.year)
        )
        of_year = {fact.code: year_of(fact, day.year) for fact in wanted}
        rows = {row.fact: row for row in found.select_related("change") if row.year == of_year[row.fact]}
    return [
        KnownFact(
            fact, field_of(fact), value_of(fact, rows.get(fact.code)),
            rows[fact.code].since if fact.code in rows else None, rows[fact.code].change if fact.code in rows else None,
        )
        for fact in wanted
    ]  # fmt: skip


def of_kind(facts: Sequence[DeclaredFact], kind: str) -> list[DeclaredFact]:
    """Those about subjects of a kind of the registry (household, village …)."""
    return [fact for fact in facts if KIND_OF[fact.of] == kind]
