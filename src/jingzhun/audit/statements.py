"""Statements that every unit of writing says: a connection to PostgreSQL reads and plans each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def prepared() -> Iterator[Any]:
    """A cursor for statements whose text is the same each time and whose values go beside it (``prepare_threshold`` in the
    settings). SQLite keeps its statements by itself; where queries are logged they are said as text, so that the log shows them."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql" and not connection.queries_logged:
        connection.ensure_connection()
        cursor = connection.make_cursor(psycopg.Cursor(connection.connection))
    else:
        cursor = connection.cursor()
    with cursor:
        yield cursor
