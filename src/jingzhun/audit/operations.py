"""Operations of migrations that keep ``migrate`` short: most of its time went into building every model anew, again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import router
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory

Statements = Callable[[Any, Any], None]
"""Called with (None, schema editor); :func:`jingzhun.core.guard.put_up` and ``take_down`` make them."""


class OnSchema(Operation):
    """Triggers and the like: statements for the database. Unlike RunPython it has no models of that moment built; ``sqlmigrate``
    shows what it says."""

    category = OperationCategory.SQL

    def __init__(self, forwards: Statements, backwards: Statements) -> None:
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.forwards(None, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.backwards(None, schema_editor)

    def describe(self) -> str:
        return "Statements on the schema"


class AddColumn(AddField):
    """A nullable field of a guarded table. Taken back on SQLite, its column is dropped and the table stands as it is; Django would
    build the table anew, and its triggers would be gone."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor != "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        elif self.allow_migrate_model(schema_editor.connection.alias, model):
            table, column = model._meta.db_table, model._meta.get_field(self.name).column
            with schema_editor.connection.cursor() as cursor:
                found = schema_editor.connection.introspection.get_constraints(cursor, table)
            for name, each in found.items():
                if each["index"] and each["columns"] == [column]:
                    schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")
            schema_editor.execute(
                schema_editor.sql_delete_column
                % {"table": schema_editor.quote_name(table), "column": schema_editor.quote_name(column)}
            )


class CreateTogether(Operation):
    """Several CreateModel, each as it stands, whose models are built once and not once for each of them."""

    category = OperationCategory.ADDITION

    def __init__(self, *models: CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # built when they are next asked for
        for each in self.models:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {', '.join(each.name for each in self.models)}"
