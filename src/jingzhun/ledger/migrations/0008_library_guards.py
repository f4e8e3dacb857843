"""Triggers from :mod:`jingzhun.ledger.library_guards` for the table of stages; a later change of the guards comes with a migration of its
own that drops what differs and makes it again."""

from django.db import migrations

from jingzhun.core.guard import statements, undo_statements
from jingzhun.ledger.library_guards import ENTERING


def forwards(apps, editor):
    for statement in statements(ENTERING, editor.connection.vendor):
        editor.execute(statement, params=None)


def backwards(apps, editor):
    for statement in undo_statements(ENTERING, editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0007_library"),)
    operations = (migrations.RunPython(forwards, backwards),)
