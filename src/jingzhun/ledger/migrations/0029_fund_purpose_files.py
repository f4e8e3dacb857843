"""A purpose that a file brought may go again when the import is undone, as long as nothing was requested for it."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.request_guards import PURPOSE_KEPT, PURPOSE_KEPT_AT_FIRST


class Migration(migrations.Migration):
    dependencies = (("ledger", "0028_fund_cuts"),)
    operations = (
        OnSchema(take_down(PURPOSE_KEPT_AT_FIRST), put_up(PURPOSE_KEPT_AT_FIRST)),
        OnSchema(put_up(PURPOSE_KEPT), take_down(PURPOSE_KEPT)),
    )
