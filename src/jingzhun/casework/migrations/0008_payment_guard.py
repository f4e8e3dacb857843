"""The trigger of :data:`jingzhun.casework.guards.PAYMENT_GUARDS` on movements of the ledger."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import PAYMENT_GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (
        ("casework", "0007_project_guards"),
        ("ledger", "0005_claims"),
        ("accounts", "__first__"),
        ("registry", "0006_money_subjects"),
    )
    operations = (OnSchema(put_up(*PAYMENT_GUARDS), take_down(*PAYMENT_GUARDS)),)
