"""On PostgreSQL the balances of an INSERT are moved account by account: joined with what moved, they were found by reading the
whole table of accounts for every posting."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.ledger.guards import balance_statements, undo_balance_statements


def keep_balances(apps, editor):
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        for statement in (*undo_balance_statements(vendor), *balance_statements(vendor)):
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0041_rectifiers_and_recoveries"),)
    operations = (OnSchema(keep_balances, keep_balances),)
