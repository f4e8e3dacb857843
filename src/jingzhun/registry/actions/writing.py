"""A unit of writing to the registry: one :class:`Change`, one event in the log with the digest of its rows.

    with writing(kind=Change.Kind.IMPORT, by=actor, source="名册.xlsx") as work:
        work.put(plan_facts(...))

Everything written inside shares the change and is undone with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import Unit, unit

from .. import personal
from ..fields import Sealed
from ..models import Change, Subject
from ..models.known import Known
from .plan import Plan
from .rows import chunks, data_fields, insert_keyed, insert_rows, supersede_rows

MANY = 50
"""Rows from which a unit of writing refreshes the planner's statistics."""


@dataclass
class Writing:
    """What is being written under one change. ``added`` and ``replaced`` count rows per table."""

    change: Change
    log: Unit
    added: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)
    _digest: Any = field(default_factory=hashlib.sha256)
    _tables: set[str] = field(default_factory=set)

    @property
    def rows(self) -> int:
        return self.added.total()

    @property
    def digest(self) -> str:
        """SHA-256 over all rows in the order of writing, sealed values as ciphertext."""
        return self._digest.hexdigest()

    def put(self, plan: Plan) -> None:
        """Write a plan: supersede first, so that one row a place is in force at any moment."""
        self.supersede(plan.model, plan.replaced)
        self.insert(plan.model, plan.rows)

    def supersede(self, model: type[Known], ids: list[int]) -> None:
        if ids:
            self.replaced[model._meta.model_name] += supersede_rows(model, ids, change=self.change, at=self.change.at)

    def insert(self, model: type[Known], rows: list[tuple[Any, ...]]) -> None:
        """Insert (subject, at, *data); values of sealed fields may come plain and are sealed here."""
        table = model._meta.model_name
        sealed = [(place + 2, f.attname) for place, f in enumerate(data_fields(model)) if isinstance(f, Sealed)]
        for part in chunks(rows, 20_000):
            ready = _sealed(part, sealed) if sealed else part
            insert_rows(model, ready, change=self.change, at=self.change.at)
            self._digest.update(table.encode() + repr(ready).encode())
        if rows:
            self.added[table] += len(rows)
            self._tables.add(model._meta.db_table)

    def note(self, table: str, rows: list[tuple[Any, ...]], *, written: Iterable[type[Model]] = ()) -> None:
        """Count and digest rows that a higher app has written under this change; ``written`` are their models."""
        if rows:
            self._tables.update(model._meta.db_table for model in written)
            self._digest.update(table.encode() + repr(rows).encode())
            self.added[table] += len(rows)

    def tell_the_planner(self) -> None:
        """PostgreSQL plans by statistics that it gathers later; after many rows gather them now, or reads crawl meanwhile."""
        if connection.vendor == "postgresql" and self.rows >= MANY:
            with connection.cursor() as cursor:
                for table in sorted({*self._tables, Subject._meta.db_table}):
                    cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")

    def note_moves(self, moves: list[list[Any]]) -> None:
        """Remember areas before and after; see :attr:`Change.moves`."""
        if moves:
            self.change.moves = [*self.change.moves, *moves]
            self.change.save(update_fields=("moves",))
            self._digest.update(repr(moves).encode())


def _sealed(rows: list[tuple[Any, ...]], places: list[tuple[int, str]]) -> list[tuple[Any, ...]]:
    cipher = personal.cipher()
    ready = []
    for row in rows:
        values = list(row)
        for place, name in places:
            if isinstance(values[place], str):
                values[place] = cipher.seal(values[place], f"{name}:{row[0]}") if values[place] else None
        ready.append(tuple(values))
    return ready


@contextmanager
def writing(
    *, kind: str, by: Actor, source: str, reason: str = "", action: str = "registry.write", subject_kind: str = "",
    subject_code: str = "", area_code: str = "", **details: object,
) -> Iterator[Writing]:  # fmt: skip
    """Open a change in its own transaction (or inside the caller's); logged at its end."""
    with unit(by=by) as log:
        change = Change(
            kind=kind, at=log.at, by_id=by.official_id, by_name=by.name, source=source[:200], reason=reason[:200]
        )
        insert_keyed([change])
        work = Writing(change=change, log=log)
        yield work
        work.tell_the_planner()
        log.record(
            action, subject_kind=subject_kind, subject_code=subject_code, area_code=area_code, change=change.pk,
            rows=work.rows, added=dict(sorted(work.added.items())), replaced=dict(sorted(work.replaced.items())),
            digest=work.digest, **details,
        )  # fmt: skip
