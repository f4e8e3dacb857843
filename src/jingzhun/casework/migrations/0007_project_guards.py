"""Triggers of :data:`jingzhun.casework.guards.PROJECT_GUARDS`, as ``0002_guards`` makes the first ones."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import PROJECT_GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (("casework", "0006_noticed_projects"),)
    operations = (OnSchema(put_up(*PROJECT_GUARDS), take_down(*PROJECT_GUARDS)),)
