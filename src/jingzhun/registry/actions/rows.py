"""Rows of dated tables in bulk: read those in force, insert new ones, supersede old ones.

Plain tuples and prepared statements: an import writes close to a million rows. Used by the other actions only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import connection, models

from jingzhun.audit.statements import prepared

from ..models import Change
from ..models.known import Known

CHUNK = 5_000
_OWN = {"id", "change_id", "recorded_at", "superseded_by_id", "superseded_at", "subject_id"}


def data_fields(model: type[Known]) -> list[models.Field]:
    """The fields that hold what was recorded: all but the row's own columns, its subject and what places it."""
    return [field for field in model._meta.concrete_fields if field.attname not in _OWN and field.attname != model.AT]


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part


def rows_in_force(model: type[Known], subjects: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """(id, subject, at, *data) of the rows not superseded, of the given subjects."""
    names = [field.attname for field in data_fields(model)]
    known = model._default_manager.filter(superseded_at__isnull=True)
    for part in chunks(sorted(subjects)):
        yield from known.filter(subject_id__in=part).values_list("id", "subject_id", model.AT, *names).iterator(CHUNK)


def insert_rows(model: type[Known], rows: Sequence[tuple[Any, ...]], *, change: Change, at: datetime) -> None:
    """Insert (subject, at, *data) tuples as known from ``at`` by ``change``."""
    fields = [model._meta.get_field("subject"), model._meta.get_field(model.AT), *data_fields(model)]
    own = ("change_id", "recorded_at")
    prepared = _prepared(rows, fields, (change.pk, _stored(Known._meta.get_field("recorded_at"), at)))
    insert(model._meta.db_table, [*own, *(field.column for field in fields)], prepared)


def insert(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]], *, keeps_first: bool = False) -> None:
    """Insert rows of already prepared values: COPY on PostgreSQL, one prepared statement on SQLite. ``keeps_first`` passes
    over a row whose key is there already."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not keeps_first:
            with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            passing = " ON CONFLICT DO NOTHING" if keeps_first else ""
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks}){passing}", rows
            )


def insert_objects(objects: Sequence[models.Model], *, keeps_first: bool = False) -> None:
    """Insert unsaved objects of one model: ``bulk_create`` prepares each value of each object anew and takes three times as
    long. Their keys stay unknown."""
    if not objects:
        return
    options = objects[0]._meta
    fields = [field for field in options.local_concrete_fields if not field.primary_key]
    rows = map(attrgetter(*(field.attname for field in fields)), objects)
    insert(options.db_table, [field.column for field in fields], _prepared(rows, fields, ()), keeps_first=keeps_first)


def insert_keyed(objects: Sequence[models.Model]) -> None:
    """Insert unsaved objects of one model by one statement and give them their keys. Plain like :func:`insert_objects`: what is
    posted one by one spends as long on building a statement anew as the database on carrying it out."""
    if not objects:
        return
    statement, marks, fields, values_of = _insertion(type(objects[0]))
    with prepared() if len(objects) == 1 else connection.cursor() as cursor:
        cursor.execute(
            f"{statement} {', '.join([marks] * len(objects))} RETURNING id",
            list(chain.from_iterable(_prepared(map(values_of, objects), fields, ()))),
        )
        for each, (key,) in zip(objects, cursor.fetchall(), strict=True):
            each.pk = key
            each._state.adding, each._state.db = False, connection.alias


@cache
def _insertion(model: type[models.Model]) -> tuple[str, str, list[models.Field], attrgetter]:
    """How a statement that inserts into a model's table begins, the marks of a row, its fields and what reads their values."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES"
    marks = f"({', '.join(['%s'] * len(fields))})"
    return statement, marks, fields, attrgetter(*(field.attname for field in fields))


def supersede_rows(model: type[Known], ids: Iterable[int], *, change: Change, at: datetime) -> int:
    """End what we know of rows; returns how many."""
    done = 0
    for part in chunks(ids):
        rows = model._default_manager.filter(pk__in=part, superseded_at__isnull=True)
        done += rows.update(superseded_by=change, superseded_at=at)
    return done


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys for ``count`` new rows, so that what is bound to a key can be prepared before the row is written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (table, count)
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", (table,))
        last = cursor.fetchone()[0]
        return list(range(last + 1, last + 1 + count))


def _prepared(
    rows: Iterable[tuple[Any, ...]], fields: Sequence[models.Field], first: tuple[Any, ...]
) -> Iterator[tuple[Any, ...]]:
    """Values as the database wants them. Few values differ within a column, so each is prepared once."""
    awkward = [
        (place, field, {})
        for place, field in enumerate(fields)
        if isinstance(field, (models.DateField, models.DateTimeField, models.DecimalField))
    ]
    documents = [(place, field) for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    for row in rows:
        values = list(row)
        for place, field, seen in awkward:
            value = values[place]
            if value is not None:
                stored = seen.get(value)
                if stored is None:
                    stored = seen[value] = _stored(field, value)
                values[place] = stored
        for place, field in documents:
            values[place] = _stored(field, values[place])
        yield (*first, *values)


def _stored(field: models.Field, value: object) -> Any:
    return field.get_db_prep_save(value, connection)
