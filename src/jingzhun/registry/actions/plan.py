"""What would be written: rows that differ from what is in force, and the differences, without writing anything.

The same value again is no row; a later value is a new row from its day; another value for the same day (or the same
entry) supersedes the old one. Fields that are not given, and blanks under 'blank keeps', carry over what is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import personal
from ..fields import Sealed
from ..models import PersonIdentity
from ..models.known import Known
from .rows import data_fields, rows_in_force


class _Keep:
    """Stands for 'nothing was said about this field'."""

    def __repr__(self) -> str:
        return "KEEP"


KEEP = _Keep()
# A sealed field that need not be opened to be compared, because its blind index is given with it.
_INDEXED = {(PersonIdentity, "id_number"): "id_index"}


@dataclass
class Plan:
    """``rows`` are (subject, at, *all data fields); ``replaced`` ids of rows that they supersede. ``differences`` are
    (subject, at, field, value in force, new value) where something was in force; ``begun`` subjects had nothing. ``kept`` counts fields that nothing was said about while something is known."""

    model: type[Known]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    differences: list[tuple[int, Any, str, Any, Any]] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)
    unchanged: int = 0
    kept: int = 0
    declared: Any = None
    """For facts that a pack declares: the field that the values are of."""

    @property
    def subjects(self) -> set[int]:
        """Subjects for which anything would be written."""
        return {row[0] for row in self.rows}


def plan_facts(
    *, model: type[Known], fields: Sequence[str], rows: Iterable[tuple[Any, ...]], new: Collection[int] = (),
    even_empty: bool = False,
) -> Plan:  # fmt: skip
    """Plan ``rows`` of (subject, at, *values of ``fields``): facts by their day, entries by their key.

    ``new`` are subjects that cannot have rows yet. Rows without any value are left out unless ``even_empty``. Within a
    call each (series, at) stands once. Sealed fields take plain text.
    """
    given_rows = list(rows)
    whole = data_fields(model)
    names = [f.attname for f in whole]
    empty = tuple(None if f.null else ("" if f.empty_strings_allowed else None) for f in whole)
    places = [names.index(name) for name in fields]
    series = [fields.index(name) for name in model.SERIES if name != "subject_id"]
    telling = [place for place, name in zip(places, fields, strict=True) if name not in model.SERIES]
    in_force = _InForce(model, {row[0] for row in given_rows}.difference(new), names)
    plan = Plan(model)
    for row in given_rows:
        subject, at, given = row[0], row[1], row[2:]
        known = in_force.find((subject, *(given[place] for place in series)), at)
        values = list(empty if known is None else known[3:])
        for place, value in zip(places, given, strict=True):
            if value is not KEEP:
                values[place] = value
            elif known is not None and known[3 + place] not in (None, ""):
                plan.kept += 1
        if known is None:
            if even_empty or any(values[place] not in (None, "") for place in telling):
                plan.begun.add(subject)
                plan.rows.append((subject, at, *values))
            continue
        changed = in_force.changed(known, values, places)
        if not changed:
            plan.unchanged += 1
            continue
        for place in changed:
            plan.differences.append((subject, at, names[place], known[3 + place], values[place]))
        if known[2] == at:
            plan.replaced.append(known[0])
        plan.rows.append((subject, at, *values))
    return plan


plan_entries = plan_facts


class _InForce:
    """The rows in force of some subjects, found by series and day or key."""

    def __init__(self, model: type[Known], subjects: Collection[int], names: list[str]) -> None:
        self.exact = model.AT != "since"
        self.names = names
        self.sealed = {place for place, f in enumerate(data_fields(model)) if isinstance(f, Sealed)}
        self.index = {
            names.index(name): names.index(other) for (owner, name), other in _INDEXED.items() if owner is model
        }
        self.rows: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        series = [names.index(name) for name in model.SERIES if name != "subject_id"]
        for row in rows_in_force(model, subjects):
            key = (row[1], *(row[3 + place] for place in series))
            self.rows.setdefault((*key, row[2]) if self.exact else key, []).append(row)
        if not self.exact:
            for rows in self.rows.values():
                rows.sort(key=lambda row: row[2])

    def find(self, key: tuple[Any, ...], at: Any) -> tuple[Any, ...] | None:
        if self.exact:
            found = self.rows.get((*key, at))
            return found[0] if found else None
        earlier = [row for row in self.rows.get(key, ()) if row[2] <= at]
        return earlier[-1] if earlier else None

    def changed(self, known: tuple[Any, ...], values: list[Any], places: list[int]) -> list[int]:
        """Places whose new value differs; sealed ones are compared open, or by their index."""
        found = []
        for place in places:
            old, new = known[3 + place], values[place]
            if place in self.sealed and isinstance(new, str):
                other = self.index.get(place)
                if other is not None:
                    same = _plain(known[3 + other]) == _plain(values[other])
                else:
                    same = (personal.reveal(self.names[place], known[1], old) or "") == new
                if same:
                    values[place] = old
                else:
                    found.append(place)
            elif _plain(old) != _plain(new) and not (old in (None, "") and new in (None, "")):
                found.append(place)
            if isinstance(values[place], memoryview):
                values[place] = bytes(values[place])
        return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
