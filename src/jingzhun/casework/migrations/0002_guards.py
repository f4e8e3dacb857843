"""Triggers from :mod:`jingzhun.casework.guards` as it stands when this runs; a later change of the table comes with a migration
of its own that drops the triggers that differ and makes them again. A test compares database and table."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (("casework", "0001_initial"), ("accounts", "0003_administrators_apart"))
    operations = (OnSchema(put_up(*GUARDS), take_down(*GUARDS)),)
