"""A rectification or an accountability may be taken back by a step of its own: the guard of steps is made again."""

import django.db.models.deletion
from django.db import migrations, models

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.audit_guards import STEP_AT_FIRST, STEP_REVOCABLE


class Migration(migrations.Migration):
    dependencies = (("ledger", "0029_fund_purpose_files"),)
    operations = (
        migrations.AddField(
            model_name="findingstep",
            name="revokes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revocations",
                to="ledger.findingstep",
                verbose_name="所收回的",
            ),
        ),
        OnSchema(take_down(STEP_AT_FIRST), put_up(STEP_AT_FIRST)),
        OnSchema(put_up(STEP_REVOCABLE), take_down(STEP_REVOCABLE)),
    )
