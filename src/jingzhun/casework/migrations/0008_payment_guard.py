"""The trigger of :data:`jingzhun.casework.guards.PAYMENT_GUARDS` on movements of the ledger."""

from django.db import migrations

from jingzhun.casework.guards import PAYMENT_GUARDS
from jingzhun.core.guard import statements, undo_statements


def forwards(apps, editor):
    for guard in PAYMENT_GUARDS:
        for statement in statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


def backwards(apps, editor):
    for guard in reversed(PAYMENT_GUARDS):
        for statement in undo_statements(guard, editor.connection.vendor):
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (
        ("casework", "0007_project_guards"),
        ("ledger", "0005_claims"),
        ("accounts", "__first__"),
        ("registry", "0006_money_subjects"),
    )
    operations = (migrations.RunPython(forwards, backwards),)
