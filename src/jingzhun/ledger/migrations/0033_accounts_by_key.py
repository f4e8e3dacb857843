"""The guard of movements is made again: it looks up the two accounts by their keys, never through the whole table."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import MOVEMENT


class Migration(migrations.Migration):
    dependencies = (("ledger", "0032_reversals_within_limits"),)
    operations = (
        OnSchema(take_down(MOVEMENT), put_up(MOVEMENT)),
        OnSchema(put_up(MOVEMENT), take_down(MOVEMENT)),
    )
