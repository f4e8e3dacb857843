"""The guard of accounts is made again: what loans of one INSERT come to together stays within the society's rule, and none is out with
a household that has taken its share back."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.guards import ACCOUNT, ACCOUNT_AT_FIRST


class Migration(migrations.Migration):
    dependencies = (("ledger", "0038_project_benefit_guards"),)
    operations = (
        OnSchema(take_down(ACCOUNT_AT_FIRST), put_up(ACCOUNT_AT_FIRST)),
        OnSchema(put_up(ACCOUNT), take_down(ACCOUNT)),
    )
