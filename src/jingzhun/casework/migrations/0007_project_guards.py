"""Triggers of :data:`jingzhun.casework.guards.PROJECT_GUARDS`, as ``0002_guards`` makes the first ones."""

from django.db import migrations

from jingzhun.casework.guards import PROJECT_GUARDS
from jingzhun.core.guard import statements, undo_statements


def forwards(apps, editor):
    for guard in PROJECT_GUARDS:
        for statement in statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


def backwards(apps, editor):
    for guard in reversed(PROJECT_GUARDS):
        for statement in undo_statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("casework", "0006_noticed_projects"),)
    operations = (migrations.RunPython(forwards, backwards),)
