"""Triggers from :mod:`jingzhun.ledger.library_guards` for the table of stages; a later change of the guards comes with a migration of its
own that drops what differs and makes it again."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.library_guards import ENTERING


class Migration(migrations.Migration):
    dependencies = (("ledger", "0007_library"),)
    operations = (OnSchema(put_up(ENTERING), take_down(ENTERING)),)
