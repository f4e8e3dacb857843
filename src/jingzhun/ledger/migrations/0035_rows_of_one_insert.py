"""The guards of movements and accounts are made again: on PostgreSQL balances move after the whole INSERT, so that its rows do not
see one another's; what they come to together is looked at too."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import ACCOUNT, MOVEMENT

GUARDS = (MOVEMENT, ACCOUNT)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0034_money_gone_out_again"),)
    operations = (
        OnSchema(take_down(*GUARDS), put_up(*GUARDS)),
        OnSchema(put_up(*GUARDS), take_down(*GUARDS)),
    )
