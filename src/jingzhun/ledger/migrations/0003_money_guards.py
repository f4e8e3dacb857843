"""Triggers from :mod:`jingzhun.ledger.guards` as it stands when this runs; a later change of that file comes with a migration
of its own that makes them again. A test compares database and file."""

from django.db import migrations

from jingzhun.core.guard import statements, undo_statements
from jingzhun.ledger.guards import GUARDS, balance_statements, undo_balance_statements


def forwards(apps, editor):
    vendor = editor.connection.vendor
    for guard in GUARDS:
        for statement in statements(guard, vendor):
            editor.execute(statement, params=None)
    for statement in balance_statements(vendor):
        editor.execute(statement, params=None)


def backwards(apps, editor):
    vendor = editor.connection.vendor
    for statement in undo_balance_statements(vendor):
        editor.execute(statement, params=None)
    for guard in reversed(GUARDS):
        for statement in undo_statements(guard, vendor):
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_funds"),)
    operations = (migrations.RunPython(forwards, backwards),)
