"""Triggers from :mod:`jingzhun.ledger.guards` as it stands when this runs; a later change of that file comes with a migration
of its own that makes them again. A test compares database and file."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import GUARDS_AT_FIRST, balance_statements, undo_balance_statements


def forwards(apps, editor):
    put_up(*GUARDS_AT_FIRST)(apps, editor)
    for statement in balance_statements(editor.connection.vendor):
        editor.execute(statement, params=None)


def backwards(apps, editor):
    for statement in undo_balance_statements(editor.connection.vendor):
        editor.execute(statement, params=None)
    take_down(*GUARDS_AT_FIRST)(apps, editor)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_funds"),)
    operations = (OnSchema(forwards, backwards),)
