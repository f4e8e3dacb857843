"""Rows in force of some projects, as a new row is judged against them: the stored ones, and those accepted before it.

Read once per batch, whatever its length. Called by the row actions and by :mod:`jingzhun.ledger.themes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jingzhun.registry.actions.rows import data_fields, rows_in_force
from jingzhun.registry.models.known import Known

Row = Mapping[str, Any]


class Standing:
    """``of(subject, model)`` are its rows in force by place: the key of an entry, (series …, since) of a fact.
    ``codes`` are numbers of the subjects that the batch brings in → their provisional keys."""

    def __init__(
        self, subjects: Iterable[int], models: Iterable[type[Known]], codes: Mapping[str, int] | None = None
    ) -> None:
        self.codes = codes or {}
        self._rows: dict[tuple[int, type[Known]], dict[Any, Row]] = {}
        subjects = list(subjects)
        for model in models:
            names = [field.attname for field in data_fields(model)]
            for _, subject, at, *values in rows_in_force(model, subjects):
                self.put(subject, model, at, dict(zip(names, values, strict=True)))

    def of(self, subject: int, model: type[Known]) -> Mapping[Any, Row]:
        return self._rows.get((subject, model), {})

    def latest(self, subject: int, model: type[Known], at: Any, row: Row) -> Row | None:
        """What holds where ``row`` is going to stand: the entry of its key, or the fact in force on that day."""
        known = self.of(subject, model)
        if model.AT != "since":
            return known.get(at)
        series = place_of(model, at, row)[:-1]
        days = [place for place in known if place[:-1] == series and place[-1] <= at]
        return known[max(days)] if days else None

    def put(self, subject: int, model: type[Known], at: Any, row: Row) -> None:
        self._rows.setdefault((subject, model), {})[place_of(model, at, row)] = row


def place_of(model: type[Known], at: Any, row: Row) -> Any:
    """Where a row stands among those of its subject."""
    if model.AT != "since":
        return at
    return (*(row[name] for name in model.SERIES if name != "subject_id"), at)
