"""Whether the triggers of a store are those of the guards' tables: by name, and on SQLite, which keeps their text, to the letter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from jingzhun.core.guard import Guard, statements


def assert_guarded(guards: Iterable[Guard]) -> set[str]:
    """Returns the names of all triggers of the store."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal")
        found = dict(cursor.fetchall())
    guards = list(guards)
    assert {guard.name for guard in guards} <= set(found)
    if connection.vendor == "sqlite":
        assert all(statements(guard, "sqlite")[0] == found[guard.name] for guard in guards)
    return set(found)
