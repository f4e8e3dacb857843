"""An end that a file wrote may go again with its import; purposes of one name do not overlap in time."""

import django.db.models.deletion
from django.db import migrations, models

from jingzhun.audit.operations import AddColumn, OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.request_guards import PURPOSE_CHANGED, PURPOSE_CHANGED_AT_FIRST, PURPOSE_NEW


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0039_loans_of_one_insert"),
        ("registry", "0009_factor_plan_subjects"),
    ]

    operations = [
        AddColumn(
            model_name="fundpurpose",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.change",
                verbose_name="写止日的写入",
            ),
        ),
        OnSchema(take_down(PURPOSE_CHANGED_AT_FIRST), put_up(PURPOSE_CHANGED_AT_FIRST)),
        OnSchema(put_up(PURPOSE_CHANGED, PURPOSE_NEW), take_down(PURPOSE_CHANGED, PURPOSE_NEW)),
    ]
