"""A project's list names households, and belongs to a project (:mod:`jingzhun.ledger.library_guards`)."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.library_guards import BENEFIT


class Migration(migrations.Migration):
    dependencies = (("ledger", "0037_project_benefits"),)
    operations = (OnSchema(put_up(BENEFIT), take_down(BENEFIT)),)
