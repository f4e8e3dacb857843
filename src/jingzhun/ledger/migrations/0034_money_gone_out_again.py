"""The guard of steps is made again: money whose return was reversed has gone out again, and is not recovered."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.audit_guards import STEP_REVOCABLE


class Migration(migrations.Migration):
    dependencies = (("ledger", "0033_accounts_by_key"),)
    operations = (
        OnSchema(take_down(STEP_REVOCABLE), put_up(STEP_REVOCABLE)),
        OnSchema(put_up(STEP_REVOCABLE), take_down(STEP_REVOCABLE)),
    )
