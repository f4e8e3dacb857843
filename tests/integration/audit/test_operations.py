"""A column that a migration adds to a guarded table goes again without taking the table's triggers with it."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler

from jingzhun.audit.operations import AddColumn

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    """An empty SQLite of its own, whichever database the tests use."""
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    yield handler["default"]
    handler.close_all()


def carried_out(store, operation, state: ProjectState, *, back: bool = False) -> ProjectState:
    after = state.clone()
    operation.state_forwards("audit", after)
    with store.schema_editor() as editor:
        if back:
            operation.database_backwards("audit", editor, after, state)
        else:
            operation.database_forwards("audit", editor, state, after)
    return state if back else after


def schema(store) -> dict[str, str]:
    with store.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return dict(cursor.fetchall())


def test_a_column_taken_back_leaves_rows_and_triggers(store):
    key = ("id", models.BigAutoField(primary_key=True))
    state = carried_out(store, CreateModel("Paper", [key]), ProjectState())
    state = carried_out(store, CreateModel("Line", [key, ("what", models.CharField(max_length=9))]), state)
    with store.cursor() as cursor:
        cursor.execute("INSERT INTO audit_line (what) VALUES ('kept')")
        cursor.execute("CREATE TRIGGER kept BEFORE DELETE ON audit_line BEGIN SELECT RAISE(ABORT, 'never'); END")
    before = schema(store)
    added = AddColumn("line", "paper", models.ForeignKey("audit.Paper", models.PROTECT, null=True))
    carried_out(store, added, state)
    assert "paper_id" in schema(store)["audit_line"]
    carried_out(store, added, state, back=True)
    assert schema(store) == before
    with store.cursor() as cursor:
        cursor.execute("SELECT what FROM audit_line")
        assert cursor.fetchall() == [("kept",)]
