"""A finding may be withdrawn, and lies where what it is about lies: the guards of the register are made again."""

from django.db import migrations, models

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.audit_guards import FINDING, STEP_AT_FIRST
from jingzhun.ledger.models import FindingStep


class Migration(migrations.Migration):
    dependencies = (("ledger", "0025_year_revocations"),)
    operations = (
        migrations.AlterField(
            model_name="findingstep",
            name="kind",
            field=models.CharField(choices=FindingStep.Kind.choices, max_length=12, verbose_name="种类"),
        ),
        OnSchema(take_down(FINDING, STEP_AT_FIRST), put_up(FINDING, STEP_AT_FIRST)),
        OnSchema(put_up(FINDING, STEP_AT_FIRST), take_down(FINDING, STEP_AT_FIRST)),
    )
