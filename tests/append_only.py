"""Lifting the log's triggers: for tests that tamper with it, and for emptying the tables after a test that commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

_migration = import_module("jingzhun.audit.migrations.0002_append_only")


class _Editor:
    connection = connection

    @staticmethod
    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """As someone who owns the database file could: the triggers are gone inside and back afterwards."""
    _migration.unguard(_Editor)
    try:
        yield
    finally:
        _migration.guard(_Editor)


def empty_after_commit() -> None:
    """Make Django's own emptying of the tables work on a database with an append-only table, and keep the head row."""
    from django.test.testcases import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with lifted():
            original(case)
        from jingzhun.audit.models import ChainHead

        ChainHead.objects.get_or_create(pk=1)

    if original.__name__ != "teardown":
        TransactionTestCase._fixture_teardown = teardown
