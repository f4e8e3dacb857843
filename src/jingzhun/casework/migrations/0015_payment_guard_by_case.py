"""The guard of payments is made again: it is asked only where a payment names a case."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import PAYMENT_GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (("casework", "0014_noticed_award_guards"),)
    operations = (
        OnSchema(take_down(*PAYMENT_GUARDS), put_up(*PAYMENT_GUARDS)),
        OnSchema(put_up(*PAYMENT_GUARDS), take_down(*PAYMENT_GUARDS)),
    )
