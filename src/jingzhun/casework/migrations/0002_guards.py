"""Triggers from :mod:`jingzhun.casework.guards` as it stands when this runs; a later change of the table comes with a migration
of its own that drops the triggers that differ and makes them again. A test compares database and table."""

from django.db import migrations

from jingzhun.casework.guards import GUARDS
from jingzhun.core.guard import statements, undo_statements


def forwards(apps, editor):
    for guard in GUARDS:
        for statement in statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


def backwards(apps, editor):
    for guard in reversed(GUARDS):
        for statement in undo_statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("casework", "0001_initial"), ("accounts", "0003_administrators_apart"))
    operations = (migrations.RunPython(forwards, backwards),)
