"""Triggers from :mod:`jingzhun.ledger.library_guards` for the table of plan items; a later change of the guards comes with a migration of its
own that drops what differs and makes it again."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import statements, undo_statements
from jingzhun.ledger.library_guards import PLAN_ITEM


def forwards(apps, editor):
    for statement in statements(PLAN_ITEM, editor.connection.vendor):
        editor.execute(statement, params=None)


def backwards(apps, editor):
    for statement in undo_statements(PLAN_ITEM, editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0010_plan_items"),)
    operations = (OnSchema(forwards, backwards),)
