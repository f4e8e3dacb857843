"""The guard of movements is made again: the balance of later days is added up once and not anew for each day."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import MOVEMENT


class Migration(migrations.Migration):
    dependencies = (("ledger", "0021_loan_rules"),)
    operations = (
        OnSchema(take_down(MOVEMENT), put_up(MOVEMENT)),
        OnSchema(put_up(MOVEMENT), take_down(MOVEMENT)),
    )
