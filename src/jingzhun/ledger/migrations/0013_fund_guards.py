"""Money of funds and societies: the guard of movements is made again with their refusals."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import MOVEMENT


class Migration(migrations.Migration):
    dependencies = (("ledger", "0012_special_funds"),)
    operations = (
        OnSchema(take_down(MOVEMENT), put_up(MOVEMENT)),
        OnSchema(put_up(MOVEMENT), take_down(MOVEMENT)),
    )
