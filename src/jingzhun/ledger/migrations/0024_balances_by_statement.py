"""The balances of an INSERT are kept once for each account, and the guard of accounts adds up what moved since."""

from django.db import migrations, models

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import ACCOUNT, balance_statements, undo_balance_statements


def take_balances_down(apps, editor):
    for statement in undo_balance_statements(editor.connection.vendor):
        editor.execute(statement, params=None)


def keep_balances(apps, editor):
    for statement in balance_statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0023_fund_requests"),)
    operations = (
        migrations.AddIndex("movement", models.Index(name="movement_source_newest", fields=("source", "id"))),
        migrations.AddIndex("movement", models.Index(name="movement_target_newest", fields=("target", "id"))),
        OnSchema(take_down(ACCOUNT), put_up(ACCOUNT)),
        OnSchema(put_up(ACCOUNT), take_down(ACCOUNT)),
        OnSchema(take_balances_down, keep_balances),
        OnSchema(keep_balances, take_balances_down),
    )
