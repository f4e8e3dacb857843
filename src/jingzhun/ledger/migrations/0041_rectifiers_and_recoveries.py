"""A file may name who rectified; a movement that counts as a recovery is not reversed before the recovery is taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import AddColumn, OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.audit_guards import RECOVERY, STEP, STEP_REVOCABLE


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0040_fund_purpose_ends"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddColumn(
            model_name="findingstep",
            name="rectified_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="整改人",
            ),
        ),
        OnSchema(take_down(STEP_REVOCABLE), put_up(STEP_REVOCABLE)),
        OnSchema(put_up(STEP, RECOVERY), take_down(STEP, RECOVERY)),
    ]
