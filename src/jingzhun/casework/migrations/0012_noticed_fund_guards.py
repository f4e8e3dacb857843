"""Triggers of :data:`jingzhun.casework.guards.FUND_GUARDS`, as ``0002_guards`` makes the first ones."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import FUND_GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (("casework", "0011_noticed_funds"),)
    operations = (OnSchema(put_up(*FUND_GUARDS), take_down(*FUND_GUARDS)),)
