"""A unit of change: the transaction whose events enter the log as its last statements.

    with unit(by=actor) as log:
        household.save()
        log.record("household.move", subject_kind="户", subject_code=household.code, area_code=…, fields=["village"])

Units nest: an inner unit adds its events to the outer one, and takes them back when it fails. Nothing is logged when the
transaction fails; nothing is committed without its events.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Field
from django.utils import timezone

from .actor import Actor
from .chain import event_hash, event_text
from .models import Event
from .statements import prepared

_HEAD = "SELECT number, hash FROM audit_chainhead WHERE id = 1"
_FIELDS = Event._meta.concrete_fields
_INSERT = f"INSERT INTO audit_event ({', '.join(field.column for field in _FIELDS)}) VALUES"
_MARKS = f"({', '.join(['%s'] * len(_FIELDS))})"
_ONE_INSERT = 500
"""Events written by one statement at most."""
_GIVEN = [field for field in _FIELDS if field.attname not in ("number", "previous_hash", "hash")]
_APPEND = f"""WITH head AS ({_HEAD} FOR UPDATE), event AS (
    INSERT INTO audit_event ({", ".join(field.column for field in _GIVEN)}, number, previous_hash, hash)
    SELECT {", ".join(["%s"] * len(_GIVEN))}, number + 1, hash,
      encode(sha256(convert_to(%s::text || (number + 1) || %s::text || hash || %s::text, 'UTF8')), 'hex') FROM head
    RETURNING number, hash)
UPDATE audit_chainhead SET number = event.number, hash = event.hash FROM event WHERE id = 1
RETURNING audit_chainhead.number, audit_chainhead.hash"""
"""One event on PostgreSQL: locked, numbered, hashed and written by one statement."""


@dataclass
class Unit:
    """Collects the events of one transaction. ``at`` is the one time of all rows and events written in it."""

    actor: Actor
    at: object = field(default_factory=lambda: timezone.now())  # looked up when called: tests set the clock
    events: list[dict[str, object]] = field(default_factory=list)

    def record(
        self, action: str, *, subject_kind: str = "", subject_code: str = "", area_code: str = "",
        by: Actor | None = None, **details: object,
    ) -> None:  # fmt: skip
        """Note one event. ``details`` are JSON values: names of fields, counts, digests; never personal data."""
        actor = by or self.actor
        self.events.append(
            {
                "at": self.at,
                "actor_id": actor.official_id,
                "actor_name": actor.name,
                "post_id": actor.post_id,
                "role": actor.role,
                "action": action,
                "subject_kind": subject_kind,
                "subject_code": subject_code,
                "area_code": area_code or actor.area_code,
                "details": details,
            }
        )


_open: ContextVar[Unit | None] = ContextVar("open_unit", default=None)


@contextmanager
def unit(*, by: Actor) -> Iterator[Unit]:
    """Open a transaction with its log; the outermost one writes the chain."""
    outer = _open.get()
    if outer is not None:
        kept = len(outer.events)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            del outer.events[kept:]
            raise
        return
    mine = Unit(actor=by)
    token = _open.set(mine)
    try:
        with transaction.atomic():
            yield mine
            _append(mine.events)
    finally:
        _open.reset(token)


def _append(events: list[dict[str, object]]) -> None:
    """Give numbers and hashes under the one lock row, then write; the last statements of the transaction. Plain statements: every
    unit of writing waits here for its turn."""
    if not events:
        return
    if len(events) == 1 and connection.vendor == "postgresql":
        number, digest = _append_one(events[0])
    else:
        number, digest = _append_all(events)
    # Robust: what is committed stands. That its head is not outside is in the server's log and what verifying says, until the next
    # one, which vouches for all before it, is.
    transaction.on_commit(lambda: _publish(number, digest), robust=True)


def _append_one(event: dict[str, object]) -> tuple[int, str]:
    with prepared() as cursor:
        cursor.execute(_APPEND, [*_stored(event, _GIVEN), *event_text(event)])
        return cursor.fetchone()


def _append_all(events: list[dict[str, object]]) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else ""))
        number, digest = cursor.fetchone()
        for start in range(0, len(events), _ONE_INSERT):
            part, values = events[start : start + _ONE_INSERT], []
            for event in part:
                number += 1
                event |= {"number": number, "previous_hash": digest}
                event["hash"] = digest = event_hash(event)
                values += _stored(event, _FIELDS)
            cursor.execute(f"{_INSERT} {', '.join([_MARKS] * len(part))}", values)
        cursor.execute("UPDATE audit_chainhead SET number = %s, hash = %s WHERE id = 1", (number, digest))
    return number, digest


def _stored(event: dict[str, object], fields: Iterable[Field]) -> Iterator[object]:
    return (field.get_db_prep_save(event[field.attname], connection) for field in fields)


def _publish(number: int, digest: str) -> None:
    """Append the head to the file outside, so that a cut tail shows."""
    settings.HEADS_FILE.parent.mkdir(parents=True, exist_ok=True)
    line = f"{number}:{digest}\n".encode()
    descriptor = os.open(settings.HEADS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)
